"""What the rows are measured on: two servers, a mail server, the data, and how much of it."""

import smtplib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bench.data import World, session_of
from bench.machine import Sample
from bench.serving import HOST, Server, Visitor, serve

_BARE = "django.contrib.auth.backends.ModelBackend"
_WITH_PASSWORD = "allauth.account.auth_backends.AuthenticationBackend"  # noqa: S105 a path


@dataclass(frozen=True)
class Sizes:
    """How much of everything, smallest first; ``times``: how often quick work is repeated within a round."""

    items: tuple[int, ...] = (30, 300, 3000)
    comments: tuple[int, ...] = (50, 500, 5000)
    usual: int = 300
    people: int = 500
    versions: int = 40
    clients: int = 16
    posts: int = 320
    milestones: int = 2000
    times: int = 20


#: For a look at whether everything works.
TINY = Sizes(items=(2, 3), comments=(2, 20), usual=3, people=12, versions=3, clients=2, posts=4, milestones=30, times=1)


class Stage:
    def __init__(self, servers: "Servers", mail_port: int, sizes: Sizes) -> None:
        self.servers, self.mail_port, self.sizes = servers, mail_port, sizes
        self.product, self.floor = servers.pair("product", "floor")
        self.world = World(sizes.people)

    @cache  # noqa: B019 lives as long as the run
    def office(self, server: Server) -> Visitor:
        """The facilitator, signed in to a server."""
        return Visitor(server, session_of(self.world.lead, _BARE if "floor" in server.name else _WITH_PASSWORD))

    @cache  # noqa: B019
    def reviewer(self, server: Server, person: Any) -> Visitor:
        """A member of a group who came in by a link."""
        from accounts.web.entering import INVITATION_BACKEND

        return Visitor(server, session_of(person, _BARE if "floor" in server.name else INVITATION_BACKEND))

    def empty(self, times: int | None = None) -> Sample:
        """The floor's empty view for somebody signed in."""
        visitor = self.office(self.floor)
        return self.floor.timed(lambda: visitor.get("/empty"), times or self.sizes.times)

    def mails_taken(self) -> int:
        """How many mails the mail server took so far."""
        with smtplib.SMTP(HOST, self.mail_port) as connection:
            return int(connection.docmd("XCOUNT")[1])


@dataclass(frozen=True)
class Servers:
    """Starts servers in pairs; all of them end with ``stack``."""

    stack: ExitStack
    logs: Path

    def pair(self, product: str, floor: str) -> tuple[Server, Server]:
        """The product, loaded as `make run` and the image do, and the floor beside it; the one that is not asked only waits."""
        return (
            self._start(product, "bench.settings", "roadmap.config.wsgi:application", "--preload"),
            self._start(floor, "bench.floors.settings", "bench.floors.wsgi:application"),
        )

    def _start(self, name: str, settings: str, application: str, *options: str) -> Server:
        return self.stack.enter_context(serve(name, settings, application, self.logs / f"{name}.log", *options))


@contextmanager
def stage(sizes: Sizes, mail_port: int, logs: Path) -> Iterator[Stage]:
    with ExitStack() as stack:
        yield Stage(Servers(stack, logs), mail_port, sizes)


@contextmanager
def mail_sink() -> Iterator[int]:
    """The port of a mail server that keeps nothing."""
    with subprocess.Popen([sys.executable, "-m", "bench.sink"], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None  # noqa: S101 asked for above
        try:
            yield int(process.stdout.readline())
        finally:
            process.terminate()
