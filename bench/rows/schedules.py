"""Row 11: the schedule of a large roadmap, and one edit in it (bench.schedule measures both in depth)."""

import statistics
from collections.abc import Callable
from typing import Any

from bench.board import Line
from bench.machine import Sample
from bench.schedule import took, work_of
from bench.stage import Stage

_EDITS = 20


def passes(stage: Stage) -> list[Line]:
    size = stage.sizes.milestones
    work = work_of(size)
    days = _alone(work["days"])
    pairs = {"days": (days, _alone(work["plain"])), "edit": (_mean(work["edit"]), days)}
    return [
        Line(11, f"schedule of {size:,} milestones", "the pass in plain Python", {size: pairs["days"]}, 1.5),
        Line(11, f"one edit among {size:,} milestones", "the full pass", {size: pairs["edit"]}, 0.1),
    ]


def _alone(work: Callable[[], Any]) -> Callable[[], Sample]:
    """The best of three: the first finds the memory cold. Nothing is waited for, so that processor and clock are one."""

    def side() -> Sample:
        best = min(took(work) for _time in range(3))
        return Sample(best, best)

    return side


def _mean(work: Callable[[], Any]) -> Callable[[], Sample]:
    def side() -> Sample:
        mean = statistics.fmean(took(work) for _time in range(_EDITS))
        return Sample(mean, mean)

    return side
