"""How measures, crossings, criteria and policy lines stand on a day."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import access
from accounts.http import SignedInRequest
from milestones.domain.deciding import today
from milestones.domain.evidence.authors import lines_to_withdraw
from milestones.domain.plan import Plan
from milestones.web.days import past_of, with_day
from milestones.web.progress.frame import language_now, of_roadmap, plan_of, tabs_of
from milestones.web.progress.index import DayForm
from milestones.web.progress.later import later_note
from milestones.web.progress.lines import broken, standing_lines
from milestones.web.progress.overview import overview
from milestones.web.progress.showing import Shower, shower_of
from roadmap.domain.document.local import local_day
from roadmap.models import Crossing, Roadmap
from roadmap.web import lookups


def _page(request: SignedInRequest, roadmap: Roadmap, name: str, shown: Callable[[Shower, Plan], dict[str, Any]]) -> HttpResponse:
    """The page ``name`` of the draft as it stands on the day that is asked for."""
    plan = plan_of(request, roadmap)
    form = DayForm(with_day(request.GET))
    form.is_valid()
    context = of_roadmap(request, roadmap, _("Progress"), inside=False) | {
        "form": form,
        "tabs": tabs_of(request, roadmap),
        "as_of": local_day(plan.as_of, language_now()),
        "is_today": plan.as_of == today(),
        "past": past_of(plan, today()),
        "later": later_note(plan, {"lines": "policy_lines"}.get(name, name)),
    }
    return render(request, f"milestones/progress/{name}.html", context | shown(shower_of(roadmap, plan), plan))


@access("milestones.view_progress", lookup=lookups.roadmap)
@require_safe
def measures(request: SignedInRequest, roadmap: Roadmap) -> HttpResponseBase:
    """Both ends of each measure and the monitors' findings, side by side."""

    def rows(shower: Shower, plan: Plan) -> dict[str, Any]:
        return {"rows": [shower.measure(entry, plan.measures[entry.key]) for entry in plan.document.of("measures")]}

    return _page(request, roadmap, "measures", rows)


@access("milestones.view_progress", lookup=lookups.roadmap)
@require_safe
def crossings(request: SignedInRequest, roadmap: Roadmap) -> HttpResponseBase:
    """Each crossing with its log and who reported."""

    def rows(shower: Shower, plan: Plan) -> dict[str, Any]:
        mine = _withdrawable(request, roadmap)
        found = plan.document.of("crossings")
        return {"rows": [shower.crossing(entry, plan.crossings[entry.key], mine.get(entry.key, ())) for entry in found]}

    return _page(request, roadmap, "crossings", rows)


def _withdrawable(request: SignedInRequest, roadmap: Roadmap) -> dict[str, set[int]]:
    """By the crossing's key the lines of its log that the person may withdraw."""
    if not request.user.has_perm("milestones.withdraw_evidence", roadmap):
        return {}
    crossings = list(Crossing.objects.live().filter(roadmap=roadmap))
    found = lines_to_withdraw(request.user, crossings)
    return {crossing.key: found.get(crossing.pk, set()) for crossing in crossings}


@access("milestones.view_progress", lookup=lookups.roadmap)
@require_safe
def criteria(request: SignedInRequest, roadmap: Roadmap) -> HttpResponseBase:
    """The state of each criterion in each area; the reasons are folded, unless ``why`` is asked for."""

    def rows(shower: Shower, plan: Plan) -> dict[str, Any]:
        found = overview(shower.criterion(entry, plan.criteria[entry.key]) for entry in plan.document.of("criteria"))
        return {**found, "unfolded": "why" in request.GET}

    return _page(request, roadmap, "criteria", rows)


@access("milestones.view_progress", lookup=lookups.roadmap)
@require_safe
def lines(request: SignedInRequest, roadmap: Roadmap) -> HttpResponseBase:
    """Broken policy lines with what they would suspend, and all lines with what is suspended under them."""

    def rows(_shower: Shower, plan: Plan) -> dict[str, Any]:
        return {"broken": broken(roadmap, plan), "rows": standing_lines(roadmap, plan)}

    return _page(request, roadmap, "lines", rows)
