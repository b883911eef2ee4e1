"""Roadmaps and their drafts as a whole."""

from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import actor_of
from accounts.api.base import Resource, body_map
from accounts.api.idempotency import idempotent
from accounts.domain.errors import Conflict, Invalid, Problem
from roadmap.api import finding, schemas
from roadmap.api.base import base_revision, created, if_match, with_etag
from roadmap.api.convergence_shapes import limit_shape
from roadmap.api.files import read_document
from roadmap.api.pagination import page_of
from roadmap.api.parsers import OrjsonParser, YamlTextParser
from roadmap.api.renderers import OrjsonRenderer, YamlRenderer
from roadmap.api.shapes import changes_shape, deletion_shape, gap_shape, roadmap_shape
from roadmap.domain.completeness import find_gaps
from roadmap.domain.document.storage import build_document
from roadmap.domain.drafting import edit_roadmap, restore
from roadmap.domain.files import import_document
from roadmap.domain.files.replacing import replace_draft
from roadmap.domain.queries.deletions import deletions
from roadmap.domain.queries.limits import touched_by
from roadmap.models import Roadmap


class Roadmaps(Resource):
    """The roadmaps that one sees. Posting a roadmap file makes one; its facilitator leads it."""

    parser_classes = (OrjsonParser, YamlTextParser)
    access_rules: ClassVar = {
        "list": "roadmap.list_roadmaps",
        "create": "roadmap.create_roadmap",
        "retrieve": "roadmap.view_draft",
        "partial_update": "roadmap.edit_draft",
        "gaps": "roadmap.view_draft",
        "deletions": "roadmap.view_draft",
        "restore": "roadmap.edit_draft",
    }
    lookups: ClassVar = dict.fromkeys(("retrieve", "partial_update", "gaps", "deletions", "restore"), finding.roadmap)

    @extend_schema(responses={200: schemas.page("Roadmap")}, parameters=schemas.PAGING)
    def list(self, request: Request) -> Response:
        return page_of(Roadmap.objects.visible_to(request.user), request, roadmap_shape)

    @extend_schema(request=schemas.FILE_IN, responses={201: schemas.ref("Roadmap")})
    @idempotent
    def create(self, request: Request) -> Response:
        document = read_document(request)
        key = document.roadmap["key"]
        if Roadmap.objects.filter(key=key).exists():
            # Also where it is one that the person may not see: a key names one roadmap of the whole office.
            raise Conflict(_("Some fields need your attention."), [Problem("roadmap.key", _("Choose another key."))])
        roadmap, _changes = import_document(document=document, actor=actor_of(request))
        return created(roadmap_shape(roadmap), f"{request.path}{roadmap.key}/", roadmap.revision)

    @extend_schema(responses={200: schemas.ref("Roadmap")})
    def retrieve(self, request: Request, **_address: Any) -> Response:  # noqa: ARG002 DRF's signature
        return with_etag(Response(roadmap_shape(self.target)), self.target.revision)

    @extend_schema(request=schemas.CHANGES_IN, responses={200: schemas.ref("Roadmap")}, parameters=[schemas.IF_MATCH])
    def partial_update(self, request: Request, **_address: Any) -> Response:
        """Change leaves (``{"title.ar": "…"}``) or whole fields. Only what someone else changed since clashes (409)."""
        changes, base = body_map(request), base_revision(request)
        roadmap = edit_roadmap(roadmap=self.target, changes=changes, base=base, actor=actor_of(request))
        return with_etag(Response(roadmap_shape(roadmap)), roadmap.revision)

    @extend_schema(responses={200: schemas.page("Gap")}, parameters=schemas.PAGING)
    def gaps(self, request: Request, **_address: Any) -> Response:
        """What is missing before the draft can be frozen."""
        return page_of(find_gaps(build_document(self.target)), request, gap_shape)

    @extend_schema(responses={200: schemas.page("Deletion")}, parameters=schemas.PAGING)
    def deletions(self, request: Request, **_address: Any) -> Response:
        """What was deleted and can come back, the latest first."""
        return page_of(deletions(self.target), request, deletion_shape)

    @extend_schema(request=schemas.json_of(schemas.DELETION), responses={200: schemas.RESTORED})
    @idempotent
    def restore(self, request: Request, **_address: Any) -> Response:
        """Undo a deletion, named by what DELETE answered."""
        try:
            deletion = UUID(str(body_map(request).get("deletion")))
        except ValueError as error:
            message = _("Give the deletion's id as DELETE answered it.")
            raise Invalid(message, [Problem("deletion", message)]) from error
        return Response({"restored": restore(roadmap=self.target, deletion=deletion, actor=actor_of(request))})


class Drafts(Resource):
    """A draft as a roadmap file: JSON, or YAML by ``Accept: application/yaml`` or ``?format=yaml``."""

    renderer_classes = (OrjsonRenderer, YamlRenderer)
    parser_classes = (OrjsonParser, YamlTextParser)
    access_rules: ClassVar = {"document": "roadmap.view_draft", "replace": "roadmap.edit_draft"}
    lookups: ClassVar = {"*": finding.roadmap}

    @extend_schema(responses=schemas.FILE_OUT)
    def document(self, request: Request, **_address: Any) -> Response:  # noqa: ARG002
        """The whole draft; its SHA-256 over canonical JSON is the ETag."""
        document = build_document(self.target)
        response = Response(document.as_dict())
        response["ETag"] = f'"{document.digest()}"'
        return response

    @extend_schema(
        request=schemas.FILE_IN,
        responses={200: schemas.ref("Changes")},
        parameters=[schemas.IF_MATCH, schemas.DRY_RUN],
    )
    def replace(self, request: Request, **_address: Any) -> Response:
        """Make the draft equal to a roadmap file. With ``dry_run`` nothing is changed and the answer says what would be.

        ``warnings`` names the groups that cannot accept an item that changes, and what they said.
        """
        document, base = read_document(request), if_match(request)
        dry_run = request.query_params.get("dry_run", "") not in {"", "0", "false"}
        changes, digest = replace_draft(
            roadmap=self.target, document=document, base_digest=base, dry_run=dry_run, actor=actor_of(request)
        )
        touched = touched_by(changes.changed, self.target, actor_of(request))
        warnings = [limit_shape(each) for limits in touched.values() for each in limits]
        response = Response({**changes_shape(changes, dry_run=dry_run), "warnings": warnings})
        response["ETag"] = f'"{digest}"'
        return response
