"""The package finder: asked for, made by a worker, read when it is done. Always only a proposal."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import actor_of
from accounts.api.base import Resource, body_map, created
from accounts.api.idempotency import idempotent
from accounts.domain.errors import Invalid, Problem
from accounts.models import User
from milestones.api.days import day_given
from milestones.domain.searching import request_search, take_package
from milestones.models import PackageSearch
from roadmap.api import finding, schemas
from roadmap.api.base import with_etag
from roadmap.api.pagination import page_of
from roadmap.api.shapes import item_shape
from roadmap.enums import JobState

SEARCH = schemas.shape(
    uid=schemas.UID,
    as_of=schemas.null(schemas.DAY),
    state=schemas.one_of(JobState),
    created_at=schemas.TIME,
    finished_at=schemas.null(schemas.TIME),
    digest=schemas.STR,
    error=schemas.STR,
    found={"type": "object", "additionalProperties": True},
)
ASK = schemas.given(as_of=schemas.DAY)
TAKE = schemas.given("proposal", "exchange", proposal=schemas.INT, exchange=schemas.INT)


def search_of(user: User, key: str, uid: UUID) -> PackageSearch:
    """A search of the roadmap that the person sees."""
    rows = PackageSearch.objects.visible_to(user).select_related("roadmap", "requested_by")
    found: PackageSearch = get_object_or_404(rows, roadmap=finding.roadmap(user, key), uid=uid)
    return found


class PackageSearches(Resource):
    """Searches for packages, the newest first. ``digest`` is the hash of the draft that was searched."""

    access_rules: ClassVar = {
        "list": "roadmap.view_draft",
        "retrieve": "roadmap.view_draft",
        "create": "roadmap.edit_draft",
        "take": "roadmap.edit_draft",
    }
    lookups: ClassVar = {"list": finding.roadmap, "create": finding.roadmap, "*": search_of}

    @extend_schema(responses={200: schemas.pages_of({"type": "array", "items": SEARCH})}, parameters=schemas.PAGING)
    def list(self, request: Request, **_address: Any) -> Response:
        return page_of(PackageSearch.objects.visible_to(request.user).filter(roadmap=self.target), request, search_shape)

    @extend_schema(request=schemas.json_of(ASK), responses={201: SEARCH})
    @idempotent
    def create(self, request: Request, **_address: Any) -> Response:
        """Ask for packages of what can still be given on the day ``as_of``, today without it. While a search of the roadmap for
        that day waits or runs, that one is answered."""
        search = request_search(roadmap=self.target, actor=actor_of(request), as_of=day_given(_asked(request).get("as_of")))
        return created(search_shape(search), f"{request.path}{search.uid}/")

    @extend_schema(responses={200: SEARCH})
    def retrieve(self, request: Request, **_address: Any) -> Response:  # noqa: ARG002 DRF's signature
        return Response(search_shape(self.target))

    @extend_schema(request=schemas.json_of(TAKE), responses={201: schemas.ref("ExchangesItem")})
    @idempotent
    def take(self, request: Request, **_address: Any) -> Response:
        """Make a draft exchange of a proposed one; both numbers count from 0."""
        given = {name: _number(body_map(request).get(name), name) for name in ("proposal", "exchange")}
        item = take_package(search=self.target, actor=actor_of(request), **given)
        address = f"/api/v1/roadmaps/{item.roadmap.key}/exchanges/{item.key}/"
        return with_etag(created(item_shape(item, "exchanges"), address), item.revision)


def _asked(request: Request) -> Mapping[str, Any]:
    """The body; it may be empty. Raises Invalid where it asks for what nobody would look at."""
    asked = body_map(request)
    if unknown := [Problem(str(name), _("There is no such field.")) for name in asked if name != "as_of"]:
        raise Invalid(_("Some fields need your attention."), unknown)
    return asked


def search_shape(search: PackageSearch) -> dict[str, Any]:
    return {
        "uid": search.uid,
        "as_of": search.as_of.isoformat() if search.as_of else None,
        "state": search.state,
        "created_at": search.created_at,
        "finished_at": search.finished_at,
        "digest": search.digest,
        "error": search.error,
        "found": search.found,
    }


def _number(raw: Any, name: str) -> int:
    """A place in a list, from 0. Raises Invalid."""
    if not isinstance(raw, int) or isinstance(raw, bool) or not 0 <= raw < 100:
        raise Invalid(_("Some fields need your attention."), [Problem(name, _("Give a whole number from 0."))])
    return raw
