"""What the commands know of a roadmap beside its text: the plan as it stands on a day, and where groups stand."""

import datetime as dt
from collections.abc import Callable, Iterator

from milestones.domain.exchanges.stands import GroupStands, stands_of
from milestones.domain.hindsight import seen_otherwise
from milestones.domain.plan import Plan
from milestones.management.sources import machines_day
from roadmap.domain.completeness import slip_lines
from roadmap.domain.document import Document
from roadmap.domain.queries.convergence import convergence_of
from roadmap.enums import AssignmentRole
from roadmap.models import Roadmap


def plan_of(document: Document, as_of: dt.date | None, tell: Callable[[str], object]) -> Plan:
    """The plan as it stands today; with ``as_of``, as it stood on that day, and what was not verified by it is still to come.

    What became known of that day only later is told beside the answer, and so is what is written in the roadmap in vain.
    """
    plan = Plan(document, as_of or machines_day(), forecast=as_of is not None)
    for line in (*slip_lines(document), *later_lines(plan)):
        tell(line)
    return plan


def later_lines(plan: Plan) -> Iterator[str]:
    """Reports that arrived or were withdrawn after the plan's day, and what was seen otherwise on it for their want."""
    if plan.later is None:
        return
    later = plan.later
    told = (
        ("recorded", later.arrived, later.lines_arrived),
        ("withdrawn", later.withdrawn, later.lines_withdrawn),
    )
    for word, reports, lines in told:
        found = [*(f"evidence/{key}" for key in reports), *(f"crossings/{key} line {line}" for key, line in lines)]
        if found:
            yield f"{word} only after {plan.as_of}: {', '.join(found)}"
    for each in seen_otherwise(plan):
        area = f" in {each.area}" if each.area else ""
        yield f"    {each.ref}{area}: {each.then} by what was known then, {each.now} by what is known today"


def positions_of(roadmap: Roadmap | None) -> GroupStands:
    """Positions that the lead facilitator sees; none without a roadmap, or without a lead."""
    if roadmap is None:
        return GroupStands()
    lead = roadmap.assignments.filter(role=AssignmentRole.LEAD).select_related("user").first()
    return stands_of(convergence_of(roadmap, lead.user)) if lead else GroupStands()
