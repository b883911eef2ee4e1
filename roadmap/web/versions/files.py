"""Roadmap files to download, and the published schema."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from accounts.access import PUBLIC, access
from accounts.http import SignedInRequest
from accounts.models import User
from roadmap.domain.document.storage import build_document
from roadmap.domain.files import json_schema, write_file
from roadmap.exports.base import source_of
from roadmap.exports.run import EXPORTERS, build, file_name
from roadmap.models import Roadmap, Version
from roadmap.web import lookups

_FILES = {"yaml": "application/yaml", "json": "application/json"}


def attachment(content: bytes, name: str, content_type: str) -> HttpResponse:
    """A private file: saved, never shown in the browser, never kept by a cache."""
    return HttpResponse(
        content,
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


def _version(user: User, key: str, number: int, file_format: str) -> Version:
    return lookups.version(user, key, number) if file_format in _FILES else _nothing()


def _roadmap(user: User, key: str, file_format: str) -> Roadmap:
    return lookups.roadmap(user, key) if file_format in _FILES else _nothing()


def _nothing() -> Any:
    raise Http404


def _asked(request: HttpRequest) -> str:
    """The format that the address names."""
    return str(request.resolver_match.kwargs["file_format"]) if request.resolver_match else ""


@require_GET
@access("roadmap.export", lookup=_version)
def of_version(request: SignedInRequest, version: Version) -> HttpResponse:
    """The roadmap file of a version, from the bytes that were frozen."""
    file_format = _asked(request)
    content = build(EXPORTERS[file_format], source_of(version, "en"))
    return attachment(content, file_name(version, file_format), _FILES[file_format])


@require_GET
@access("roadmap.view_draft", lookup=_roadmap)
def of_draft(request: SignedInRequest, roadmap: Roadmap) -> HttpResponse:
    """The draft as it is now, as a roadmap file."""
    file_format = _asked(request)
    content = write_file(build_document(roadmap).as_dict(), file_format).encode()
    return attachment(content, f"{roadmap.key}-draft.{file_format}", _FILES[file_format])


@require_GET
@access(PUBLIC)
def schema(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 every view is called alike
    """The JSON Schema of the roadmap file."""
    content = json.dumps(json_schema(), ensure_ascii=False, indent=2)
    return HttpResponse(content, content_type="application/schema+json", headers={"Cache-Control": "public, max-age=3600"})
