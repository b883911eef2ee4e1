"""Pages of lists: ``?page=`` and ``?page_size=``."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet
from rest_framework.exceptions import NotFound
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response

MOST = 500


class Pages(PageNumberPagination):
    page_size_query_param = "page_size"
    max_page_size = MOST

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        from roadmap.api.schemas import pages_of

        return pages_of(schema)


def page_of(
    rows: QuerySet[Any, Any] | Sequence[Any],
    request: Request,
    shape: Callable[[Any], Any] = lambda row: row,
    *,
    most: int = MOST,
) -> Response:
    """One page of ``rows``: ``count``, ``next`` and ``previous`` (addresses or null), ``results``. 404 past the end.

    A list that ends on this page is not counted apart.
    """
    size = _whole(request, "page_size", 100, most)
    number = _whole(request, "page", 1, 10**6)
    start = (number - 1) * size
    found = list(rows[start : start + size + 1])
    if not found and number > 1:
        raise NotFound
    count = start + len(found) if len(found) <= size else _count(rows)
    return Response(
        {
            "count": count,
            "next": _address(request, number + 1) if start + size < count else None,
            "previous": _address(request, number - 1) if number > 1 else None,
            "results": [shape(row) for row in found[:size]],
        }
    )


def _count(rows: QuerySet[Any, Any] | Sequence[Any]) -> int:
    return rows.count() if isinstance(rows, QuerySet) else len(rows)


def _whole(request: Request, name: str, default: int, most: int) -> int:
    given = request.query_params.get(name, "")
    if not given:
        return default
    if not given.isascii() or not given.isdigit() or not 1 <= int(given[:9]) <= most:
        raise NotFound
    return int(given[:9])


def _address(request: Request, number: int) -> str:
    query = request.query_params.copy()
    query["page"] = str(number)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
