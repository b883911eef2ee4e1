"""Crossings: open, closed or limited, from the log of who reported what on which day."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from milestones.domain.evidence.reading import day
from milestones.domain.evidence.states import Passage
from roadmap.domain.document import Document, Entry


@dataclass(frozen=True)
class Seen:
    """One line of the log. ``line`` is its place in it, from 1; ``withdrawn`` (``date``, ``reason``) is empty while it counts."""

    date: dt.date
    state: str
    reporter: str
    note: Mapping[str, str]
    line: int
    withdrawn: Mapping[str, Any]
    recorded: dt.date | None = None

    def as_dict(self) -> dict[str, Any]:
        return {
            "line": self.line,
            "date": self.date.isoformat(),
            "state": self.state,
            "reporter": self.reporter,
            "note": dict(self.note),
            "withdrawn": bool(self.withdrawn),
            "recorded": self.recorded.isoformat() if self.recorded else None,
        }


@dataclass(frozen=True)
class PassageOnDay:
    """A crossing on a day. ``since`` is the first day of the unbroken run of ``state``; ``latest`` the reports of the last day.

    ``contested`` lists the days on which reports contradicted each other, all of them, also those long past. ``history`` holds
    withdrawn reports too, which count for no day.
    """

    key: str
    code: str
    state: Passage
    since: dt.date | None
    latest: tuple[Seen, ...]
    history: tuple[Seen, ...]
    contested: tuple[dt.date, ...]

    def as_dict(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "code": self.code,
            "state": self.state.value,
            "since": self.since.isoformat() if self.since else None,
            "latest": [seen.as_dict() for seen in self.latest],
            "history": [seen.as_dict() for seen in self.history],
            "contested": [each.isoformat() for each in self.contested],
        }


def compute_crossings(document: Document, as_of: dt.date) -> dict[str, PassageOnDay]:
    """The state of every crossing by its key. The last day with reports decides; where they differ it is contested."""
    return {entry.key: _crossing(entry, as_of) for entry in document.of("crossings")}


def _crossing(entry: Entry, as_of: dt.date) -> PassageOnDay:
    history = sorted(
        (
            Seen(
                date=date,
                state=row.get("state") or "",
                reporter=row.get("reporter") or "",
                note=row.get("note") or {},
                line=line,
                withdrawn=row.get("withdrawn") or {},
                recorded=day(row.get("recorded")),
            )
            for line, row in enumerate(entry.data.get("log") or (), start=1)
            if (date := day(row.get("date"))) and date <= as_of
        ),
        key=lambda seen: seen.date,
    )
    counted = [seen for seen in history if not seen.withdrawn]
    by_day: dict[dt.date, set[str]] = defaultdict(set)
    for seen in counted:
        by_day[seen.date].add(seen.state)
    states = {date: Passage(next(iter(found))) if len(found) == 1 else Passage.CONTESTED for date, found in by_day.items()}
    state, since = Passage.UNKNOWN, None
    for date, found in states.items():
        if found != state:
            state, since = found, date
    last = counted[-1].date if counted else None
    return PassageOnDay(
        key=entry.key,
        code=entry.code,
        state=state,
        since=since,
        latest=tuple(seen for seen in counted if seen.date == last),
        history=tuple(history),
        contested=tuple(date for date, found in states.items() if found == Passage.CONTESTED),
    )
