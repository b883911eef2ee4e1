"""Milestones whose days the schedule does not know: they go round in a circle, count on what is not there, or wait for such."""

from collections import defaultdict
from typing import Any, Literal, NamedTuple

from milestones.domain.schedule.schedule import Schedule
from milestones.domain.schedule.terms import Broken


class Doubt(NamedTuple):
    """Why days are not known. ``of``: the milestone waited for, or what is not there, as written; "" in a circle.

    ``is_late``: only the last day is in doubt.
    """

    by: Literal["circle", "missing", "waits"]
    of: str = ""
    is_late: bool = False


def doubts(schedule: Schedule) -> dict[str, Doubt]:
    """By milestone; what was verified has its day, whatever it was to wait for."""
    found = {broken.owner: _missing(broken) for broken in sorted(schedule.broken, key=_first_days_first)}
    found |= {key: Doubt("circle") for cycle in schedule.cycles for key in cycle}
    found = {key: doubt for key, doubt in found.items() if not schedule.terms[key].achieved}
    dependents = _dependents(schedule)
    reached = [key for key, doubt in found.items() if not doubt.is_late]
    for key in reached:
        for other in dependents[key]:
            if not schedule.terms[other].achieved and (other not in found or found[other].is_late):
                found[other] = Doubt("waits", key)
                reached.append(other)
    return found


def told(schedule: Schedule) -> dict[str, Any]:
    """The schedule as JSON tells it, with the doubts: a reader has to know which days hold only if a circle opens."""
    return {**schedule.as_dict(), "doubts": {key: doubt._asdict() for key, doubt in doubts(schedule).items()}}


def _missing(broken: Broken) -> Doubt:
    return Doubt("missing", broken.of, is_late=broken.by == "not_after")


def _first_days_first(broken: Broken) -> bool:
    """What is last stays: a first day in doubt says more than a last one."""
    return broken.by != "not_after"


def _dependents(schedule: Schedule) -> dict[str, list[str]]:
    """By milestone: whose first day may come from it; of options, it is not known which one comes first if one has no day."""
    found: dict[str, list[str]] = defaultdict(list)
    for key, terms in schedule.terms.items():
        options = (option for group in terms.anys for option in group)
        for other in (*(link.of for link in terms.links if link.by != "not_after"), *options, *terms.together):
            found[other].append(key)
    return found
