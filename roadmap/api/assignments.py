"""Who works on a roadmap, for administrators."""

from typing import Any, ClassVar
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import actor_of
from accounts.api.base import Resource, checked
from accounts.api.idempotency import idempotent
from accounts.domain.errors import Invalid, Problem
from accounts.models import User
from roadmap.api import finding, schemas
from roadmap.api.pagination import page_of
from roadmap.domain.assigning import assign, unassign
from roadmap.enums import AssignmentRole
from roadmap.models import Assignment


class AssignmentSerializer(serializers.Serializer[Any]):
    person = serializers.UUIDField()
    role = serializers.ChoiceField(choices=AssignmentRole.choices)


def assignment(user: User, key: str, person: UUID) -> Assignment:
    rows = Assignment.objects.select_related("roadmap", "user").filter(roadmap=finding.roadmap(user, key))
    return get_object_or_404(rows, user__uid=person)


class Assignments(Resource):
    access_rules: ClassVar = dict.fromkeys(("list", "create", "destroy"), "roadmap.assign")
    lookups: ClassVar = {"destroy": assignment, "*": finding.roadmap}

    @extend_schema(responses={200: schemas.page("Assignment")}, parameters=schemas.PAGING)
    def list(self, request: Request, **_address: Any) -> Response:
        return page_of(self.target.assignments.select_related("user"), request, _shape)

    @extend_schema(request=AssignmentSerializer, responses={200: schemas.ref("Assignment")})
    @idempotent
    def create(self, request: Request, **_address: Any) -> Response:
        """Give a facilitator or monitor a place, or another one."""
        given = checked(AssignmentSerializer, request)
        person = User.objects.visible_to(request.user).active().filter(uid=given["person"]).first()
        if person is None:
            raise Invalid(_("There is no such person."), [Problem("person", _("There is no such person."))])
        return Response(_shape(assign(roadmap=self.target, person=person, role=given["role"], actor=actor_of(request))))

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, **_address: Any) -> Response:
        unassign(assignment=self.target, actor=actor_of(request))
        return Response(status=204)


def _shape(each: Assignment) -> dict[str, Any]:
    return {"person": each.user.uid, "display_name": each.user.display_name, "role": each.role}
