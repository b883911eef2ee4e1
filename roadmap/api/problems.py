"""Errors as problem details (RFC 9457): ``type``, ``title``, ``status``, ``detail``, and the fields that are wrong."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import exception_handler, set_rollback

from accounts.domain.errors import Refused
from accounts.domain.repetitions import ShownOnce
from roadmap.api.renderers import PROBLEM
from roadmap.domain.comments import Clash as CommentClash
from roadmap.domain.drafting import Clash
from roadmap.domain.positions import PositionClash
from roadmap.models import Comment, Position

TITLES = {
    400: "bad-request",
    401: "not-signed-in",
    403: "forbidden",
    404: "not-found",
    405: "method-not-allowed",
    406: "not-acceptable",
    409: "conflict",
    412: "precondition-failed",
    413: "too-large",
    415: "unsupported-media-type",
    422: "refused",
    428: "precondition-required",
    429: "too-many-requests",
}

NOT_FOUND = gettext_lazy("There is nothing here that you can see.")


class PreconditionRequired(exceptions.APIException):
    """An edit must say which revision it started from."""

    status_code = 428
    default_detail = gettext_lazy("Send If-Match with the ETag that you read.")


class PreconditionFailed(exceptions.APIException):
    status_code = 412
    default_detail = gettext_lazy("If-Match is not an ETag of this resource.")


def problem(status: int, detail: str, *, code: str = "", **more: Any) -> Response:
    """One problem as a response."""
    return Response({**body_of(status, detail, code=code), **more}, status=status, content_type=PROBLEM)


def body_of(status: int, detail: str, *, code: str = "") -> dict[str, Any]:
    title = code or TITLES.get(status, "error")
    return {"type": f"urn:scne:{title}", "title": title, "status": status, "detail": detail}


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: refusals of the domain, and DRF's own errors, in one form."""
    if isinstance(error, Refused):
        set_rollback()
        return _refusal(error, context["request"])
    if isinstance(error, Http404 | exceptions.NotFound):
        set_rollback()
        return problem(404, str(NOT_FOUND))
    if isinstance(error, PermissionDenied):
        set_rollback()
        return problem(403, _("You may see this but not do this."))
    response = exception_handler(error, context)
    if response is None:
        return None
    told = problem(response.status_code, _detail(error), **_fields(error))
    for name in ("WWW-Authenticate", "Retry-After"):
        if name in response.headers:
            told[name] = response.headers[name]
    return told


def _refusal(error: Refused, request: Request) -> Response:
    more: dict[str, Any] = {}
    if error.problems:
        more["errors"] = [{"path": p.path, "line": p.line, "message": str(p.message)} for p in error.problems]
    if isinstance(error, Clash):
        more["revision"] = error.revision
        more["contested"] = [{"path": c.path, "mine": c.mine, "theirs": c.theirs} for c in error.contested]
    if isinstance(error, CommentClash | PositionClash):
        more["revision"] = error.current.revision
        more["contested"] = list(_contested(error.current, request))
    told = problem(error.status, str(error.message), code=error.code, **more)
    if isinstance(error, ShownOnce) and error.location:
        told["Location"] = error.location
    return told


def _contested(current: Comment | Position, request: Request) -> Iterator[dict[str, Any]]:
    """What was sent and what stands, where they differ."""
    sent: Any = request.data
    for path in ("kind", "visibility", "text", "proposed", "quote", "stand", "conditions"):
        mine, theirs = sent.get(path), getattr(current, path, None)
        if mine is not None and theirs is not None and mine != theirs:
            yield {"path": path, "mine": mine, "theirs": theirs}


def _detail(error: Exception) -> str:
    if isinstance(error, exceptions.ValidationError):
        return _("Some fields need your attention.")
    detail = getattr(error, "detail", "")
    return str(detail)


def _fields(error: Exception) -> dict[str, Any]:
    if not isinstance(error, exceptions.ValidationError):
        return {}
    return {"errors": list(_flatten("", error.detail))}


def _flatten(path: str, detail: Any) -> Any:
    if isinstance(detail, dict):
        for name, inner in detail.items():
            yield from _flatten(f"{path}.{name}" if path else str(name), inner)
    elif isinstance(detail, list):
        for inner in detail:
            yield from _flatten(path, inner)
    else:
        yield {"path": path, "line": 0, "message": str(detail)}
