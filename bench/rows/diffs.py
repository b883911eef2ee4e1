"""Row 6: what changed between two versions, word by word."""

from typing import Any

from bench.board import Line
from bench.stage import Stage


def compare(stage: Stage) -> list[Line]:
    last = stage.sizes.versions
    key = stage.world.editions(stage.sizes.usual, last).key
    return [
        _line(stage, key, last - 1, last, f"version diff, {last - 1} → {last}", 1.2),
        _line(stage, key, 1, last, f"version diff, 1 → {last}", 0.5),
    ]


def _line(stage: Stage, key: str, old: int, new: int, work: str, target: float) -> Line:
    product, floor = stage.office(stage.product), stage.office(stage.floor)
    ours, theirs = f"/api/v1/roadmaps/{key}/compare/?from={old}&to={new}&language=en", f"/compare/{key}/{old}/{new}"
    found, least = as_texts(product.get(ours).json()["items"]), as_texts(floor.get(theirs).json())
    if found != least or not found:
        raise RuntimeError(f"the comparisons of {key} differ in {set(found.items()) ^ set(least.items())}"[:2000])
    times = max(1, stage.sizes.times // 4)
    sides = {1: (lambda: stage.product.timed(lambda: product.get(ours), times), lambda: _floor(stage, theirs, times))}
    return Line(6, work, "Django view, difflib", sides, target)


def _floor(stage: Stage, address: str, times: int) -> Any:
    visitor = stage.office(stage.floor)
    return stage.floor.timed(lambda: visitor.get(address), times)


def as_texts(items: list[dict[str, Any]]) -> dict[tuple[str, str], tuple[str, str]]:
    """The text before and after by item and path, put together again out of the parts: white space apart."""
    return {
        (item["ref"], each["path"]): (_side(each["parts"], "delete"), _side(each["parts"], "insert"))
        for item in items
        for each in item["fields"]
    }


def _side(parts: list[dict[str, str]], own: str) -> str:
    return "".join("".join(each["text"].split()) for each in parts if each["op"] in ("equal", own))
