"""Reports on crossings, suspensions under policy lines, and areas that change."""

import dataclasses
import datetime as dt
from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import transaction
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import actor_of
from accounts.api.base import Resource, body_map
from accounts.api.idempotency import idempotent
from accounts.days import read_day
from accounts.domain.errors import Invalid, Problem
from milestones.api.evidence import REASON, reason_of
from milestones.api.scenarios import COMPARISON
from milestones.domain.area_changes import Changed, Decision, affected, end_area, merge_areas, name_successor, split_area
from milestones.domain.area_outlook import outlook
from milestones.domain.deciding import today
from milestones.domain.evidence.policy import consequences
from milestones.domain.evidence.recording import report_crossing, withdraw_crossing_report
from milestones.domain.evidence.suspending import confirm_suspension, lift_suspension
from milestones.domain.plan import Plan
from milestones.models import PolicyLine
from milestones.web.progress import lookups
from milestones.web.progress.lines import line_of
from roadmap.api import filters, schemas
from roadmap.api.base import created, with_etag
from roadmap.api.shapes import item_shape
from roadmap.domain.document.storage import build_document
from roadmap.models import Area, Crossing, Roadmap

_OBJECT: schemas.Schema = {"type": "object", "additionalProperties": True}
_LIST: schemas.Schema = {"type": "array", "items": _OBJECT}
_KEYS: schemas.Schema = {"type": "array", "items": schemas.STR}
_KINDS = ("end", "successor", "split", "merge")
CROSSING_IN = schemas.given(
    *("state", "date", "reporter"),
    state={"type": "string", "enum": ["open", "closed", "limited"]},
    date=schemas.DAY,
    reporter=schemas.STR,
    note=REASON,
)
SUSPENSION_IN = schemas.given("milestone", "reason", milestone=schemas.STR, reason=REASON, evidence=schemas.STR)
LIFT_IN = schemas.given("milestone", "reason", milestone=schemas.STR, reason=REASON)
DECISIONS: schemas.Schema = {
    "type": "object",
    "description": "By ref (milestones/…, measures/…, crossings/…): the area it passes on to; without one a milestone is ended",
    "additionalProperties": schemas.given(to=schemas.STR, reason=REASON),
}
CHANGE_IN = schemas.given(
    *("kind", "on"),
    kind={"type": "string", "enum": list(_KINDS)},
    on={**schemas.DAY, "description": "Its last day"},
    successor=schemas.STR,
    parts={**_LIST, "description": "Two or more new areas; a key may be given, so that decisions can name it"},
    areas={**_KEYS, "description": "What it merges with"},
    into={**_OBJECT, "description": "The new area that they merge into"},
    decisions=DECISIONS,
)
OUTLOOK: schemas.Schema = schemas.shape(
    **COMPARISON["properties"], findings=_LIST, balance=schemas.shape(before=_OBJECT, after=_OBJECT)
)
CHANGED = schemas.shape(
    dry_run=schemas.BOOL,
    areas=_KEYS,
    passed_on=_KEYS,
    lapsed=_KEYS,
    settled=_KEYS,
    uid=schemas.null(schemas.UID),
    outlook=schemas.null(OUTLOOK),
)


class CrossingReports(Resource):
    """Whether a crossing can be passed, and who says so."""

    access_rules: ClassVar = {"create": "milestones.report_crossing", "withdraw": "milestones.withdraw_evidence"}
    lookups: ClassVar = {"create": lookups.crossing, "withdraw": lookups.crossing_line}

    @extend_schema(request=schemas.json_of(CROSSING_IN), responses={201: schemas.ref("CrossingsItem")})
    @idempotent
    def create(self, request: Request, **_address: Any) -> Response:
        """Add a line to the crossing's log. Reports that contradict each other all stay."""
        crossing: Crossing = self.target
        given = body_map(request)
        words = {name: _text(given, name) for name in ("state", "date", "reporter")}
        note = reason_of({"reason": given.get("note")})
        changed = report_crossing(crossing=crossing, note=note, actor=actor_of(request), **words)
        shape = item_shape(changed, "crossings")
        return created(shape, f"/api/v1/roadmaps/{crossing.roadmap.key}/crossings/{crossing.key}/", changed.revision)

    @extend_schema(request=schemas.json_of(schemas.given("reason", reason=REASON)), responses={200: schemas.ref("CrossingsItem")})
    @idempotent
    def withdraw(self, request: Request, **_address: Any) -> Response:
        """Say why a line (its place in the log, from 1) no longer counts. It stays on record; 409 where that was said before."""
        line: lookups.Line = self.target
        reason = reason_of(body_map(request))
        changed = withdraw_crossing_report(crossing=line.crossing, line=line.number, reason=reason, actor=actor_of(request))
        return with_etag(Response(item_shape(changed, "crossings")), changed.revision)


class Suspensions(Resource):
    """Suspensions under one policy line: proposed by a breach, confirmed and lifted by a facilitator."""

    access_rules: ClassVar = {
        "retrieve": "milestones.view_progress",
        "create": "milestones.decide_suspension",
        "lift": "milestones.decide_suspension",
    }
    lookups: ClassVar = {"*": line_of}

    @extend_schema(responses={200: schemas.shape(breaches=_LIST, unshown=_LIST, suspensions=_LIST, consequences=_OBJECT)})
    def retrieve(self, request: Request, **_address: Any) -> Response:  # noqa: ARG002 DRF's signature
        """Breaches of the line today, all suspensions on record, and, by milestone, what suspending each would mean."""
        line: PolicyLine = self.target
        plan = Plan(build_document(line.roadmap), today())
        means = {key: consequences(plan.document, [key], plan.as_of).as_dict() for key in line.suspends}
        breaches = [each.as_dict() for each in plan.breaches if each.line == line.key]
        unshown = [each.as_dict() for each in plan.unshown if each.line == line.key]
        return Response({"breaches": breaches, "unshown": unshown, "suspensions": line.suspensions, "consequences": means})

    @extend_schema(request=schemas.json_of(SUSPENSION_IN), responses={200: schemas.ref("Policy_LinesItem")})
    @idempotent
    def create(self, request: Request, **_address: Any) -> Response:
        """Suspend a counterpart that a breach proposes, from today on. 409 where no evidence calls for it."""
        given = body_map(request)
        evidence = _text(given, "evidence")
        return self._answer(
            confirm_suspension(
                line=self.target,
                milestone=_text(given, "milestone"),
                reason=reason_of(given),
                evidence=evidence,
                actor=actor_of(request),
            )
        )

    @extend_schema(request=schemas.json_of(LIFT_IN), responses={200: schemas.ref("Policy_LinesItem")})
    @idempotent
    def lift(self, request: Request, **_address: Any) -> Response:
        """End a suspension today; it stays on record. 409 where the milestone is not suspended under this line."""
        given = body_map(request)
        milestone, reason = _text(given, "milestone"), reason_of(given)
        return self._answer(lift_suspension(line=self.target, milestone=milestone, reason=reason, actor=actor_of(request)))

    def _answer(self, line: PolicyLine) -> Response:
        return with_etag(Response(item_shape(line, "policy_lines")), line.revision)


class AreaChanges(Resource):
    """An area that ends, splits, merges or gets a successor."""

    access_rules: ClassVar = {"retrieve": "milestones.view_progress", "create": "milestones.change_areas"}
    lookups: ClassVar = {"*": lookups.area}

    @extend_schema(responses={200: schemas.shape(open=_KEYS, settled=_KEYS, measures=_KEYS, crossings=_KEYS, rules=_KEYS)})
    def retrieve(self, request: Request, **_address: Any) -> Response:  # noqa: ARG002 DRF's signature
        """What hangs on the area. A change needs a decision on each key of ``open``; measures and crossings may have one."""
        area: Area = self.target
        plan = Plan(build_document(area.roadmap), today())
        return Response(dataclasses.asdict(affected(plan.document, [area.key], plan.progress)))

    @extend_schema(request=schemas.json_of(CHANGE_IN), responses={200: CHANGED}, parameters=[schemas.DRY_RUN])
    @idempotent
    def create(self, request: Request, **_address: Any) -> Response:
        """Carry the change out in the draft. 422 names each milestone that is not decided on. By ``uid`` it can be undone.

        A dry run saves nothing, and its ``outlook`` tells what would become of the plan and the exchanges: all that a what-if
        tells, ``findings`` that are new, and the balance.
        """
        area: Area = self.target
        if not filters.flag(request, "dry_run"):
            done = _carry_out(area, body_map(request), request)
            return Response({"dry_run": False, **dataclasses.asdict(done), "outlook": None})
        before = Plan(build_document(area.roadmap), today())
        with transaction.atomic():
            done = _carry_out(area, body_map(request), request)
            after = build_document(area.roadmap)
            transaction.set_rollback(True)
        seen = outlook(before, after, done)
        return Response({"dry_run": True, **dataclasses.asdict(done), "uid": None, "outlook": seen.as_dict()})


def _carry_out(area: Area, given: Mapping[str, Any], request: Request) -> Changed:
    """One call of the domain. Raises Refused."""
    roadmap: Roadmap = area.roadmap
    kind = given.get("kind")
    common: dict[str, Any] = {
        "roadmap": roadmap,
        "on": _day(given),
        "decisions": _decisions(given.get("decisions") or {}),
        "actor": actor_of(request),
    }
    if kind == "successor":
        return name_successor(area=area.key, successor=_text(given, "successor"), **common)
    if kind == "split":
        return split_area(area=area.key, parts=[_map(each, "parts") for each in _list(given, "parts")], **common)
    if kind == "merge":
        others = [str(each) for each in _list(given, "areas")]
        return merge_areas(areas=[area.key, *others], into=_map(given.get("into"), "into"), **common)
    if kind == "end":
        return end_area(area=area.key, **common)
    raise _wrong("kind", _("Choose one of: %(choices)s.") % {"choices": ", ".join(_KINDS)})


def _decisions(given: Any) -> dict[str, Decision]:
    found = {}
    for ref, each in _map(given, "decisions").items():
        decision = _map(each, f"decisions.{ref}")
        found[str(ref)] = Decision(_text(decision, "to"), reason_of(decision))
    return found


def _day(given: Mapping[str, Any]) -> dt.date:
    try:
        return read_day(_text(given, "on"))
    except ValueError as error:
        raise _wrong("on", _("Give a day as YYYY-MM-DD, such as 2023-09-01.")) from error


def _text(given: Mapping[str, Any], name: str) -> str:
    value = given.get(name) or ""
    if not isinstance(value, str):
        raise _wrong(name, _("Give a text."))
    return value


def _list(given: Mapping[str, Any], name: str) -> list[Any]:
    value = given.get(name) or []
    if not isinstance(value, list):
        raise _wrong(name, _("Give a list."))
    return value


def _map(value: Any, name: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise _wrong(name, _("Send a JSON object."))
    return value


def _wrong(path: str, message: str) -> Invalid:
    return Invalid(_("Some fields need your attention."), [Problem(path, message)])
