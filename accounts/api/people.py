"""``/people/``, for administrators."""

from dataclasses import asdict
from typing import Any, ClassVar

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import actor_of
from accounts.api.base import SerializedResource, created, if_match, with_etag
from accounts.api.idempotency import idempotent
from accounts.api.serializers import NewPersonSerializer, PersonDetailsSerializer, PersonSerializer
from accounts.domain import people
from accounts.domain.people import PersonDetails
from accounts.enums import Role
from accounts.lookups import visible_person
from accounts.models import User

MANAGE = "accounts.manage_people"


class People(SerializedResource):
    serializer_class = PersonSerializer
    access_rules: ClassVar = dict.fromkeys(("list", "create", "retrieve", "partial_update", "deactivate", "reactivate"), MANAGE)
    lookups: ClassVar = dict.fromkeys(("retrieve", "partial_update", "deactivate", "reactivate"), visible_person)

    @extend_schema(parameters=[OpenApiParameter("q", str), OpenApiParameter("role", str)])
    def list(self, request: Request) -> Response:
        found = User.objects.visible_to(request.user).matching(request.query_params.get("q", ""))
        if request.query_params.get("role") in Role.values:
            found = found.filter(role=request.query_params["role"])
        return self.listed(found.order_by("email"), PersonSerializer)

    @extend_schema(request=NewPersonSerializer, responses={201: PersonSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        given = self.given(NewPersonSerializer)
        send_mail = given.pop("send_mail")
        person = people.add_person(details=PersonDetails(**given), send_mail=send_mail, actor=actor_of(request))
        return created(PersonSerializer(person).data, f"{request.path}{person.uid}/")

    def retrieve(self, request: Request, **_address: Any) -> Response:  # noqa: ARG002 the signature is DRF's
        return self._shown(self.target)

    @extend_schema(request=PersonDetailsSerializer, responses=PersonSerializer)
    def partial_update(self, request: Request, **_address: Any) -> Response:
        person = self.target
        given = self.given(PersonDetailsSerializer, asdict(PersonDetails.of(person)))
        people.edit_person(person=person, details=PersonDetails(**given), actor=actor_of(request), seen=if_match(request))
        return self._shown(person)

    @extend_schema(request=None, responses=PersonSerializer)
    @idempotent
    def deactivate(self, request: Request, **_address: Any) -> Response:
        person = self.target
        people.deactivate_person(person=person, actor=actor_of(request))
        return Response(PersonSerializer(person).data)

    @extend_schema(request=None, responses=PersonSerializer)
    @idempotent
    def reactivate(self, request: Request, **_address: Any) -> Response:
        person = self.target
        people.reactivate_person(person=person, actor=actor_of(request))
        return Response(PersonSerializer(person).data)

    def _shown(self, person: User) -> Response:
        return with_etag(Response(PersonSerializer(person).data), PersonDetails.of(person))
