"""What would happen if: changes typed, carried out on a copy, told in full; kept by name only when one says so.

The plan itself is never changed here.
"""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import access, require
from accounts.domain.editing import ChangedMeanwhile, fingerprint
from accounts.domain.errors import Conflict, Invalid, Refused
from accounts.http import SignedInRequest
from accounts.models import User
from milestones.domain.deciding import today
from milestones.domain.kept_scenarios import (
    ScenarioChanges,
    ScenarioNames,
    delete_scenario,
    edit_scenario,
    keep_scenario,
    replay,
)
from milestones.domain.plan import Plan
from milestones.domain.schedule.change_words import LABELS
from milestones.domain.schedule.changes import read_changes
from milestones.domain.schedule.scenarios import what_if as carried_out
from milestones.models import Scenario
from milestones.web.plan.changes_told import changes_told
from milestones.web.plan.frame import frame
from milestones.web.plan.idle import idle
from milestones.web.plan.telling import Answer, beside, first_read, paragraphs
from milestones.web.plan.typed import Typed, sent
from roadmap.domain.document.storage import build_document
from roadmap.models import Roadmap
from roadmap.web import lookups
from roadmap.web.desk.replies import Flash, keep, taken

#: So many scenarios stand beside each other on a page.
MOST_BESIDE = 5


def scenario_of(user: User, key: str, uid: UUID) -> Scenario:
    """A kept scenario of a roadmap that the person sees."""
    rows = Scenario.objects.visible_to(user).select_related("roadmap", "author")
    found: Scenario = get_object_or_404(rows, roadmap__key=key, uid=uid)
    return found


class Bench:
    """One what-if on the draft as it is now. ``told``: what is wrong and belongs to no field.

    ``scenario`` is the kept one that is looked at or edited; ``seen`` the fingerprint of its changes when this began.
    """

    def __init__(self, roadmap: Roadmap, data: Any, scenario: Scenario | None = None) -> None:
        self.roadmap, self.data, self.scenario = roadmap, data, scenario
        self.seen = data.get("seen", "") or (fingerprint(ScenarioChanges.of(scenario)) if scenario else "")
        self.plan = Plan(build_document(roadmap), today())
        self.typed = Typed(self.plan.document, data)
        self.told: list[str] = []
        self.refused: Refused | None = None
        self.answer: Answer | None = None

    def carry_out(self) -> None:
        """Compute the answer, or say beside each field what is wrong with it."""
        try:
            changes = read_changes(self.typed.raw(), self.plan.document)
        except Invalid as refused:
            self.blame(refused)
        else:
            found = carried_out(self.plan.document, changes, self.plan.actual, before=self.plan.schedule)
            self.answer = Answer(self.plan.document, found, self.plan.schedule)
            for place, words in idle(changes, self.plan).items():
                self.typed.forms[place].idle = words

    def blame(self, refused: Refused) -> None:
        self.refused = refused
        self.told = self.typed.blame(refused)


@require_http_methods(["GET", "POST"])
@access("milestones.view_scenarios", lookup=lookups.roadmap)
def what_if(request: SignedInRequest, roadmap: Roadmap) -> HttpResponseBase:
    """The form, its answer, and what is kept. Nothing is saved but by the button that says so."""
    bench = Bench(roadmap, request.POST, _edited(request, roadmap))
    if "add" in request.POST:
        bench.typed = bench.typed.adding(request.POST["add"])
    elif "remove" in request.POST:
        bench.typed = bench.typed.without(request.POST["remove"])
    elif request.method == "POST":
        bench.carry_out()
        if {"keep", "save"} & set(request.POST) and bench.refused is None:
            require(request, "milestones.keep_scenarios", roadmap)
            return _kept(request, bench) if "keep" in request.POST else _saved(request, bench)
    return _show(request, bench)


def _edited(request: SignedInRequest, roadmap: Roadmap) -> Scenario | None:
    """The kept scenario that is being edited, unless it was deleted meanwhile."""
    try:
        uid = UUID(request.POST.get("scenario", ""))
    except ValueError:
        return None
    rows = Scenario.objects.visible_to(request.user).select_related("roadmap", "author")
    found: Scenario | None = rows.filter(roadmap=roadmap, uid=uid).first()
    return found


def _kept(request: SignedInRequest, bench: Bench) -> HttpResponseBase:
    try:
        scenario = keep_scenario(
            roadmap=bench.roadmap,
            name=request.POST.get("name", ""),
            note=request.POST.get("note", ""),
            changes=bench.typed.raw(),
            actor=request.user,
        )
    except Refused as refused:
        bench.blame(refused)
        return _show(request, bench)
    keep(request, bench.roadmap, Flash(_("Kept: %(name)s. The plan is as it was.") % {"name": scenario.name}))
    return redirect("plan_scenario", key=bench.roadmap.key, uid=scenario.uid)


def _saved(request: SignedInRequest, bench: Bench) -> HttpResponseBase:
    """Save other changes under the same name; undoing saves the former ones."""
    scenario = bench.scenario
    if scenario is None:
        bench.refused = Conflict(_("This scenario was deleted meanwhile. What you typed is still here: keep it under a name."))
        return _show(request, bench)
    try:
        saved = edit_scenario(
            scenario=scenario, changes=bench.typed.raw(), actor=request.user, seen=bench.seen, part=ScenarioChanges
        )
    except Refused as refused:
        bench.blame(refused)
        if isinstance(refused, ChangedMeanwhile):
            # As everywhere: what was typed stays, and sending it once more is meant.
            bench.seen = fingerprint(ScenarioChanges.of(scenario))
            now = changes_told(scenario.changes, bench.plan.document)
            bench.told = [_("It now reads: %(value)s") % {"value": now}]
        return _show(request, bench)
    pairs = [*_pairs(scenario.changes), ("save", "1"), ("scenario", str(saved.uid))]
    pairs.append(("seen", fingerprint(ScenarioChanges.of(saved))))
    message = _("Saved: %(name)s. The plan is as it was.") % {"name": saved.name}
    keep(request, bench.roadmap, Flash(message, undo=reverse("plan_what_if", args=[bench.roadmap.key]), pairs=pairs))
    return redirect("plan_scenario", key=bench.roadmap.key, uid=saved.uid)


def _pairs(changes: Any) -> list[tuple[str, str]]:
    """What the form would send for ``changes``."""
    return [(field, value) for field, values in sent(changes).lists() for value in values]


@require_GET
@access("milestones.view_scenarios", lookup=scenario_of)
def scenario(request: SignedInRequest, scenario: Scenario) -> HttpResponseBase:
    """A kept what-if, carried out on the draft as it is today."""
    return _of_scenario(request, scenario)


def _of_scenario(request: SignedInRequest, scenario: Scenario, refused: Refused | None = None) -> HttpResponse:
    bench = Bench(scenario.roadmap, sent(scenario.changes), scenario)
    bench.carry_out()
    return _show(request, bench, renaming=refused)


@require_POST
@access("milestones.keep_scenarios", lookup=scenario_of)
def rename(request: SignedInRequest, scenario: Scenario) -> HttpResponseBase:
    try:
        named = edit_scenario(
            scenario=scenario,
            name=request.POST.get("name", ""),
            note=request.POST.get("note", ""),
            actor=request.user,
            seen=request.POST.get("seen", ""),
            part=ScenarioNames,
        )
    except Refused as refused:
        return _of_scenario(request, scenario, refused)
    keep(request, scenario.roadmap, Flash(_("It is called %(name)s now.") % {"name": named.name}))
    return redirect("plan_scenario", key=scenario.roadmap.key, uid=scenario.uid)


@require_POST
@access("milestones.keep_scenarios", lookup=scenario_of)
def delete(request: SignedInRequest, scenario: Scenario) -> HttpResponseBase:
    """Forget it; undoing keeps it anew."""
    roadmap, name = scenario.roadmap, scenario.name
    pairs = [*_pairs(scenario.changes), ("keep", "1"), ("name", name), ("note", scenario.note)]
    delete_scenario(scenario=scenario, actor=request.user)
    undo = reverse("plan_what_if", args=[roadmap.key])
    keep(request, roadmap, Flash(_("%(name)s was deleted.") % {"name": name}, undo=undo, pairs=pairs))
    return redirect("plan_what_if", key=roadmap.key)


@require_GET
@access("milestones.view_scenarios", lookup=lookups.roadmap)
def compare(request: SignedInRequest, roadmap: Roadmap) -> HttpResponseBase:
    """Several scenarios (``s``, by their uid) beside the plan."""
    rows = list(Scenario.objects.visible_to(request.user).filter(roadmap=roadmap))
    asked = request.GET.getlist("s")
    chosen = [each for each in rows if str(each.uid) in asked][:MOST_BESIDE]
    plan = Plan(build_document(roadmap), today())
    replayed, _sides = replay(plan.document, chosen, plan.actual)
    context = {
        "scenarios": rows,
        "chosen": chosen,
        "told": [
            (each.scenario, Answer(plan.document, each.answer, plan.schedule) if each.answer else None, each.problems)
            for each in replayed
        ],
        "columns": [each.scenario for each in replayed if each.answer],
        "rows": beside(plan.schedule, plan.document, replayed),
        "most": MOST_BESIDE,
        "is_too_many": len(asked) > MOST_BESIDE,
        **frame(roadmap, "plan_what_if"),
    }
    context["crumbs"] = [*context["crumbs"], (reverse("plan_what_if", args=[roadmap.key]), _("What-if"))]
    return render(request, "milestones/plan/compare.html", context)


def _show(request: SignedInRequest, bench: Bench, *, renaming: Refused | None = None) -> HttpResponse:
    roadmap, scenario = bench.roadmap, bench.scenario
    refused = bench.refused or renaming
    wrong = [(each.path, str(each.message)) for each in (refused.problems if refused else ())]
    # A kept one that no longer fits the draft is no mistake of who looks at it.
    is_kept_as_it_is = scenario is not None and not request.POST
    noted, noted_too = first_read(paragraphs(scenario.note)) if scenario else ([], [])
    context = {
        "bench": bench,
        # Who opens a kept one came for its answer; who types reads on below what is typed.
        "answer_first": is_kept_as_it_is and bench.answer is not None,
        "kinds": LABELS.items(),
        "scenario": scenario,
        "noted": noted,
        "noted_too": noted_too,
        "names_seen": fingerprint(ScenarioNames.of(scenario)) if scenario else "",
        "renaming": renaming,
        "naming": [words for path, words in wrong if path == "name"],
        "noting": [words for path, words in wrong if path == "note"],
        "typed_name": request.POST.get("name", ""),
        "typed_note": request.POST.get("note", ""),
        "scenarios": Scenario.objects.visible_to(request.user).filter(roadmap=roadmap).select_related("author"),
        "may_keep": request.user.has_perm("milestones.keep_scenarios", roadmap),
        "flash": taken(request, roadmap),
        **frame(roadmap, "plan_what_if"),
    }
    status = renaming.status if renaming else bench.refused.status if bench.refused and not is_kept_as_it_is else 200
    return render(request, "milestones/plan/what_if.html", context, status=status)
