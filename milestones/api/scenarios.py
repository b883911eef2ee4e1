"""What-ifs: evaluated without saving anything, kept by name, and beside each other. The plan is never changed by them."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import actor_of
from accounts.api.base import Resource, body_map, checked, created
from accounts.api.idempotency import idempotent
from accounts.domain.editing import fingerprint
from accounts.domain.errors import Invalid, Problem
from milestones.api.days import day_given
from milestones.domain.deciding import today
from milestones.domain.kept_scenarios import (
    MAX_NAME,
    MAX_NOTE,
    Replayed,
    ScenarioDetails,
    delete_scenario,
    edit_scenario,
    keep_scenario,
    replay,
)
from milestones.domain.plan import Plan
from milestones.domain.schedule.changes import SHAPES, read_changes
from milestones.domain.schedule.scenarios import what_if
from milestones.models import Scenario
from milestones.web.plan.what_if import MOST_BESIDE, scenario_of
from roadmap.api import finding, schemas
from roadmap.api.base import if_match
from roadmap.api.pagination import page_of
from roadmap.domain.document.storage import build_document
from roadmap.models import Roadmap

VIEW, KEEP = "milestones.view_scenarios", "milestones.keep_scenarios"
_OBJECT: schemas.Schema = {"type": "object", "additionalProperties": True}
_LIST: schemas.Schema = {"type": "array", "items": _OBJECT}
_KEYS: schemas.Schema = {"type": "array", "items": schemas.STR}
CHANGE: schemas.Schema = {
    "type": "object",
    "required": ["change"],
    "properties": {"change": {"type": "string", "enum": list(SHAPES)}},
    "additionalProperties": True,
    "description": "window {milestone, not_before, not_after}; anchor {name, day}; achieved {milestone, day}; "
    "delay {area, weeks}; drop {milestone}; leave {area}; succeed {area, successor, name, day, lapses}",
}
CHANGES: schemas.Schema = {"type": "array", "items": CHANGE}
COMPARISON = schemas.shape(
    differences=_LIST,
    conflicts=_LIST,
    resolved=_LIST,
    cycles={"type": "array", "items": _KEYS},
    broken=_LIST,
    lost=_LIST,
    dropped=_KEYS,
    passed=_KEYS,
    lapsed=_KEYS,
    critical_path=_KEYS,
)
_SCENARIO: dict[str, schemas.Schema] = {
    "uid": schemas.UID,
    "name": schemas.STR,
    "note": schemas.STR,
    "changes": CHANGES,
    "author": schemas.null(schemas.UID),
    "created_at": schemas.TIME,
    "updated_at": schemas.TIME,
}
SCENARIO = schemas.shape(**_SCENARIO)
PROBLEMS: schemas.Schema = {"type": "array", "items": schemas.shape(path=schemas.STR, message=schemas.STR)}
DETAIL = schemas.shape(**_SCENARIO, comparison=schemas.null(COMPARISON), problems=PROBLEMS)


class ScenarioSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=MAX_NAME)
    note = serializers.CharField(max_length=MAX_NOTE, required=False, allow_blank=True)
    changes = serializers.ListField(child=serializers.DictField())


class EditingSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=MAX_NAME, required=False)
    note = serializers.CharField(max_length=MAX_NOTE, required=False, allow_blank=True)
    changes = serializers.ListField(child=serializers.DictField(), required=False)


class Scenarios(Resource):
    """Scenarios of one draft. A kept one is carried out on the draft of the day, each time it is asked for."""

    access_rules: ClassVar = {
        "list": VIEW,
        "create": KEEP,
        "evaluate": VIEW,
        "compare": VIEW,
        "retrieve": VIEW,
        "partial_update": KEEP,
        "destroy": KEEP,
    }
    lookups: ClassVar = {
        "*": finding.roadmap,
        "retrieve": scenario_of,
        "partial_update": scenario_of,
        "destroy": scenario_of,
    }

    @extend_schema(
        responses={200: schemas.pages_of({"type": "array", "items": SCENARIO})},
        parameters=schemas.PAGING,
        operation_id="scenarios",
    )
    def list(self, request: Request, **_address: Any) -> Response:
        """The oldest first."""
        rows = Scenario.objects.visible_to(request.user).filter(roadmap=self.target).select_related("author")
        return page_of(rows, request, scenario_shape)

    @extend_schema(
        request=schemas.json_of(schemas.given("name", "changes", name=schemas.STR, note=schemas.STR, changes=CHANGES)),
        responses={201: SCENARIO},
    )
    @idempotent
    def create(self, request: Request, **_address: Any) -> Response:
        """Keep changes by name; they are checked against the draft as it is now."""
        given = checked(ScenarioSerializer, request)
        scenario = keep_scenario(roadmap=self.target, actor=actor_of(request), **given)
        return _tagged(created(scenario_shape(scenario), f"{request.path}{scenario.uid}/"), scenario)

    @extend_schema(
        request=schemas.json_of(schemas.given("changes", changes=CHANGES, as_of=schemas.null(schemas.DAY))),
        responses={200: COMPARISON},
    )
    @idempotent
    def evaluate(self, request: Request, **_address: Any) -> Response:
        """Everything that would change, without saving anything. ``as_of``: what is not achieved by then is still to come."""
        given = body_map(request)
        as_of = day_given(given.get("as_of"))
        plan = Plan(build_document(self.target), as_of or today())
        changes = read_changes(given.get("changes"), plan.document)
        return Response(what_if(plan.document, changes, plan.actual, as_of).comparison.as_dict())

    @extend_schema(
        parameters=[OpenApiParameter("uid", UUID, many=True, description="At most five; more are left out")],
        responses={200: schemas.shape(scenarios={"type": "array", "items": DETAIL}, milestones=_LIST)},
    )
    def compare(self, request: Request, **_address: Any) -> Response:
        """Scenarios beside the plan: ``days`` are those of the plan, then of each scenario that can be told. 400 names each
        ``uid`` under which there is none."""
        rows = Scenario.objects.visible_to(request.user).filter(roadmap=self.target).select_related("author")
        chosen = _chosen(rows, request.query_params.getlist("uid"))[:MOST_BESIDE]
        plan = Plan(build_document(self.target), today())
        replayed, sides = replay(plan.document, chosen, plan.actual)
        return Response({"scenarios": [_detail(each) for each in replayed], "milestones": [each.as_dict() for each in sides]})

    @extend_schema(responses={200: DETAIL})
    def retrieve(self, request: Request, **_address: Any) -> Response:  # noqa: ARG002 DRF's signature
        """With what it changes today; ``problems`` instead where it names what is no longer there."""
        return _tagged(Response(_replayed(self.target)), self.target)

    @extend_schema(
        request=schemas.json_of(schemas.given(name=schemas.STR, note=schemas.STR, changes=CHANGES)),
        responses={200: SCENARIO},
        parameters=[schemas.IF_MATCH],
    )
    def partial_update(self, request: Request, **_address: Any) -> Response:
        """Another name, note or list of changes; what is not sent stays. Changes are checked against the draft as it is now."""
        given = checked(EditingSerializer, request)
        edited = edit_scenario(scenario=self.target, actor=actor_of(request), seen=if_match(request), **given)
        return _tagged(Response(scenario_shape(edited)), edited)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, **_address: Any) -> Response:
        delete_scenario(scenario=self.target, actor=actor_of(request))
        return Response(status=204)


def _chosen(rows: Iterable[Scenario], asked: Sequence[str]) -> list[Scenario]:
    """The scenarios that are asked for, in their own order. Raises Invalid for a uid that none of them has."""
    there = {str(each.uid): each for each in rows}
    written = {each: each.strip().lower() for each in asked}
    if unknown := [each for each in asked if written[each] not in there]:
        message = _("There is no scenario “%(uid)s”.")
        raise Invalid(_("Some fields need your attention."), [Problem("uid", message % {"uid": each}) for each in unknown])
    return [each for uid, each in there.items() if uid in written.values()]


def _tagged(response: Response, scenario: Scenario) -> Response:
    response["ETag"] = f'"{fingerprint(ScenarioDetails.of(scenario))}"'
    return response


def scenario_shape(scenario: Scenario) -> dict[str, Any]:
    return {
        "uid": scenario.uid,
        "name": scenario.name,
        "note": scenario.note,
        "changes": scenario.changes,
        "author": scenario.author.uid if scenario.author else None,
        "created_at": scenario.created_at,
        "updated_at": scenario.updated_at,
    }


def _replayed(scenario: Scenario) -> dict[str, Any]:
    roadmap: Roadmap = scenario.roadmap
    plan = Plan(build_document(roadmap), today())
    ((found,), _sides) = replay(plan.document, [scenario], plan.actual)
    return _detail(found)


def _detail(found: Replayed) -> dict[str, Any]:
    return {
        **scenario_shape(found.scenario),
        "comparison": found.answer.comparison.as_dict() if found.answer else None,
        "problems": [{"path": each.path, "message": str(each.message)} for each in found.problems],
    }
