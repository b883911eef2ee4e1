"""Windows that push each other on for ever: B at least ten days after A, and not after A + 5d.

While days are settled, a node that moves again and again is traced back along the links that hold it. If the trace closes, and
going round adds days wherever one starts in the calendar, then no day is ever late enough.
"""

import datetime as dt

from milestones.domain.schedule.days import UNREAL_PAST
from milestones.domain.schedule.network import Network, Step

#: Month ends repeat within four years, so a ring that adds days from each of these starts adds days from all.
_STARTS = 4 * 366
_SOME_DAY = dt.date(2023, 1, 1).toordinal()
#: A ring through options may be left by another option, which is worth waiting for this long.
_PATIENCE = 4096


class Diverges(Exception):  # noqa: N818 a finding, not an error
    """``nodes``: the ring, each pushed by the one before it. ``option``: (node, option) where the ring only shows that this
    option can never be the first to come."""

    def __init__(self, nodes: list[int], option: tuple[int, int] | None = None) -> None:
        super().__init__()
        self.nodes, self.option = nodes, option


def check_ring(network: Network, days: list[int], node: int, moves: int) -> None:
    """Raises Diverges where ``node``, which moved so many times, will never come to rest."""
    trace: list[tuple[int, int, Step, bool]] = []
    seen: dict[int, int] = {}
    while node not in seen:
        seen[node] = len(trace)
        held = _holder(network, days, node)
        if held is None:
            return
        trace.append((node, *held[1:]))
        node = held[0]
    ring = trace[seen[node] :][::-1]  # each step leads to its node from the one before
    if not _adds_days([(between, step) for _node, between, step, _any in ring], days[ring[-1][0]]):
        return
    nodes = [each[0] for each in ring]
    by_options = [place for place, each in enumerate(ring) if each[3]]
    if not by_options:
        raise Diverges(nodes)
    if len(by_options) == 1 or moves >= _PATIENCE:
        place = by_options[0]
        raise Diverges(nodes, (nodes[place], nodes[place - 1]))


def _holder(network: Network, days: list[int], node: int) -> tuple[int, int, Step, bool] | None:
    """The node, days and function of the link that holds ``node`` the most, and whether it is an option; None for a fixed day."""
    if node in network.done:
        return None
    best: tuple[int, int, Step, bool] | None = None
    most = network.lower[node]
    links = [(other, 0, None) for other in network.waits[node]] + network.leads[node] + network.pulls[node]
    for other, between, step in links:
        day = days[other] + between if step is None else step(days[other])
        if day > most:
            best, most = (other, between, step, False), day
    for options in network.anys[node]:
        first = min(options, key=days.__getitem__)
        if days[first] > most:
            best, most = (first, 0, None, True), days[first]
    return best


def _adds_days(steps: list[tuple[int, Step]], start: int) -> bool:
    """Whether going round once ends later than it began, wherever it begins."""
    if all(step is None for _between, step in steps):
        return sum(between for between, _step in steps) > 0
    first = start if start > UNREAL_PAST else _SOME_DAY
    return all(_round(steps, day) > day for day in range(first, first + _STARTS))


def _round(steps: list[tuple[int, Step]], day: int) -> int:
    for between, step in steps:
        day = day + between if step is None else step(day)
    return day
