from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.domain.trail import TABLES, VERBS
from accounts.enums import SECOND_FACTOR_ROLES
from accounts.models import User
from accounts.web.forms.words import WordsField


class AuditFilter(forms.Form):
    """Narrows the trail down. Only the office can be chosen by name: who reviews is not looked up here."""

    actor = forms.ChoiceField(label=_("Person"), required=False)
    table = forms.ChoiceField(label=_("Kind of thing"), required=False)
    verb = forms.ChoiceField(label=_("What was done"), required=False)
    first = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    last = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        office = User.objects.filter(role__in=SECOND_FACTOR_ROLES).order_by("display_name", "email")
        self._choices("actor", [(str(one.pk), str(one)) for one in office])
        self._choices("table", sorted(TABLES.items(), key=lambda one: str(one[1])))
        self._choices("verb", sorted(VERBS.items(), key=lambda one: str(one[1])))

    def _choices(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 says to the type checker what is declared above
        field.choices = [("", _("All")), *choices]


class ReasonForm(forms.Form):
    reason = WordsField(
        label=_("Why you need to know"),
        max_length=300,
        help_text=_("It is written into the audit trail with your name."),
    )
