"""What the commands know of a roadmap beside its text: the plan as it stands on a day, and where groups stand."""

import datetime as dt

from milestones.domain.exchanges.stands import GroupStands, stands_of
from milestones.domain.plan import Plan
from roadmap.domain.clock import DAMASCUS
from roadmap.domain.document import Document
from roadmap.domain.queries.convergence import convergence_of
from roadmap.enums import AssignmentRole
from roadmap.models import Roadmap


def plan_of(document: Document, as_of: dt.date | None) -> Plan:
    """The plan as it stands today; with ``as_of``, as it stood on that day, and what was not verified by it is still to come."""
    # By this machine's clock: a file is read without a database.
    return Plan(document, as_of or dt.datetime.now(tz=DAMASCUS).date(), forecast=as_of is not None)


def positions_of(roadmap: Roadmap | None) -> GroupStands:
    """Positions that the lead facilitator sees; none without a roadmap, or without a lead."""
    if roadmap is None:
        return GroupStands()
    lead = roadmap.assignments.filter(role=AssignmentRole.LEAD).select_related("user").first()
    return stands_of(convergence_of(roadmap, lead.user)) if lead else GroupStands()
