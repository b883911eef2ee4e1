"""The groups and members invited to a round, as the office sees them: by pseudonym."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import actor_of
from accounts.api.base import Resource, checked
from accounts.api.idempotency import idempotent, idempotent_shown_once
from accounts.domain.errors import Invalid, Problem
from accounts.domain.identities import read_identities
from accounts.models import Group
from roadmap.api import finding, schemas
from roadmap.api.pagination import page_of
from roadmap.api.shapes import member_shape
from roadmap.domain.document import from_canonical
from roadmap.domain.invitations import invite_group, issue_codes, withdraw_invitation
from roadmap.domain.queries.deliveries import members_of
from roadmap.web.rounds import lookups


class InviteSerializer(serializers.Serializer[Any]):
    group = serializers.SlugField(max_length=60)
    withheld = serializers.ListField(child=serializers.CharField(max_length=120), required=False)


class InvitedGroups(Resource):
    access_rules: ClassVar = {
        "create": "roadmap.manage_round",
        "members": "roadmap.view_round",
        "preview": "roadmap.view_round",
        "codes": "roadmap.manage_round",
    }
    lookups: ClassVar = {"create": finding.round_, "*": lookups.round_group}

    @extend_schema(request=InviteSerializer, responses={200: schemas.shape(invited=schemas.INT)})
    @idempotent
    def create(self, request: Request, **_address: Any) -> Response:
        """Invite a group to an open round, or those who joined it since."""
        given = checked(InviteSerializer, request)
        group = Group.objects.visible_to(request.user).filter(key=given["group"]).first()
        if group is None:
            message = _("There is no group “%(key)s”.") % {"key": given["group"]}
            raise Invalid(message, [Problem("group", message)])
        withheld = given.get("withheld", ())
        invited = invite_group(round=self.target, group=group, withheld=withheld, actor=actor_of(request))
        return Response({"invited": len(invited)})

    @extend_schema(responses={200: schemas.page("InvitedMember")}, parameters=schemas.PAGING)
    def members(self, request: Request, **_address: Any) -> Response:
        return page_of(members_of(self.target), request, member_shape)

    @extend_schema(responses={200: schemas.ref("RoadmapFile")})
    def preview(self, request: Request, **_address: Any) -> Response:  # noqa: ARG002 DRF's signature
        """The version as this group is shown it."""
        document = from_canonical(self.target.round.version.canonical)
        return Response(document.for_group({item.ref for item in self.target.withheld.all()}).as_dict())

    @extend_schema(request=None, responses={200: schemas.array("Slip")})
    @idempotent_shown_once
    def codes(self, request: Request, **_address: Any) -> Response:
        """Codes to be handed over in person. Shown this once, to no repetition; those given out before stop working."""
        slips = issue_codes(round=self.target.round, group=self.target.group, actor=actor_of(request))
        return Response([{"code": s.code, "language": s.language, "is_focal_point": s.is_focal_point} for s in slips])


class ReasonSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=300)


class InvitedMembers(Resource):
    access_rules: ClassVar = {"withdraw": "roadmap.manage_round", "person": "roadmap.read_identity"}
    lookups: ClassVar = {"*": lookups.invitation}

    @extend_schema(request=None, responses={204: None})
    @idempotent
    def withdraw(self, request: Request, **_address: Any) -> Response:
        """Take an invitation back. What was said stays."""
        withdraw_invitation(invitation=self.target, actor=actor_of(request))
        return Response(status=204)

    @extend_schema(
        request=ReasonSerializer,
        responses={200: schemas.shape(uid=schemas.UID, display_name=schemas.STR, email=schemas.STR)},
    )
    @idempotent_shown_once
    def person(self, request: Request, **_address: Any) -> Response:
        """Who is behind the pseudonym: a permission of its own. The reason is written into the audit trail before the answer."""
        reason = checked(ReasonSerializer, request)["reason"]
        read_identities(subject=f"invitation {self.target.uid}", reason=reason, actor=actor_of(request))
        person = self.target.user
        return Response({"uid": person.uid, "display_name": person.display_name, "email": person.email})
