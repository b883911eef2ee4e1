"""Windows that push each other on for ever: B at least ten days after A, and not after A + 5d.

While days are settled, it is noted which link moved a node that has moved before. One that moves again and again is traced
back along these; what holds it now may be another link, of a ring that adds no day. If the trace closes, and going round adds
days wherever one starts in the calendar, then no day is ever late enough.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from itertools import product
from math import prod
from typing import NamedTuple

from milestones.domain.schedule.days import FIRST, LAST, NEVER_BEGUN, NEVER_ENDED, UNREAL_FUTURE, UNREAL_PAST
from milestones.domain.schedule.network import Network, Step

#: Month ends repeat within four years, so a ring that adds days from each of these starts adds days from all.
_STARTS = 4 * 366
_SOME_DAY = dt.date(2023, 1, 1).toordinal()
#: Each time that waiting for another option was in vain, it takes half as many moves, but not less than these.
_LEAST = 64
#: And so many times as many moves of all nodes together.
_TOGETHER = 25
#: In so many ways options may be chosen; where there are more, it is not tried whether each closes a ring.
_MOST_CHOICES = 512
#: A node that moves more often than this may never come to rest.
_SETTLED = 2


#: Options chosen together, as (node, option).
Choices = frozenset[tuple[int, int]]


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
    other rings are found too. Each for itself, a thousand rings would take a thousand times as long. ``ruled_out``: options,
    as (node, option), that together close such a ring; another of one of them opens it.
    """

    def __init__(self, network: Network, days: list[int], rank: list[int], *, at_once: bool = False) -> None:
        self.network, self.days, self.rank, self.at_once = network, days, rank, at_once
        self.moves: dict[int, int] = {}
        self.total = 0
        self.holders: dict[int, Holder | None] = {}
        self.rings: list[list[int]] = []
        self.lost: set[int] = set()
        self.suspects: set[int] = set()
        self.ruled_out: set[Choices] = set()
        #: Whether a ring adds days: it may take months that are long and short into account, and be met again and again.
        self.known: dict[frozenset[tuple[int, Holder]], bool] = {}

    def tell(self) -> None:
        """Raises Diverges where rings were found."""
        if self.rings:
            raise Diverges(self.rings)

    def note(self, node: int, *, untied: bool = False) -> list[int]:
        """The node has moved, ``untied`` together with others. Returns those that can be moved on with it, and are.

        Raises Diverges where it will only come to rest without an option, or ``at_once``."""
        self.total += 1
        count = self.moves[node] = self.moves.get(node, 0) + 1
        if count <= _SETTLED:
            return []
        self.holders[node] = find_holder(self.network, self.days, node, self.rank, untied=untied)
        return self._check_ring(node, _ring(self.holders.get, node)) if not count & (count - 1) or node in self.suspects else []

    def look_back(self, nodes: Iterable[int]) -> None:
        """See whether what has moved the nodes again and again are rings. Raises Diverges."""
        seen: set[int] = set()
        for node in nodes:
            self._check_ring(node, _ring(self._holder, node, seen))
        self.tell()

    def _holder(self, node: int) -> Holder | None:
        return find_holder(self.network, self.days, node, self.rank)

    def _check_ring(self, node: int, held: dict[int, Holder]) -> list[int]:
        if not held or not self.lost.isdisjoint(held):
            return []
        choices = frozenset((each, holder.node) for each, holder in held.items() if holder.is_option)
        adds_days = choices in self.ruled_out or self._adds_days(held)
        if adds_days:
            self.ruled_out.add(choices)
            self.suspects.add(node)
            if len(choices) == 1:
                self._close(held)
            elif not _is_open(self.network, self.ruled_out):
                self._lose(held)
                return []
        if not self._is_patient(node):
            self.network.patience = max(self.network.patience // 2, _LEAST)
            if choices:
                self._close(held)
            self._lose(held)
        return self._leap(held) if adds_days else []

    def _adds_days(self, held: dict[int, Holder]) -> bool:
        ring = frozenset(held.items())
        if ring not in self.known:
            self.known[ring] = _adds_days(held.values(), self.days[next(reversed(held))])
        return self.known[ring]

    def _close(self, held: dict[int, Holder]) -> None:
        """Rule out the first option of the ring."""
        self.tell()
        raise Diverges([[*held]], next((node, each.node) for node, each in held.items() if each.is_option))

    def _lose(self, held: dict[int, Holder]) -> None:
        self.rings.append([*held])
        self.lost.update(held)
        if self.at_once:
            self.tell()

    def _leap(self, held: dict[int, Holder]) -> list[int]:
        """Move the ring on to where one of its options gives way to another: sooner it does not rest. Returns what moved."""
        soonest: dict[int, int] = {}
        for start, holder in held.items():
            if holder.is_option:
                day = self._other_way(start, holder.node)
                for node in _round_from(held, start):
                    day = day if node == start else held[node].moved(day)
                    soonest[node] = min(soonest.get(node, day), day)
        moved = [node for node, day in soonest.items() if day > self.days[node] and node not in self.network.done]
        for node in moved:
            self.days[node] = soonest[node]
        return moved

    def _other_way(self, node: int, option: int) -> int:
        """The first day that another option leaves open."""
        groups = [options for options in self.network.anys[node] if option in options]
        return min([min([self.days[each] for each in options if each != option]) for options in groups])

    def _is_patient(self, node: int) -> bool:
        patience = self.network.patience
        return self.moves.get(node, 0) < patience and self.total < max(patience * _TOGETHER, len(self.days) * _SETTLED)


def _round_from(held: Iterable[int], start: int) -> list[int]:
    """The nodes of the ring, from ``start`` on."""
    nodes = [*held]
    place = nodes.index(start)
    return nodes[place:] + nodes[:place]


def _is_open(network: Network, ruled_out: Collection[Choices]) -> bool:
    """Whether options can be chosen so that none of these is chosen as a whole. What takes too long to tell is taken to be."""
    named = {pair for choices in ruled_out for pair in choices}
    groups = {(node, options) for node, option in named for options in network.anys[node] if option in options}
    if prod(len(options) for _node, options in groups) > _MOST_CHOICES:
        return True
    ways = product(*([(node, option) for option in options] for node, options in groups))
    return any(not any(choices <= chosen for choices in ruled_out) for chosen in map(frozenset, ways))


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
        held = _ring(self.holders.get, node)
        if not held or not _takes_days(held.values(), self.days[next(reversed(held))]):
            return
        for option, owner in held.items():
            if owner.is_option:
                raise EndsNever((owner.node, option))
        raise Diverges([[*held][::-1]])


def _ring(holder: Callable[[int], Holder | None], node: int, seen: set[int] | None = None) -> dict[int, Holder]:
    """The ring to which the trace of a node leads, with what holds each: the one before it. Empty where it does not close, or
    leads to what was ``seen`` before."""
    trace: dict[int, Holder] = {}
    while node not in trace:
        held = None if seen and node in seen else holder(node)
        if held is None:
            return {}
        trace[node] = held
        node = held.node
    if seen is not None:
        seen.update(trace)
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


def _adds_days(ring: Collection[Holder], start: int) -> bool:
    """Whether going round once ends later than it began, wherever it begins."""
    first = start if start > UNREAL_PAST else _SOME_DAY
    # From a day that nothing bounds, months lead least far; it is the same in the calendar, but for where that ends.
    if _round(ring, NEVER_BEGUN) > NEVER_BEGUN and _stays_within(ring, first + _STARTS):
        return True
    return all(_round(ring, begin) > begin for begin in _starts(ring, first))


def _takes_days(ring: Collection[Holder], start: int) -> bool:
    """Whether going round once ends earlier than it began, wherever it begins."""
    last = start if start < UNREAL_FUTURE else _SOME_DAY
    if _round(ring, NEVER_ENDED) < NEVER_ENDED and _stays_within(ring, last - _STARTS):
        return True
    return all(_round(ring, begin) < begin for begin in _starts(ring, last - _STARTS))


def _starts(ring: Collection[Holder], first: int) -> range:
    """Days on which to begin a round; a single one where all lengths are in days."""
    return range(first, first + (1 if all(each.step is None for each in ring) else _STARTS))


def _stays_within(ring: Collection[Holder], day: int) -> bool:
    """Whether going round does not touch the ends of the calendar."""
    for each in ring:
        day = each.moved(day)
        if not FIRST < day < LAST:
            return False
    return True


def _round(ring: Collection[Holder], day: int) -> int:
    """Where going round once ends."""
    for each in ring:
        day = each.moved(day)
    return day
