"""Who comes first: an order in which days can be computed, the cycles that leave none, and knots that have a way round.

A *cycle* is a set of milestones each of which waits for another of them, with no option outside. A *knot* is a ring of waiting
that an option opens: A waits for B or C, C waits for A.
"""

from dataclasses import dataclass, field

from milestones.domain.graphs import knots
from milestones.domain.schedule.network import Network


@dataclass
class Order:
    """``sequence``: nodes, the earlier first; ``rank``: each node's place. ``knots``: nodes of a knot → the whole knot, which
    shares one place. ``cycles``: the nodes of each cycle."""

    sequence: list[int]
    rank: list[int]
    knots: dict[int, tuple[int, ...]] = field(default_factory=dict)
    cycles: list[list[int]] = field(default_factory=list)


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
    cycles = find_cycles(network)
    for cycle in cycles:
        _cut(network, set(cycle))
    plain = line_up(network)
    if plain:
        plain.cycles = cycles
        return plain
    return _with_knots(network, cycles)


def find_cycles(network: Network) -> list[list[int]]:
    """Each cycle's nodes. A cycle behind another is found too: the first is taken as solved, and the search goes on."""
    free: set[int] = set()
    cycles: list[list[int]] = []
    while True:
        free = _reachable(network, free)
        left = [node for node in range(len(network.members)) if node not in free]
        if not left:
            return sorted(cycles)
        before = {node: _before(network, node, free) for node in left}
        for ring in knots(before, before.__getitem__):
            inside = set(ring)
            if all(other in inside for node in ring for other in before[node]):
                cycles.append(sorted(ring))
                free |= inside


def _reachable(network: Network, solved: set[int]) -> set[int]:
    """Nodes that can happen once ``solved`` have: all they wait for has, and one option of each group."""
    needs = [
        len(waits) + len(leads) + len(groups)
        for waits, leads, groups in zip(network.waits, network.leads, network.anys, strict=True)
    ]
    opened: set[tuple[int, int]] = set()
    free = list(solved | {node for node, count in enumerate(needs) if not count})
    found = set(free)
    for node in free:  # grows while it is read
        after = [*network.waits_out[node], *(each[0] for each in network.leads_out[node])]
        for each in dict.fromkeys(network.anys_out[node]):
            for index, options in enumerate(network.anys[each]):
                if node in options and (each, index) not in opened:
                    opened.add((each, index))
                    after.append(each)
        for each in after:
            needs[each] -= 1
            if not needs[each] and each not in found:
                found.add(each)
                free.append(each)
    return found


def _before(network: Network, node: int, free: set[int]) -> list[int]:
    """What still keeps ``node``; a group of options counts while none of them is free."""
    kept = [each for each in network.waits[node] if each not in free]
    kept += [each[0] for each in network.leads[node] if each[0] not in free]
    for options in network.anys[node]:
        if not any(option in free for option in options):
            kept += options
    return kept


def _cut(network: Network, cycle: set[int]) -> None:
    """Take the order among the members of a cycle out of the network."""
    for node in cycle:
        for key in network.members[node]:
            for link in list(network.terms[key].links):
                arc = network.arc(link)
                if arc.kind != "pulls" and arc.source in cycle and arc.target in cycle:
                    network.take(link)
                    network.dropped.add(link)
            for options in network.terms[key].anys:
                nodes = network.options(key, options)
                if nodes and cycle.issuperset(nodes):
                    network.take_any(key, options)
                    network.dropped_anys.add((key, options))


def _with_knots(network: Network, cycles: list[list[int]]) -> Order:
    before = {
        node: [
            *network.waits[node],
            *(each[0] for each in network.leads[node]),
            *(option for options in network.anys[node] for option in options),
        ]
        for node in range(len(network.members))
    }
    order = Order([], [0] * len(before), {}, cycles)
    for place, ring in enumerate(knots(before, before.__getitem__)):
        for node in ring:
            order.rank[node] = place
        order.sequence.extend(ring)
        if len(ring) > 1:
            order.knots.update(dict.fromkeys(ring, tuple(ring)))
    return order
