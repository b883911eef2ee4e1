"""Rows 3 and 4: all comments of a round as JSON, and the first screen of an item that has many."""

import re
from typing import Any

from bench.board import Line
from bench.serving import Visitor
from bench.stage import Stage

ITEM = "criteria/c-0001"
THREADS = 50


def all_as_json(stage: Stage) -> list[Line]:
    sides = {}
    ours, theirs = stage.office(stage.product), stage.office(stage.floor)
    for count in stage.sizes.comments:
        round_ = stage.world.round_(stage.sizes.usual, count)
        both_equal(stage, round_, count)
        product, floor = _addresses(stage, round_)
        times = _times(stage, count)
        sides[count] = (
            lambda product=product, times=times: stage.product.timed(lambda: ours.get(product), times),
            lambda floor=floor, times=times: stage.floor.timed(lambda: theirs.get(floor), times),
        )
    largest = max(stage.sizes.comments)
    return [Line(3, f"all {largest:,} comments as JSON", "Django view, SQL, orjson", sides, 1.5)]


def both_equal(stage: Stage, round_: Any, count: int) -> list[dict[str, Any]]:
    """Raises RuntimeError unless both sides answer the same rows."""
    product, floor = _addresses(stage, round_)
    ours = stage.office(stage.product).get(product).json()["results"]
    theirs = stage.office(stage.floor).get(floor).json()
    if ours != theirs or len(ours) != count:
        raise RuntimeError(f"the comments differ: {len(ours)} and {len(theirs)} rows of {count}")
    return list(ours)


def _addresses(stage: Stage, round_: Any) -> tuple[str, str]:
    key = stage.world.roadmap(stage.sizes.usual).key
    return f"/api/v1/roadmaps/{key}/rounds/{round_.number}/comments/?page_size=10000", f"/comments/{round_.pk}"


def first_screen(stage: Stage) -> list[Line]:
    """Fifty threads with their replies, the numbers and the forms, as a member of a group finds them."""
    sides = {}
    for count in stage.sizes.comments:
        invitation = stage.world.round_(stage.sizes.usual, count).invitations.select_related("user").order_by("pk").first()
        visitor, address = stage.reviewer(stage.product, invitation.user), f"/review/{invitation.uid}/items/{ITEM}/"
        threads = _comments_on(visitor, address)
        if count > 2 * THREADS and threads < THREADS:
            raise RuntimeError(f"the first screen has {threads} of {count} comments")
        sides[count] = (
            lambda visitor=visitor, address=address: stage.product.timed(lambda: visitor.get(address), stage.sizes.times),
            stage.empty,
        )
    work = f"first screen of {max(stage.sizes.comments):,} comments ({THREADS} threads)"
    return [Line(4, work, "empty signed-in view", sides, 4, most_growth=1.2)]


def _comments_on(visitor: Visitor, address: str) -> int:
    return len(re.findall(rb'<article class="comment\b', visitor.get(address).body))


def _times(stage: Stage, count: int) -> int:
    return max(1, stage.sizes.times // (1 if count <= 500 else 4))
