"""A person's place on a roadmap: a new one, or another one."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from roadmap.domain.assigning import PLACES
from roadmap.enums import AssignmentRole
from roadmap.models import Assignment


class AddForm(forms.Form):
    """``people``: those who may be chosen."""

    person = forms.ChoiceField(label=_("Person"))
    role = forms.ChoiceField(
        label=_("Role"),
        choices=AssignmentRole.choices,
        help_text=_("Facilitators lead or draft; monitors are monitors."),
    )

    def __init__(self, people: Sequence[User], data: Any = None) -> None:
        super().__init__(data, initial={"role": AssignmentRole.DRAFTER})
        self.people = {str(person.uid): person for person in people}
        names = [(uid, f"{person} · {person.email} · {person.get_role_display()}") for uid, person in self.people.items()]
        self.fields["person"].choices = [("", _("Choose a person")), *names]  # type: ignore[attr-defined]

    def chosen(self) -> User:
        return self.people[self.cleaned_data["person"]]


class RoleForm(forms.Form):
    """Another place for somebody; only those that the person can have are offered."""

    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, assignment: Assignment, data: Any = None) -> None:
        super().__init__(data, initial={"role": assignment.role}, auto_id=f"id_%s_{assignment.user.uid}")
        possible = PLACES.get(assignment.user.role, frozenset()) | {assignment.role}
        choices = [choice for choice in AssignmentRole.choices if choice[0] in possible]
        self.fields["role"].choices = choices  # type: ignore[attr-defined]
        self.is_choice = len(choices) > 1
