"""What is answered where no action runs: addresses that do not exist, requests that cannot be read, and failures of our own."""

from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views import defaults

from roadmap.api.problems import NOT_FOUND, body_of
from roadmap.api.renderers import PROBLEM


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if _is_api(request):
        return _problem(404, str(NOT_FOUND))
    return defaults.page_not_found(request, exception)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 Django gives it by this name
    return _problem(400, _("The request cannot be read.")) if _is_api(request) else _page(400)


def failed(request: HttpRequest) -> HttpResponse:
    if _is_api(request):
        return _problem(500, _("This failed on our side. What you sent was not carried out."))
    return _page(500)


def _is_api(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def _page(status: int) -> HttpResponse:
    """Nothing is asked of the database here: it may be what failed."""
    return HttpResponse(render_to_string(f"{status}.html", {"quick_exit_to": settings.QUICK_EXIT_URL}), status=status)


def _problem(status: int, detail: str) -> HttpResponse:
    body: dict[str, Any] = body_of(status, detail)
    return HttpResponse(orjson.dumps(body), status=status, content_type=PROBLEM)
