"""What the commands about exchanges know of a roadmap beside its text: days, what is verified, and where groups stand."""

import datetime as dt
from dataclasses import dataclass, field

from milestones.domain.evidence.progress import actual_dates, compute_progress
from milestones.domain.exchanges.stands import GroupStands, stands_of
from milestones.domain.schedule import Schedule
from roadmap.domain.document import Document
from roadmap.domain.queries.convergence import convergence_of
from roadmap.enums import AssignmentRole
from roadmap.models import Roadmap


@dataclass(frozen=True)
class Standing:
    """``days``: the first possible day of each milestone; ``achieved``: keys of what evidence has verified."""

    days: dict[str, dt.date | None]
    achieved: frozenset[str]
    positions: GroupStands = field(default_factory=GroupStands)


def standing_of(document: Document, roadmap: Roadmap | None, as_of: dt.date | None) -> Standing:
    """With ``as_of``, what is not verified by then is still to come; without, all that is recorded counts.

    Positions are those that the lead facilitator sees.
    """
    actual = actual_dates(compute_progress(document, as_of or dt.date.max))
    schedule = Schedule(document, actual, as_of)
    return Standing({key: schedule.earliest(key) for key in schedule.terms}, frozenset(actual), _positions(roadmap))


def _positions(roadmap: Roadmap | None) -> GroupStands:
    if roadmap is None:
        return GroupStands()
    lead = roadmap.assignments.filter(role=AssignmentRole.LEAD).select_related("user").first()
    return stands_of(convergence_of(roadmap, lead.user)) if lead else GroupStands()
