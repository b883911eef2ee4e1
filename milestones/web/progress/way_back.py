"""What a suspension brings back and by when, who waits for it, and what survives."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models.text import in_language
from milestones.domain.durations import length_words, parse_duration
from milestones.domain.evidence.policy import Restored, consequences
from milestones.web.progress.frame import language_now
from roadmap.domain.document import Document
from roadmap.domain.document.local import local_day


@dataclass(frozen=True)
class Back:
    """The way back of one milestone: within ``time``, by ``by``, at what ``loss``, in which exchange."""

    reversal: str
    exchange: str
    time: str
    by: str
    loss: str


@dataclass(frozen=True)
class Way:
    """What is restored; the exchanges that are touched, the milestones that wait in them, and the exchanges that survive."""

    restored: list[Back]
    touched: list[tuple[str, str]]
    partners: list[tuple[str, str]]
    survives: list[tuple[str, str]]


def way_of(document: Document, milestone: str, since: dt.date) -> Way:
    """What suspending a milestone (its key) since a day means, in words."""
    found = consequences(document, [milestone], since)
    return Way(
        restored=[_back(each, document) for each in found.restored],
        touched=named(document, found.touched, "exchanges"),
        partners=named(document, found.partners),
        survives=named(document, found.survives, "exchanges"),
    )


def named(document: Document, keys: Iterable[str], kind: str = "milestones") -> list[tuple[str, str]]:
    """Code and title of each."""
    return [(entry.code, entry.title()) for key in keys if (entry := document.find(kind, key))]


def _back(each: Restored, document: Document) -> Back:
    exchange = document.find("exchanges", each.exchange)
    length = parse_duration(each.restored_within)
    return Back(
        reversal=in_language(dict(each.reversal)),
        exchange=exchange.code if exchange else "",
        time=length_words(length) if length else "",
        by=local_day(each.restored_by, language_now()) if each.restored_by else "",
        loss=in_language(dict(each.loss or {})),
    )
