"""Roadmaps and their drafts' items. Any kind of the document registry is served by the same resource."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.domain.errors import Invalid, Problem
from roadmap.api.base import Resource, base_revision, created, idempotent, with_etag
from roadmap.api.pagination import page_of
from roadmap.api.schemas import DOCUMENT, GAPS, ITEM, ITEM_CHANGES, ITEM_PAGE, ROADMAP, ROADMAP_PAGE
from roadmap.api.shapes import document_shape, entry_shape, gap_shape, roadmap_shape
from roadmap.domain.completeness import find_gaps
from roadmap.domain.document import Document, Entry
from roadmap.domain.document.storage import build_document
from roadmap.domain.drafting import add_item, delete_item, duplicate_item, edit_item, edit_roadmap, move_item, restore
from roadmap.domain.files import import_document
from roadmap.domain.files.reading import document_from
from roadmap.models import Item, Roadmap
from roadmap.web import lookups

IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, required=True, description="The ETag that the edit started from"
)
KEY = OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, description="Makes a repetition harmless")


class Roadmaps(Resource):
    """The roadmaps that one sees. Posting a roadmap file (as JSON) makes one; its facilitator leads it."""

    access_rules: ClassVar = {
        "list": "roadmap.list_roadmaps",
        "create": "roadmap.create_roadmap",
        "retrieve": "roadmap.view_draft",
        "partial_update": "roadmap.edit_draft",
        "document": "roadmap.view_draft",
        "gaps": "roadmap.view_draft",
        "restore": "roadmap.edit_draft",
    }

    @extend_schema(responses=ROADMAP_PAGE)
    def list(self, request: Request) -> Response:
        return page_of(Roadmap.objects.visible_to(request.user), request, roadmap_shape)

    @extend_schema(request=DOCUMENT, responses={201: ROADMAP}, parameters=[KEY])
    @idempotent
    def create(self, request: Request) -> Response:
        document = document_from(request.data)
        roadmap, _changes = import_document(document=document, actor=request.user)
        return created(roadmap_shape(roadmap), f"{request.path}{roadmap.key}/", roadmap.revision)

    @extend_schema(responses=ROADMAP)
    def retrieve(self, request: Request, key: str) -> Response:
        roadmap = self.find(lookups.roadmap, key)
        return with_etag(Response(roadmap_shape(roadmap)), roadmap.revision)

    @extend_schema(request=ITEM_CHANGES, responses=ROADMAP, parameters=[IF_MATCH])
    def partial_update(self, request: Request, key: str) -> Response:
        roadmap = self.find(lookups.roadmap, key)
        base = base_revision(request)
        roadmap = edit_roadmap(roadmap=roadmap, changes=_mapping(request.data), base=base, actor=request.user)
        return with_etag(Response(roadmap_shape(roadmap)), roadmap.revision)

    @extend_schema(responses=DOCUMENT)
    def document(self, request: Request, key: str) -> Response:
        """The whole draft as a roadmap file, with its hash as ``digest`` and ETag."""
        shape = document_shape(build_document(self.find(lookups.roadmap, key)))
        response = Response(shape)
        response["ETag"] = f'"{shape["digest"]}"'
        return response

    @extend_schema(responses=GAPS)
    def gaps(self, request: Request, key: str) -> Response:
        """What is missing before the draft can be frozen."""
        document = build_document(self.find(lookups.roadmap, key))
        return Response([gap_shape(gap) for gap in find_gaps(document)])

    @extend_schema(
        request={"application/json": {"type": "object", "properties": {"deletion": {"type": "string", "format": "uuid"}}}}
    )
    @idempotent
    def restore(self, request: Request, key: str) -> Response:
        """Undo a deletion, named by what DELETE answered."""
        roadmap = self.find(lookups.roadmap, key)
        try:
            deletion = UUID(str(_mapping(request.data).get("deletion")))
        except ValueError as error:
            message = _("Give the deletion's id as DELETE answered it.")
            raise Invalid(message, [Problem("deletion", message)]) from error
        return Response({"restored": restore(roadmap=roadmap, deletion=deletion, actor=request.user)})


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
    }

    @extend_schema(
        responses=ITEM_PAGE,
        parameters=[
            OpenApiParameter("area", str, description="Items that name this area"),
            OpenApiParameter("sector", str),
            OpenApiParameter("dimension", str),
            OpenApiParameter("q", str, description="Words in any language, letters folded"),
        ],
    )
    def list(self, request: Request, key: str, kind: str) -> Response:
        document = build_document(self.find(lookups.roadmap, key))
        entries = [entry for entry in document.of(kind) if _matches(entry, document, request.query_params)]
        return page_of(entries, request, entry_shape)

    @extend_schema(request=ITEM, responses={201: ITEM}, parameters=[KEY])
    @idempotent
    def create(self, request: Request, key: str, kind: str) -> Response:
        data = dict(_mapping(request.data))
        placed = {name: str(data.pop(name, "") or "") for name in ("key", "code", "after")}
        roadmap = self.find(lookups.roadmap, key)
        item = add_item(roadmap=roadmap, kind_name=kind, data=data, actor=request.user, **placed)
        return created(_shape(item, kind), f"{request.path}{item.key}/", item.revision)

    @extend_schema(responses=ITEM)
    def retrieve(self, request: Request, key: str, kind: str, item_key: str) -> Response:
        item = self._item(key, kind, item_key)
        return with_etag(Response(_shape(item, kind)), item.revision)

    @extend_schema(request=ITEM_CHANGES, responses=ITEM, parameters=[IF_MATCH])
    def partial_update(self, request: Request, key: str, kind: str, item_key: str) -> Response:
        """Change leaves (``{"title.ar": "…"}``) or whole fields. Only what someone else changed since clashes (409)."""
        item = self._item(key, kind, item_key)
        base = base_revision(request)
        item = edit_item(item=item, kind_name=kind, changes=_mapping(request.data), base=base, actor=request.user)
        return with_etag(Response(_shape(item, kind)), item.revision)

    @extend_schema(responses={200: {"type": "object", "properties": {"deletion": {"type": "string", "format": "uuid"}}}})
    def destroy(self, request: Request, key: str, kind: str, item_key: str) -> Response:
        deletion = delete_item(item=self._item(key, kind, item_key), kind_name=kind, actor=request.user)
        return Response({"deletion": deletion})

    @extend_schema(request={"application/json": {"type": "object", "properties": {"after": {"type": "string"}}}}, responses=ITEM)
    def move(self, request: Request, key: str, kind: str, item_key: str) -> Response:
        """Put the item behind the one with key ``after``; at the top without one."""
        after = str(_mapping(request.data).get("after") or "")
        item = move_item(item=self._item(key, kind, item_key), kind_name=kind, after=after, actor=request.user)
        return Response(_shape(item, kind))

    @extend_schema(request=None, responses={201: ITEM}, parameters=[KEY])
    @idempotent
    def duplicate(self, request: Request, key: str, kind: str, item_key: str) -> Response:
        item = duplicate_item(item=self._item(key, kind, item_key), kind_name=kind, actor=request.user)
        return created(_shape(item, kind), request.path.replace(f"/{item_key}/duplicate/", f"/{item.key}/"), item.revision)

    def _item(self, key: str, kind: str, item_key: str) -> Item:
        return self.find(lookups.item, key, kind, item_key)


def _shape(item: Item, kind: str) -> dict[str, Any]:
    from roadmap.domain.document import kind as kind_called
    from roadmap.domain.document.storage import item_data

    shape = {"ref": f"{kind}/{item.key}", "key": item.key, "code": item.code, "uid": item.uid, "revision": item.revision}
    return {**shape, **item_data(kind_called(kind), item)}


def _mapping(data: Any) -> Mapping[str, Any]:
    if not isinstance(data, Mapping):
        raise Invalid(_("Send a JSON object."))
    return data


def _matches(entry: Entry, document: Document, query: Mapping[str, str]) -> bool:
    """Whether an item passes the filters of the query string."""
    from roadmap.domain.document.searching import matches

    data = entry.data
    area = query.get("area")
    if area and area not in {data.get("area"), *data.get("areas", []), *data.get("between", []), entry.key}:
        return False
    if any(query.get(name) and data.get(name) != query[name] for name in ("sector", "dimension")):
        return False
    return not query.get("q") or matches(entry, query["q"])
