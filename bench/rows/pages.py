"""Rows 1 and 2: the items of a draft, as a list of the API and as the page of the whole roadmap."""

from collections.abc import Iterator
from http.client import HTTPException
from typing import Any

from bench.board import Line
from bench.serving import Visitor
from bench.stage import Stage

PAGE = 500
FLOOR = "Django view, SQL, orjson"


def list_api(stage: Stage) -> list[Line]:
    """All criteria of a draft, in pages of 500 where there are more."""
    product, floor = stage.office(stage.product), stage.office(stage.floor)
    sides = {}
    for items in stage.sizes.items:
        key = stage.world.roadmap(items).key
        both_equal(stage, key, items)
        times = _times(stage, items)
        sides[items] = (
            lambda key=key, items=items, times=times: stage.product.timed(lambda: product_items(product, key, items), times),
            lambda key=key, items=items, times=times: stage.floor.timed(lambda: floor_items(floor, key, items), times),
        )
    usual = stage.sizes.usual
    return [Line(1, f"list API, {usual} items, signed in", FLOOR, sides, 1.5, judged=usual)]


def whole_roadmap(stage: Stage) -> list[Line]:
    """The drafting desk as its facilitator finds it after somebody looked before: fragments come from the cache."""
    product, floor = stage.office(stage.product), stage.office(stage.floor)
    sides = {}
    for items in stage.sizes.items:
        key = stage.world.roadmap(items).key
        page = _first_visit(product, f"/roadmaps/{key}/")
        missing = [row["key"] for row in floor_items(floor, key, items) if row["title"]["en"] not in page]
        if missing:
            raise RuntimeError(f"the page of {key} lacks {missing[:5]}")
        times = _times(stage, items)
        sides[items] = (
            lambda key=key, times=times: stage.product.timed(lambda: product.get(f"/roadmaps/{key}/"), times),
            lambda key=key, items=items, times=times: stage.floor.timed(lambda: floor_items(floor, key, items), times),
        )
    usual = stage.sizes.usual
    return [Line(2, f"whole-roadmap page, {usual} items", FLOOR, sides, 3, judged=usual)]


def _first_visit(visitor: Visitor, address: str) -> str:
    """The page when nothing is in the cache. Of thousands of items, on a busy machine, that takes longer than gunicorn lets a
    worker work; what was rendered until then is kept, and the next visit goes on from there.
    """
    for _time in range(4):
        try:
            return visitor.get(address).body.decode()
        except (RuntimeError, OSError, HTTPException) as error:
            failed = error
    raise failed


def both_equal(stage: Stage, key: str, items: int) -> list[dict[str, Any]]:
    """Raises RuntimeError unless both sides answer the same rows."""
    ours = product_items(stage.office(stage.product), key, items)
    theirs = floor_items(stage.office(stage.floor), key, items)
    if ours != theirs or len(ours) != items:
        raise RuntimeError(f"the lists of {key} differ: {len(ours)} and {len(theirs)} rows")
    return ours


def product_items(visitor: Visitor, key: str, items: int) -> list[dict[str, Any]]:
    pages = (visitor.get(f"/api/v1/roadmaps/{key}/criteria/?{query}") for query in _pages(items))
    return [row for page in pages for row in page.json()["results"]]


def floor_items(visitor: Visitor, key: str, items: int) -> list[dict[str, Any]]:
    pages = (visitor.get(f"/items/{key}?{query}") for query in _pages(items))
    return [row for page in pages for row in page.json()]


def _pages(items: int) -> Iterator[str]:
    return (f"page_size={PAGE}&page={number}" for number in range(1, -(-items // PAGE) + 1))


def _times(stage: Stage, items: int) -> int:
    """Large work is not repeated as often."""
    return max(1, stage.sizes.times if items <= 300 else stage.sizes.times // 5)
