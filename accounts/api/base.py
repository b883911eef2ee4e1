"""What the resources of this app share."""

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from django.db.models import Model, QuerySet
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer, Serializer
from rest_framework.viewsets import GenericViewSet

from accounts.access import require
from accounts.domain.editing import fingerprint

T = TypeVar("T", bound=Model)


def with_etag(response: Response, details: Any) -> Response:
    """The fingerprint of what can be edited, as an ETag."""
    response["ETag"] = f'"{fingerprint(details)}"'
    return response


def if_match(request: Request) -> str:
    """What an edit says that it has seen (If-Match); nothing asks for no check. A clash answers 409 with both values."""
    return request.headers.get("If-Match", "").removeprefix("W/").strip().strip('"')


class Resource(GenericViewSet[Any]):
    """Actions declare their rule in ``access_rules``; :meth:`find` applies it to the object that an address names."""

    access_rules: ClassVar[dict[str, str]] = {}

    def get_queryset(self) -> QuerySet[Any]:
        """For the OpenAPI description alone: it reads the types of an address's parts from the model."""
        rows: QuerySet[Any] = self.serializer_class.Meta.model.objects.none()  # type: ignore[union-attr]
        return rows

    def find(self, lookup: Callable[..., T], **names: Any) -> T:
        """What the person may see (else 404), if the rule of the action allows it (else 403)."""
        target = lookup(self.request.user, **names)
        require(self.request, self.access_rules.get(self.action, ""), target)
        return target

    def listed(self, rows: "QuerySet[Any]", serializer: type[BaseSerializer[Any]]) -> Response:
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(serializer(page, many=True).data)

    def given(self, serializer: type[Serializer[Any]], so_far: dict[str, Any] | None = None) -> dict[str, Any]:
        """What was sent, checked; for a change (``so_far``) filled up with what is there already."""
        reading = serializer(data=self.request.data, partial=so_far is not None)
        reading.is_valid(raise_exception=True)
        return (so_far or {}) | dict(reading.validated_data)
