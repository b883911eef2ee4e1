"""Sending what the outbox holds, over one connection to the mail server."""

import re
import smtplib
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import psycopg
import structlog
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection as database

from accounts.domain.acting import verb
from roadmap.domain.clock import database_now
from roadmap.domain.links import issue_links
from roadmap.domain.notifications import CHUNK, claim_due
from roadmap.emails import WRITERS, Letter, hand_over
from roadmap.enums import LinkKind, MailState, RoundState
from roadmap.models import OutboxMail

#: One call ends well before Celery ends the task, and one chunk before its rows count as stuck.
TIME_FOR_ONE_CALL = timedelta(minutes=3)
#: How long a link opens the door when the round is closed already.
LINK_AFTER_CLOSING = timedelta(days=14)
_FIRST_PAUSE = timedelta(seconds=30)
_LONGEST_PAUSE = timedelta(hours=1)
_GIVE_UP_AFTER = 60
_NOTE = """
UPDATE roadmap_outboxmail
   SET state = %s, error = %s, claimed_at = NULL,
       sent_at = CASE WHEN %s THEN clock_timestamp() ELSE sent_at END,
       due_at = clock_timestamp() + %s
  FROM (SELECT set_config('scne.actor', '', true), set_config('scne.verb', 'deliver_outbox', true),
               set_config('synchronous_commit', 'off', true)) AS mark
 WHERE id = %s AND state = 'sending' AND claimed_at = %s
"""
log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Fate:
    """What became of a try: ``state`` SENT, BOUNCED (the server will never take it) or QUEUED (try again later)."""

    state: MailState
    error: str = ""
    lost_connection: bool = False


def deliver_outbox() -> int:
    """Send what is due until nothing is left, and answer how many mails went.

    A server that is away leaves everything for the next sweep. May be called by many at the same time.
    """
    sent, until = 0, time.monotonic() + TIME_FOR_ONE_CALL.total_seconds()
    connection = get_connection()
    try:
        while time.monotonic() < until and (rows := claim_due(limit=CHUNK)):
            went, reachable = _send_chunk(connection, rows, until)
            sent += went
            if not reachable:
                break
    finally:
        connection.close()
    return sent


def _send_chunk(connection: BaseEmailBackend, rows: Sequence[OutboxMail], until: float) -> tuple[int, bool]:
    """Send claimed mails one by one, noting each before the next. Answers how many went, and whether the server is there."""
    links = _make_links(rows=rows, actor=None)
    sent = 0
    for index, row in enumerate(rows):
        if time.monotonic() > until or not _is_connected(connection):
            for left in rows[index:]:
                _note(left, Fate(MailState.QUEUED, "no connection"))
            return sent, False
        fate = _try(connection, row, links[row.pk])
        _note(row, fate)
        sent += fate.state == MailState.SENT
        if fate.lost_connection:
            _close_quietly(connection)
    return sent, True


@verb
def _make_links(*, rows: Sequence[OutboxMail], actor: None) -> dict[int, tuple[str, datetime]]:
    """A link for each mail, committed before the mail goes. One of a mail that did not go opens nothing: nobody knows it."""
    after_closing = (database_now() + LINK_AFTER_CLOSING).replace(second=0, microsecond=0)
    by_expiry: dict[datetime, list[OutboxMail]] = defaultdict(list)
    for row in rows:
        is_open = row.round.state == RoundState.OPEN
        by_expiry[row.round.closes_at if is_open else after_closing].append(row)
    links = {}
    for expires_at, group in by_expiry.items():
        invitations = [row.invitation for row in group]
        tokens = issue_links(invitations=invitations, kind=LinkKind.LINK, expires_at=expires_at)
        links.update({row.pk: (token, expires_at) for row, token in zip(group, tokens, strict=True)})
    return links


def _try(connection: BaseEmailBackend, row: OutboxMail, link: tuple[str, datetime]) -> Fate:
    token, until = link
    letter = _letter(row.kind, row.recipient.language, until)
    mail = letter.to(row.recipient.email, token=token, message_id=row.message_id, connection=connection)
    try:
        hand_over(mail)
    except (OSError, UnicodeError, ValueError) as error:  # smtplib's errors are OSErrors
        return _fate_after(error)
    return Fate(MailState.SENT)


def _fate_after(error: Exception) -> Fate:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _refused(*next(iter(error.recipients.values())))
    if isinstance(error, smtplib.SMTPSenderRefused):  # our address, not the reader's: somebody will mend the settings
        return Fate(MailState.QUEUED, _status(error.smtp_code, error.smtp_error))
    if isinstance(error, smtplib.SMTPResponseException):
        return _refused(error.smtp_code, error.smtp_error)
    if isinstance(error, smtplib.SMTPNotSupportedError | UnicodeError | ValueError):
        return Fate(MailState.BOUNCED, "address not usable")
    return Fate(MailState.QUEUED, "connection lost", lost_connection=True)


def _refused(code: int, words: bytes | str) -> Fate:
    """5xx is for ever, everything else may pass (RFC 5321, 4.2.1)."""
    return Fate(MailState.BOUNCED if 500 <= code < 600 else MailState.QUEUED, _status(code, words))


def _status(code: int, words: bytes | str) -> str:
    """The code and the enhanced status (RFC 3463) alone: a server's words may repeat the address."""
    text = words.decode(errors="replace") if isinstance(words, bytes) else words
    found = re.match(r"[245]\.\d{1,3}\.\d{1,3}", text)
    return f"{code} {found.group()}" if found else str(code)


def _note(row: OutboxMail, fate: Fate) -> None:
    """Write down what became of a mail, unless another worker took the row over because this one was too slow.

    One statement and one commit, which names itself to the audit trail as a verb does. The commit does not wait for the disk:
    a machine that loses power may double a mail, and nothing else.
    """
    state = fate.state
    if state == MailState.QUEUED and row.attempts >= _GIVE_UP_AFTER:
        state = MailState.BOUNCED
    pause = min(_FIRST_PAUSE * 2 ** min(row.attempts - 1, 10), _LONGEST_PAUSE) if state == MailState.QUEUED else timedelta(0)
    database.ensure_connection()
    # The driver's own cursor: the server reads and plans the statement once for all mails, not for each.
    with database.wrap_database_errors, psycopg.Cursor(database.connection) as cursor:
        values: list[Any] = [state, fate.error, state == MailState.SENT, pause, row.pk, row.claimed_at]
        cursor.execute(_NOTE, values, prepare=True)
        if cursor.rowcount == 0:
            log.warning("mail_taken_over", mail=str(row.uid))


def _is_connected(connection: BaseEmailBackend) -> bool:
    """Open the connection if it is not; False if the server is away."""
    try:
        connection.open()
    except OSError as error:  # smtplib's errors are OSErrors
        log.warning("mail_server_away", error=type(error).__name__)
        return False
    return True


def _close_quietly(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except OSError:
        log.warning("mail_connection_lost")


@lru_cache(maxsize=64)
def _letter(kind: str, language: str, until: datetime) -> Letter:
    return WRITERS[kind](language=language, until=until)
