"""What may never be exchanged, whatever a draft says of it."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import actor_of
from accounts.api.base import Resource
from accounts.api.idempotency import idempotent
from milestones.domain.standing import SUBJECTS, lacking, standing_subjects
from milestones.domain.taking_over import take_over_subjects
from roadmap.api import finding, schemas
from roadmap.domain.document.storage import build_document

_TEXT: schemas.Schema = {"type": "object", "additionalProperties": schemas.STR}
STANDING = schemas.shape(
    key=schemas.STR,
    title=_TEXT,
    reason=_TEXT,
    words={"type": "array", "items": _TEXT},
    source=schemas.STR,
    in_draft=schemas.BOOL,
)
TAKEN = schemas.shape(added={"type": "array", "items": schemas.STR, "description": f"Keys of items of {SUBJECTS}"})


class StandingSubjects(Resource):
    """The standing list of protected subjects. It holds in every draft, also where the draft does not name them."""

    access_rules: ClassVar = {"list": "roadmap.view_draft", "create": "roadmap.edit_draft"}
    lookups: ClassVar = {"*": finding.roadmap}

    @extend_schema(responses={200: schemas.shape(subjects={"type": "array", "items": STANDING})})
    def list(self, request: Request, **_address: Any) -> Response:  # noqa: ARG002 DRF's signature
        """All of them; ``in_draft`` says which the draft names."""
        missing = {entry.key for entry in lacking(build_document(self.target))}
        return Response({"subjects": [{"key": e.key, **e.data, "in_draft": e.key not in missing} for e in standing_subjects()]})

    @extend_schema(request=None, responses={200: TAKEN})
    @idempotent
    def create(self, request: Request, **_address: Any) -> Response:
        """Take over into the draft those that it lacks, so that ``not_protected`` can refer to them."""
        items = take_over_subjects(roadmap=self.target, actor=actor_of(request))
        return Response({"added": [item.key for item in items]})
