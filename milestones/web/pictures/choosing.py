"""What a reader chooses of a picture: how a timeline is grouped, how wide a day is, which links are drawn."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from milestones.pictures.data import Options

#: Pixels a day; None fits the whole into the page.
_SCALES: dict[str, float | None] = {"fit": None, "year": 1.0, "quarter": 2.6, "month": 8.0}

#: What can be chosen, the usual first.
CHOICES: dict[str, list[tuple[str, Any]]] = {
    "by": [("area", _("Area")), ("sector", _("Sector")), ("exchange", _("Exchange"))],
    "scale": [("fit", _("The whole at once")), ("year", _("By year")), ("quarter", _("By quarter")), ("month", _("By month"))],
    "links": [
        ("auto", _("As many as can be read")),
        ("all", _("All")),
        ("critical", _("Critical path only")),
        ("none", pgettext_lazy("links", "None")),
    ],
}


def codes_of(name: str) -> list[str]:
    """The values that an address may give for a choice."""
    return [code for code, _label in CHOICES[name]]


class TimelineForm(forms.Form):
    """By GET. What is missing or unknown is as in a first visit."""

    by = forms.ChoiceField(label=_("Rows by"), choices=CHOICES["by"])
    scale = forms.ChoiceField(label=_("Scale"), choices=CHOICES["scale"])
    links = forms.ChoiceField(label=_("Links"), choices=CHOICES["links"])

    def __init__(self, given: Mapping[str, Any]) -> None:
        self.chosen: dict[str, str] = {
            name: given[name] if given.get(name) in dict(choices) else choices[0][0] for name, choices in CHOICES.items()
        }
        super().__init__(self.chosen)

    def options(self, width: int, *, heading: bool = False) -> Options:
        links: Any = self.chosen["links"]
        return Options(width=width, heading=heading, pixels_a_day=_SCALES[self.chosen["scale"]], links=links)
