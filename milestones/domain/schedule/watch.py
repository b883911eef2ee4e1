"""While days are settled: which nodes move again and again, and whether a ring of windows moves them, that never comes to rest.

It is noted which link moved a node that has moved before; what holds it now may be another link, of a ring that adds no day. A
ring through options rests where another option of one of its nodes comes sooner. It moves on to that day at once, and is one for
good when every choice of options is seen to close a ring.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from itertools import product
from math import prod

from milestones.domain.schedule.days import NEVER_BEGUN
from milestones.domain.schedule.network import Network
from milestones.domain.schedule.rings import (
    Choices,
    Diverges,
    EndsNever,
    Holder,
    Way,
    adds_days,
    choices_of,
    find_holder,
    ring_behind,
    takes_days,
)

#: Each time that waiting for another option was in vain, it takes half as many moves, but not less than these.
_LEAST = 64
#: And so many times as many moves of all nodes together.
_TOGETHER = 25
#: Where options can be chosen in more ways, it is not tried whether each closes a ring.
_MOST_WAYS = 64
#: A node that moves more often than this may never come to rest.
_SETTLED = 2


class Watch:
    """Counts how often each node moves while days are settled, and notes what moved it.

    ``rings``: those that never come to rest. Unless ``at_once``, their nodes are ``lost``: they stay where they are, so that the
    other rings are found too. Each for itself, a thousand rings would take a thousand times as long. ``ruled_out``: options,
    as (node, option), that together close such a ring; another of one of them opens it. ``holders``: what moved a node that has
    moved before. ``suspects``: nodes of rings that moved on, looked at with every move and not only as their number doubles.
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
        #: How often a ring was moved on to where another option opens it, and came back.
        self.turns: Counter[Choices] = Counter()
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
        if count & (count - 1) and node not in self.suspects:
            return []
        return self._check_ring(node, ring_behind(self.holders.get, node))

    def look_back(self, nodes: Iterable[int]) -> None:
        """See whether what has moved the nodes again and again are rings. Those through options may move on: a pass over all days
        is to follow. Raises Diverges."""
        seen: set[int] = set()
        for node in nodes:
            self._check_ring(node, ring_behind(self._holder, node, seen))
        self.tell()

    def _holder(self, node: int, chosen: Way | None = None) -> Holder | None:
        return find_holder(self.network, self.days, node, self.rank, chosen)

    def _check_ring(self, node: int, held: dict[int, Holder]) -> list[int]:
        if not held or not self.lost.isdisjoint(held):
            return []
        choices = choices_of(held)
        is_ring = choices in self.ruled_out or self._adds_days(held)
        if is_ring and len(choices) == 1:
            self._close(held)
        if is_ring and not (choices and self._has_way(node, choices)):
            self._lose(held)
        elif not self._is_patient(node, choices):
            self.network.patience = max(self.network.patience // 2, _LEAST)
            if choices:
                self._close(held, is_guess=True)
            self._lose(held)
        elif is_ring:
            return self._move_on(node, held)
        return []

    def _move_on(self, node: int, held: dict[int, Holder]) -> list[int]:
        """Let the ring leap. It is looked at with every move of the node, as long as that leads on."""
        self.turns[choices_of(held)] += 1
        moved = self._leap(held)
        (self.suspects.add if moved else self.suspects.discard)(node)
        return moved

    def _adds_days(self, held: dict[int, Holder]) -> bool:
        ring = frozenset(held.items())
        if ring not in self.known:
            self.known[ring] = adds_days(held.values(), self.days[next(reversed(held))])
        return self.known[ring]

    def _has_way(self, node: int, choices: Choices) -> bool:
        """Whether other options can be chosen that close no ring on the way back from the node. Of a ring that has come back,
        each other choice is looked at: the next leap takes none for a way out that is none."""
        self.ruled_out.add(choices)
        open_still: list[Way] = []
        is_back = self.turns[choices] > 1
        while (is_back or not open_still) and (way := self._next_way(choices, open_still)) is not None:
            if not self._rules_out(node, way):
                open_still.append(way)
        return bool(open_still)

    def _next_way(self, choices: Choices, known: list[Way]) -> Way | None:
        return next((way for way in self._open_ways(choices) if way not in known), None)

    def _open_ways(self, choices: Choices) -> Iterator[Way]:
        """Other choices of options than these, as far as is known. What concerns none of their nodes is left aside."""
        joined, nodes, last = {choices}, {node for node, _option in choices}, 0
        while len(joined) > last:
            last = len(joined)
            joined |= {each for each in self.ruled_out if any(node in nodes for node, _option in each)}
            nodes = {node for each in joined for node, _option in each}
        return open_ways(self.network, joined)

    def _rules_out(self, node: int, way: Way) -> bool:
        """Whether this choice of options leads back to a ring that never holds, and is ruled out from now on."""
        held = ring_behind(partial(self._holder, chosen=way), node)
        choices = choices_of(held)
        if not held or not self.lost.isdisjoint(held) or choices in self.ruled_out:
            return False
        if not choices:  # whatever is chosen: a ring of its own, that only holds this one up
            if self._adds_days(held):
                self._lose(held)
            return False
        # Nothing comes first where each waits for the one before it, though no day lies between.
        if self._adds_days(held) or not any(each.is_pull for each in held.values()):
            self.ruled_out.add(choices)
            return True
        return False

    def _close(self, held: dict[int, Holder], *, is_guess: bool = False) -> None:
        """Rule out the first option of the ring."""
        self.tell()
        option = next((node, each.node) for node, each in held.items() if each.is_option)
        raise Diverges([[*held]], option, is_guess=is_guess)

    def _lose(self, held: dict[int, Holder]) -> None:
        self.rings.append([*held])
        self.lost.update(held)
        self.ruled_out.clear()
        if self.at_once:
            self.tell()

    def _leap(self, held: dict[int, Holder]) -> list[int]:
        """Move the ring on to where others of its options, that close no ring, open it: sooner it does not rest. Returns what
        moved."""
        soonest: dict[int, int] = {}
        for way in self._ways_out(held):
            for node, day in self._opened(held, way):
                soonest[node] = min(soonest.get(node, day), day)
        moved = [node for node, day in soonest.items() if day > self.days[node]]
        for node in moved:
            self.days[node] = soonest[node]
        return moved

    def _ways_out(self, held: dict[int, Holder]) -> list[Way]:
        """Other choices of options than the ring's. Where there are too many to try, each option's next best for itself."""
        ways = [*self._open_ways(choices_of(held))]
        if ways != [{}]:
            return ways
        return [{(node, options): self._next_best(options, each.node)} for node, options, each in self._chosen(held)]

    def _next_best(self, options: tuple[int, ...], option: int) -> int:
        return min((each for each in options if each != option), key=self.days.__getitem__)

    def _chosen(self, held: dict[int, Holder]) -> Iterator[tuple[int, tuple[int, ...], Holder]]:
        """The options through which the ring goes, with the node that chooses each, and its group."""
        for node, each in held.items():
            if each.is_option:
                yield from ((node, options, each) for options in self.network.anys[node] if each.node in options)

    def _opened(self, held: dict[int, Holder], way: Way) -> Iterator[tuple[int, int]]:
        """By node, the day before which the ring does not open this way: that of another option, or what follows from it."""
        days: dict[int, int] = {}
        for node, options, each in self._chosen(held):
            option = way.get((node, options), each.node)
            if option != each.node:
                days[node] = max(days.get(node, NEVER_BEGUN), self._day_of(option, way))
        nodes = [*held]
        place = min(map(nodes.index, days))
        day = NEVER_BEGUN
        for node in nodes[place:] + nodes[:place]:
            day = days[node] if node in days else held[node].moved(day)
            yield node, day

    def _day_of(self, node: int, way: Way) -> int:
        """The first day of a node, as far as what it follows tells where options are chosen so."""
        trace: dict[int, Holder] = {}
        while len(trace) < _LEAST and node not in trace and (holder := self._holder(node, way)):
            trace[node] = holder
            node = holder.node
        day = self.days[node]
        for each, holder in reversed(trace.items()):
            day = max(holder.moved(day), self.days[each])
        return day

    def _is_patient(self, node: int, choices: Choices) -> bool:
        patience = self.network.patience
        if self.turns[choices] >= _LEAST:
            return False
        return self.moves.get(node, 0) < patience and self.total < max(patience * _TOGETHER, len(self.days) * _SETTLED)


def open_ways(network: Network, ruled_out: Collection[Choices]) -> Iterator[Way]:
    """Choices of options, by node and group, that choose none of these as a whole. Where there are too many to try, one in which
    nothing is chosen."""
    named = {pair for choices in ruled_out for pair in choices}
    groups = sorted({(node, options) for node, option in named for options in network.anys[node] if option in options})
    if prod(len(options) for _node, options in groups) > _MOST_WAYS:
        yield {}
        return
    for way in product(*(options for _node, options in groups)):
        chosen = {(node, option) for (node, _options), option in zip(groups, way, strict=True)}
        if not any(choices <= chosen for choices in ruled_out):
            yield dict(zip(groups, way, strict=True))


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
        held = ring_behind(self.holders.get, node)
        if not held or not takes_days(held.values(), self.days[next(reversed(held))]):
            return
        for option, owner in held.items():
            if owner.is_option:
                raise EndsNever((owner.node, option))
        raise Diverges([[*held][::-1]])
