"""Review rounds as the office prepares, opens and closes them."""

import hashlib
from typing import Any, ClassVar

import orjson
from django.db import transaction
from django.db.models import Prefetch
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import actor_of
from accounts.api.base import Resource, checked
from accounts.api.idempotency import idempotent
from accounts.domain.errors import Invalid, Problem
from accounts.models import Group
from roadmap.api import filters, finding, schemas
from roadmap.api.base import created, if_match
from roadmap.api.pagination import page_of
from roadmap.api.problems import PreconditionFailed
from roadmap.api.shapes import delivery_shape, mail_shape, round_shape
from roadmap.domain.notifications import resend_bounced
from roadmap.domain.queries.deliveries import deliveries
from roadmap.domain.responses import release_answers
from roadmap.domain.rounds import change_round, close_round, discard_round, extend_round, open_round, prepare_round
from roadmap.enums import MailKind, MailState, RoundState, Visibility
from roadmap.models import OutboxMail, Round, RoundGroup, Version


class LongTextSerializer(serializers.Serializer[Any]):
    """A text in up to three languages."""

    en = serializers.CharField(required=False, allow_blank=True, max_length=10_000)
    ar = serializers.CharField(required=False, allow_blank=True, max_length=10_000)
    ku = serializers.CharField(required=False, allow_blank=True, max_length=10_000)


class TermsSerializer(serializers.Serializer[Any]):
    """The terms of a round. ``groups`` and the names in ``withheld`` are keys of groups; what is withheld are refs."""

    version = serializers.IntegerField(min_value=1, max_value=10**9)
    groups = serializers.ListField(child=serializers.SlugField(max_length=60), max_length=500)
    withheld = serializers.DictField(child=serializers.ListField(child=serializers.CharField(max_length=120)), required=False)
    closes_at = serializers.DateTimeField()
    remind_at = serializers.DateTimeField(required=False, allow_null=True)
    questions = LongTextSerializer(required=False)
    widest_visibility = serializers.ChoiceField(choices=Visibility.choices, required=False)
    show_group_names = serializers.BooleanField(required=False)


class ChangedTermsSerializer(TermsSerializer):
    version = serializers.IntegerField(min_value=1, max_value=10**9, required=False)
    groups = serializers.ListField(child=serializers.SlugField(max_length=60), max_length=500, required=False)
    closes_at = serializers.DateTimeField(required=False)


class ClosingSerializer(serializers.Serializer[Any]):
    closes_at = serializers.DateTimeField()


ROUND = {200: schemas.ref("Round")}


class Rounds(Resource):
    access_rules: ClassVar = {
        "list": "roadmap.view_draft",
        "create": "roadmap.manage_round",
        "retrieve": "roadmap.view_round",
        "partial_update": "roadmap.manage_round",
        "destroy": "roadmap.manage_round",
        "open": "roadmap.manage_round",
        "extend": "roadmap.manage_round",
        "close": "roadmap.manage_round",
        "release": "roadmap.answer",
    }
    lookups: ClassVar = {"list": finding.roadmap, "create": finding.roadmap, "*": finding.round_}

    @extend_schema(
        responses={200: schemas.page("Round")},
        parameters=[*schemas.PAGING, filters.choice("state", RoundState)],
    )
    def list(self, request: Request, **_address: Any) -> Response:
        asked = filters.wanted(request, state="state")
        rows = Round.objects.visible_to(request.user).filter(roadmap=self.target, **asked).select_related("version")
        groups = RoundGroup.objects.select_related("group").prefetch_related("withheld")
        rows = rows.defer("version__canonical").prefetch_related(Prefetch("round_groups", groups))
        return page_of(rows, request, round_shape)

    @extend_schema(request=TermsSerializer, responses={201: schemas.ref("Round")})
    @idempotent
    def create(self, request: Request, **_address: Any) -> Response:
        """Prepare a round. Nobody is told before it is opened."""
        terms = self._terms(checked(TermsSerializer, request))
        made = prepare_round(actor=actor_of(request), **terms)
        response = created(round_shape(made), f"{request.path}{made.number}/")
        response["ETag"] = _etag(made)
        return response

    @extend_schema(responses=ROUND)
    def retrieve(self, request: Request, **_address: Any) -> Response:  # noqa: ARG002 DRF's signature
        return _answer(self.target)

    @extend_schema(request=ChangedTermsSerializer, responses=ROUND, parameters=[schemas.IF_MATCH])
    def partial_update(self, request: Request, **_address: Any) -> Response:
        """Change a round in preparation. The ETag covers all its terms: whoever saw others is told (412)."""
        terms = self._terms(checked(ChangedTermsSerializer, request))
        with transaction.atomic():
            seen = Round.objects.select_for_update(of=("self",)).select_related("version").get(pk=self.target.pk)
            if f'"{if_match(request)}"' != _etag(seen):
                raise PreconditionFailed(_("The round was changed meanwhile. Read it again."))
            return _answer(change_round(round=seen, actor=actor_of(request), **terms))

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, **_address: Any) -> Response:
        """Drop a round in preparation. What was opened is kept (409)."""
        discard_round(round=self.target, actor=actor_of(request))
        return Response(status=204)

    @extend_schema(request=None, responses=ROUND)
    @idempotent
    def open(self, request: Request, **_address: Any) -> Response:
        """Invite every member of the groups; the mails are promised in the same transaction."""
        return _answer(open_round(round=self.target, actor=actor_of(request)))

    @extend_schema(request=ClosingSerializer, responses=ROUND)
    @idempotent
    def extend(self, request: Request, **_address: Any) -> Response:
        """Give an open round more time."""
        closes_at = checked(ClosingSerializer, request)["closes_at"]
        return _answer(extend_round(round=self.target, closes_at=closes_at, actor=actor_of(request)))

    @extend_schema(request=None, responses=ROUND)
    @idempotent
    def close(self, request: Request, **_address: Any) -> Response:
        """Close an open round before its time."""
        return _answer(close_round(round=self.target, actor=actor_of(request)))

    @extend_schema(request=None, responses=ROUND)
    @idempotent
    def release(self, request: Request, **_address: Any) -> Response:
        """Show all answers of a closed round to the reviewers. 409 while a comment has none."""
        return _answer(release_answers(round=self.target, actor=actor_of(request)))

    def _terms(self, given: dict[str, Any]) -> dict[str, Any]:
        """What was sent, with versions and groups in place of their names. Raises Invalid for unknown ones."""
        roadmap = self.target.roadmap if isinstance(self.target, Round) else self.target
        problems: list[Problem] = []
        if "version" in given:
            given["version"] = Version.objects.filter(roadmap=roadmap, number=given["version"]).first()
            if given["version"] is None:
                problems.append(Problem("version", _("There is no such version.")))
        wanted = {*given.get("groups", ()), *given.get("withheld", ())}
        known = {group.key: group for group in Group.objects.visible_to(self.request.user).filter(key__in=wanted)}
        problems += [Problem("groups", _("There is no group “%(key)s”.") % {"key": key}) for key in sorted(wanted - set(known))]
        if problems:
            raise Invalid(_("Some fields need your attention."), problems)
        if "groups" in given:
            given["groups"] = [known[key] for key in given["groups"]]
        if "withheld" in given:
            given["withheld"] = {known[key]: set(refs) for key, refs in given["withheld"].items()}
        return given


class Deliveries(Resource):
    """How far the invitations have come."""

    access_rules: ClassVar = {"list": "roadmap.view_round", "mails": "roadmap.view_round", "retry": "roadmap.manage_round"}
    lookups: ClassVar = {"*": finding.round_}

    @extend_schema(responses={200: schemas.page("Delivery")}, parameters=schemas.PAGING)
    def list(self, request: Request, **_address: Any) -> Response:
        """Per group: how many mails are queued, sent, bounced; how many members came in and finished."""
        return page_of(deliveries(self.target), request, delivery_shape)

    @extend_schema(
        responses={200: schemas.page("Mail")},
        parameters=[*schemas.PAGING, filters.choice("state", MailState), filters.choice("kind", MailKind)],
    )
    def mails(self, request: Request, **_address: Any) -> Response:
        """The outbox of the round. Whom a mail goes to is told by pseudonym only."""
        asked = filters.wanted(request, state="state", kind="kind")
        rows = OutboxMail.objects.visible_to(request.user).filter(round=self.target, **asked)
        return page_of(rows.select_related("invitation__round_group__group"), request, mail_shape)

    @extend_schema(request=None, responses={200: schemas.shape(queued=schemas.INT)})
    @idempotent
    def retry(self, request: Request, **_address: Any) -> Response:
        """Send bounced mails once more."""
        return Response({"queued": resend_bounced(round=self.target, actor=actor_of(request))})


def _etag(round_: Round) -> str:
    return f'"{hashlib.sha256(orjson.dumps(round_shape(round_))).hexdigest()[:32]}"'


def _answer(round_: Round) -> Response:
    response = Response(round_shape(round_))
    response["ETag"] = _etag(round_)
    return response
