"""What every resource of the API shares: declared rules, ETags, idempotent posts."""

import functools
import hashlib
import json
import re
from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

import orjson
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from accounts.domain.errors import Conflict, Invalid
from roadmap.api.problems import PreconditionFailed, PreconditionRequired
from roadmap.models import IdempotencyKey

T = TypeVar("T")
Method = Callable[..., Response]
_KEY = re.compile(r"^[\x21-\x7e]{1,80}$")


class Resource(ViewSet):
    """A resource whose actions each declare a rule (``access_rules``); ``find`` checks it on the object."""

    access_rules: ClassVar[dict[str, str]] = {}

    def find(self, lookup: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """What ``lookup(user, …)`` finds among what the person may see (404), if the rule allows the action on it (403)."""
        target = lookup(self.request.user, *args, **kwargs)
        if not self.request.user.has_perm(self.access_rules[self.action], target):
            raise PermissionDenied
        return target


def with_etag(response: Response, revision: int) -> Response:
    response["ETag"] = f'"{revision}"'
    return response


def base_revision(request: Request) -> int:
    """The revision that an edit started from, out of If-Match. Raises 428 without it, 412 when it is none of ours."""
    given = request.headers.get("If-Match", "").strip()
    if not given:
        raise PreconditionRequired
    found = re.fullmatch(r'(?:W/)?"(\d{1,9})"', given)
    if not found:
        raise PreconditionFailed
    return int(found[1])


def idempotent(method: Method) -> Method:
    """A POST that is repeated with the same ``Idempotency-Key`` is carried out once and answered alike.

    The key is kept in the transaction of what it did: a second request waits for the first and gets its answer. The same key
    with another body is refused (409).
    """

    @functools.wraps(method)
    def inner(self: Resource, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = request.headers.get("Idempotency-Key", "")
        if not key:
            return method(self, request, *args, **kwargs)
        if not _KEY.match(key):
            raise Invalid(_("An Idempotency-Key has 1 to 80 visible ASCII characters."))
        body = json.dumps(request.data, sort_keys=True, default=str)
        digest = hashlib.sha256(f"{request.method} {request.path}\n{body}".encode()).hexdigest()
        with transaction.atomic():
            row, created = IdempotencyKey.objects.get_or_create(user=request.user, key=key, defaults={"request_digest": digest})
            if not created:
                return _replayed(row, digest)
            response = method(self, request, *args, **kwargs)
            row.status, row.body = response.status_code, orjson.loads(orjson.dumps(response.data, default=str))
            row.location = response.headers.get("Location", "")
            row.save()
        return response

    return inner


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
