"""Where what is known today of a day differs from what was known on it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from milestones.domain.plan import Plan

#: A policy line that evidence shows broken, and one that it does not.
BROKEN, KEPT = "broken", "kept"


@dataclass(frozen=True)
class Otherwise:
    """An item (``ref``), in one ``area`` for a criterion, that was seen otherwise on the day: its state ``then`` and ``now``."""

    ref: str
    then: str
    now: str
    area: str = ""

    def as_dict(self) -> dict[str, Any]:
        return {"ref": self.ref, "then": self.then, "now": self.now, **({"area": self.area} if self.area else {})}


def seen_otherwise(plan: Plan) -> list[Otherwise]:
    """Every milestone, measure, crossing and criterion whose state was another by what was known on the plan's day.

    And every policy line that was ``kept`` and is ``broken``, or the other way round.
    """
    return list(_differing(plan.then, plan)) if plan.then else []


def _differing(then: Plan, now: Plan) -> Iterator[Otherwise]:
    for kind in ("milestones", "measures", "crossings"):
        parts = {"milestones": "progress"}.get(kind, kind)
        before, after = getattr(then, parts), getattr(now, parts)
        for key, found in after.items():
            if before[key].state != found.state:
                yield Otherwise(f"{kind}/{key}", before[key].state.value, found.state.value)
    broken = {each.line for each in now.breaches}
    for key in sorted(broken ^ {each.line for each in then.breaches}):
        yield Otherwise(f"policy_lines/{key}", *((KEPT, BROKEN) if key in broken else (BROKEN, KEPT)))
    for key, states in now.criteria.items():
        for area, found in states.items():
            if then.criteria[key][area].state != found.state:
                yield Otherwise(f"criteria/{key}", then.criteria[key][area].state.value, found.state.value, area)
