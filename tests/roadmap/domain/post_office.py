"""A real mail server for the tests, which can refuse, drop and count."""

# ruff: noqa: ARG002, N802 the handlers' names and arguments are aiosmtpd's

import email
import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class PostOffice:
    """``answers`` maps an address to what RCPT is told; ``kill_at`` = (n, pid): the n-th mail is the last of that process."""

    answers: dict[str, str] = field(default_factory=dict)
    taken: list[EmailMessage] = field(default_factory=list)
    connections: int = 0
    kill_at: tuple[int, int] | None = None
    drop_at: int | None = None
    refuse_sender: str = ""
    refuse_words: str = ""

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        if self.refuse_sender:
            return self.refuse_sender
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.drop_at == len(self.taken) + 1:
            self.drop_at = None
            server.transport.close()
            return "451 never read"
        if self.refuse_words:
            return self.refuse_words
        self.taken.append(email.message_from_bytes(envelope.original_content, policy=default))
        if self.kill_at and len(self.taken) == self.kill_at[0]:
            os.kill(self.kill_at[1], signal.SIGKILL)
        return "250 taken"

    def count(self, message_id: str) -> int:
        return sum(mail["Message-ID"] == message_id for mail in self.taken)

    @property
    def readers(self) -> list[str]:
        return sorted(mail["To"] for mail in self.taken)


@contextmanager
def open_post_office() -> Iterator[tuple[PostOffice, int]]:
    """The office and its port."""
    office = PostOffice()
    controller = Controller(office, hostname="127.0.0.1", port=_free_port())
    controller.start()
    try:
        yield office, controller.port
    finally:
        controller.stop()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port
