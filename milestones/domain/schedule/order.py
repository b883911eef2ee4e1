"""Who comes first: an order in which days can be computed, the cycles that leave none, and knots that have a way round.

A *cycle* is a set of milestones each of which waits for another of them, with no option outside. A *knot* is a ring of waiting
that an option opens: A waits for B or C, C waits for A.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from milestones.domain.graphs import knots
from milestones.domain.schedule.cuts import cut
from milestones.domain.schedule.knots import Knot
from milestones.domain.schedule.network import Network


@dataclass
class Order:
    """``sequence``: nodes, the earlier first; ``rank``: each node's place. ``knot``: where there are rings with a way round; its
    nodes stand together, from place ``begin`` on. ``cycles``: the nodes of each cycle."""

    sequence: list[int]
    rank: list[int] = field(init=False)
    knot: Knot | None = None
    begin: int = 0
    cycles: list[list[int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rank = [0] * len(self.sequence)
        for place, node in enumerate(self.sequence):
            self.rank[node] = place

    @property
    def end(self) -> int:
        """The place after the knot."""
        return self.begin + (len(self.knot.nodes) if self.knot else 0)

    def line_up_knot(self, nodes: Iterable[int]) -> None:
        """Let the nodes of the knot stand in this order."""
        for place, node in enumerate(nodes, self.begin):
            self.sequence[place] = node
            self.rank[node] = place


def line_up(network: Network) -> Order:
    """The order in which days can be computed. Links within a cycle are taken out of the network, so that all else can be."""
    first, waiting = _free(network)
    if len(first) == len(waiting):
        return Order(first)
    stuck, last = _stuck(network, waiting)
    knot = Knot(network, stuck, waiting)
    cycles = find_cycles(network, knot.closed())
    if cycles:
        for cycle in cycles:
            cut(network, cycle)
        first, waiting = _free(network)
        if len(first) == len(waiting):
            return Order(first, cycles=cycles)
        stuck, last = _stuck(network, waiting)
        knot = Knot(network, stuck, waiting)
    return Order(first + stuck + last, knot, len(first), cycles)


def _free(network: Network) -> tuple[list[int], list[int]]:
    """The nodes before all rings, in order; and by node, how many links it still waits for. One pass over all links (Kahn)."""
    waiting, after = network.before.copy(), network.after
    first = [node for node, count in enumerate(waiting) if not count]
    for node in first:  # grows while it is read
        for each in after[node]:
            waiting[each] -= 1
            if not waiting[each]:
                first.append(each)
    return first, waiting


def _stuck(network: Network, waiting: list[int]) -> tuple[list[int], list[int]]:
    """Of the nodes that wait for any link: those of rings and between them; and those after all rings, in order, which cease to
    be ``waiting``."""
    # All that comes after what is stuck is stuck: from the end on, what nothing stuck waits for is let go.
    awaited = list(map(len, network.after))
    last = [node for node, count in enumerate(waiting) if count and not awaited[node]]
    for node in last:  # grows while it is read
        for each in _before(network, node):
            awaited[each] -= 1
            if waiting[each] and not awaited[each]:
                last.append(each)
    for node in last:
        waiting[node] = 0
    return [node for node, count in enumerate(waiting) if count], last[::-1]


def _before(network: Network, node: int) -> list[int]:
    """The nodes that the node follows, and its options."""
    found = network.waits[node]
    if network.leads[node]:
        found = found + [link[0] for link in network.leads[node]]
    for options in network.anys[node]:
        found = [*found, *options]
    return found


def find_cycles(network: Network, closed: frozenset[int]) -> list[list[int]]:
    """Each cycle's nodes. A cycle behind another is found too: the first is taken as solved, and the search goes on.

    ``closed``: the nodes that no choice of options opens.
    """
    cycles: list[list[int]] = []
    while closed:
        before = _before_closed(network, closed)
        rings = knots(before, before.__getitem__)
        found = [ring for ring in rings if len(rings) == 1 or _is_cycle(network, ring, before)]
        cycles += map(sorted, found)
        closed = _still_closed(network, closed.difference(*found))
    return sorted(cycles)


def _still_closed(network: Network, nodes: frozenset[int]) -> frozenset[int]:
    """Those of the nodes that keep each other, were all others solved."""
    before = [0] * len(network.members)
    for node in nodes:
        before[node] = sum(map(nodes.__contains__, _before(network, node)))
    return Knot(network, sorted(nodes), before).closed()


def _before_closed(network: Network, closed: frozenset[int]) -> dict[int, list[int]]:
    """What keeps each closed node: closed ones that it waits for, and options none of which is open."""
    waits, leads, anys = network.waits, network.leads, network.anys
    found: dict[int, list[int]] = {}
    for node in sorted(closed):
        before = waits[node]
        if not closed.issuperset(before):
            before = [each for each in before if each in closed]
        if leads[node]:
            before = before + [link[0] for link in leads[node] if link[0] in closed]
        for options in anys[node]:
            if closed.issuperset(options):
                before = [*before, *options]
        found[node] = before
    return found


def _is_cycle(network: Network, ring: list[int], before: dict[int, list[int]]) -> bool:
    """Whether nothing but its own members keeps the ring, or its members keep each other whatever else does: without options."""
    if len(ring) > 1 and not any(network.anys[node] for node in ring):
        return True
    inside = set(ring)
    return all(other in inside for node in ring for other in before[node])
