"""Who comes first: an order in which days can be computed, the cycles that leave none, and knots that have a way round.

A *cycle* is a set of milestones each of which waits for another of them, with no option outside. A *knot* is a ring of waiting
that an option opens: A waits for B or C, C waits for A.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from milestones.domain.graphs import knots
from milestones.domain.schedule.cuts import cut
from milestones.domain.schedule.knots import Knot
from milestones.domain.schedule.network import Network


@dataclass
class Order:
    """``sequence``: nodes, the earlier first; ``rank``: each node's place. ``knots``: the knot of each node that is in one; its
    nodes stand together. ``cycles``: the nodes of each cycle."""

    sequence: list[int]
    rank: list[int]
    knots: dict[int, Knot] = field(default_factory=dict)
    cycles: list[list[int]] = field(default_factory=list)

    def line_up_knot(self, nodes: Sequence[int]) -> None:
        """Let the nodes of a knot stand in this order."""
        first = min(self.rank[node] for node in nodes)
        self.sequence[first : first + len(nodes)] = nodes
        for place, node in enumerate(nodes, first):
            self.rank[node] = place


def line_up(network: Network) -> Order | None:
    """The order where nothing waits in a ring; None else. One pass over all links (Kahn)."""
    waiting, after = network.before.copy(), network.after
    sequence = [node for node, count in enumerate(waiting) if not count]
    for node in sequence:  # grows while it is read
        for each in after[node]:
            waiting[each] -= 1
            if not waiting[each]:
                sequence.append(each)
    if len(sequence) < len(waiting):
        return None
    rank = [0] * len(sequence)
    for place, node in enumerate(sequence):
        rank[node] = place
    return Order(sequence, rank)


def untangle(network: Network) -> Order:
    """The order of a network with rings. Links within a cycle are taken out of the network, so that all else can be computed."""
    cycles = find_cycles(network, _stuck(network))
    for cycle in cycles:
        cut(network, cycle)
    plain = line_up(network)
    if plain:
        plain.cycles = cycles
        return plain
    return _with_knots(network, cycles)


def _stuck(network: Network) -> set[int]:
    """The nodes of rings, and those between two rings."""
    waiting = network.before.copy()
    free = [node for node, count in enumerate(waiting) if not count]
    for node in free:  # grows while it is read
        for each in network.after[node]:
            waiting[each] -= 1
            if not waiting[each]:
                free.append(each)
    stuck = {node for node, count in enumerate(waiting) if count}
    awaited = {node: sum([each in stuck for each in network.after[node]]) for node in stuck}
    last = [node for node in stuck if not awaited[node]]
    for node in last:  # grows while it is read
        for each in _before(network, node):
            if each in stuck:
                awaited[each] -= 1
                if not awaited[each]:
                    last.append(each)
    return stuck.difference(last)


def find_cycles(network: Network, stuck: set[int]) -> list[list[int]]:
    """Each cycle's nodes. A cycle behind another is found too: the first is taken as solved, and the search goes on."""
    cycles: list[list[int]] = []
    while stuck:
        before = _Closed(network, stuck).before()
        rings = knots(before, before.__getitem__)
        found = [ring for ring in rings if len(rings) == 1 or _is_first(ring, before)]
        cycles += map(sorted, found)
        stuck = before.keys() - {node for ring in found for node in ring}
    return sorted(cycles)


def _is_first(ring: list[int], before: dict[int, list[int]]) -> bool:
    """Whether nothing but its own members keeps the ring."""
    inside = set(ring)
    return all(other in inside for node in ring for other in before[node])


class _Closed:
    """``nodes``: those that cannot happen yet. Of each, ``waits``: the others that it waits for, ``groups``: options of which
    none is open, ``needs``: how much keeps it."""

    def __init__(self, network: Network, nodes: set[int]) -> None:
        self.network, self.nodes = network, set(nodes)
        self.waits: dict[int, list[int]] = {}
        self.groups: dict[int, list[tuple[int, ...]]] = {}
        self.needs: dict[int, int] = {}
        for node in nodes:
            waits = [other for other in network.waits[node] if other in nodes]
            if network.leads[node]:
                waits += [link[0] for link in network.leads[node] if link[0] in nodes]
            self.waits[node], self.needs[node] = waits, len(waits)
            if network.anys[node]:
                self.groups[node] = [options for options in network.anys[node] if nodes.issuperset(options)]
                self.needs[node] += len(self.groups[node])
        self._open([node for node in sorted(nodes) if not self.needs[node]])

    def _open(self, nodes: list[int]) -> None:
        """Let nodes happen, and all that then can."""
        network, closed, needs = self.network, self.nodes, self.needs
        closed.difference_update(nodes)
        for node in nodes:  # grows while it is read
            after = [*network.waits_out[node], *(link[0] for link in network.leads_out[node])]
            for each in network.anys_out[node]:
                for options in [options for options in self.groups.get(each, ()) if node in options]:
                    self.groups[each].remove(options)
                    after.append(each)
            for each in after:
                if each in closed:
                    needs[each] -= 1
                    if not needs[each]:
                        closed.remove(each)
                        nodes.append(each)

    def before(self) -> dict[int, list[int]]:
        """What still keeps each node."""
        closed, found = self.nodes, {}
        for node in sorted(closed):
            found[node] = [other for other in self.waits[node] if other in closed]
            for options in self.groups.get(node, ()):
                found[node] += options
        return found


def _before(network: Network, node: int) -> list[int]:
    """The nodes that the node follows, and its options."""
    found = [*network.waits[node], *(link[0] for link in network.leads[node])]
    return found + [option for options in network.anys[node] for option in options]


def _with_knots(network: Network, cycles: list[list[int]]) -> Order:
    """The order with each knot in one piece, its nodes in any."""
    stuck = _stuck(network)
    before = {node: [each for each in _before(network, node) if each in stuck] for node in sorted(stuck)}
    order = Order([], [0] * len(network.members), {}, cycles)
    waiting = network.before.copy()
    for ring in knots(before, before.__getitem__):
        if len(ring) > 1:
            knot = Knot(network, ring)
            order.knots.update(dict.fromkeys(ring, knot))
            waiting[ring[0]] = sum(each not in knot.inside for node in ring for each in _before(network, node))
    free = [node for node, count in enumerate(waiting) if not count]
    for node in free:  # grows while it is read; of a knot, its first node
        members = order.knots[node].nodes if node in order.knots else [node]
        order.sequence += members
        for each in (each for member in members for each in network.after[member]):
            other = order.knots[each].nodes[0] if each in order.knots else each
            if other != node:
                waiting[other] -= 1
                if not waiting[other]:
                    free.append(other)
    for place, node in enumerate(order.sequence):
        order.rank[node] = place
    return order
