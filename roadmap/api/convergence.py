"""Where the groups stand on each item over the rounds of a roadmap, and which red lines hold."""

from typing import Any, ClassVar

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import actor_of
from accounts.api.base import Resource
from roadmap.api import filters, schemas
from roadmap.api.convergence_shapes import convergence_shape
from roadmap.domain.queries.convergence import convergence_of
from roadmap.domain.queries.convergence_rows import ChosenRows, Convergence
from roadmap.web.rounds import lookups


class Convergences(Resource):
    """The groups' signed-off positions; what members hold themselves is not in it."""

    access_rules: ClassVar = {"retrieve": "roadmap.view_comments"}
    lookups: ClassVar = {"*": lookups.roadmap}

    @extend_schema(
        responses={200: schemas.ref("Convergence")},
        parameters=[
            OpenApiParameter("round", int, description="Number of a round that was opened; else the newest that is closed"),
            OpenApiParameter("kind", str, description="Only items of this kind"),
            OpenApiParameter("area", str, description="Only items that name this area"),
            OpenApiParameter("sector", str, description="Only items of this sector, and what hangs under them"),
            filters.GROUP,
            OpenApiParameter("quiet", bool, description="Also items on which no group has spoken"),
        ],
    )
    def retrieve(self, request: Request, **_address: Any) -> Response:
        """Items against groups, the most contested first; of a ``group`` only what it has said. The figures stay those of all.

        ``stand`` is empty where the group signed off nothing in that round, ``hidden`` where it was not shown the item.
        ``share``: groups that accept, with conditions or without, of all that were asked, in per cent; silence is no consent.
        """
        query = request.query_params
        named = {name: query.get(name, "") for name in ("kind", "area", "sector")}
        try:
            found = convergence_of(self.target, actor_of(request), number=_number(query.get("round", "")))
        except LookupError as error:
            raise NotFound from error
        group = _key(filters.group_uid(request), found)
        return Response(convergence_shape(found.narrowed(ChosenRows(**named, group=group, quiet=filters.flag(request, "quiet")))))


def _key(uid: str, found: Convergence) -> str:
    """The key of a group of the round shown; one that no group has where the uid is not among them."""
    return next((each.key for each in found.groups if str(each.uid) == uid), uid)


def _number(given: str) -> int | None:
    if not given:
        return None
    if not given.isascii() or not given.isdigit():
        raise NotFound
    return int(given[:9])
