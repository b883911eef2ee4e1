"""The earliest days of a knot: milestones that wait for one another, with an option as the way round.

A day may not be held up by itself: where A waits for B or C, and C waits for A, only B can be first. Days are therefore fixed
from the smallest on, each once all that it waits for is fixed (Dijkstra's algorithm for and/or graphs; Knuth, 1977).
"""

from heapq import heapify, heappop, heappush
from typing import NamedTuple

from milestones.domain.schedule.network import Edge, Network


class _Group(NamedTuple):
    """Options of ``owner``, one of which is enough. ``outer``: those that are no members of the knot."""

    owner: int
    outer: list[int]


class Knot:
    """``nodes``: the members of all rings, and what lies between two rings.

    What they wait for is read once: their days are computed again and again. ``needs``: by node of the network, how many members
    and groups with members it waits for; ``leads``: links between members; ``groups``, and by member ``offers``, the groups that
    it is an option of.
    """

    def __init__(self, network: Network, nodes: list[int]) -> None:
        self.network, self.nodes, self.inside = network, nodes, frozenset(nodes)
        self.needs = [0] * len(network.members)
        self.leads: dict[int, list[Edge]] = {}
        self.groups: list[_Group] = []
        self.offers: dict[int, tuple[int, ...]] = {}
        for node in nodes:
            if node not in network.done:  # what has happened waits for nothing
                self._read(node)

    def _read(self, node: int) -> None:
        network, inside = self.network, self.inside
        needs = sum(map(inside.__contains__, network.waits[node]))
        for other, between, step in network.leads[node]:
            if other in inside:
                needs += 1
                self.leads.setdefault(other, []).append((node, between, step))
        for options in network.anys[node]:
            if not inside.isdisjoint(options):
                needs += 1
                self._add_group(node, options)
        self.needs[node] = needs

    def _add_group(self, node: int, options: tuple[int, ...]) -> None:
        for option in options:
            if option in self.inside:
                self.offers[option] = (*self.offers.get(option, ()), len(self.groups))
        self.groups.append(_Group(node, [option for option in options if option not in self.inside]))

    def closed(self) -> frozenset[int]:
        """The members that no choice of options opens."""
        return self.inside.difference(self.untied(self.network.lower))

    def untied(self, days: list[int]) -> dict[int, int]:
        """The least day of each member, the first one first; without those that are closed.

        ``days``: of all nodes. Those of members are bounds, which hold all links from elsewhere but options.
        """
        waits_out, leads, offers = self.network.waits_out, self.leads, self.offers
        best, needs, unopened = days.copy(), self.needs.copy(), [True] * len(self.groups)
        found: dict[int, int] = {}
        # A group stands in the heap with the first of its options from elsewhere, as ~number.
        heap = [(best[node], node) for node in self.nodes if not needs[node]]
        heap += [(min([days[each] for each in group.outer]), ~number) for number, group in enumerate(self.groups) if group.outer]
        heapify(heap)
        while heap:
            day, node = heappop(heap)
            after: list[int] = []
            opens: tuple[int, ...] = (~node,)
            if node >= 0:
                found[node] = day
                after, opens = waits_out[node], offers.get(node, ())
                for other, between, step in leads.get(node, ()):
                    best[other] = max(best[other], day + between if step is None else step(day))
                    after = [*after, other]
            for number in opens:
                if unopened[number]:
                    unopened[number] = False
                    after = [*after, self.groups[number].owner]
            for other in after:
                best[other] = max(best[other], day)
                needs[other] -= 1
                if not needs[other]:
                    heappush(heap, (best[other], other))
        return found
