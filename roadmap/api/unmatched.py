"""What is answered where no action runs: addresses that do not exist, requests that cannot be read, and failures of our own."""

from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views import defaults

from roadmap.api.problems import NOT_FOUND, body_of
from roadmap.api.renderers import PROBLEM


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if _is_api(request):
        return _problem(404, str(NOT_FOUND))
    return defaults.page_not_found(request, exception)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _problem(400, _("The request cannot be read.")) if _is_api(request) else defaults.bad_request(request, exception)


def failed(request: HttpRequest) -> HttpResponse:
    if _is_api(request):
        return _problem(500, _("This failed on our side. What you sent was not carried out."))
    return defaults.server_error(request)


def _is_api(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def _problem(status: int, detail: str) -> HttpResponse:
    body: dict[str, Any] = body_of(status, detail)
    return HttpResponse(orjson.dumps(body), status=status, content_type=PROBLEM)
