"""Last days that options make earlier than each option for itself does.

A milestone that *all* open options of another wait for is bound through them together. How late it may be is found by trying: the
later it happens, the later everything else does, so that days that can be kept and days that cannot do not alternate.
"""

from dataclasses import replace

from milestones.domain.schedule.compute import solve, solved
from milestones.domain.schedule.days import FIRST, LAST
from milestones.domain.schedule.network import PATIENCE, Network
from milestones.domain.schedule.rings import Diverges
from milestones.domain.schedule.solve import Solution, settle_up

#: More milestones than this are not tried: each takes some twenty times an edit.
MOST = 100


def shared_nodes(solution: Solution) -> list[int]:
    """The nodes that all open options of some node with a last day wait for; none where the plan is impossible anyway."""
    network, latest = solution.network, solution.latest
    if any(early > late for early, late in zip(solution.earliest, network.upper, strict=True)):
        return []
    groups = [(node, options) for node, found in enumerate(network.anys) if latest[node] <= LAST for options in found]
    if not groups:
        return []
    behind, found = _behind(solution), 0
    for node, options in groups:
        shared = -1
        for option in options:
            if solution.earliest[option] <= latest[node]:
                shared &= behind[option] | 1 << option
        found |= max(shared, 0)
    return [node for node in range(len(latest)) if found >> node & 1 and node not in network.done]


def last_days(solution: Solution) -> dict[str, int]:
    """By milestone: the last day, where it is earlier than ``solution.latest``. Nothing where there is too much to try."""
    if not 0 < len(shared_nodes(solution)) <= MOST:
        return {}
    network = solution.network
    apart = solved(Network(dict(network.terms), network.place))  # trying closes options
    found, latest = {}, apart.latest
    for node in shared_nodes(apart):
        first, last = max(apart.earliest[node], FIRST - 1), min(latest[node], LAST)
        if last <= first or _can_be(apart, node, last):
            continue
        while last - first > 1:
            middle = (first + last) // 2
            if _can_be(apart, node, middle):
                first = middle
            else:
                last = middle
        found.update(dict.fromkeys(apart.network.members[node], first))
    return found


def _behind(solution: Solution) -> list[int]:
    """The nodes that each node waits for, whatever the kind of link, as the bits of a number."""
    network, behind = solution.network, [0] * len(solution.latest)
    before = [
        [
            *network.waits[node],
            *(each[0] for each in (*network.leads[node], *network.pulls[node])),
            *(option for options in network.anys[node] for option in options),
        ]
        for node in range(len(behind))
    ]
    changed = True
    while changed:
        changed = False
        for node in solution.order.sequence:
            bits = behind[node]
            for other in before[node]:
                bits |= behind[other] | 1 << other
            if bits != behind[node]:
                behind[node], changed = bits, True
    return behind


def _can_be(solution: Solution, node: int, day: int) -> bool:
    """Whether the node can happen on that day and everything else still in time. What is not certain is taken to be."""
    while True:
        try:
            days = _try(solution, node, day)
        except Diverges as found:
            if found.option is None or found.is_guess:
                return found.is_guess
            solve(solution, found)  # an option that is never the first to come, on whatever day
        else:
            return days[node] == day and all(early <= late for early, late in zip(days, solution.network.upper, strict=True))


def _try(solution: Solution, node: int, day: int) -> list[int]:
    """All first days where the node happens on that day. Raises Diverges."""
    network, order, lower = solution.network, solution.order, solution.network.lower[node]
    later = Solution(network, replace(order, sequence=order.sequence.copy()), solution.earliest.copy(), solution.latest)
    network.lower[node] = day
    try:
        settle_up(later, [node])
    finally:
        network.lower[node], network.patience = lower, PATIENCE
    return later.earliest
