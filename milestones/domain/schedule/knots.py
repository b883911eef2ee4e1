"""The earliest days of a knot: milestones that wait for one another, with an option as the way round.

A day may not be held up by itself: where A waits for B or C, and C waits for A, only B can be first. Days are therefore fixed
from the smallest on, each once all that it waits for is fixed (Dijkstra's algorithm for and/or graphs; Knuth, 1977).
"""

from heapq import heappop, heappush

from milestones.domain.schedule.network import Network


def knot_days(network: Network, knot: tuple[int, ...], days: list[int]) -> dict[int, int]:
    """The least day of each node of ``knot``, as the days outside and the pulls stand."""
    return _Knot(network, knot, days).untied()


class _Group:
    """Options of one node of a knot. ``day``: the first on which one of them has happened; None while none has."""

    def __init__(self, options: tuple[int, ...], inside: set[int], days: list[int]) -> None:
        self.inside = [option for option in options if option in inside]
        self.day: int | None = min((days[option] for option in options if option not in inside), default=None)


class _Knot:
    """``best``: the bound that is known of each node so far; ``needs``: how much of what it waits for is not fixed yet."""

    def __init__(self, network: Network, knot: tuple[int, ...], days: list[int]) -> None:
        self.network, self.inside = network, set(knot)
        self.fixed: dict[int, int] = {}
        self.heap: list[tuple[int, int]] = []
        self.groups = {node: [_Group(options, self.inside, days) for options in network.anys[node]] for node in knot}
        self.best = {node: _outside(network, node, self.inside, days) for node in knot}
        self.needs = {
            node: sum(other in self.inside for other in network.waits[node])
            + sum(link[0] in self.inside for link in network.leads[node])
            + sum(group.day is None for group in self.groups[node])
            for node in knot
        }

    def untied(self) -> dict[int, int]:
        for node in self.needs:
            self._offer(node)
        while self.heap:
            day, node = heappop(self.heap)
            if node not in self.fixed:
                self.fixed[node] = day
                self._release(node, day)
        return self.fixed

    def _offer(self, node: int) -> None:
        if not self.needs[node] and node not in self.fixed:
            opened = [group.day for group in self.groups[node] if group.day is not None]
            heappush(self.heap, (max([self.best[node], *opened]), node))

    def _release(self, node: int, day: int) -> None:
        """Tell the nodes that wait for ``node``."""
        held = [(other, day) for other in self.network.waits_out[node]]
        for other in dict.fromkeys(link[0] for link in self.network.leads_out[node]):
            held += [(other, bound) for bound in _led_days(self.network, node, other, day)]
        for other, bound in held:
            if other in self.inside:
                self.needs[other] -= 1
                if other not in self.network.done:
                    self.best[other] = max(self.best[other], bound)
                self._offer(other)
        for other in self.inside.intersection(self.network.anys_out[node]):
            for group in self.groups[other]:
                if node in group.inside and (group.day is None or day < group.day):
                    self.needs[other] -= group.day is None
                    group.day = day
                    self._offer(other)


def _outside(network: Network, node: int, inside: set[int], days: list[int]) -> int:
    """The bound that is known before the knot is: fixed days, what happens outside, and pulls."""
    if node in network.done:
        return network.lower[node]
    waits = [days[other] for other in network.waits[node] if other not in inside]
    links = [link for link in network.leads[node] if link[0] not in inside] + network.pulls[node]
    led = [days[other] + between if step is None else step(days[other]) for other, between, step in links]
    return max([network.lower[node], *waits, *led])


def _led_days(network: Network, source: int, target: int, day: int) -> list[int]:
    """The days to which the leads from ``source`` hold ``target`` when ``source`` happens on ``day``."""
    return [day + between if step is None else step(day) for other, between, step in network.leads[target] if other == source]
