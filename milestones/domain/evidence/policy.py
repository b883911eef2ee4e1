"""Policy lines: which are broken, what they propose to suspend, and what a suspension leaves standing.

A line is broken when a milestone that it watches was reversed, or lapsed and the grace is over (the line's, else the
commitment's, else the setting's). Nothing is suspended by itself: a facilitator confirms
(:mod:`milestones.domain.evidence.suspending`). What concerns a protected subject is never proposed.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from milestones.domain.durations import parse_duration
from milestones.domain.evidence.progress import Progress, suspended
from milestones.enums import Progress as State
from roadmap.domain.document import Document, Entry


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
    ``due`` the first day after the grace; ``evidence`` holds the keys of the records that show it.
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
    for line in document.of("policy_lines"):
        for key in line.data.get("watches") or ():
            held = min((reason.day for reason in in_force.get(key, ()) if reason.day), default=None)
            broken = _broken(progress.get(key), _grace(document, line, key), held, as_of)
            if broken:
                proposals = tuple(
                    Proposal(each, (line.key, each) in lines, _protected(document, each))
                    for each in line.data.get("suspends") or ()
                )
                found.append(Breach(line.key, key, *broken, proposals))
    return found


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


def _broken(
    progress: Progress | None, grace: str, held: dt.date | None, as_of: dt.date
) -> tuple[str, dt.date, dt.date, tuple[str, ...]] | None:
    """How and since when a watched milestone breaks a line. One suspended since ``held`` owes nothing from then on."""
    if progress is None:
        return None
    if progress.by_evidence == State.REVERSED and progress.reversed_on and (held is None or progress.reversed_on < held):
        shown = tuple(dict.fromkeys(key for reason in progress.reasons if reason.met for key in reason.evidence))
        return "reversed", progress.reversed_on, progress.reversed_on, shown
    if progress.state != State.LAPSED:
        return None
    recorded = next((reason.day for reason in progress.reasons if reason.code == "lapse_recorded"), None)
    since = recorded or (progress.deadline + dt.timedelta(days=1) if progress.deadline else None)
    length = parse_duration(grace)
    due = length.after(since) if length and since else since
    shown = tuple(key for reason in progress.reasons if reason.code == "contradicted" for key in reason.evidence)
    return ("lapsed", since, due, shown) if since and due and due <= as_of else None


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
