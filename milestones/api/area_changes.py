"""Changes of areas that were carried out in a draft, and undoing one."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import actor_of
from accounts.api.base import Resource
from accounts.api.idempotency import idempotent
from milestones.domain.area_undo import undo_area_change
from milestones.enums import AreaChangeKind
from milestones.models import AreaChange
from milestones.web.progress.area_index import change_of
from roadmap.api import finding, schemas
from roadmap.api.pagination import page_of

_KEYS: schemas.Schema = {"type": "array", "items": schemas.STR}
CHANGE = schemas.shape(
    uid=schemas.UID,
    kind={"type": "string", "enum": list(AreaChangeKind.values)},
    on=schemas.DAY,
    areas=_KEYS,
    successors=_KEYS,
    passed_on=_KEYS,
    lapsed=_KEYS,
    author=schemas.null(schemas.UID),
    created_at=schemas.TIME,
    undone_at=schemas.null(schemas.TIME),
    undone_by=schemas.null(schemas.UID),
)


class AreaChangeRecords(Resource):
    """What became of areas in this draft, by whom, and whether it was undone."""

    access_rules: ClassVar = {"list": "roadmap.view_draft", "undo": "milestones.change_areas"}
    lookups: ClassVar = {"list": finding.roadmap, "undo": change_of}

    @extend_schema(
        responses={200: schemas.pages_of({"type": "array", "items": CHANGE})},
        parameters=schemas.PAGING,
        operation_id="area_changes",
    )
    def list(self, request: Request, **_address: Any) -> Response:
        """The latest first, in the order in which they can be undone."""
        rows = AreaChange.objects.visible_to(request.user).filter(roadmap=self.target)
        return page_of(rows.select_related("author", "undone_by"), request, change_shape)

    @extend_schema(request=None, responses={200: CHANGE})
    @idempotent
    def undo(self, request: Request, **_address: Any) -> Response:
        """Everything that it altered is as it was before. 409 where it was undone, or names all that was built upon it since."""
        return Response(change_shape(undo_area_change(change=self.target, actor=actor_of(request))))


def change_shape(change: AreaChange) -> dict[str, Any]:
    return {
        "uid": change.uid,
        "kind": change.kind,
        "on": change.on,
        "areas": change.areas,
        "successors": change.successors,
        "passed_on": change.passed_on,
        "lapsed": change.lapsed,
        "author": change.author.uid if change.author else None,
        "created_at": change.created_at,
        "undone_at": change.undone_at,
        "undone_by": change.undone_by.uid if change.undone_by else None,
    }
