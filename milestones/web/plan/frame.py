"""What all pages of the plan share: the tabs, the day they are told as of, and how the reader wants the timeline."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from milestones.domain.deciding import today
from milestones.domain.plan import Plan
from milestones.web.days import AS_OF, DayField, typed
from milestones.web.pictures.choosing import TimelineForm
from roadmap.domain.document import Document
from roadmap.models import Roadmap
from roadmap.web.navigation import address


def reading_language() -> str:
    return (get_language() or "en")[:2]


class LookForm(TimelineForm):
    """How the timeline is looked at, by GET. A day that cannot be read is today, and is said to be none."""

    as_of = DayField(label=gettext_lazy("As of"), required=False)
    forecast = forms.BooleanField(
        label=gettext_lazy("What is not verified by then is still to come"), required=False, widget=forms.CheckboxInput
    )

    def __init__(self, given: Mapping[str, Any]) -> None:
        super().__init__(given)
        self.today = today()
        self.is_forecast = bool(given.get("forecast"))
        self.data = self.chosen | {AS_OF: typed(given)} | ({"forecast": "on"} if self.is_forecast else {})
        self.is_valid()

    def choices(self) -> list[forms.BoundField]:
        """The choices of the picture, without the day."""
        return [self[name] for name in TimelineForm.base_fields]

    @property
    def day(self) -> dt.date:
        """The day that the plan is told as of."""
        day: dt.date | None = self.cleaned_data.get(AS_OF)
        return day or self.today

    @property
    def is_today(self) -> bool:
        return self.day == self.today

    def plan(self, document: Document) -> Plan:
        return Plan(document, self.day, self.is_forecast)


def frame(roadmap: Roadmap, current: str, query: str = "") -> dict[str, Any]:
    """The tabs, which take the day of ``query`` along, and the way here."""
    labels = {"plan": _("Timeline"), "plan_linkage": _("Linkages"), "plan_what_if": _("What-if")}
    tabs = [
        {"url": url + query, "label": label, "current": name == current}
        for name, label in labels.items()
        if (url := address(name, roadmap.key))
    ]
    return {"roadmap": roadmap, "tabs": tabs, "crumbs": [(reverse("draft", args=[roadmap.key]), str(roadmap))]}
