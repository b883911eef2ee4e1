"""Progress: the state of each milestone on a day, computed from evidence. Nobody can type it in.

A milestone is *verified* on the day on which its evidence rule was first met and no report standing that day contradicted it. It
stays verified until later reports that it does not hold meet the same rule: then it is *reversed*. A single later contradiction
is shown and does not undo it. After a reversal only reports of later days can verify it again. A reporter stands by its latest
report; withdrawn ones count for no day.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from milestones.domain.evidence.reading import ACHIEVED, NOT_ACHIEVED, PARTLY, REVERSED, Evidence, Record, day, standing
from milestones.domain.evidence.scale import Scaled, scaled
from milestones.domain.evidence.verification import Milestone, Reason, holds
from milestones.domain.timeframes import fixed_day, named_days
from milestones.enums import Progress as State
from roadmap.domain.document import Document


@dataclass(frozen=True)
class Counted:
    """A record as it was weighed: what it claims, what it shows, whose it is, whether it still stands on that day."""

    record: Record
    shows: str
    independent: bool
    claimants: bool
    weak: bool
    stands: bool
    scale: Scaled | None

    def as_dict(self) -> dict[str, Any]:
        return {
            **self.record.as_dict(),
            "shows": self.shows,
            "counts_as_independent": self.independent,
            "claimants": self.claimants,
            "weak": self.weak,
            "stands": self.stands,
            "scale": self.scale.as_dict() if self.scale else None,
        }


@dataclass(frozen=True)
class Progress:
    """A milestone's state on a day.

    ``by_evidence`` is the state without suspensions; ``scale`` the Peace Accords Matrix's 0 (not initiated), 1 (minimum),
    2 (intermediate), 3 (full); ``actual`` the day since which the rule is met, None unless verified and in force.
    ``deadline`` is the day that lapsing was measured by; ``confirmed`` the quantity that the needed number of independent
    sources gives at least, ``claimed`` the claimant's latest.
    """

    key: str
    code: str
    state: State
    by_evidence: State
    scale: int
    actual: dt.date | None
    verified_on: dt.date | None
    reversed_on: dt.date | None
    deadline: dt.date | None
    contradicted: bool
    reasons: tuple[Reason, ...] = ()
    evidence: tuple[Counted, ...] = ()
    confirmed: Scaled | None = None
    claimed: Scaled | None = None

    @property
    def is_late(self) -> bool:
        """Verified after its latest day."""
        return bool(self.verified_on and self.deadline and self.verified_on > self.deadline)

    def as_dict(self) -> dict[str, Any]:
        days = ("actual", "verified_on", "reversed_on", "deadline")
        return {
            "key": self.key,
            "code": self.code,
            "state": self.state.for_programs,
            "by_evidence": self.by_evidence.for_programs,
            "by_decision": self.by_evidence == State.ENDED,
            "scale": self.scale,
            **{name: found.isoformat() if (found := getattr(self, name)) else None for name in days},
            "is_late": self.is_late,
            "contradicted": self.contradicted,
            "reasons": [reason.as_dict() for reason in self.reasons],
            "evidence": [counted.as_dict() for counted in self.evidence],
            "confirmed": self.confirmed.as_dict() if self.confirmed else None,
            "claimed": self.claimed.as_dict() if self.claimed else None,
        }


def compute_progress(
    document: Document,
    as_of: dt.date,
    latest: Mapping[str, dt.date | None] | None = None,
    default_rule: Mapping[str, Any] | None = None,
) -> dict[str, Progress]:
    """The progress of every milestone by its key.

    ``latest`` gives the schedule's latest days; a milestone without one is measured by the end of its own window, where that is a
    day or counts from T0 or another named day. Actual days do not depend on it: a schedule may be computed from them first.
    """
    evidence = Evidence(document)
    suspensions = suspended(document, as_of)
    named = named_days(document)
    found = {}
    for entry in document.of("milestones"):
        deadline = (latest or {}).get(entry.key) or fixed_day((entry.data.get("window") or {}).get("not_after"), named)
        weighed = Milestone(entry, evidence, default_rule)
        found[entry.key] = _progress(weighed, as_of, deadline, suspensions.get(entry.key, ()))
    return found


def actual_dates(progress: Mapping[str, Progress]) -> dict[str, dt.date]:
    """The day of each milestone that is verified and in force, for the schedule."""
    return {key: each.actual for key, each in progress.items() if each.actual is not None}


def suspended(document: Document, as_of: dt.date) -> dict[str, list[Reason]]:
    """The suspensions in force on a day by milestone. A suspension ends on the day that ``until`` names."""
    found: dict[str, list[Reason]] = {}
    for line in document.of("policy_lines"):
        for each in line.data.get("suspensions") or ():
            since, until = day(each.get("since")), day(each.get("until"))
            if each.get("milestone") and since and since <= as_of and (until is None or as_of < until):
                evidence = (each["evidence"],) if each.get("evidence") else ()
                reason = Reason("suspended", evidence, item=line.key, day=since, text=each.get("reason") or {}, met=False)
                found.setdefault(each["milestone"], []).append(reason)
    return found


@dataclass
class _Course:
    """How a milestone went by its evidence: the last day of verification and by what, and the reversal after it."""

    verified: dt.date | None = None
    verification: list[Reason] = field(default_factory=list)
    reversed: dt.date | None = None
    reversal: list[Reason] = field(default_factory=list)

    @property
    def stands(self) -> bool:
        """Verified and not reversed."""
        return self.verified is not None and self.reversed is None


def _course(milestone: Milestone, records: list[Record], until: dt.date | None) -> _Course:
    """Walk the days of the evidence; ``until`` is the day on which it was ended by decision, after which nothing verifies."""
    course = _Course()
    for today in sorted({record.date for record in records if not record.withdrawn}):
        if until and today > until and not course.stands:
            break
        start = course.reversed or course.verified
        known = [record for record in records if record.date <= today and (start is None or record.date > start)]
        stances = standing(known)
        if not course.stands:
            if not _contradicting(milestone, stances) and holds(parts := _weigh_achievement(milestone, stances)):
                course = _Course(today, parts)
        elif holds(parts := milestone.weigh(_contradicting(milestone, stances), scale=False)):
            course = _Course(course.verified, course.verification, today, parts)
    return course


def _weigh_achievement(milestone: Milestone, stances: list[Record]) -> list[Reason]:
    """The rule's parts by what says that it is achieved; of quantities, what a part of it gives is told too."""
    achieved = [record for record in stances if milestone.claim_of(record) == ACHIEVED]
    return milestone.weigh(achieved, partly=[record for record in stances if milestone.claim_of(record) == PARTLY])


def _contradicting(milestone: Milestone, stances: list[Record]) -> list[Record]:
    return [record for record in stances if milestone.claim_of(record) in (NOT_ACHIEVED, REVERSED)]


def _progress(milestone: Milestone, as_of: dt.date, deadline: dt.date | None, suspensions: list[Reason] | tuple[()]) -> Progress:
    entry = milestone.entry
    records = milestone.about(as_of)
    lapse = entry.data.get("lapse") or {}
    ended_on = day(lapse.get("date"))
    ended_on = ended_on if ended_on and ended_on <= as_of else None
    course = _course(milestone, records, ended_on)
    stances = standing(records)
    by_evidence, reasons = _judge(milestone, course, stances, as_of, deadline, ended_on, lapse.get("reason") or {})
    state = State.SUSPENDED if suspensions else by_evidence
    return Progress(
        key=entry.key,
        code=entry.code,
        state=state,
        by_evidence=by_evidence,
        scale=0 if suspensions else _scale(milestone, by_evidence, stances),
        actual=course.verified if state == State.VERIFIED else None,
        verified_on=course.verified,
        reversed_on=course.reversed,
        deadline=deadline,
        contradicted=bool(_disputing(milestone, course, stances)),
        reasons=(*suspensions, *reasons, *_remarks(milestone, records)),
        evidence=tuple(_counted(milestone, record, stances) for record in records),
        confirmed=_confirmed(milestone, stances),
        claimed=_claimed(milestone, stances),
    )


def _disputing(milestone: Milestone, course: _Course, stances: list[Record]) -> list[Record]:
    """Reports that stand against the state: against achievement, since it was verified if it is; none once it is reversed."""
    if course.reversed:
        return []
    return [each for each in _contradicting(milestone, stances) if course.verified is None or each.date > course.verified]


def _judge(
    milestone: Milestone,
    course: _Course,
    stances: list[Record],
    as_of: dt.date,
    deadline: dt.date | None,
    ended_on: dt.date | None,
    why_ended: Mapping[str, str],
) -> tuple[State, list[Reason]]:
    """The state by evidence, and why."""
    against = tuple(record.key for record in _disputing(milestone, course, stances))
    dispute = [Reason("contradicted", against, met=False)] if against else []
    if course.reversed and not ended_on:
        return State.REVERSED, [Reason("reversed", day=course.reversed, met=False), *course.reversal]
    parts = _weigh_achievement(milestone, stances)
    if course.stands:
        late = [Reason("late", day=deadline)] if deadline and course.verified and course.verified > deadline else []
        if against:  # who says otherwise now may be among those who verified it
            parts, dispute = course.verification, [Reason("disputed", against, met=False)]
        return State.VERIFIED, [Reason("verified", day=course.verified, met=True), *parts, *late, *dispute]
    if ended_on:
        return State.ENDED, [Reason("ended", day=ended_on, text=why_ended, met=False), *parts, *dispute]
    if deadline and deadline < as_of:
        return State.LAPSED, [Reason("window_over", day=deadline, met=False), *parts, *dispute]
    return _open_state(milestone, stances), [*([] if stances else [Reason("no_evidence", met=False)]), *parts, *dispute]


def _open_state(milestone: Milestone, stances: list[Record]) -> State:
    """Somebody's claim is told as such, also where its quantity falls short of the target."""
    claims = {record.claim for record in stances} | {milestone.claim_of(record) for record in stances}
    if ACHIEVED in claims:
        return State.CLAIMED
    return State.UNDER_WAY if PARTLY in claims else State.NOT_STARTED


def _scale(milestone: Milestone, state: State, stances: list[Record]) -> int:
    """0 to 3 as the Peace Accords Matrix uses them; the claimant's word alone moves nothing.

    3 verified; 2 the rule's sources confirm at least a part of it that is not insignificant, and nobody contradicts; 1 somebody
    other than the claimant reports at least a part; 0 else, and for what was reversed or is suspended.
    """
    if state == State.VERIFIED:
        return 3
    others = [each for each in stances if milestone.claim_of(each) in (ACHIEVED, PARTLY) and not milestone.is_claimants(each)]
    if state == State.REVERSED or not others:
        return 0
    confirmed = _confirmed(milestone, stances)
    small = confirmed is not None and confirmed.insignificant
    return 2 if holds(milestone.weigh(others, scale=False)) and not _contradicting(milestone, stances) and not small else 1


def _remarks(milestone: Milestone, records: list[Record]) -> list[Reason]:
    """What was recorded and does not count, and why not; and what is too small to be called progress."""
    live = [record for record in records if not record.withdrawn]
    target = milestone.entry.data.get("target") or {}
    saying = [record for record in live if milestone.claim_of(record) in (ACHIEVED, PARTLY)]
    kinds = {
        "claimant_only": saying if all(milestone.is_claimants(record) for record in saying) else [],
        "not_independent": [record for record in live if record.independent and milestone.is_claimants(record)],
        "guarantor": [record for record in live if milestone.is_partial(record) and not milestone.is_claimants(record)],
        "weak": [record for record in saying if milestone.is_weak(record)],
        "falls_short": [record for record in live if record.claim == ACHIEVED and milestone.falls_short(record)],
        "other_unit": [record for record in live if record.is_in_other_unit],
        "insignificant": [record for record in live if (size := scaled(record.quantity, target)) and size.insignificant],
        "beyond_whole": [record for record in live if (size := scaled(record.quantity, target)) and size.beyond],
        "withdrawn": [record for record in records if record.withdrawn],
    }
    told = [Reason(code, tuple(record.key for record in found)) for code, found in kinds.items() if found]
    return [*told, *_taken_as_one(milestone, live)]


def _taken_as_one(milestone: Milestone, records: list[Record]) -> Iterator[Reason]:
    """Each source that spoke under more than one name, or under one written in several ways: nothing is merged silently."""
    for source in milestone.sources(record for record in records if milestone.is_independent(record)):
        names = tuple(dict.fromkeys(record.written for record in source))
        if len(names) > 1:
            yield Reason("one_source", tuple(record.key for record in source), names=names)


def _counted(milestone: Milestone, record: Record, stances: list[Record]) -> Counted:
    return Counted(
        record=record,
        shows=milestone.claim_of(record),
        independent=milestone.is_independent(record),
        claimants=milestone.is_claimants(record),
        weak=milestone.is_weak(record),
        stands=any(record.key == each.key for each in stances),
        scale=scaled(record.quantity, milestone.entry.data.get("target")),
    )


def _confirmed(milestone: Milestone, stances: list[Record]) -> Scaled | None:
    """What as many independent sources as the rule needs give at least: never an average, never the highest word.

    Quantities are never added up; where offices of one source give different ones, its least counts. Who says that it is not
    achieved, or no longer, confirms nothing.
    """
    saying = [each for each in stances if milestone.claim_of(each) in (ACHIEVED, PARTLY)]
    heard = [each for each in saying if each.quantity is not None and not milestone.is_weak(each)]
    counted = [each for each in heard if milestone.is_independent(each)]
    given = sorted((min(each.quantity or 0 for each in source) for source in milestone.sources(counted)), reverse=True)
    needed = max(1, milestone.rule.independent_sources)
    return scaled(given[needed - 1], milestone.entry.data.get("target")) if len(given) >= needed else None


def _claimed(milestone: Milestone, stances: list[Record]) -> Scaled | None:
    own = [record for record in stances if record.quantity is not None and milestone.is_claimants(record)]
    return scaled(own[-1].quantity, milestone.entry.data.get("target")) if own else None
