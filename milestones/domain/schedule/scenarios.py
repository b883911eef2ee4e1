"""What-if: the schedule as it would be, against the schedule as it is. Nothing is saved."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from milestones.domain.schedule.changes import Change, Changed, carry_out
from milestones.domain.schedule.days import nearest, number
from milestones.domain.schedule.results import Conflict, Days
from milestones.domain.schedule.schedule import Schedule
from milestones.domain.schedule.terms import Broken
from roadmap.domain.document import Document


@dataclass(frozen=True)
class Difference:
    """One milestone whose days, slack or place on the critical path change. ``after`` is None for one that is gone."""

    key: str
    code: str
    before: Days | None
    after: Days | None

    def as_dict(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "code": self.code,
            "before": self.before.as_dict() if self.before else None,
            "after": self.after.as_dict() if self.after else None,
        }


@dataclass(frozen=True)
class Lost:
    """An exchange that loses commitments. ``gone`` and ``left`` are milestones: those left would be given for less or nothing."""

    exchange: str
    code: str
    gone: tuple[str, ...]
    left: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        return {"exchange": self.exchange, "code": self.code, "gone": list(self.gone), "left": list(self.left)}


@dataclass(frozen=True)
class Comparison:
    """All that differs between two schedules. ``broken``: requirements on what is no longer there; ``passed`` and ``lapsed``:
    what went to a successor, or ended with its area."""

    differences: tuple[Difference, ...]
    conflicts: tuple[Conflict, ...]
    resolved: tuple[Conflict, ...]
    cycles: tuple[tuple[str, ...], ...]
    broken: tuple[Broken, ...]
    lost: tuple[Lost, ...]
    dropped: tuple[str, ...]
    passed: tuple[str, ...]
    lapsed: tuple[str, ...]
    critical_path: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        return {
            "differences": [each.as_dict() for each in self.differences],
            "conflicts": [each.as_dict() for each in self.conflicts],
            "resolved": [each.as_dict() for each in self.resolved],
            "cycles": [list(each) for each in self.cycles],
            "broken": [each._asdict() for each in self.broken],
            "lost": [each.as_dict() for each in self.lost],
            "dropped": list(self.dropped),
            "passed": list(self.passed),
            "lapsed": list(self.lapsed),
            "critical_path": list(self.critical_path),
        }


@dataclass(frozen=True)
class WhatIf:
    """``schedule``: as it would be, of ``document``, as it would be."""

    document: Document
    schedule: Schedule
    comparison: Comparison


def what_if(
    document: Document,
    changes: list[Change],
    actual: Mapping[str, dt.date] | None = None,
    as_of: dt.date | None = None,
    before: Schedule | None = None,
) -> WhatIf:
    """The document's schedule with the changes (see ``read_changes``) made, and everything that differs from ``before``: the
    schedule without them (computed unless given)."""
    before = before or Schedule(document, actual, as_of)
    changed = carry_out(document, changes, actual)
    schedule = Schedule(changed.document, changed.actual, as_of)
    if changed.delays:
        first = {key: schedule.earliest(key) for key in changed.delays if key in schedule.terms}
        schedule.delay({key: nearest(number(day) + 7 * changed.delays[key]) for key, day in first.items() if day})
    return WhatIf(changed.document, schedule, compare(before, schedule, changed))


def compare(before: Schedule, after: Schedule, changed: Changed) -> Comparison:
    """All that differs between the schedules, in the documents' order."""
    old, new = before.days(), after.days()
    codes = {key: terms.code for key, terms in {**before.terms, **after.terms}.items()}
    proofs_before = {_proof(each) for each in before.conflicts}
    proofs_after = {_proof(each) for each in after.conflicts}
    cycles_before = {frozenset(each) for each in before.cycles}
    known = set(before.broken)
    return Comparison(
        differences=tuple(
            Difference(key, codes[key], old.get(key), new.get(key)) for key in codes if old.get(key) != new.get(key)
        ),
        conflicts=tuple(each for each in after.conflicts if _proof(each) not in proofs_before),
        resolved=tuple(each for each in before.conflicts if _proof(each) not in proofs_after),
        cycles=tuple(tuple(each) for each in after.cycles if frozenset(each) not in cycles_before),
        broken=tuple(each for each in after.broken if each not in known),
        lost=_lost(changed),
        dropped=tuple(changed.dropped),
        passed=tuple(changed.passed),
        lapsed=tuple(changed.lapsed),
        critical_path=after.critical_path,
    )


def _proof(conflict: Conflict) -> tuple[Any, ...]:
    """What makes two conflicts the same: the two fixed ends, without their days."""
    first, last = conflict.chain[0], conflict.chain[-1]
    return first.milestone, first.by, last.milestone, last.by, conflict.days


def _lost(changed: Changed) -> tuple[Lost, ...]:
    lost = []
    over = {entry.key for entry in changed.document.of("milestones") if entry.data.get("lapse")}
    for exchange in changed.document.of("exchanges"):
        gone = changed.lost.get(exchange.key)
        if gone:
            bound = [each.get("milestone") for each in exchange.data.get("commitments") or ()]
            left = [each for each in bound if each not in gone and each not in over]
            lost.append(Lost(exchange.key, exchange.code, tuple(gone), tuple(left)))
    return tuple(lost)


@dataclass(frozen=True)
class Side:
    """One milestone's days in the plan and in each scenario, in their order; None where it is not there."""

    key: str
    code: str
    days: tuple[Days | None, ...]

    def as_dict(self) -> dict[str, Any]:
        return {"key": self.key, "code": self.code, "days": [each.as_dict() if each else None for each in self.days]}


def side_by_side(base: Schedule, scenarios: list[Schedule]) -> tuple[Side, ...]:
    """The milestones whose days differ in at least one of several scenarios: as planned first, then as each would have them."""
    found = [base.days(), *(each.days() for each in scenarios)]
    codes: dict[str, str] = {}
    for schedule in (base, *scenarios):
        codes.update({key: terms.code for key, terms in schedule.terms.items() if key not in codes})
    sides = [Side(key, code, tuple(each.get(key) for each in found)) for key, code in codes.items()]
    return tuple(side for side in sides if any(each != side.days[0] for each in side.days))
