"""Windows that push each other on for ever: B at least ten days after A, and not after A + 5d.

While days are settled, it is noted which link moved a node that has moved before. One that moves again and again is traced
back along these; what holds it now may be another link, of a ring that adds no day. If the trace closes, and going round adds
days wherever one starts in the calendar, then no day is ever late enough.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from milestones.domain.schedule.days import UNREAL_FUTURE, UNREAL_PAST
from milestones.domain.schedule.network import Network, Step

#: Month ends repeat within four years, so a ring that adds days from each of these starts adds days from all.
_STARTS = 4 * 366
_SOME_DAY = dt.date(2023, 1, 1).toordinal()
#: Each time that waiting for another option was in vain, it takes half as many moves, but not less than these.
_LEAST = 64
#: And so many times as many moves of all nodes together.
_TOGETHER = 25
#: A node that moves more often than this may never come to rest.
_SETTLED = 2


class Diverges(Exception):  # noqa: N818 a finding, not an error
    """``rings``: the nodes of each, pushed by the one before. ``option``: (node, option) where a ring only shows that this
    option can never be the first to come."""

    def __init__(self, rings: list[list[int]], option: tuple[int, int] | None = None) -> None:
        super().__init__()
        self.rings, self.option = rings, option


class EndsNever(Exception):  # noqa: N818 a finding, not an error
    """``option``: (node, option) where the option would have to be in time for itself, and can never be."""

    def __init__(self, option: tuple[int, int]) -> None:
        super().__init__()
        self.option = option


class Holder(NamedTuple):
    """What moved a node: the node at the other end of the link, the days between or the function, and whether it is an option."""

    node: int
    between: int
    step: Step = None
    is_option: bool = False

    def moved(self, day: int) -> int:
        """The day to which the link leads from a day of the other end."""
        return day + self.between if self.step is None else self.step(day)


class Watch:
    """Counts how often each node moves while days are settled, and notes what moved it.

    ``rings``: those that never come to rest. Unless ``at_once``, their nodes are ``lost``: they stay where they are, so that the
    other rings are found too. Each for itself, a thousand rings would take a thousand times as long.
    """

    def __init__(self, network: Network, days: list[int], rank: list[int], *, at_once: bool = False) -> None:
        self.network, self.days, self.rank, self.at_once = network, days, rank, at_once
        self.moves: dict[int, int] = {}
        self.total = 0
        self.holders: dict[int, Holder | None] = {}
        self.rings: list[list[int]] = []
        self.lost: set[int] = set()

    def tell(self) -> None:
        """Raises Diverges where rings were found."""
        if self.rings:
            raise Diverges(self.rings)

    def note(self, node: int, *, untied: bool = False) -> None:
        """The node has moved, ``untied`` together with others. Raises Diverges where it will only come to rest without an
        option, or ``at_once``."""
        self.total += 1
        count = self.moves[node] = self.moves.get(node, 0) + 1
        if count > _SETTLED:
            self.holders[node] = find_holder(self.network, self.days, node, self.rank, untied=untied)
            if not count & (count - 1):
                self._check_ring(node)

    def _check_ring(self, node: int) -> None:
        held = _ring(self.holders, node)
        ring = list(held)
        if not ring or not self.lost.isdisjoint(ring):
            return
        adds_days = _adds_days(held.values(), self.days[ring[-1]])
        if not adds_days and self._is_patient(node):
            return
        by_options = [place for place, each in enumerate(ring) if held[each].is_option]
        if not by_options:
            self.rings.append(ring)
            self.lost.update(ring)
            if self.at_once:
                self.tell()
        elif (adds_days and len(by_options) == 1) or not self._is_patient(node):
            self.tell()
            if len(by_options) > 1 or not adds_days:
                self.network.patience = max(self.network.patience // 2, _LEAST)
            place = by_options[0]
            raise Diverges([ring], (ring[place], ring[place - 1]))

    def _is_patient(self, node: int) -> bool:
        patience = self.network.patience
        return self.moves[node] < patience and self.total < max(patience * _TOGETHER, len(self.days) * _SETTLED)


class Descent:
    """The same for last days. A ring that goes on here but came to rest there, where the calendar begins, is one all the same.
    What leads through options is told by the option that a node could not do without, and that comes after the node: none that
    closed opens again, so that it goes on for ever."""

    def __init__(self, network: Network, days: list[int]) -> None:
        self.network, self.days = network, days
        self.moves: dict[int, int] = {}
        self.holders: dict[int, Holder | None] = {}

    def note(self, node: int, owners: Callable[[int], Iterable[int]]) -> None:
        """The node has moved. ``owners``: the nodes that cannot do without an option. Raises EndsNever, Diverges."""
        count = self.moves[node] = self.moves.get(node, 0) + 1
        if count > _SETTLED:
            self.holders[node] = self._holder(node, owners)
            if not count & (count - 1):
                self._check_ring(node)

    def _holder(self, node: int, owners: Callable[[int], Iterable[int]]) -> Holder | None:
        network, days = self.network, self.days
        links = [Holder(other, 0) for other in network.waits_out[node]]
        links += [Holder(other, -between, step) for other, between, step in (*network.leads_out[node], *network.pulls_out[node])]
        links += [Holder(owner, 0, is_option=True) for owner in owners(node)]
        found = [each for each in links if each.moved(days[each.node]) <= days[node]]
        return found[0] if found else None

    def _check_ring(self, node: int) -> None:
        held = _ring(self.holders, node)
        if not held or not _takes_days(held.values(), self.days[next(reversed(held))]):
            return
        for option, owner in held.items():
            if owner.is_option:
                raise EndsNever((owner.node, option))
        raise Diverges([[*held][::-1]])


def _ring(holders: Mapping[int, Holder | None], node: int) -> dict[int, Holder]:
    """The ring to which the trace of a node leads, with what holds each: the one before it. Empty where it does not close."""
    trace: dict[int, Holder] = {}
    while node not in trace:
        held = holders.get(node)
        if held is None:
            return {}
        trace[node] = held
        node = held.node
    nodes = list(trace)
    return {each: trace[each] for each in nodes[nodes.index(node) :][::-1]}


def find_holder(network: Network, days: list[int], node: int, rank: list[int], *, untied: bool = False) -> Holder | None:
    """The link that holds the node the most, where it was ``untied`` only of those from nodes before it; None for a fixed day."""
    links = [Holder(other, 0) for other in network.waits[node]]
    links += [Holder(*link) for link in (*network.leads[node], *network.pulls[node])]
    for options in network.anys[node]:
        # Only an option that stands before the node may hold it.
        before = [each for each in options if rank[each] < rank[node]]
        first = min(before or options, key=lambda each: (days[each], rank[each]))
        links.append(Holder(first, 0, is_option=True))
    best, most = None, network.lower[node]
    for each in links:
        day = each.moved(days[each.node])
        if day > most and (not untied or rank[each.node] < rank[node]):
            best, most = each, day
    return best


def _adds_days(ring: Iterable[Holder], start: int) -> bool:
    """Whether going round once ends later than it began, wherever it begins."""
    first = start if start > UNREAL_PAST else _SOME_DAY
    return all(end > begin for begin, end in _rounds([*ring], first))


def _takes_days(ring: Iterable[Holder], start: int) -> bool:
    """Whether going round once ends earlier than it began, wherever it begins."""
    last = start if start < UNREAL_FUTURE else _SOME_DAY
    return all(end < begin for begin, end in _rounds([*ring], last - _STARTS))


def _rounds(ring: list[Holder], first: int) -> Iterator[tuple[int, int]]:
    """Days on which going round begins, from the first on, and ends; a single one where all lengths are in days."""
    is_even = all(each.step is None for each in ring)
    for begin in range(first, first + (1 if is_even else _STARTS)):
        day = begin
        for each in ring:
            day = each.moved(day)
        yield begin, day
