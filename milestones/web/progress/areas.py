"""Areas change: end on a day, get a successor, split, merge. What is open is decided on, looked at, and then done."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import access
from accounts.domain.errors import Problem, Refused
from accounts.http import SignedInRequest
from accounts.models.text import in_language
from milestones.domain.area_outlook import Outlook
from milestones.domain.exchanges.naming import figure
from milestones.domain.plan import Plan
from milestones.web.exchanges.showing import told_of
from milestones.web.plan.telling import Answer, Move
from milestones.web.progress import lookups, words
from milestones.web.progress.area_building import SUCCESSOR, Builder
from milestones.web.progress.frame import language_now, of_roadmap
from roadmap.domain.document.comparing import compare_documents
from roadmap.domain.document.storage import build_document
from roadmap.models import Area
from roadmap.web.desk.replies import Flash, keep
from roadmap.web.versions.comparing import shown_change

#: What a refusal names that only the first step can mend.
_FIRST = {"on", "successor", "areas", "parts", "into"}


@dataclass(frozen=True)
class Turned:
    """Something whose computed state a change would turn."""

    code: str
    title: str
    before: words.Chip
    after: words.Chip


@access("milestones.change_areas", lookup=lookups.area)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedInRequest, area: Area) -> HttpResponseBase:
    """First how, when and into what; then a decision on each open milestone, a look at what changes, and doing it."""
    roadmap = area.roadmap
    builder = Builder(
        build_document(roadmap),
        area.key,
        request.POST if request.method == "POST" else _typed_before(request, area),
        set(Area.objects.filter(roadmap=roadmap).values_list("key", flat=True)),
    )
    if request.method != "POST" or "back" in request.POST:
        return _page(request, area, builder, decided=False)
    if "next" in request.POST:
        return _decide(request, area, builder)
    try:
        if "look" in request.POST:
            return _page(request, area, builder, decided=True, after=builder.preview(roadmap, request.user))
        done = builder.carry_out(roadmap, request.user)
    except Refused as refused:
        return _page(request, area, builder, decided=not _FIRST & {_root(each) for each in refused.problems}, refused=refused)
    message = _("It is done. Passed on: %(passed)d, ended by decision: %(ended)d, left as they were: %(settled)d.") % {
        "passed": len(done.passed_on),
        "ended": len(done.lapsed),
        "settled": len(done.settled),
    }
    keep(request, roadmap, Flash(message, undo=reverse("progress_area_undo", args=[roadmap.key, done.uid])))
    return redirect("progress_areas", key=roadmap.key)


def _typed_before(request: SignedInRequest, area: Area) -> QueryDict:
    """What was typed on the desk, which leads here, or came in a file: the last day of the area, and what carries it on."""
    successor = request.GET.get("successor") or (area.successor.key if area.successor else "")
    end = request.GET.get("valid_to") or (area.valid_to.isoformat() if area.valid_to else "")
    found = QueryDict(mutable=True)
    found.update({"on": end, "successor": successor, "kind": SUCCESSOR if successor else ""})
    return found


def _decide(request: SignedInRequest, area: Area, builder: Builder) -> HttpResponseBase:
    try:
        builder.require_first_step()
    except Refused as refused:
        return _page(request, area, builder, decided=False, refused=refused)
    return _page(request, area, builder, decided=True)


def _page(
    request: SignedInRequest,
    area: Area,
    builder: Builder,
    *,
    decided: bool,
    after: Outlook | None = None,
    refused: Refused | None = None,
) -> HttpResponseBase:
    problems = {problem.path: str(problem.message) for problem in refused.problems} if refused else {}
    groups, no_reason = builder.deciding.told(problems) if decided else ([], "")
    refs = {row.ref for group in groups for row in group.rows}
    shown_beside = refs if decided else {"on", "successor", "areas", "parts"}
    if refused:
        refused.problems = [problem for problem in refused.problems if problem.path not in shown_beside]
    context: dict[str, Any] = {
        "area": area,
        "builder": builder,
        "groups": groups,
        "no_reason": no_reason,
        "problems": problems,
        "refused": refused,
        "steps": [
            {"label": _("How and when"), "url": "", "state": "done" if decided else "current"},
            {"label": _("What becomes of what is open"), "url": "", "state": "current" if decided else "open"},
        ],
        **(_difference(builder, after) if after else {}),
    }
    template = "milestones/progress/area_decide.html" if decided else "milestones/progress/area.html"
    title = _("Change of %(area)s") % {"area": in_language(area.name) or area.code}
    status = refused.status if refused else 200
    return render(request, template, of_roadmap(request, area.roadmap, title) | context, status=status)


def _root(problem: Problem) -> str:
    """The field that a problem begins with: ``parts`` of ``parts[0].authority``."""
    return problem.path.partition(".")[0].partition("[")[0]


def _difference(builder: Builder, seen: Outlook) -> dict[str, Any]:
    """What would change in the plan, in the exchanges, and in all else that is computed; and in the draft, out of which it is."""
    language = language_now()
    comparison = compare_documents(builder.document, seen.after.document, language)
    before, after = (figure(balance.value) for balance in seen.balances)
    return {
        "looked": True,
        "answer": Answer(builder.document, seen.found, seen.before.schedule),
        "findings": [told_of(each, seen.after.assessment) for each in seen.findings],
        "balance": Move(before, after),
        "changes": [shown_change(each, language) for each in comparison.items],
        "turned": list(_turned(seen.before, seen.after)),
    }


def _turned(before: Plan, after: Plan) -> "list[Turned]":
    found = []
    for entry in before.document.of("milestones"):
        old, new = before.progress[entry.key].state, after.progress[entry.key].state
        if old != new:
            found.append(Turned(entry.code, entry.title(), words.state_chip(old), words.state_chip(new)))
    for entry in before.document.of("measures"):
        was, now = before.measures[entry.key].state, after.measures[entry.key].state
        if was != now:
            found.append(Turned(entry.code, entry.title(), words.working_chip(was), words.working_chip(now)))
    return found
