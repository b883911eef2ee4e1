"""Policy lines: which are broken, what they propose to suspend, and what a suspension leaves standing.

A line is broken when evidence shows it: a milestone that it watches was reversed (at once: that the grace runs still is told
with it, for whoever decides); or it lapsed, the grace is over (the line's,
else the commitment's, else the setting's), and a report of a day after its latest day says that it was not done, or not all of
it. Silence breaks no line: what lapsed and nobody reported of since is told as such (:func:`find_unshown`). What was ended by
decision owes nothing any more. Nothing is suspended by itself: a facilitator confirms
(:mod:`milestones.domain.evidence.suspending`). What concerns a protected subject is never proposed.
"""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from milestones.domain.durations import parse_duration
from milestones.domain.evidence.progress import Progress, suspended
from milestones.domain.evidence.reading import ACHIEVED, NOT_ACHIEVED, PARTLY, REVERSED
from milestones.enums import Progress as State
from roadmap.domain.document import Document, Entry

#: What a report shows that says: not done, or not all of it.
_SHORT = (PARTLY, NOT_ACHIEVED, REVERSED)


@dataclass(frozen=True)
class Proposal:
    """A counterpart that a broken line would suspend. ``confirmed``: it is suspended; ``protected`` names what forbids it."""

    milestone: str
    confirmed: bool
    protected: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        return not self.confirmed and not self.protected

    def as_dict(self) -> dict[str, Any]:
        return {"milestone": self.milestone, "confirmed": self.confirmed, "protected": list(self.protected)}


@dataclass(frozen=True)
class Breach:
    """A policy line broken by one watched milestone: ``how`` is "reversed" or "lapsed", ``since`` the first day on which it was,
    ``due`` the first day after the grace; ``evidence`` holds the keys of the records that show it, one at least.
    """

    line: str
    milestone: str
    how: str
    since: dt.date
    due: dt.date
    evidence: tuple[str, ...]
    proposals: tuple[Proposal, ...]

    def as_dict(self) -> dict[str, Any]:
        return {
            "line": self.line,
            "milestone": self.milestone,
            "how": self.how,
            "since": self.since.isoformat(),
            "due": self.due.isoformat(),
            "evidence": list(self.evidence),
            "proposals": [proposal.as_dict() for proposal in self.proposals],
        }


@dataclass(frozen=True)
class Unshown:
    """A watched milestone that lapsed, with its grace over, of which no report shows that it was not done: no breach yet."""

    line: str
    milestone: str
    since: dt.date
    due: dt.date

    def as_dict(self) -> dict[str, Any]:
        return {
            "line": self.line,
            "milestone": self.milestone,
            "since": self.since.isoformat(),
            "due": self.due.isoformat(),
        }


@dataclass(frozen=True)
class Restored:
    """The way back of one suspended milestone: its reversal, in what time and by which day, at what loss, in which exchange."""

    milestone: str
    reversal: Mapping[str, str]
    exchange: str = ""
    restored_within: str = ""
    restored_by: dt.date | None = None
    loss: Mapping[str, str] | None = None

    def as_dict(self) -> dict[str, Any]:
        return {
            "milestone": self.milestone,
            "reversal": dict(self.reversal),
            "exchange": self.exchange,
            "restored_within": self.restored_within,
            "restored_by": self.restored_by.isoformat() if self.restored_by else None,
            "loss": dict(self.loss or {}),
        }


@dataclass(frozen=True)
class Consequences:
    """What suspending does: the ways back, the exchanges that are touched with the partners waiting in them, what survives."""

    restored: tuple[Restored, ...]
    touched: tuple[str, ...]
    partners: tuple[str, ...]
    survives: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        return {
            "restored": [each.as_dict() for each in self.restored],
            "touched": list(self.touched),
            "partners": list(self.partners),
            "survives": list(self.survives),
        }


def find_breaches(document: Document, progress: Mapping[str, Progress], as_of: dt.date) -> list[Breach]:
    """The broken policy lines on a day, in the order of the lines; what was confirmed already is told with each."""
    in_force = suspended(document, as_of)
    lines = {(reason.item, key) for key, reasons in in_force.items() for reason in reasons}
    found = []
    for line, watched in _watched(document, progress):
        held = min((reason.day for reason in in_force.get(watched.key, ()) if reason.day), default=None)
        grace = _grace(document, line, watched.key)
        broken = _reversed(watched, grace, held) or _lapsed(watched, grace, as_of)
        if broken and broken.evidence:
            proposals = tuple(
                Proposal(each, (line.key, each) in lines, _protected(document, each)) for each in line.data.get("suspends") or ()
            )
            found.append(Breach(line.key, watched.key, broken.how, broken.since, broken.due, broken.evidence, proposals))
    return found


def find_unshown(document: Document, progress: Mapping[str, Progress], as_of: dt.date) -> list[Unshown]:
    """What would break a line on a day if a report showed it, in the order of the lines: a report is missing."""
    found = []
    for line, watched in _watched(document, progress):
        lapsed = _lapsed(watched, _grace(document, line, watched.key), as_of)
        if lapsed and not lapsed.evidence:
            found.append(Unshown(line.key, watched.key, lapsed.since, lapsed.due))
    return found


def _watched(document: Document, progress: Mapping[str, Progress]) -> Iterator[tuple[Entry, Progress]]:
    for line in document.of("policy_lines"):
        yield from ((line, progress[key]) for key in line.data.get("watches") or () if key in progress)


def _grace(document: Document, line: Entry, milestone: str) -> str:
    """The line's grace, else the longest that an exchange gives the commitment, else the setting's."""
    day = dt.date(2000, 1, 1)
    given = [
        length
        for exchange in document.of("exchanges")
        for each in exchange.data.get("commitments") or ()
        if each.get("milestone") == milestone and (length := parse_duration(each.get("grace") or ""))
    ]
    longest = str(max(given, key=lambda length: length.after(day))) if given else settings.EVIDENCE_GRACE
    return str(line.data.get("grace") or longest)


@dataclass(frozen=True)
class _Broken:
    how: str
    since: dt.date
    due: dt.date
    evidence: tuple[str, ...]


def _reversed(watched: Progress, grace: str, held: dt.date | None) -> _Broken | None:
    """Taken back, as reports that meet the rule say. What is suspended since ``held`` owes nothing from then on."""
    on = watched.reversed_on
    if watched.by_evidence != State.REVERSED or on is None or (held is not None and held <= on):
        return None
    shown = tuple(dict.fromkeys(key for reason in watched.reasons if reason.met for key in reason.evidence))
    return _Broken("reversed", on, _after(grace, on), shown)


def _lapsed(watched: Progress, grace: str, as_of: dt.date) -> _Broken | None:
    """Not done in time, and its grace is over; with what shows it, if anything does."""
    if watched.state != State.LAPSED or watched.deadline is None:
        return None
    since = watched.deadline + dt.timedelta(days=1)
    due = _after(grace, since)
    return _Broken("lapsed", since, due, _not_done(watched, watched.deadline)) if due <= as_of else None


def _after(grace: str, since: dt.date) -> dt.date:
    length = parse_duration(grace)
    return length.after(since) if length else since


def _not_done(watched: Progress, deadline: dt.date) -> tuple[str, ...]:
    """Standing reports of a day after the deadline that show less than achieved, by independent sources or by the side itself.

    None older than the last independent report that it was done; the side's own word that it was does not outdate them.
    """
    standing = [each for each in watched.evidence if each.stands and not each.weak and each.record.date > deadline]
    done = max((each.record.date for each in standing if each.independent and each.shows == ACHIEVED), default=deadline)
    return tuple(
        each.record.key
        for each in standing
        if each.shows in _SHORT and (each.independent or each.claimants) and each.record.date >= done
    )


def _protected(document: Document, key: str) -> tuple[str, ...]:
    milestone = next((each for each in document.of("milestones") if each.key == key), None)
    return tuple(milestone.data.get("protected_subjects") or ()) if milestone else ()


def consequences(document: Document, milestones: Collection[str], since: dt.date) -> Consequences:
    """What suspending ``milestones`` on a day means for the plan."""
    entries = {entry.key: entry for entry in document.of("milestones")}
    touched = [each for each in document.of("exchanges") if _members(each) & set(milestones)]
    restored = [way for key in milestones if key in entries for way in _ways_back(entries[key], touched, since)]
    partners = {key for each in touched for key in _members(each)} - set(milestones)
    return Consequences(
        restored=tuple(restored),
        touched=tuple(each.key for each in touched),
        partners=tuple(key for key in entries if key in partners),
        survives=tuple(each.key for each in document.of("exchanges") if each not in touched),
    )


def _members(exchange: Entry) -> set[str]:
    return {each["milestone"] for each in exchange.data.get("commitments") or () if each.get("milestone")}


def _ways_back(milestone: Entry, exchanges: list[Entry], since: dt.date) -> list[Restored]:
    reversal = milestone.data.get("reversal") or {}
    found = []
    for exchange in exchanges:
        for each in exchange.data.get("commitments") or ():
            if each.get("milestone") == milestone.key:
                within = each.get("restored_within") or ""
                length = parse_duration(within)
                by = length.after(since) if length else None
                found.append(Restored(milestone.key, reversal, exchange.key, within, by, each.get("loss") or {}))
    return found or [Restored(milestone.key, reversal)]
