"""Pages of lists: ``?page=`` and ``?page_size=`` (at most 500)."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet
from rest_framework.exceptions import NotFound
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response


class Pages(PageNumberPagination):
    page_size_query_param = "page_size"
    max_page_size = 500


def page_of(rows: QuerySet[Any] | Sequence[Any], request: Request, shape: Callable[[Any], Any] = lambda row: row) -> Response:
    """One page of ``rows``: ``count``, ``next`` and ``previous`` (addresses or null), ``results``. 404 past the end."""
    size = _whole(request, "page_size", 100, Pages.max_page_size)
    number = _whole(request, "page", 1, 10**6)
    count = rows.count() if isinstance(rows, QuerySet) else len(rows)
    start = (number - 1) * size
    if start >= count and number > 1:
        raise NotFound
    results = [shape(row) for row in rows[start : start + size]]
    return Response(
        {
            "count": count,
            "next": _address(request, number + 1) if start + size < count else None,
            "previous": _address(request, number - 1) if number > 1 else None,
            "results": results,
        }
    )


def _whole(request: Request, name: str, default: int, most: int) -> int:
    given = request.query_params.get(name, "")
    if not given:
        return default
    if not given.isascii() or not given.isdigit() or not 1 <= int(given[:9]) <= most:
        raise NotFound
    return int(given)


def _address(request: Request, number: int) -> str:
    query = request.query_params.copy()
    query["page"] = str(number)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
