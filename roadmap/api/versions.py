"""Versions: freezing, reading, comparing; and the files made from them."""

from typing import Any, ClassVar
from uuid import UUID

import orjson
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from roadmap.api.base import Resource, created, idempotent
from roadmap.api.pagination import page_of
from roadmap.api.roadmaps import KEY
from roadmap.api.schemas import DOCUMENT
from roadmap.api.shapes import export_shape, version_shape
from roadmap.domain.versions import freeze_version
from roadmap.enums import ExportFormat
from roadmap.models import ExportJob, Version
from roadmap.web import lookups


class VersionSerializer(serializers.ModelSerializer[Version]):
    class Meta:
        model = Version
        fields = ("uid", "number", "note", "unanswered_reason", "created_at", "digest")


class FreezeSerializer(serializers.Serializer[Any]):
    note = serializers.CharField(required=False, allow_blank=True, max_length=5000)
    unanswered_reason = serializers.CharField(required=False, allow_blank=True, max_length=5000)


class ExportSerializer(serializers.ModelSerializer[ExportJob]):
    version = serializers.IntegerField(source="version.number")

    class Meta:
        model = ExportJob
        fields = ("uid", "version", "format", "language", "state", "step", "steps", "size", "digest", "error", "created_at")


class ExportRequestSerializer(serializers.Serializer[Any]):
    format = serializers.ChoiceField(choices=ExportFormat.choices)
    language = serializers.ChoiceField(choices=["en", "ar", "ku"])


class Versions(Resource):
    """What was frozen. A version never changes, so it may be kept by its digest."""

    access_rules: ClassVar = {
        "list": "roadmap.view_version",
        "create": "roadmap.freeze",
        "retrieve": "roadmap.view_version",
        "document": "roadmap.view_version",
    }

    @extend_schema(responses=VersionSerializer(many=True))
    def list(self, request: Request, key: str) -> Response:
        roadmap = self.find(lookups.roadmap, key)
        rows = Version.objects.visible_to(request.user).filter(roadmap=roadmap).defer("canonical")
        return page_of(rows, request, version_shape)

    @extend_schema(request=FreezeSerializer, responses={201: VersionSerializer}, parameters=[KEY])
    @idempotent
    def create(self, request: Request, key: str) -> Response:
        """Freeze the draft. 422 lists what is missing, or that comments have no answer."""
        roadmap = self.find(lookups.roadmap, key)
        given = FreezeSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        said = {"note": "", **given.validated_data}
        version = freeze_version(roadmap=roadmap, actor=request.user, **said)
        return created(version_shape(version), f"{request.path}{version.number}/")

    @extend_schema(responses=VersionSerializer)
    def retrieve(self, request: Request, key: str, number: int) -> Response:
        return Response(version_shape(self.find(lookups.version, key, number)))

    @extend_schema(responses=DOCUMENT)
    def document(self, request: Request, key: str, number: int) -> HttpResponse:  # noqa: ARG002 DRF's signature
        """The version's canonical bytes: their SHA-256 is its digest."""
        version = self.find(lookups.version, key, number)
        response = HttpResponse(version.canonical.encode(), content_type="application/json")
        response["ETag"] = f'"{version.digest}"'
        return response


class Comparison(Resource):
    """What differs between two versions, or between a version and the draft."""

    access_rules: ClassVar = {"retrieve": "roadmap.compare"}

    @extend_schema(
        parameters=[
            OpenApiParameter("from", str, required=True, description="A version's number"),
            OpenApiParameter("to", str, description="A version's number, or “draft” (default)"),
        ],
        responses={200: {"type": "object", "additionalProperties": True}},
    )
    def retrieve(self, request: Request, key: str) -> HttpResponse:
        from roadmap.api.comparing import comparison_shape

        roadmap = self.find(lookups.roadmap, key)
        shape = comparison_shape(roadmap, request.user, request.query_params)
        return HttpResponse(orjson.dumps(shape), content_type="application/json")


class Exports(Resource):
    """Files for the Council. They are made by a worker: ask, then look until ``state`` is ``done``."""

    access_rules: ClassVar = {
        "list": "roadmap.export",
        "create": "roadmap.export",
        "retrieve": "roadmap.export",
        "file": "roadmap.export",
    }

    @extend_schema(responses=ExportSerializer(many=True))
    def list(self, request: Request, key: str, number: int) -> Response:
        version = self.find(lookups.version, key, number)
        rows = ExportJob.objects.visible_to(request.user).filter(version=version).select_related("version").defer("content")
        return page_of(rows, request, export_shape)

    @extend_schema(request=ExportRequestSerializer, responses={201: ExportSerializer}, parameters=[KEY])
    @idempotent
    def create(self, request: Request, key: str, number: int) -> Response:
        from roadmap.domain.exporting import request_export

        version = self.find(lookups.version, key, number)
        given = ExportRequestSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        wanted = given.validated_data
        job = request_export(version=version, format=wanted["format"], language=wanted["language"], actor=request.user)
        return created(export_shape(job), f"/api/v1/exports/{job.uid}/")

    @extend_schema(responses=ExportSerializer)
    def retrieve(self, request: Request, uid: UUID) -> Response:  # noqa: ARG002
        return Response(export_shape(self.find(lookups.export, uid)))

    @extend_schema(responses={(200, "application/octet-stream"): bytes})
    def file(self, request: Request, uid: UUID) -> HttpResponse:  # noqa: ARG002
        from roadmap.web.versions.download import file_response

        return file_response(self.find(lookups.export, uid))
