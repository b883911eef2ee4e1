"""How measures, crossings, criteria and policy lines stand on a day."""

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import access
from accounts.http import SignedInRequest
from milestones.domain.deciding import today
from milestones.domain.plan import Plan
from milestones.web.progress.frame import language_now, of_roadmap, plan_of, tabs_of
from milestones.web.progress.index import DayForm
from milestones.web.progress.lines import broken, standing_lines
from milestones.web.progress.showing import shower_of
from roadmap.domain.document.local import local_day
from roadmap.models import Roadmap
from roadmap.web import lookups


def _context(request: SignedInRequest, roadmap: Roadmap, plan: Plan) -> dict[str, Any]:
    form = DayForm(request.GET)
    form.is_valid()
    return of_roadmap(request, roadmap, _("Progress"), inside=False) | {
        "form": form,
        "tabs": tabs_of(request, roadmap),
        "as_of": local_day(plan.as_of, language_now()),
        "is_today": plan.as_of == today(),
    }


@access("milestones.view_progress", lookup=lookups.roadmap)
@require_safe
def measures(request: SignedInRequest, roadmap: Roadmap) -> HttpResponseBase:
    """Both ends of each measure and the monitors' findings, side by side."""
    plan = plan_of(request, roadmap)
    shower = shower_of(roadmap, plan)
    rows = [shower.measure(entry, plan.measures[entry.key]) for entry in plan.document.of("measures")]
    return render(request, "milestones/progress/measures.html", _context(request, roadmap, plan) | {"rows": rows})


@access("milestones.view_progress", lookup=lookups.roadmap)
@require_safe
def crossings(request: SignedInRequest, roadmap: Roadmap) -> HttpResponseBase:
    """Each crossing with its log and who reported."""
    plan = plan_of(request, roadmap)
    shower = shower_of(roadmap, plan)
    rows = [shower.crossing(entry, plan.crossings[entry.key]) for entry in plan.document.of("crossings")]
    return render(request, "milestones/progress/crossings.html", _context(request, roadmap, plan) | {"rows": rows})


@access("milestones.view_progress", lookup=lookups.roadmap)
@require_safe
def criteria(request: SignedInRequest, roadmap: Roadmap) -> HttpResponseBase:
    """The state of each criterion in each area, with the reasons."""
    plan = plan_of(request, roadmap)
    shower = shower_of(roadmap, plan)
    rows = [shower.criterion(entry, plan.criteria[entry.key]) for entry in plan.document.of("criteria")]
    return render(request, "milestones/progress/criteria.html", _context(request, roadmap, plan) | {"rows": rows})


@access("milestones.view_progress", lookup=lookups.roadmap)
@require_safe
def lines(request: SignedInRequest, roadmap: Roadmap) -> HttpResponseBase:
    """Broken policy lines with what they would suspend, and all lines with what is suspended under them."""
    plan = plan_of(request, roadmap)
    found = {"broken": broken(roadmap, plan), "rows": standing_lines(roadmap, plan)}
    return render(request, "milestones/progress/lines.html", _context(request, roadmap, plan) | found)
