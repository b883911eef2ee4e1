"""``/groups/``: seen by the office, managed by administrators; members only for these."""

from dataclasses import asdict
from typing import ClassVar
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import actor_of
from accounts.api.base import Resource, if_match, with_etag
from accounts.api.serializers import (
    FocalPointSerializer,
    GroupDetailsSerializer,
    GroupSerializer,
    MemberSerializer,
    NewMemberSerializer,
)
from accounts.domain import groups
from accounts.domain.groups import GroupDetails
from accounts.enums import GroupKind
from accounts.lookups import visible_group, visible_membership
from accounts.models import Group

VIEW = "accounts.view_groups"
MANAGE = "accounts.manage_groups"


class Groups(Resource):
    serializer_class = GroupSerializer
    access_rules: ClassVar = {
        "list": VIEW,
        "retrieve": VIEW,
        "create": MANAGE,
        "partial_update": MANAGE,
        "destroy": MANAGE,
    }

    @extend_schema(parameters=[OpenApiParameter("q", str), OpenApiParameter("kind", str)])
    def list(self, request: Request) -> Response:
        found = Group.objects.visible_to(request.user).matching(request.query_params.get("q", ""))
        if request.query_params.get("kind") in GroupKind.values:
            found = found.filter(kind=request.query_params["kind"])
        return self.listed(found.with_member_counts(), GroupSerializer)

    @extend_schema(request=GroupDetailsSerializer, responses={201: GroupSerializer})
    def create(self, request: Request) -> Response:
        details = GroupDetails(**self.given(GroupDetailsSerializer))
        group = groups.add_group(details=details, actor=actor_of(request))
        return self._shown(visible_group(request.user, group.uid), status=201)

    def retrieve(self, request: Request, uid: UUID) -> Response:  # noqa: ARG002 the signature is DRF's
        return self._shown(self.find(visible_group, uid=uid))

    @extend_schema(request=GroupDetailsSerializer, responses=GroupSerializer)
    def partial_update(self, request: Request, uid: UUID) -> Response:
        """A text that is sent replaces the whole text, in all its languages."""
        group = self.find(visible_group, uid=uid)
        given = self.given(GroupDetailsSerializer, asdict(GroupDetails.of(group)))
        groups.edit_group(group=group, details=GroupDetails(**given), actor=actor_of(request), seen=if_match(request))
        return self._shown(visible_group(request.user, uid))

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, uid: UUID) -> Response:
        groups.remove_group(group=self.find(visible_group, uid=uid), actor=actor_of(request))
        return Response(status=204)

    def _shown(self, group: Group, status: int = 200) -> Response:
        return with_etag(Response(GroupSerializer(group).data, status=status), GroupDetails.of(group))


class Members(Resource):
    serializer_class = MemberSerializer
    access_rules: ClassVar = dict.fromkeys(("list", "create", "partial_update", "destroy"), MANAGE)

    def list(self, request: Request, uid: UUID) -> Response:  # noqa: ARG002 the signature is DRF's
        group = self.find(visible_group, uid=uid)
        return self.listed(group.memberships.select_related("user").order_by("id"), MemberSerializer)

    @extend_schema(request=NewMemberSerializer, responses={201: MemberSerializer})
    def create(self, request: Request, uid: UUID) -> Response:
        group = self.find(visible_group, uid=uid)
        membership = groups.add_member(group=group, actor=actor_of(request), **self.given(NewMemberSerializer))
        return Response(MemberSerializer(membership).data, status=201)

    @extend_schema(request=FocalPointSerializer, responses=MemberSerializer)
    def partial_update(self, request: Request, uid: UUID, member: UUID) -> Response:
        membership = self.find(visible_membership, uid=uid, member=member)
        groups.set_focal_point(membership=membership, actor=actor_of(request), **self.given(FocalPointSerializer))
        return Response(MemberSerializer(membership).data)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, uid: UUID, member: UUID) -> Response:
        membership = self.find(visible_membership, uid=uid, member=member)
        groups.remove_member(membership=membership, actor=actor_of(request))
        return Response(status=204)
