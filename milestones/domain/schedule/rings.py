"""Windows that push each other on for ever: B at least ten days after A, and not after A + 5d.

While days are settled, it is noted which link moved a node that has moved before. One that moves again and again is traced
back along these; what holds it now may be another link, of a ring that adds no day. If the trace closes, and going round adds
days wherever one starts in the calendar, then no day is ever late enough.
"""

import datetime as dt
from typing import NamedTuple

from milestones.domain.schedule.days import UNREAL_PAST
from milestones.domain.schedule.network import Network, Step

#: Month ends repeat within four years, so a ring that adds days from each of these starts adds days from all.
_STARTS = 4 * 366
_SOME_DAY = dt.date(2023, 1, 1).toordinal()
#: A ring through options may be left by another option, which is worth waiting for this long.
_PATIENCE = 4096
#: A node that moves more often than this may never come to rest.
_SETTLED = 2


class Diverges(Exception):  # noqa: N818 a finding, not an error
    """``rings``: the nodes of each, pushed by the one before. ``option``: (node, option) where a ring only shows that this
    option can never be the first to come."""

    def __init__(self, rings: list[list[int]], option: tuple[int, int] | None = None) -> None:
        super().__init__()
        self.rings, self.option = rings, option


class Holder(NamedTuple):
    """What moved a node: the node at the other end of the link, the days between or the function, and whether it is an option."""

    node: int
    between: int
    step: Step = None
    is_option: bool = False


class Watch:
    """Counts how often each node moves while days are settled, and notes what moved it.

    ``rings``: those that never come to rest. Unless ``at_once``, their nodes are ``lost``: they stay where they are, so that the
    other rings are found too. Each for itself, a thousand rings would take a thousand times as long.
    """

    def __init__(self, network: Network, days: list[int], *, at_once: bool = False) -> None:
        self.network, self.days, self.at_once = network, days, at_once
        self.moves: dict[int, int] = {}
        self.holders: dict[int, Holder | None] = {}
        self.rings: list[list[int]] = []
        self.lost: set[int] = set()

    def tell(self) -> None:
        """Raises Diverges where rings were found."""
        if self.rings:
            raise Diverges(self.rings)

    def note(self, node: int, rank: list[int] | None = None) -> None:
        """The node has moved, with ``rank`` together with others. Raises Diverges where it will only come to rest without an
        option, or ``at_once``."""
        count = self.moves[node] = self.moves.get(node, 0) + 1
        if count > _SETTLED:
            self.holders[node] = find_holder(self.network, self.days, node, rank)
            if not count & (count - 1):
                self._check_ring(node)

    def _check_ring(self, node: int) -> None:
        trace: dict[int, Holder] = {}
        while node not in trace:
            held = self.holders.get(node)
            if held is None:
                return
            trace[node] = held
            node = held.node
        nodes = list(trace)
        ring = nodes[nodes.index(node) :][::-1]  # each node holds the next one
        if not self.lost.isdisjoint(ring) or not _adds_days(
            [(trace[each].between, trace[each].step) for each in ring], self.days[ring[-1]]
        ):
            return
        by_options = [place for place, each in enumerate(ring) if trace[each].is_option]
        if not by_options:
            self.rings.append(ring)
            self.lost.update(ring)
            if self.at_once:
                self.tell()
        elif len(by_options) == 1 or self.moves[node] >= _PATIENCE:
            self.tell()
            place = by_options[0]
            raise Diverges([ring], (ring[place], ring[place - 1]))


def find_holder(network: Network, days: list[int], node: int, rank: list[int] | None = None) -> Holder | None:
    """The link that holds the node the most, with ``rank`` only of those from nodes before it; None for a fixed day."""
    links = [Holder(other, 0) for other in network.waits[node]]
    links += [Holder(*link) for link in (*network.leads[node], *network.pulls[node])]
    for options in network.anys[node]:
        first = min(options, key=lambda each: (days[each], rank[each] if rank else 0))
        links.append(Holder(first, 0, is_option=True))
    best, most = None, network.lower[node]
    for each in links:
        day = days[each.node] + each.between if each.step is None else each.step(days[each.node])
        if day > most and (rank is None or rank[each.node] < rank[node]):
            best, most = each, day
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
