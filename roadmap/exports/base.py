"""What every format shares."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from accounts.days import day_of
from roadmap.domain.document import Document, from_canonical
from roadmap.domain.document.local import direction
from roadmap.domain.document.paragraphs import PresentedDocument, present_document
from roadmap.domain.queries.signed_positions import SignedPositions
from roadmap.models import Version

#: Called when the next step begins; raises :class:`TakenOver`.
Progress = Callable[[], None]


class TakenOver(Exception):  # noqa: N818 not an error: the work goes on elsewhere
    """Another worker makes this file now."""


@dataclass(frozen=True)
class Source:
    """All that a file may know of a version: its content, never a person and never the present moment.

    ``day`` is the day on which it was frozen. ``positions`` are those of groups in a closed round, where whoever asked for the
    file chose to tell them. The same source gives the same bytes.
    """

    canonical: str
    number: int
    digest: str
    day: dt.date
    language: str
    positions: SignedPositions | None = None

    @cached_property
    def document(self) -> Document:
        return from_canonical(self.canonical)

    @cached_property
    def shown(self) -> PresentedDocument:
        return present_document(self.document, self.language)

    @property
    def dir(self) -> str:
        return direction(self.language)


def source_of(version: Version, language: str, positions: SignedPositions | None = None) -> Source:
    return Source(version.canonical, version.number, version.digest, day_of(version.created_at), language, positions)


@dataclass(frozen=True)
class Exporter:
    """A format: ``build`` makes the bytes and calls its second argument at the start of each of its ``steps`` steps."""

    format: str
    content_type: str
    steps: int
    build: Callable[[Source, Progress], bytes]
