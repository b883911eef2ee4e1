"""The earliest days of a knot: milestones that wait for one another, with an option as the way round.

A day may not be held up by itself: where A waits for B or C, and C waits for A, only B can be first. Days are therefore fixed
from the smallest on, each once all that it waits for is fixed (Dijkstra's algorithm for and/or graphs; Knuth, 1977).
"""

from collections.abc import Sequence
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

    def __init__(self, network: Network, nodes: list[int], before: list[int]) -> None:
        """``before``: by node of the network, how many links lead there from members, each option for itself; none to others."""
        self.network, self.nodes, self.inside = network, nodes, frozenset(nodes)
        self.needs = before.copy()
        self.leads: dict[int, list[Edge]] = {}
        self.groups: list[_Group] = []
        self.offers: dict[int, list[int]] = {}
        for node in nodes:
            if network.leads[node]:
                self._read_leads(node)
            for options in network.anys[node]:
                self._read_group(node, options)

    def _read_leads(self, node: int) -> None:
        if node in self.network.done:  # what has happened waits for nothing
            self.needs[node] = 0
            return
        for other, between, step in self.network.leads[node]:
            if other in self.inside:
                self.leads.setdefault(other, []).append((node, between, step))

    def _read_group(self, node: int, options: tuple[int, ...]) -> None:
        inner = [option for option in options if option in self.inside]
        if not inner:
            return
        self.needs[node] -= len(inner) - 1
        for option in inner:
            self.offers.setdefault(option, []).append(len(self.groups))
        outer = [option for option in options if option not in self.inside] if len(inner) < len(options) else []
        self.groups.append(_Group(node, outer))

    def closed(self) -> frozenset[int]:
        """The members that no choice of options opens."""
        waits_out, needs = self.network.waits_out, self.needs.copy()
        opened = [bool(group.outer) for group in self.groups]
        found: list[int] = []

        def let_go(node: int) -> None:
            needs[node] -= 1
            if not needs[node]:
                found.append(node)

        found += [node for node in self.nodes if not needs[node]]
        for group in (group for group in self.groups if group.outer):
            let_go(group.owner)
        for node in found:  # grows while it is read
            for other in waits_out[node]:
                let_go(other)
            for link in self.leads.get(node, ()):
                let_go(link[0])
            for number in self.offers.get(node, ()):
                if not opened[number]:
                    opened[number] = True
                    let_go(self.groups[number].owner)
        return self.inside.difference(found)

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
            opens: Sequence[int] = (~node,)
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
