"""Comments of a round as the office reads and answers them."""

from typing import Any, ClassVar

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import actor_of
from accounts.api.base import Resource, checked
from accounts.api.idempotency import idempotent
from accounts.enums import Language
from roadmap.api import filters, finding, schemas
from roadmap.api.base import base_revision, with_etag
from roadmap.api.pagination import page_of
from roadmap.api.rounds import LongTextSerializer
from roadmap.domain.queries.answering import ANSWERED, UNANSWERED, Wanted, find_comments
from roadmap.domain.queries.comment_rows import as_rows, comment_row
from roadmap.domain.responses import answer_comment, note_comments
from roadmap.enums import CommentKind, Outcome, Stand
from roadmap.models import Comment, Position
from roadmap.web.rounds import lookups

#: A round's comments may be asked for all at once.
MOST = 10_000
_FILTERS = ("item", "theme", "kind", "state", "language")


class ResponseSerializer(serializers.Serializer[Any]):
    outcome = serializers.ChoiceField(choices=Outcome.choices)
    reason = LongTextSerializer(required=False)
    change = serializers.CharField(required=False, allow_blank=True, max_length=120, help_text="<kind>/<key> of the draft's item")


class NoteSerializer(serializers.Serializer[Any]):
    comments = serializers.ListField(child=serializers.UUIDField(), max_length=MOST)
    reason = LongTextSerializer(required=False)


class Comments(Resource):
    access_rules: ClassVar = {
        "list": "roadmap.view_comments",
        "note": "roadmap.answer",
        "retrieve": "roadmap.view_comments",
        "respond": "roadmap.answer",
    }
    lookups: ClassVar = {"list": finding.round_, "note": finding.round_, "*": lookups.comment}

    @extend_schema(
        responses={200: schemas.page("Comment")},
        parameters=[
            *schemas.PAGING,
            OpenApiParameter("item", str, description="<kind>/<key>, or “whole”"),
            filters.GROUP,
            OpenApiParameter("theme", str, description="Slug of a theme"),
            OpenApiParameter("kind", str, enum=CommentKind.values),
            OpenApiParameter("state", str, enum=[UNANSWERED, ANSWERED, *Outcome.values], description="Of the answer"),
            OpenApiParameter("language", str, enum=Language.values),
            OpenApiParameter("q", str, description="Words, letters folded"),
        ],
    )
    def list(self, request: Request, **_address: Any) -> Response:
        """Posted comments; ``page_size`` up to 10,000."""
        query = request.query_params
        asked = {name: query.get(name, "") for name in _FILTERS}
        wanted = Wanted(words=query.get("q", ""), group=filters.group_uid(request), **asked)
        return page_of(as_rows(find_comments(self.target, wanted)), request, comment_row, most=MOST)

    @extend_schema(request=NoteSerializer, responses={200: schemas.shape(noted=schemas.INT)})
    @idempotent
    def note(self, request: Request, **_address: Any) -> Response:
        """Answer many comments with “noted”; those that have an answer keep it."""
        given = checked(NoteSerializer, request)
        chosen = Comment.objects.visible_to(request.user).posted().filter(round=self.target, uid__in=given["comments"])
        reason = given.get("reason")
        noted = note_comments(round=self.target, comments=chosen, reason=reason, actor=actor_of(request))
        return Response({"noted": noted})

    @extend_schema(responses={200: schemas.ref("Comment")})
    def retrieve(self, request: Request, **_address: Any) -> Response:  # noqa: ARG002 DRF's signature
        """One comment. The ETag is the revision of its answer, ``"0"`` where there is none yet."""
        return self._answer()

    @extend_schema(request=ResponseSerializer, responses={200: schemas.ref("Comment")}, parameters=[schemas.IF_MATCH])
    def respond(self, request: Request, **_address: Any) -> Response:
        """Answer the comment, or rewrite the answer. 409 holds both texts where somebody else answered meanwhile."""
        given = checked(ResponseSerializer, request)
        answer_comment(comment=self.target, base=base_revision(request), actor=actor_of(request), **given)
        return self._answer()

    def _answer(self) -> Response:
        row = comment_row(as_rows(Comment.objects.filter(pk=self.target.pk)).get())
        return with_etag(Response(row), row["response"]["revision"] if row["response"] else 0)


class GroupPositions(Resource):
    """The positions that groups signed off."""

    access_rules: ClassVar = {"list": "roadmap.view_comments"}
    lookups: ClassVar = {"*": finding.round_}

    @extend_schema(
        responses={200: schemas.page("GroupPosition")},
        parameters=[*schemas.PAGING, filters.GROUP, filters.choice("stand", Stand)],
    )
    def list(self, request: Request, **_address: Any) -> Response:
        asked = filters.wanted(request, stand="stand")
        if group := filters.group_uid(request):
            asked["round_group__group__uid"] = group
        rows = Position.objects.visible_to(request.user).filter(round=self.target, for_group=True, **asked)
        names = ("round_group__group__key", "item__ref", "stand", "conditions", "updated_at")
        shown = ("group", "item", "stand", "conditions", "updated_at")
        listed = rows.order_by("round_group__group__key", "item__position", "id").values_list(*names)
        return page_of(listed, request, lambda row: dict(zip(shown, row, strict=True)), most=MOST)
