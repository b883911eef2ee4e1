"""Every milestone with the state that evidence gives it, its figure beside the whole, the reasons, and what is still missing."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.access import access
from accounts.http import SignedInRequest
from milestones.domain.deciding import today
from milestones.domain.evidence.progress import Progress
from milestones.domain.evidence.states import SCALE
from milestones.domain.plan import Plan
from milestones.enums import Progress as State
from milestones.pictures.data import PHONE, Options
from milestones.pictures.from_plan import progress_data
from milestones.pictures.progress import progress as progress_picture
from milestones.web.days import DayField, past_of, with_day
from milestones.web.progress import words
from milestones.web.progress.frame import day_of, is_lean, language_now, of_roadmap, tabs_of
from milestones.web.progress.later import later_note
from roadmap.domain.document import Document, Entry
from roadmap.domain.document.local import local_day, local_number
from roadmap.domain.document.storage import build_document
from roadmap.models import Roadmap
from roadmap.web import lookups

#: Milestones on one page, and on one that a monitor loads over a slow line.
PAGE = 100
LEAN_PAGE = 25


@dataclass(frozen=True)
class Row:
    """A milestone as the table shows it. ``scale`` is 0 to 3 (Peace Accords Matrix)."""

    key: str
    code: str
    title: str
    doing: list[words.Tag]
    chip: words.Chip
    contradicted: bool
    scale: int
    scale_label: str
    agreed: str
    confirmed: str
    claimed: str
    insignificant: bool
    deadline: str
    reasons: list[str]
    missing: list[str]
    count: int


class DayForm(forms.Form):
    """The day that progress is seen from."""

    as_of = DayField(label=gettext_lazy("As of"), required=False)


class FilterForm(DayForm):
    area = forms.ChoiceField(label=gettext_lazy("Area"), required=False)
    sector = forms.ChoiceField(label=gettext_lazy("Sector"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)

    field_order = ("area", "sector", "state", "as_of")

    def __init__(self, data: Any, document: Document) -> None:
        super().__init__(data)
        for name, kind in (("area", "areas"), ("sector", "sectors")):
            listed = [(entry.key, f"{entry.code} · {entry.title()}") for entry in document.of(kind)]
            self.fields[name].choices = [("", _("All")), *listed]  # type: ignore[attr-defined]
        self.fields["state"].choices = [("", _("All")), *State.choices]  # type: ignore[attr-defined]
        self.is_valid()

    def wanted(self, name: str) -> str:
        return str(self.cleaned_data.get(name) or "")


@access("milestones.view_progress", lookup=lookups.roadmap)
@require_safe
def index(request: SignedInRequest, roadmap: Roadmap) -> HttpResponseBase:
    """The table; above it how far evidence has come against the plan."""
    plan = Plan(build_document(roadmap), day_of(request))
    form = FilterForm(with_day(request.GET), plan.document)
    found = [entry for entry in plan.document.of("milestones") if _fits(entry, plan, form)]
    page = Paginator(found, LEAN_PAGE if is_lean(request) else PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "rows": [row_of(entry, plan.progress[entry.key], plan.document) for entry in page],
        "page": page,
        "is_filtered": any(form.wanted(name) for name in ("area", "sector", "state")),
        "counts": _counts(plan, found),
        "total": len(found),
        "tabs": tabs_of(request, roadmap),
        "as_of": local_day(plan.as_of, language_now()),
        "is_today": plan.as_of == today(),
        "past": past_of(plan, today()),
        "later": later_note(plan, "milestones"),
        **_pictures(request, plan),
    }
    return render(request, "milestones/progress/index.html", of_roadmap(request, roadmap, _("Progress"), inside=False) | context)


def row_of(entry: Entry, found: Progress, document: Document) -> Row:
    return Row(
        key=entry.key,
        code=entry.code,
        title=entry.title(),
        doing=words.doing(entry, document),
        chip=words.state_chip(found.state),
        contradicted=found.contradicted,
        scale=found.scale,
        scale_label=str(SCALE[found.scale]),
        agreed=words.agreed(entry),
        confirmed=words.figure(found.confirmed, entry),
        claimed=words.figure(found.claimed, entry),
        insignificant=any(each and each.insignificant for each in (found.confirmed, found.claimed)),
        deadline=local_day(found.deadline, language_now()) if found.deadline else "",
        reasons=words.told(words.others(found), document),
        missing=words.told(words.missing(found), document),
        count=len(found.evidence),
    )


def _fits(entry: Entry, plan: Plan, form: FilterForm) -> bool:
    area, sector, state = (form.wanted(name) for name in ("area", "sector", "state"))
    if area and area not in ([entry.data.get("area")] if entry.data.get("area") else entry.data.get("areas") or ()):
        return False
    if sector:
        measure = plan.document.find("measures", entry.data.get("measure"))
        if measure is None or measure.data.get("sector") != sector:
            return False
    return not state or plan.progress[entry.key].state == state


def _counts(plan: Plan, found: list[Entry]) -> list[tuple[words.Chip, str]]:
    """How many milestones are in each state, in the order of the states; those that are in none are left out."""
    counted = Counter(plan.progress[entry.key].state for entry in found)
    return [(words.state_chip(state), local_number(counted[state], language_now())) for state in State if counted[state]]


def _pictures(request: SignedInRequest, plan: Plan) -> dict[str, Any]:
    """Progress against the plan, once wide and once for a phone; a monitor's lean page goes without."""
    if is_lean(request) or not plan.document.of("milestones"):
        return {}
    language = language_now()
    data = progress_data(plan, language, today_label="" if plan.as_of == today() else local_day(plan.as_of, language))
    return {
        "picture": progress_picture(data, language, Options(width=1080)),
        "narrow": progress_picture(data, language, Options(width=PHONE), name="progress-narrow"),
    }


def subject_url(roadmap: Roadmap, kind: str, key: str) -> str:
    return reverse("progress_subject", args=[roadmap.key, kind, key])
