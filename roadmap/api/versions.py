"""Versions: freezing, reading, comparing; and the files made from them."""

from typing import Any, ClassVar

import orjson
from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import actor_of
from accounts.api.base import Resource, checked
from accounts.api.idempotency import idempotent
from accounts.domain.errors import Conflict, Invalid, Problem
from accounts.enums import Language
from roadmap.api import filters, finding, schemas
from roadmap.api.base import created
from roadmap.api.pagination import page_of
from roadmap.api.renderers import OrjsonRenderer, YamlRenderer
from roadmap.api.shapes import comparison_shape, export_shape, version_shape
from roadmap.domain.document import Document, from_canonical
from roadmap.domain.document.comparing import compare_documents
from roadmap.domain.document.storage import build_document
from roadmap.domain.exporting import request_export
from roadmap.domain.versions import freeze_version
from roadmap.enums import ExportFormat, JobState
from roadmap.models import ExportFile, ExportJob, Roadmap, Version
from roadmap.web import lookups


class FreezeSerializer(serializers.Serializer[Any]):
    note = serializers.CharField(required=False, allow_blank=True, max_length=5000, default="")
    unanswered_reason = serializers.CharField(required=False, allow_blank=True, max_length=5000, default="")


class ExportRequestSerializer(serializers.Serializer[Any]):
    format = serializers.ChoiceField(choices=ExportFormat.choices)
    language = serializers.ChoiceField(choices=Language.choices)
    positions = serializers.BooleanField(
        default=False, help_text="With the annex that tells what groups signed off in the newest closed round; PDF and DOCX only"
    )


class Versions(Resource):
    """What was frozen. A version never changes, so it may be kept by its digest."""

    access_rules: ClassVar = {
        "list": "roadmap.view_version",
        "create": "roadmap.freeze",
        "retrieve": "roadmap.view_version",
    }
    lookups: ClassVar = {"list": finding.roadmap, "create": finding.roadmap, "*": finding.version}

    @extend_schema(responses={200: schemas.page("Version")}, parameters=schemas.PAGING)
    def list(self, request: Request, **_address: Any) -> Response:
        rows = Version.objects.visible_to(request.user).filter(roadmap=self.target).defer("canonical")
        return page_of(rows, request, version_shape)

    @extend_schema(request=FreezeSerializer, responses={201: schemas.ref("Version")})
    @idempotent
    def create(self, request: Request, **_address: Any) -> Response:
        """Freeze the draft. 422 lists what is missing, or says that comments have no answer."""
        version = freeze_version(roadmap=self.target, actor=actor_of(request), **checked(FreezeSerializer, request))
        return created(version_shape(version), f"{request.path}{version.number}/")

    @extend_schema(responses={200: schemas.ref("Version")})
    def retrieve(self, request: Request, **_address: Any) -> Response:  # noqa: ARG002 DRF's signature
        return Response(version_shape(self.target))


class VersionDocuments(Resource):
    renderer_classes = (OrjsonRenderer, YamlRenderer)
    access_rules: ClassVar = {"retrieve": "roadmap.view_version"}
    lookups: ClassVar = {"*": finding.version}

    @extend_schema(responses=schemas.FILE_OUT)
    def retrieve(self, request: Request, **_address: Any) -> HttpResponseBase:
        """The version's canonical bytes: their SHA-256 is its digest. As YAML it is the same file, to be read by people."""
        canonical = self.target.canonical
        response: HttpResponse
        if request.accepted_renderer.format == "yaml":
            response = Response(orjson.loads(canonical))
        else:
            response = HttpResponse(canonical.encode(), content_type="application/json")
        response["ETag"] = f'"{self.target.digest}"'
        return response


class Comparisons(Resource):
    """What differs between two versions, or between a version and the draft."""

    access_rules: ClassVar = {"retrieve": "roadmap.compare"}
    lookups: ClassVar = {"*": finding.roadmap}

    @extend_schema(
        parameters=[
            OpenApiParameter("from", str, required=True, description="A version's number"),
            OpenApiParameter("to", str, description="A version's number, or “draft” (default)"),
            OpenApiParameter("language", str, enum=Language.values, description="Of the words; that of the request by default"),
        ],
        responses={200: schemas.ref("Comparison")},
    )
    def retrieve(self, request: Request, **_address: Any) -> Response:
        query = request.query_params
        language = query.get("language") or str(get_language() or "en")[:2]
        if language not in Language.values:
            message = _("Unknown language: use en, ar or ku.")
            raise Invalid(message, [Problem("language", message)])
        old = self._side("from", query.get("from", ""))
        new = build_document(self.target) if query.get("to", "draft") == "draft" else self._side("to", query["to"])
        return Response(comparison_shape(compare_documents(old, new, language)))

    def _side(self, name: str, number: str) -> Document:
        roadmap: Roadmap = self.target
        numbered = int(number[:9]) if number.isascii() and number.isdigit() else 0
        version = Version.objects.visible_to(self.request.user).filter(roadmap=roadmap, number=numbered).first()
        if version is None:
            message = _("There is no such version.")
            raise Invalid(message, [Problem(name, message)])
        return from_canonical(version.canonical)


class ByHeader(DefaultContentNegotiation):
    """``?format=`` asks for files of that format, not for an answer in it."""

    def filter_renderers(self, renderers: Any, format: str) -> Any:  # noqa: A002, ARG002 DRF's signature
        return renderers


class Exports(Resource):
    """Files for the Council. They are made by a worker: ask, then look until ``state`` is ``done``."""

    content_negotiation_class = ByHeader
    access_rules: ClassVar = {
        "list": "roadmap.export",
        "create": "roadmap.export",
        "retrieve": "roadmap.export",
        "file": "roadmap.export",
    }
    lookups: ClassVar = {"list": finding.version, "create": finding.version, "*": lookups.export}

    @extend_schema(
        responses={200: schemas.page("Export")},
        parameters=[*schemas.PAGING, filters.choice("state", JobState), filters.choice("format", ExportFormat)],
    )
    def list(self, request: Request, **_address: Any) -> Response:
        asked = filters.wanted(request, state="state", format="format")
        rows = ExportJob.objects.visible_to(request.user).filter(version=self.target, **asked)
        rows = rows.select_related("version", "positions_round")
        return page_of(rows.defer("version__canonical"), request, export_shape)

    @extend_schema(request=ExportRequestSerializer, responses={201: schemas.ref("Export")})
    @idempotent
    def create(self, request: Request, **_address: Any) -> Response:
        """With ``positions``: 403 for whoever may not see convergence, 409 where no closed round has any that may be told."""
        wanted = checked(ExportRequestSerializer, request)
        wanted["file_format"] = wanted.pop("format")
        job = request_export(version=self.target, actor=actor_of(request), **wanted)
        return created(export_shape(job), f"/api/v1/exports/{job.uid}/")

    @extend_schema(responses={200: schemas.ref("Export")})
    def retrieve(self, request: Request, **_address: Any) -> Response:  # noqa: ARG002 DRF's signature
        return Response(export_shape(self.target))

    @extend_schema(responses={(200, "application/octet-stream"): {"type": "string", "format": "binary"}})
    def file(self, request: Request, **_address: Any) -> HttpResponse:  # noqa: ARG002
        """The finished file; its SHA-256 is the job's digest. 409 until it is made."""
        job: ExportJob = self.target
        found = ExportFile.objects.filter(job=job).first()
        if found is None:
            raise Conflict(_("The file is not made yet."))
        told = "-positions" if job.positions_round_id else ""
        name = f"{job.version.roadmap.key}-v{job.version.number}-{job.language}{told}.{job.format}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "ETag": f'"{job.digest}"'}
        return HttpResponse(bytes(found.content), content_type="application/octet-stream", headers=headers)
