"""What a member of an invited group reads and writes. Nothing here tells who anybody is, or when or in what order they wrote."""

import uuid
from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import actor_of
from accounts.api.base import Resource, checked
from accounts.api.idempotency import KEY, idempotent
from accounts.domain.errors import Invalid, Problem
from roadmap.api import filters, finding, schemas
from roadmap.api.base import base_revision, created, with_etag
from roadmap.api.pagination import page_of
from roadmap.api.problems import PreconditionRequired
from roadmap.api.review_shapes import invitation_shape, left_shape, position_shape, said_shape, tally_shape
from roadmap.domain.comments import Words, discard_draft, edit_comment, is_written, post_comment, save_draft, withdraw_comment
from roadmap.domain.participation import finish, left_to_do, reopen, wanted_of
from roadmap.domain.positions import take_position
from roadmap.domain.queries.answers import own_comments, where_it_led
from roadmap.domain.queries.group_stands import NOTHING, tallies
from roadmap.domain.queries.shown import shown_digest, shown_document
from roadmap.enums import CommentKind, CommentState, RoundState, Stand, Visibility
from roadmap.models import Comment, Invitation, Position, Theme
from roadmap.web.review import lookups as member_lookups
from roadmap.web.review.lookups import Place, Read


class WordsSerializer(serializers.Serializer[Any]):
    """What a comment says; lengths are the domain's. ``theme`` is a slug."""

    kind = serializers.ChoiceField(choices=CommentKind.choices, default=CommentKind.CONCERN)
    visibility = serializers.ChoiceField(choices=Visibility.choices, default=Visibility.OFFICE)
    text = serializers.CharField(allow_blank=True, trim_whitespace=False, default="")
    proposed = serializers.CharField(allow_blank=True, trim_whitespace=False, default="")
    quote = serializers.CharField(allow_blank=True, trim_whitespace=False, default="")
    theme = serializers.SlugRelatedField(slug_field="slug", queryset=Theme.objects.all(), allow_null=True, default=None)


class NewCommentSerializer(WordsSerializer):
    item = serializers.CharField(allow_null=True, default=None, max_length=120, help_text="<kind>/<key>; null: the whole")
    answers = serializers.UUIDField(allow_null=True, default=None, help_text="The comment that this one answers")
    client_key = serializers.UUIDField(required=False, help_text="The same key is the same comment")
    draft = serializers.BooleanField(default=False, help_text="Keep it for later; nobody else sees it")


class ChangedWordsSerializer(serializers.Serializer[Any]):
    """What is left out stays as it is."""

    kind = serializers.ChoiceField(choices=CommentKind.choices, required=False)
    visibility = serializers.ChoiceField(choices=Visibility.choices, required=False)
    text = serializers.CharField(allow_blank=True, trim_whitespace=False, required=False)
    proposed = serializers.CharField(allow_blank=True, trim_whitespace=False, required=False)
    quote = serializers.CharField(allow_blank=True, trim_whitespace=False, required=False)
    theme = serializers.SlugRelatedField(slug_field="slug", queryset=Theme.objects.all(), allow_null=True, required=False)


class StandSerializer(serializers.Serializer[Any]):
    stand = serializers.ChoiceField(choices=Stand.choices)
    conditions = serializers.CharField(allow_blank=True, trim_whitespace=False, default="")
    for_group = serializers.BooleanField(default=False, help_text="Sign off the group's position; for focal points")


class Invitations(Resource):
    access_rules: ClassVar = {
        "list": "roadmap.list_invitations",
        "retrieve": "roadmap.review",
        "document": "roadmap.review",
        "finish": "roadmap.review",
        "reopen": "roadmap.review",
    }
    lookups: ClassVar = dict.fromkeys(("retrieve", "document", "finish", "reopen"), finding.invitation)

    @extend_schema(
        responses={200: schemas.page("Invitation")},
        parameters=[*schemas.PAGING, filters.choice("state", RoundState, "Of the round")],
    )
    def list(self, request: Request) -> Response:
        """One's own invitations, the round that opened last first."""
        rows = Invitation.objects.visible_to(request.user).filter(**filters.wanted(request, state="round__state"))
        rows = rows.select_related("round__version", "round_group__group")
        return page_of(rows.defer("round__version__canonical").order_by("-round__opened_at", "uid"), request, invitation_shape)

    @extend_schema(responses={200: schemas.ref("InvitationDetail")})
    def retrieve(self, request: Request, **_address: Any) -> Response:  # noqa: ARG002 DRF's signature
        """The round, its questions, and what is left to do."""
        shown = {"digest": shown_digest(self.target), "left": left_shape(left_to_do(self.target))}
        return Response({**invitation_shape(self.target), **shown})

    @extend_schema(responses={200: schemas.ref("ShownDocument")})
    def document(self, request: Request, **_address: Any) -> Response:  # noqa: ARG002
        """The version of the round as the group is shown it, with the SHA-256 of its canonical bytes."""
        number, digest = self.target.round.version.number, shown_digest(self.target)
        return Response({"version": number, "digest": digest, "document": shown_document(self.target).as_dict()})

    @extend_schema(request=None, responses={200: schemas.ref("InvitationDetail")})
    @idempotent
    def finish(self, request: Request, **_address: Any) -> Response:
        """Say that one is done: no reminder comes any more."""
        finish(invitation=self.target, actor=actor_of(request))
        return self._again(request)

    @extend_schema(request=None, responses={200: schemas.ref("InvitationDetail")})
    @idempotent
    def reopen(self, request: Request, **_address: Any) -> Response:
        """Go on after all."""
        reopen(invitation=self.target, actor=actor_of(request))
        return self._again(request)

    def _again(self, request: Request) -> Response:
        self.target.refresh_from_db(fields=["finished_at"])
        return self.retrieve(request)


class OwnComments(Resource):
    """Comments that the member may read; the own ones can be edited and withdrawn until the round closes."""

    access_rules: ClassVar = {
        "list": "roadmap.review",
        "create": "roadmap.review",
        "retrieve": "roadmap.review",
        "partial_update": "roadmap.change_comment",
        "destroy": "roadmap.change_comment",
    }
    lookups: ClassVar = {
        **dict.fromkeys(("list", "create"), finding.invitation),
        "*": member_lookups.comment,
    }

    @extend_schema(
        responses={200: schemas.page("SaidComment")},
        parameters=[
            *schemas.PAGING,
            OpenApiParameter("item", str, description="<kind>/<key>, or “whole”"),
            OpenApiParameter("own", bool, description="Only one's own, with drafts and what was withdrawn"),
        ],
    )
    def list(self, request: Request, **_address: Any) -> Response:
        """What the member may read, in the order of the document; within an item in no order that means anything."""
        reader: Invitation = self.target
        rows = Comment.objects.visible_to(request.user).filter(round=reader.round_id)
        query = request.query_params
        if query.get("item"):
            rows = rows.filter(item__ref=None if query["item"] == member_lookups.WHOLE else query["item"])
        if filters.flag(request, "own"):
            rows = rows.filter(invitation=reader)
        else:
            rows = rows.filter(Q(invitation=reader) | Q(state=CommentState.POSTED)).exclude(state=CommentState.WITHDRAWN)
        led = where_it_led(reader, own_comments(reader)) if reader.round.state == RoundState.ANSWERED else {}
        listed = rows.with_context().order_by("item__position", "uid")
        return page_of(listed, request, lambda row: said_shape(row, reader, led))

    @extend_schema(request=NewCommentSerializer, responses={201: schemas.ref("OwnComment")}, parameters=[KEY])
    def create(self, request: Request, **_address: Any) -> Response:
        """Post a comment, which gets a receipt, or keep it as a draft. The same key, in body or header, is the same comment.

        With If-Match a draft that was saved elsewhere meanwhile is not overwritten (409).
        """
        given = checked(NewCommentSerializer, request)
        draft, item, parent = given.pop("draft"), given.pop("item"), given.pop("answers")
        keep = save_draft if draft else post_comment
        key = given.pop("client_key", None) or _client_key(request, self.target)
        above = self._parent(parent)
        words: Words = given  # type: ignore[assignment]
        base, actor = _given_base(request), actor_of(request)
        comment = _kept(
            keep, words, invitation=self.target, item_ref=item, client_key=key, parent=above, base_revision=base, actor=actor
        )
        return created(said_shape(self._one(comment.uid), self.target, {}), f"{request.path}{comment.uid}/", comment.revision)

    @extend_schema(responses={200: schemas.ref("SaidComment")})
    def retrieve(self, request: Request, **_address: Any) -> Response:  # noqa: ARG002
        read: Read = self.target
        led = where_it_led(read.invitation, [read.comment])
        response = Response(said_shape(read.comment, read.invitation, led))
        # How often another person rewrote a comment is nobody else's business.
        return with_etag(response, read.comment.revision) if read.comment.invitation_id == read.invitation.pk else response

    @extend_schema(request=ChangedWordsSerializer, responses={200: schemas.ref("OwnComment")}, parameters=[schemas.IF_MATCH])
    def partial_update(self, request: Request, **_address: Any) -> Response:
        """Change what one's comment says. 409 holds what it says now where it was changed elsewhere meanwhile."""
        reader, comment = self.target.invitation, self.target.comment
        base, actor = base_revision(request), actor_of(request)
        words: Words = {**_words_of(comment), **checked(ChangedWordsSerializer, request)}  # type: ignore[typeddict-item]
        if comment.state == CommentState.DRAFT:
            ref, key = comment.item.ref if comment.item else None, comment.client_key
            changed = _kept(
                save_draft,
                words,
                invitation=reader,
                item_ref=ref,
                parent=comment.parent,
                client_key=key,
                base_revision=base,
                actor=actor,
            )
        else:
            changed = edit_comment(comment=comment, base_revision=base, actor=actor, **words)
        return with_etag(Response(said_shape(changed, reader, {})), changed.revision)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, **_address: Any) -> Response:
        """Withdraw a posted comment; delete a draft."""
        comment: Comment = self.target.comment
        if comment.state == CommentState.DRAFT:
            discard_draft(comment=comment, actor=actor_of(request))
        else:
            withdraw_comment(comment=comment, actor=actor_of(request))
        return Response(status=204)

    def _one(self, uid: UUID) -> Comment:
        return member_lookups.comment(actor_of(self.request), self.target.uid, uid).comment

    def _parent(self, uid: UUID | None) -> Comment | None:
        if uid is None:
            return None
        try:
            return self._one(uid)
        except Http404 as error:
            raise Invalid(_("There is no such comment."), [Problem("answers", _("There is no such comment."))]) from error


class OwnPositions(Resource):
    """One's own positions and the group's."""

    access_rules: ClassVar = {
        **dict.fromkeys(("list", "take", "take_on_whole"), "roadmap.review"),
        "group": "roadmap.see_group",
    }
    lookups: ClassVar = {
        "list": finding.invitation,
        "group": finding.invitation,
        "take": member_lookups.place,
        "take_on_whole": member_lookups.whole,
    }

    @extend_schema(responses={200: schemas.page("Position")}, parameters=schemas.PAGING)
    def list(self, request: Request, **_address: Any) -> Response:
        rows = Position.objects.visible_to(request.user).filter(round=self.target.round_id).select_related("item")
        return page_of(rows.order_by("item__position", "for_group"), request, position_shape)

    @extend_schema(responses={200: schemas.page("Tally")}, parameters=schemas.PAGING)
    def group(self, request: Request, **_address: Any) -> Response:
        """How many members of the group took which stand, for its focal point; null where too few did to be shown, or nobody.

        The whole first (``item`` null), then every item that wants a position.
        """
        held = tallies(self.target)
        refs = ["", *sorted(entry.ref for entry in wanted_of(shown_document(self.target)))]
        return page_of(refs, request, lambda ref: tally_shape(ref, held.get(ref, NOTHING)))

    @extend_schema(request=StandSerializer, responses={200: schemas.ref("Position")})
    def take(self, request: Request, **_address: Any) -> Response:
        """Take or change a position on an item. The group's needs If-Match (``"0"`` where there is none yet)."""
        return self._take(request)

    @extend_schema(request=StandSerializer, responses={200: schemas.ref("Position")})
    def take_on_whole(self, request: Request, **_address: Any) -> Response:
        """The same on the whole version."""
        return self._take(request)

    def _take(self, request: Request) -> Response:
        place: Place = self.target
        mine, ref = place.invitation, place.ref
        given = checked(StandSerializer, request)
        base = _given_base(request)
        if given["for_group"] and mine.is_focal_point and base is None:
            raise PreconditionRequired
        position = take_position(invitation=mine, item_ref=ref, base_revision=base, actor=actor_of(request), **given)
        return with_etag(Response(position_shape(position)), position.revision)


def _kept(keep: Callable[..., Comment | None], words: Words, **place: Any) -> Comment:
    """The comment or draft; raises Invalid for a draft of nothing: a program is told, and one that was there stays."""
    comment = None if keep is save_draft and not is_written(words) else keep(**place, **words)
    if comment is None:
        raise Invalid(_("The comment is empty."), [Problem("text", _("Write what you want to say."))])
    return comment


def _given_base(request: Request) -> int | None:
    return base_revision(request) if "If-Match" in request.headers else None


def _client_key(request: Request, invitation: Invitation) -> UUID:
    """The comment's key out of Idempotency-Key; a new one without."""
    given = request.headers.get("Idempotency-Key", "")
    if not given:
        return uuid.uuid4()
    if len(given) > 80 or not given.isascii():
        raise Invalid(_("An Idempotency-Key has 1 to 80 visible ASCII characters."))
    return uuid.uuid5(invitation.uid, given)


def _words_of(comment: Comment) -> dict[str, Any]:
    named = ("kind", "visibility", "text", "proposed", "quote", "theme")
    return {name: getattr(comment, name) for name in named}
