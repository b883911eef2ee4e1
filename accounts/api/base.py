"""What every resource of the API shares: the declared rule, the object that an address names, bodies and lists."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer, Serializer
from rest_framework.viewsets import GenericViewSet, ViewSet

from accounts.access import PUBLIC, SIGNED_IN
from accounts.domain.editing import fingerprint
from accounts.domain.errors import Invalid

Lookup = Callable[..., Any]


class Resource(ViewSet):
    """A resource whose actions each declare a rule and, where the address names an object, how it is looked up.

    Both are applied before the action runs: ``lookups[action](user, **address)`` finds ``target`` among what the person may see
    (404), then ``access_rules[action]`` decides on it (403). ``lookups["*"]`` serves the actions that are not named.
    """

    access_rules: ClassVar[dict[str, str]] = {}
    lookups: ClassVar[dict[str, Lookup]] = {}
    target: Any = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if "%00" in request.META.get("QUERY_STRING", ""):
            raise ParseError(_("NUL characters are not accepted."))
        if self.action in self.access_rules:
            self.target = self._found(request, kwargs)
            self._require(request)

    def _found(self, request: Request, address: Mapping[str, Any]) -> Any:
        lookup = self.lookups.get(self.action) or self.lookups.get("*")
        if lookup is not None:
            return lookup(request.user, **address)
        if address:
            raise ImproperlyConfigured(f"{type(self).__name__}.{self.action} declares no lookup")
        return None

    def _require(self, request: Request) -> None:
        rule = self.access_rules[self.action]
        if rule not in {PUBLIC, SIGNED_IN} and not request.user.has_perm(rule, self.target):
            raise PermissionDenied


class SerializedResource(Resource, GenericViewSet[Any]):
    """A resource whose answers are described by serializers."""

    def get_queryset(self) -> QuerySet[Any]:
        """For the OpenAPI description alone: it reads the types of an address's parts from the model."""
        rows: QuerySet[Any] = self.serializer_class.Meta.model.objects.none()  # type: ignore[union-attr]
        return rows

    def listed(self, rows: "QuerySet[Any]", serializer: type[BaseSerializer[Any]]) -> Response:
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(serializer(page, many=True).data)

    def given(self, serializer: type[Serializer[Any]], so_far: dict[str, Any] | None = None) -> dict[str, Any]:
        """What was sent, checked; for a change (``so_far``) filled up with what is there already."""
        reading = serializer(data=self.request.data, partial=so_far is not None)
        reading.is_valid(raise_exception=True)
        return (so_far or {}) | dict(reading.validated_data)

    def asked(self, serializer: type[Serializer[Any]]) -> dict[str, Any]:
        """The filters in the address, checked; what is left out or empty does not restrict. Raises ValidationError."""
        reading = serializer(data={name: value for name, value in self.request.query_params.items() if value})
        reading.is_valid(raise_exception=True)
        return dict(reading.validated_data)


def body_map(request: Request) -> Mapping[str, Any]:
    """The body as a JSON object. Raises Invalid."""
    if not isinstance(request.data, Mapping):
        raise Invalid(_("Send a JSON object."))
    return request.data


def checked(serializer: type[BaseSerializer[Any]], request: Request) -> dict[str, Any]:
    """The body as ``serializer`` checks it. Raises ValidationError naming each field."""
    given = serializer(data=body_map(request))
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


def created(data: Any, location: str) -> Response:
    """201 with the address of what was made."""
    return Response(data, status=201, headers={"Location": location})


def with_etag(response: Response, details: Any) -> Response:
    """The fingerprint of what can be edited, as an ETag."""
    response["ETag"] = f'"{fingerprint(details)}"'
    return response


def if_match(request: Request) -> str:
    """What an edit says that it has seen (If-Match); nothing asks for no check. A clash answers 409 with both values."""
    return request.headers.get("If-Match", "").removeprefix("W/").strip().strip('"')
