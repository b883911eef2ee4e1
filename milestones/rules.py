"""Who may do what with progress and exchanges. The one place that decides on the milestones' side.

What a person may see is decided by ``visible_to(user)`` of the querysets; these predicates decide what may be done with it.
Monitors see and do this on the roadmaps that they are assigned to, and nothing else there.
"""

from typing import Any

import rules

from accounts.enums import Role
from roadmap.rules import is_assigned_facilitator, roadmap_of, sees_roadmap


@rules.predicate
def is_assigned_monitor(user: Any, target: Any) -> bool:
    """Monitors work only on roadmaps that they are assigned to."""
    if not user.is_authenticated or user.role != Role.MONITOR:
        return False
    return bool(user.assignments.filter(roadmap_id=roadmap_of(target)).exists())


@rules.predicate
def is_monitor(user: Any) -> bool:
    return bool(user.is_authenticated and user.role == Role.MONITOR)


rules.add_perm("milestones.list_reporting", is_monitor)
rules.add_perm("milestones.view_progress", sees_roadmap | is_assigned_monitor)
rules.add_perm("milestones.view_evidence", sees_roadmap | is_assigned_monitor)
rules.add_perm("milestones.record_evidence", is_assigned_facilitator | is_assigned_monitor)
rules.add_perm("milestones.withdraw_evidence", is_assigned_facilitator | is_assigned_monitor)
rules.add_perm("milestones.report_crossing", is_assigned_facilitator | is_assigned_monitor)
rules.add_perm("milestones.decide_suspension", is_assigned_facilitator)
rules.add_perm("milestones.change_areas", is_assigned_facilitator)
rules.add_perm("milestones.view_scenarios", sees_roadmap)
rules.add_perm("milestones.keep_scenarios", is_assigned_facilitator)
