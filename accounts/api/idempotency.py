"""``Idempotency-Key``: a POST that is repeated is carried out once. Every POST of the API is decorated with one of these two."""

import functools
import hashlib
import re
from collections.abc import Callable
from typing import Any

import orjson
from django.db import transaction
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import actor_of
from accounts.domain.errors import Invalid
from accounts.domain.repetitions import ShownOnce, claim_key, keep_answer
from accounts.models import IdempotencyKey

Method = Callable[..., Response]
KEY = OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, description="Makes a repetition harmless")
_VALID = re.compile(r"[\x21-\x7e]{1,80}")


def idempotent(method: Method) -> Method:
    """A POST that is repeated with the same ``Idempotency-Key`` is carried out once and answered alike.

    The key is kept in the transaction of what it did: a second request waits for the first and gets its answer. The same key
    with another body is refused (409). The declared rule was applied before, also to a repetition.
    """
    return _once(method, _replayed, is_kept=True)


def idempotent_shown_once(method: Method) -> Method:
    """The same for an answer that is shown once, such as a token: it is never written down, and a repetition is refused (409)."""
    return _once(method, _refused, is_kept=False)


def _once(method: Method, repeated: Callable[[IdempotencyKey], Response], *, is_kept: bool) -> Method:
    @functools.wraps(method)
    def inner(self: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = request.headers.get("Idempotency-Key", "")
        if not key:
            return method(self, request, *args, **kwargs)
        if not _VALID.fullmatch(key):
            raise Invalid(_("An Idempotency-Key has 1 to 80 visible ASCII characters."))
        with transaction.atomic():
            row, is_new = claim_key(key=key, digest=_digest(request), actor=actor_of(request))
            if not is_new:
                return repeated(row)
            response = method(self, request, *args, **kwargs)
            keep_answer(
                row=row,
                status=response.status_code,
                body=orjson.loads(orjson.dumps(response.data, default=str)) if is_kept else None,
                location=response.headers.get("Location", ""),
                etag=response.headers.get("ETag", ""),
            )
        return response

    inner.is_idempotent = True  # type: ignore[attr-defined]
    return inner


def _digest(request: Request) -> str:
    body = orjson.dumps(request.data, option=orjson.OPT_SORT_KEYS, default=str)
    return hashlib.sha256(f"{request.method} {request.path}\n".encode() + body).hexdigest()


def _replayed(row: IdempotencyKey) -> Response:
    response = Response(row.body, status=row.status)
    for name, value in (("Location", row.location), ("ETag", row.etag)):
        if value:
            response[name] = value
    response["Idempotency-Replayed"] = "true"
    return response


def _refused(row: IdempotencyKey) -> Response:
    raise ShownOnce(row.location)
