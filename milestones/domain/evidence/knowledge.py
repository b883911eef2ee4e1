"""What was known on a day, and what became known only later.

Whatever is seen as of a day is told by all that is known today of that day and of the days before it: the best account of what
was. What stood in the record on the day itself is a document too, with the reports that had arrived and those not yet withdrawn,
and the engines read it like any other. A report says when it was ``recorded``; one without such a day, such as out of an older
file, is taken as known on the day of which it speaks.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from milestones.domain.evidence.reading import day
from roadmap.domain.document import Document, Entry


@dataclass(frozen=True)
class Later:
    """What became known after a day of that day and the days before it.

    ``arrived`` and ``withdrawn`` hold keys of reports; ``lines_arrived`` and ``lines_withdrawn`` those of crossings with the
    place in their log, from 1.
    """

    arrived: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    lines_arrived: tuple[tuple[str, int], ...] = ()
    lines_withdrawn: tuple[tuple[str, int], ...] = ()

    def as_dict(self) -> dict[str, Any]:
        return {
            "arrived": list(self.arrived),
            "withdrawn": list(self.withdrawn),
            "lines_arrived": [list(each) for each in self.lines_arrived],
            "lines_withdrawn": [list(each) for each in self.lines_withdrawn],
        }


def later_than(document: Document, on: dt.date) -> Later | None:
    """What arrived, and what was withdrawn, after ``on``; None where that day knew all that is known today."""
    about = [entry for entry in document.of("evidence") if _is_of(entry.data, on)]
    lines = [(entry.key, number, row) for entry, number, row in _lines(document) if _is_of(row, on)]
    found = Later(
        arrived=tuple(entry.key for entry in about if _arrived_after(entry.data, on)),
        withdrawn=tuple(entry.key for entry in about if _withdrawn_after(entry.data, on)),
        lines_arrived=tuple((key, number) for key, number, row in lines if _arrived_after(row, on)),
        lines_withdrawn=tuple((key, number) for key, number, row in lines if _withdrawn_after(row, on)),
    )
    return found if found != Later() else None


def known_on(document: Document, on: dt.date) -> Document:
    """The document with the record as it stood at the end of a day. All else in it is as it is today."""
    evidence = [_as_then(entry, on) for entry in document.of("evidence") if not _arrived_after(entry.data, on)]
    crossings = [_with_log(entry, on) for entry in document.of("crossings")]
    return replace(document, sections={**document.sections, "evidence": evidence, "crossings": crossings})


def _with_log(crossing: Entry, on: dt.date) -> Entry:
    log = [_not_withdrawn(row, on) for row in crossing.data.get("log") or () if not _arrived_after(row, on)]
    return replace(crossing, data={**crossing.data, "log": log})


def _as_then(entry: Entry, on: dt.date) -> Entry:
    return replace(entry, data=_not_withdrawn(entry.data, on))


def _not_withdrawn(data: Mapping[str, Any], on: dt.date) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name != "withdrawn" or not _withdrawn_after(data, on)}


def _lines(document: Document) -> Iterator[tuple[Entry, int, Mapping[str, Any]]]:
    for entry in document.of("crossings"):
        yield from ((entry, number, row) for number, row in enumerate(entry.data.get("log") or (), start=1))


def _is_of(data: Mapping[str, Any], on: dt.date) -> bool:
    """Whether a report speaks of the day or of one before it."""
    spoken = day(data.get("date"))
    return spoken is not None and spoken <= on


def _arrived_after(data: Mapping[str, Any], on: dt.date) -> bool:
    recorded = day(data.get("recorded"))
    return recorded is not None and recorded > on


def _withdrawn_after(data: Mapping[str, Any], on: dt.date) -> bool:
    """Withdrawn after a day on which it was known."""
    withdrawn = day((data.get("withdrawn") or {}).get("date"))
    return withdrawn is not None and withdrawn > on and not _arrived_after(data, on)
