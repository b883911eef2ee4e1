"""The earliest days of a knot: milestones that wait for one another, with an option as the way round.

A day may not be held up by itself: where A waits for B or C, and C waits for A, only B can be first. Days are therefore fixed
from the smallest on, each once all that it waits for is fixed (Dijkstra's algorithm for and/or graphs; Knuth, 1977).
"""

from heapq import heappop, heappush
from typing import NamedTuple

from milestones.domain.schedule.network import Edge, Network


class _Group(NamedTuple):
    """Options of ``owner``, one of which is enough: members of the knot, and others."""

    owner: int
    inner: list[int]
    outer: list[int]


class Knot:
    """``nodes``: its members. What they wait for is read once: their days are computed again and again.

    By member: ``outer``, links from elsewhere and pulls; ``after``, links to other members; ``needs``, how many members and
    groups of members it waits for; ``own`` and ``offers``, the groups that it has, and is an option of.
    """

    def __init__(self, network: Network, nodes: list[int]) -> None:
        self.network, self.nodes, self.inside = network, nodes, frozenset(nodes)
        self.outer: dict[int, list[Edge]] = {}
        self.after: dict[int, list[Edge]] = {node: [] for node in nodes}
        self.needs: dict[int, int] = {}
        self.groups: list[_Group] = []
        self.own: dict[int, list[int]] = {}
        self.offers: dict[int, list[int]] = {}
        for node in nodes:
            waits: list[Edge] = [(other, 0, None) for other in network.waits[node]]
            self._read(node, waits + network.leads[node])
            for options in network.anys[node]:
                self._add_group(node, options)

    def _read(self, node: int, links: list[Edge]) -> None:
        outer = self.outer[node] = [link for link in links if link[0] not in self.inside]
        self.needs[node] = len(links) - len(outer)
        if self.needs[node]:
            for other, between, step in links:
                if other in self.inside:
                    self.after[other].append((node, between, step))
        outer += self.network.pulls[node]

    def _add_group(self, node: int, options: tuple[int, ...]) -> None:
        group = _Group(
            node, [each for each in options if each in self.inside], [each for each in options if each not in self.inside]
        )
        self.needs[node] += not group.outer
        self.own.setdefault(node, []).append(len(self.groups))
        for option in group.inner:
            self.offers.setdefault(option, []).append(len(self.groups))
        self.groups.append(group)

    def days(self, days: list[int]) -> dict[int, int]:
        """The least day of each member, the first one first, as the days outside and the pulls stand."""
        return _Untying(self, days).untied()

    def bound(self, node: int, days: list[int]) -> int:
        """The bound that is known before any member is: fixed days, what happens outside, and pulls."""
        best = self.network.lower[node]
        if node not in self.network.done:
            for other, between, step in self.outer[node]:
                day = days[other] + between if step is None else step(days[other])
                best = max(best, day)
        return best


class _Untying:
    """``best``: the bound that is known of each member so far; ``opened``: the first day of each group, None while there is none;
    ``needs``: how much of what each waits for is not fixed yet."""

    def __init__(self, knot: Knot, days: list[int]) -> None:
        self.knot, self.needs = knot, knot.needs.copy()
        self.best = {node: knot.bound(node, days) for node in knot.nodes}
        self.opened = [min([days[each] for each in group.outer], default=None) for group in knot.groups]
        self.fixed: dict[int, int] = {}
        self.heap: list[tuple[int, int]] = []

    def untied(self) -> dict[int, int]:
        for node in self.knot.nodes:
            self._offer(node)
        while self.heap:
            day, node = heappop(self.heap)
            if node not in self.fixed:
                self.fixed[node] = day
                self._release(node, day)
        return self.fixed

    def _offer(self, node: int) -> None:
        """Take the member up once it waits for nothing, or again where a group has a day that is earlier."""
        if self.needs[node] or node in self.fixed:
            return
        day = self.best[node]
        for group in self.knot.own.get(node, ()):
            opened = self.opened[group]
            if opened is not None and opened > day:
                day = opened
        heappush(self.heap, (day, node))

    def _release(self, node: int, day: int) -> None:
        """Tell the members that wait for ``node``."""
        knot, needs, best = self.knot, self.needs, self.best
        for other, between, step in knot.after[node]:
            needs[other] -= 1
            bound = day + between if step is None else step(day)
            if bound > best[other] and other not in knot.network.done:
                best[other] = bound
            if not needs[other]:
                self._offer(other)
        for group in knot.offers.get(node, ()):
            opened, owner = self.opened[group], knot.groups[group].owner
            if opened is None or day < opened:
                needs[owner] -= opened is None
                self.opened[group] = day
                self._offer(owner)
