"""Evidence: recorded with its files, read, withdrawn. What was recorded is never edited."""

import base64
import binascii
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import actor_of
from accounts.api.base import Resource, body_map
from accounts.api.idempotency import idempotent
from accounts.domain.errors import Invalid, Problem
from milestones.domain.evidence.recording import record_evidence, withdraw_evidence
from milestones.models import EvidenceFile
from milestones.web.progress import lookups
from milestones.web.progress.records import download
from roadmap.api import finding, schemas
from roadmap.api.base import created, with_etag
from roadmap.api.pagination import page_of
from roadmap.api.parsers import OrjsonParser
from roadmap.api.shapes import entry_shape, item_shape
from roadmap.domain.document import Document, Entry, kind
from roadmap.domain.document.rows import kind_rows
from roadmap.domain.document.storage import build_document
from roadmap.models import Roadmap

UPLOAD = schemas.given("content", content={"type": "string", "contentEncoding": "base64"})
EVIDENCE_IN: schemas.Schema = {
    "type": "object",
    "description": "The fields of an EvidenceItem; files as base64 in JSON. Names of files are not kept.",
    "properties": {"uploads": {"type": "array", "items": UPLOAD}},
    "additionalProperties": True,
}
REASON: schemas.Schema = {"oneOf": [schemas.STR, schemas.ref("DocumentText")], "description": "In one language or several"}
FILE = schemas.shape(uid=schemas.UID, name=schemas.STR, type=schemas.STR, size=schemas.INT, sha256=schemas.STR, url=schemas.STR)
SUBJECT = OpenApiParameter("about", str, description="Only on this item: milestones/<key>, measures/<key> or criteria/<key>")


class Sent:
    """A file that came in a body."""

    def __init__(self, content: bytes) -> None:
        self.size: int | None = len(content)
        self._content = content

    def read(self, num_bytes: int | None = None, /) -> bytes:
        return self._content[:num_bytes]


class EvidenceParser(OrjsonParser):
    """Larger than other bodies: files come in base64. What is larger is sent through the page."""

    most = 16 * 1024 * 1024


class EvidenceRecords(Resource):
    """What was reported on a roadmap. The office and the monitors of the roadmap read and record."""

    parser_classes = (EvidenceParser,)
    access_rules: ClassVar = {
        "list": "milestones.view_evidence",
        "create": "milestones.record_evidence",
        "retrieve": "milestones.view_evidence",
        "withdraw": "milestones.withdraw_evidence",
        "files": "milestones.view_evidence",
        "file": "milestones.view_evidence",
    }
    lookups: ClassVar = {"list": finding.roadmap, "create": finding.roadmap, "file": lookups.file, "*": lookups.evidence}

    @extend_schema(responses={200: schemas.pages_of(schemas.array("EvidenceItem"))}, parameters=[*schemas.PAGING, SUBJECT])
    def list(self, request: Request, **_address: Any) -> Response:
        """Everything that was recorded, what was withdrawn among it, in the order of recording."""
        about = request.query_params.get("about", "")
        if not about:
            return page_of(kind_rows(self.target, kind("evidence")), request)
        return page_of([entry_shape(entry) for entry in _about(build_document(self.target), about)], request)

    @extend_schema(request=schemas.json_of(EVIDENCE_IN), responses={201: schemas.ref("EvidenceItem")})
    @idempotent
    def create(self, request: Request, **_address: Any) -> Response:
        """Record one piece of evidence. ``uploads`` are photographs or PDF files, each cleaned of what it says of people."""
        roadmap: Roadmap = self.target
        data = dict(body_map(request))
        uploads = _uploads(data.pop("uploads", None))
        record = record_evidence(roadmap=roadmap, data=data, uploads=uploads, actor=actor_of(request))
        return created(item_shape(record, "evidence"), f"{request.path}{record.key}/", record.revision)

    @extend_schema(responses={200: schemas.ref("EvidenceItem")})
    def retrieve(self, request: Request, **_address: Any) -> Response:  # noqa: ARG002 DRF's signature
        return with_etag(Response(item_shape(self.target, "evidence")), self.target.revision)

    @extend_schema(request=schemas.json_of(schemas.given("reason", reason=REASON)), responses={200: schemas.ref("EvidenceItem")})
    @idempotent
    def withdraw(self, request: Request, **_address: Any) -> Response:
        """Say why it no longer counts. It stays on record; 409 where it was withdrawn before."""
        record = withdraw_evidence(evidence=self.target, reason=reason_of(body_map(request)), actor=actor_of(request))
        return with_etag(Response(item_shape(record, "evidence")), record.revision)

    @extend_schema(responses={200: schemas.pages_of({"type": "array", "items": FILE})}, parameters=schemas.PAGING)
    def files(self, request: Request, **_address: Any) -> Response:
        """The files of one record that are kept here, as they were cleaned; the record names all."""
        rows = EvidenceFile.objects.visible_to(request.user).filter(evidence=self.target).defer("content")
        return page_of(rows, request, lambda row: _file_shape(row, request.path))

    @extend_schema(responses={(200, "application/octet-stream"): {"type": "string", "format": "binary"}})
    def file(self, request: Request, **_address: Any) -> HttpResponse:  # noqa: ARG002 DRF's signature
        """The file itself, as an attachment. 409 where what is kept is not what was recorded."""
        return download(self.target.file)


def reason_of(data: Mapping[str, Any]) -> Mapping[str, str] | str:
    """The reason that a body gives. Raises Invalid where it is neither a text nor texts by language."""
    given = data.get("reason") or ""
    texts = given.values() if isinstance(given, Mapping) else [given]
    if not all(isinstance(text, str) for text in texts):
        raise Invalid(_("Some fields need your attention."), [Problem("reason", _("Give a text."))])
    return given


def _about(document: Document, ref: str) -> Iterator[Entry]:
    name, _slash, key = ref.partition("/")
    field = lookups.FIELDS.get(name)
    return (entry for entry in document.of("evidence") if field and entry.data.get(field) == key)


def _uploads(given: Any) -> "list[Sent]":
    """The uploads of a body. Raises Invalid naming each that is not base64."""
    if given is None:
        return []
    if not isinstance(given, list):
        raise Invalid(_("Some fields need your attention."), [Problem("uploads", _("Give a list."))])
    found, problems = [], []
    for number, each in enumerate(given):
        try:
            content = base64.b64decode(each["content"], validate=True)
        except (TypeError, KeyError, ValueError, binascii.Error):
            problems.append(Problem(f"uploads[{number}].content", _("Give the content of the file in base64.")))
        else:
            found.append(Sent(content))
    if problems:
        raise Invalid(_("Some fields need your attention."), problems)
    return found


def _file_shape(row: EvidenceFile, path: str) -> dict[str, Any]:
    address = f"{path}{row.uid}/file/"
    return {"uid": row.uid, "name": row.name, "type": row.media_type, "size": row.size, "sha256": row.digest, "url": address}
