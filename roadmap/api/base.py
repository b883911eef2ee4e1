"""What every resource of the API shares: the declared rule, ETags, idempotent posts."""

import functools
import hashlib
import re
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import orjson
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import ViewSet

from accounts.access import PUBLIC, SIGNED_IN, actor_of
from accounts.domain.errors import Conflict, Invalid
from roadmap.api.problems import PreconditionFailed, PreconditionRequired
from roadmap.models import IdempotencyKey

Method = Callable[..., Response]
Lookup = Callable[..., Any]
_KEY = re.compile(r"^[\x21-\x7e]{1,80}$")


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


def with_etag(response: Response, revision: int) -> Response:
    response["ETag"] = f'"{revision}"'
    return response


def base_revision(request: Request) -> int:
    """The revision that an edit started from, out of If-Match. Raises 428 without it, 412 when it is none of ours."""
    found = re.fullmatch(r"\d{1,9}", if_match(request))
    if not found:
        raise PreconditionFailed
    return int(found[0])


def if_match(request: Request) -> str:
    """The ETag that a change started from. Raises 428 without it, 412 when it is none of ours."""
    given = request.headers.get("If-Match", "").strip()
    if not given:
        raise PreconditionRequired
    found = re.fullmatch(r'(?:W/)?"([0-9a-f]{1,64})"', given, re.ASCII)
    if not found:
        raise PreconditionFailed
    return found[1]


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


def idempotent(method: Method) -> Method:
    """A POST that is repeated with the same ``Idempotency-Key`` is carried out once and answered alike.

    The key is kept in the transaction of what it did: a second request waits for the first and gets its answer. The same key
    with another body is refused (409). The declared rule was applied before, also to a repetition.
    """

    @functools.wraps(method)
    def inner(self: Resource, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = request.headers.get("Idempotency-Key", "")
        if not key:
            return method(self, request, *args, **kwargs)
        if not _KEY.match(key):
            raise Invalid(_("An Idempotency-Key has 1 to 80 visible ASCII characters."))
        digest = _digest(request)
        with transaction.atomic():
            row, made = IdempotencyKey.objects.get_or_create(user=actor_of(request), key=key, defaults={"request_digest": digest})
            if not made:
                return _replayed(row, digest)
            response = method(self, request, *args, **kwargs)
            row.status, row.body = response.status_code, orjson.loads(orjson.dumps(response.data, default=str))
            row.location = response.headers.get("Location", "")
            row.save()
        return response

    return inner


def _digest(request: Request) -> str:
    body = orjson.dumps(request.data, option=orjson.OPT_SORT_KEYS, default=str)
    return hashlib.sha256(f"{request.method} {request.path}\n".encode() + body).hexdigest()


def _replayed(row: IdempotencyKey, digest: str) -> Response:
    if row.request_digest != digest:
        raise Conflict(_("This Idempotency-Key was used for another request."))
    response = Response(row.body, status=row.status)
    if row.location:
        response["Location"] = row.location
    response["Idempotency-Replayed"] = "true"
    return response


def created(data: Any, location: str, revision: int | None = None) -> Response:
    """201 with the address of what was made."""
    response = Response(data, status=201)
    response["Location"] = location
    return with_etag(response, revision) if revision is not None else response
