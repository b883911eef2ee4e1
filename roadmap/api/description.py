"""The OpenAPI description of the API, and the page that shows it."""

import functools
import hashlib
from typing import ClassVar

import orjson
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from accounts.access import SIGNED_IN, access
from accounts.api.base import Resource


class Description(Resource):
    """OpenAPI 3.1 as JSON."""

    access_rules: ClassVar = {"retrieve": SIGNED_IN}

    @extend_schema(exclude=True)
    def retrieve(self, request: Request) -> HttpResponse:  # noqa: ARG002 the signature is DRF's
        body, digest = _description()
        return HttpResponse(body, content_type="application/vnd.oai.openapi+json", headers={"ETag": f'"{digest}"'})


@access(SIGNED_IN)
def docs(request: HttpRequest) -> HttpResponseBase:
    """The description to read and to try out, with the session of whoever looks at it."""
    crumbs = [(reverse("token_list"), _("API tokens"))]
    return render(request, "roadmap/api/docs.html", {"schema": reverse("api_schema"), "crumbs": crumbs})


@functools.cache
def _description() -> tuple[bytes, str]:
    """It is the same for everybody and does not change while the program runs."""
    with override("en"):
        generator = SchemaGenerator()  # type: ignore[no-untyped-call]
        body = orjson.dumps(generator.get_schema(request=None, public=True), default=str)  # type: ignore[no-untyped-call]
    return body, hashlib.sha256(body).hexdigest()
