"""``/groups/``: seen by the office, managed by administrators; members only for these."""

from dataclasses import asdict
from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import actor_of
from accounts.api.base import SerializedResource, created, if_match, with_etag
from accounts.api.idempotency import idempotent
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


class Groups(SerializedResource):
    serializer_class = GroupSerializer
    access_rules: ClassVar = {
        "list": VIEW,
        "retrieve": VIEW,
        "create": MANAGE,
        "partial_update": MANAGE,
        "destroy": MANAGE,
    }
    lookups: ClassVar = dict.fromkeys(("retrieve", "partial_update", "destroy"), visible_group)

    @extend_schema(parameters=[OpenApiParameter("q", str), OpenApiParameter("kind", str)])
    def list(self, request: Request) -> Response:
        found = Group.objects.visible_to(request.user).matching(request.query_params.get("q", ""))
        if request.query_params.get("kind") in GroupKind.values:
            found = found.filter(kind=request.query_params["kind"])
        return self.listed(found.with_member_counts(), GroupSerializer)

    @extend_schema(request=GroupDetailsSerializer, responses={201: GroupSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        details = GroupDetails(**self.given(GroupDetailsSerializer))
        group = visible_group(request.user, groups.add_group(details=details, actor=actor_of(request)).uid)
        return with_etag(created(GroupSerializer(group).data, f"{request.path}{group.uid}/"), GroupDetails.of(group))

    def retrieve(self, request: Request, **_address: Any) -> Response:  # noqa: ARG002 the signature is DRF's
        return self._shown(self.target)

    @extend_schema(request=GroupDetailsSerializer, responses=GroupSerializer)
    def partial_update(self, request: Request, uid: UUID) -> Response:
        """A text that is sent replaces the whole text, in all its languages."""
        group = self.target
        given = self.given(GroupDetailsSerializer, asdict(GroupDetails.of(group)))
        groups.edit_group(group=group, details=GroupDetails(**given), actor=actor_of(request), seen=if_match(request))
        return self._shown(visible_group(request.user, uid))

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, **_address: Any) -> Response:
        groups.remove_group(group=self.target, actor=actor_of(request))
        return Response(status=204)

    def _shown(self, group: Group) -> Response:
        return with_etag(Response(GroupSerializer(group).data), GroupDetails.of(group))


class Members(SerializedResource):
    serializer_class = MemberSerializer
    access_rules: ClassVar = dict.fromkeys(("list", "create", "partial_update", "destroy"), MANAGE)
    lookups: ClassVar = {"list": visible_group, "create": visible_group, "*": visible_membership}

    def list(self, request: Request, **_address: Any) -> Response:  # noqa: ARG002 the signature is DRF's
        return self.listed(self.target.memberships.select_related("user").order_by("id"), MemberSerializer)

    @extend_schema(request=NewMemberSerializer, responses={201: MemberSerializer})
    @idempotent
    def create(self, request: Request, **_address: Any) -> Response:
        membership = groups.add_member(group=self.target, actor=actor_of(request), **self.given(NewMemberSerializer))
        return created(MemberSerializer(membership).data, f"{request.path}{membership.user.uid}/")

    @extend_schema(request=FocalPointSerializer, responses=MemberSerializer)
    def partial_update(self, request: Request, **_address: Any) -> Response:
        membership = self.target
        groups.set_focal_point(membership=membership, actor=actor_of(request), **self.given(FocalPointSerializer))
        return Response(MemberSerializer(membership).data)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, **_address: Any) -> Response:
        groups.remove_member(membership=self.target, actor=actor_of(request))
        return Response(status=204)
