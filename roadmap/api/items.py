"""Items of a draft. Any kind of the document registry is served by the same resource."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import actor_of
from accounts.api.base import Resource, body_map
from accounts.api.idempotency import idempotent
from accounts.domain.errors import Invalid, Problem
from roadmap.api import filters, finding, schemas
from roadmap.api.base import base_revision, created, with_etag
from roadmap.api.convergence_shapes import limit_shape
from roadmap.api.pagination import page_of
from roadmap.api.shapes import entry_shape, item_shape
from roadmap.domain.completeness import find_gaps
from roadmap.domain.document import kind as kind_called
from roadmap.domain.document.leaves import leaves
from roadmap.domain.document.rows import kind_rows
from roadmap.domain.document.searching import Wanted, search
from roadmap.domain.document.storage import build_document, item_data
from roadmap.domain.drafting import add_item, confirm_translation, delete_item, duplicate_item, edit_item, move_item
from roadmap.domain.queries.limits import touched_by
from roadmap.models import Roadmap


class Items(Resource):
    """Items of a draft, by kind: areas, crossings, sectors, mandates, criteria, measures, milestones, parked, sections."""

    access_rules: ClassVar = {
        "list": "roadmap.view_draft",
        "create": "roadmap.edit_draft",
        "retrieve": "roadmap.view_draft",
        "partial_update": "roadmap.edit_draft",
        "destroy": "roadmap.edit_draft",
        "move": "roadmap.edit_draft",
        "duplicate": "roadmap.edit_draft",
        "confirm": "roadmap.edit_draft",
    }
    lookups: ClassVar = {"list": finding.roadmap, "create": finding.roadmap, "*": finding.item}

    @extend_schema(
        responses={200: schemas.page("Item")},
        parameters=[
            *schemas.PAGING,
            OpenApiParameter("area", str, description="Items that name this area"),
            OpenApiParameter("sector", str, description="Items of this sector, and what hangs under them"),
            OpenApiParameter("dimension", str, description="safe, calm or neutral"),
            OpenApiParameter("incomplete", bool, description="Only items with a gap, translations out of date among them"),
            OpenApiParameter("q", str, description="Words in any language, letters folded"),
        ],
    )
    def list(self, request: Request, kind: str, **_address: Any) -> Response:
        wanted = _wanted(request)
        if not wanted:
            return page_of(kind_rows(self.target, kind_called(kind)), request)
        return page_of(_found(self.target, kind, wanted), request)

    @extend_schema(request=schemas.json_of(schemas.ref("Item")), responses={201: schemas.ref("Item")})
    @idempotent
    def create(self, request: Request, kind: str, **_address: Any) -> Response:
        """Add an item: at the end, or behind the item with key ``after``. Without ``key`` and ``code`` it is given them."""
        data = dict(body_map(request))
        placed = {name: str(data.pop(name, "") or "") for name in ("key", "code", "after")}
        item = add_item(roadmap=self.target, kind_name=kind, data=data, actor=actor_of(request), **placed)
        return created(item_shape(item, kind), f"{request.path}{item.key}/", item.revision)

    @extend_schema(responses={200: schemas.ref("Item")})
    def retrieve(self, request: Request, kind: str, **_address: Any) -> Response:  # noqa: ARG002 DRF's signature
        return with_etag(Response(item_shape(self.target, kind)), self.target.revision)

    @extend_schema(request=schemas.CHANGES_IN, responses={200: schemas.ref("Item")}, parameters=[schemas.IF_MATCH])
    def partial_update(self, request: Request, kind: str, **_address: Any) -> Response:
        """Change leaves (``{"title.ar": "…"}``) or whole fields. Only what someone else changed since clashes (409).

        ``warnings`` names the groups that cannot accept the item that was changed, and what they said; it is saved all the same.
        """
        changes, base = body_map(request), base_revision(request)
        item = edit_item(item=self.target, kind_name=kind, changes=changes, base=base, actor=actor_of(request))
        warnings = _warnings(request, self.target, kind) if item.revision != self.target.revision else []
        return with_etag(Response({**item_shape(item, kind), "warnings": warnings}), item.revision)

    @extend_schema(responses={200: schemas.DELETION})
    def destroy(self, request: Request, kind: str, **_address: Any) -> Response:
        """Take an item out, with what hangs under it. The answer names the deletion, which ``restore/`` undoes."""
        return Response({"deletion": delete_item(item=self.target, kind_name=kind, actor=actor_of(request))})

    @extend_schema(request=schemas.json_of(schemas.AFTER), responses={200: schemas.ref("Item")})
    @idempotent
    def move(self, request: Request, kind: str, **_address: Any) -> Response:
        """Put the item behind the one with key ``after``; at the top without one."""
        after = str(body_map(request).get("after") or "")
        item = move_item(item=self.target, kind_name=kind, after=after, actor=actor_of(request))
        return Response(item_shape(item, kind))

    @extend_schema(request=None, responses={201: schemas.ref("Item")})
    @idempotent
    def duplicate(self, request: Request, kind: str, item_key: str, **_address: Any) -> Response:
        item = duplicate_item(item=self.target, kind_name=kind, actor=actor_of(request))
        address = request.path.removesuffix(f"{item_key}/duplicate/") + f"{item.key}/"
        return created(item_shape(item, kind), address, item.revision)

    @extend_schema(request=schemas.json_of(schemas.given("path", path=schemas.STR)), responses={200: schemas.ref("Item")})
    @idempotent
    def confirm(self, request: Request, kind: str, **_address: Any) -> Response:
        """Say that the text at ``path`` (``title.ar``) still fits its source text."""
        path = str(body_map(request).get("path") or "")
        if path not in leaves(kind_called(kind).fields, item_data(kind_called(kind), self.target)):
            raise Invalid(_("There is no such text."), [Problem("path", _("There is no such text."))])
        item = confirm_translation(item=self.target, kind_name=kind, path=path, actor=actor_of(request))
        return with_etag(Response(item_shape(item, kind)), item.revision)


def _warnings(request: Request, item: Any, kind: str) -> list[dict[str, Any]]:
    """What an edit of the item touches of the groups' limits."""
    ref = f"{kind}/{item.key}"
    return [limit_shape(each) for each in touched_by([ref], item.roadmap, actor_of(request)).get(ref, [])]


def _wanted(request: Request) -> Wanted:
    query, incomplete = request.query_params, filters.flag(request, "incomplete")
    area, sector, dimension = (query.get(name, "") for name in ("area", "sector", "dimension"))
    return Wanted(words=query.get("q", ""), area=area, sector=sector, dimension=dimension, incomplete=incomplete)


def _found(roadmap: Roadmap, kind: str, wanted: Wanted) -> list[dict[str, Any]]:
    document = build_document(roadmap)
    refs = search(document, wanted, find_gaps(document) if wanted.incomplete else ())
    return [entry_shape(entry) for entry in document.of(kind) if entry.ref in refs]
