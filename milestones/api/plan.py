"""What is computed of a draft: its schedule, its progress, and what its exchanges come to."""

import datetime as dt
from typing import Any, ClassVar

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import Resource
from milestones.api.days import day_given
from milestones.domain.deciding import today
from milestones.domain.exchanges.wording import assessment_told
from milestones.domain.hindsight import seen_otherwise
from milestones.domain.plan import Plan
from milestones.domain.schedule import doubts
from roadmap.api import finding, schemas
from roadmap.domain.document.storage import build_document

AS_OF = OpenApiParameter("as_of", {"type": "string", "format": "date"}, description="The day it is seen from; today without it")
_OBJECT: schemas.Schema = {"type": "object", "additionalProperties": True}
_LIST: schemas.Schema = {"type": "array", "items": _OBJECT}
_DOUBT = schemas.shape(by=schemas.STR, of=schemas.STR, is_late=schemas.BOOL)


class Plans(Resource):
    """Nothing here is stored: each answer is computed from the draft and its evidence. Refs and keys are the document's."""

    access_rules: ClassVar = {
        "schedule": "roadmap.view_draft",
        "ledger": "roadmap.view_draft",
        "progress": "milestones.view_progress",
    }
    lookups: ClassVar = {"*": finding.roadmap}

    @extend_schema(
        parameters=[AS_OF],
        responses={
            200: schemas.shape(
                as_of=schemas.null(schemas.DAY),
                milestones=_LIST,
                last_days={"type": "object", "additionalProperties": schemas.DAY},
                is_loose=schemas.BOOL,
                critical_path={"type": "array", "items": schemas.STR},
                conflicts=_LIST,
                cycles={"type": "array", "items": {"type": "array", "items": schemas.STR}},
                broken=_LIST,
                outside=_LIST,
                doubts={"type": "object", "additionalProperties": _DOUBT},
            )
        },
    )
    def schedule(self, request: Request, **_address: Any) -> Response:
        """Earliest, latest, slack and the chain of each milestone; conflicts and cycles. ``as_of``: what is not achieved by then
        is still to come; without it, the plan as written."""
        asked = day_given(request.query_params.get("as_of"))
        return Response(doubts.told(self._plan(asked or today(), forecast=asked is not None).schedule))

    @extend_schema(
        parameters=[AS_OF],
        responses={
            200: schemas.shape(
                as_of=schemas.DAY,
                milestones=_LIST,
                measures=_LIST,
                crossings=_LIST,
                criteria=_OBJECT,
                breaches=_LIST,
                unshown=_LIST,
                later=schemas.null(_OBJECT),
            )
        },
    )
    def progress(self, request: Request, **_address: Any) -> Response:
        """The state of each milestone, measure, crossing and criterion, with the reasons; breaches of policy lines; and
        ``unshown``: watched milestones that lapsed without a report that shows it.
        ``later``: reports of the day and before that arrived or were withdrawn after it, and what was seen ``otherwise`` then."""
        plan = self._plan(day_given(request.query_params.get("as_of")) or today())
        return Response(
            {
                "as_of": plan.as_of,
                "milestones": [each.as_dict() for each in plan.progress.values()],
                "measures": [each.as_dict() for each in plan.measures.values()],
                "crossings": [each.as_dict() for each in plan.crossings.values()],
                "criteria": {
                    key: {area: state.as_dict() for area, state in states.items()} for key, states in plan.criteria.items()
                },
                "breaches": [each.as_dict() for each in plan.breaches],
                "unshown": [each.as_dict() for each in plan.unshown],
                "later": _later(plan),
            }
        )

    @extend_schema(
        parameters=[AS_OF],
        responses={200: {"type": "object", "additionalProperties": True, "properties": {"findings": _LIST, "ledger": _OBJECT}}},
    )
    def ledger(self, request: Request, **_address: Any) -> Response:
        """What each area gives and gets, in all, by phase and over time; the balance; deadlocks; what is wrong, worst first, each
        with its sentences (``text``) in the request's language."""
        asked = day_given(request.query_params.get("as_of"))
        return Response(assessment_told(self._plan(asked or today(), forecast=asked is not None).assessment))

    def _plan(self, as_of: dt.date, *, forecast: bool = False) -> Plan:
        return Plan(build_document(self.target), as_of, forecast)


def _later(plan: Plan) -> dict[str, Any] | None:
    return {**plan.later.as_dict(), "otherwise": [each.as_dict() for each in seen_otherwise(plan)]} if plan.later else None
