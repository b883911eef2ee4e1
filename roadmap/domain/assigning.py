"""Who of the office, and which monitors, work on a roadmap."""

from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import verb
from accounts.domain.errors import Conflict, Invalid, Problem
from accounts.enums import Role
from accounts.models import User
from roadmap.enums import AssignmentRole
from roadmap.models import Assignment, Roadmap

#: What a person of each role can be on a roadmap.
PLACES: dict[str, frozenset[str]] = {
    Role.FACILITATOR: frozenset({AssignmentRole.LEAD, AssignmentRole.DRAFTER}),
    Role.MONITOR: frozenset({AssignmentRole.MONITOR}),
}


@verb
def assign(*, roadmap: Roadmap, person: User, role: str, actor: User) -> Assignment:
    """Give a facilitator or monitor a place on a roadmap, or another one. Raises Invalid, or Conflict for its only lead."""
    if role not in PLACES.get(person.role, frozenset()):
        raise Invalid(_("Some fields need your attention."), [Problem("role", _("This person cannot have this place."))])
    # Two at once must not leave a roadmap without a lead.
    Roadmap.objects.select_for_update().get(pk=roadmap.pk)
    if role != AssignmentRole.LEAD:
        _require_other_lead(roadmap, person)
    assignment, _made = Assignment.objects.update_or_create(roadmap=roadmap, user=person, defaults={"role": role})
    return assignment


@verb
def unassign(*, assignment: Assignment, actor: User) -> None:
    """Take somebody off a roadmap. Raises Conflict for its only lead."""
    Roadmap.objects.select_for_update().get(pk=assignment.roadmap_id)
    _require_other_lead(assignment.roadmap, assignment.user)
    assignment.delete()


def _require_other_lead(roadmap: Roadmap, person: User) -> None:
    leads = set(roadmap.assignments.filter(role=AssignmentRole.LEAD).values_list("user_id", flat=True))
    if leads == {person.pk}:
        raise Conflict(_("A roadmap needs a lead: make somebody else lead first."))
