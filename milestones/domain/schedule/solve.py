"""The first and last possible day of every node: the least and the greatest days that keep all links.

The days of all nodes are computed in one pass along the order. Pulls may then push a day further; only what they push is computed
again, in rank order, until all holds (a longest path in a simple temporal network; Dechter, Meiri and Pearl, 1991). The least
days ignore upper bounds and the greatest ignore lower ones: where they cross, the roadmap asks for the impossible.
"""
# ruff: noqa: PLR1730  max() and min() double the time of the two passes, which everything waits for

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush

from milestones.domain.schedule.days import NEVER_ENDED
from milestones.domain.schedule.network import Edge, Network
from milestones.domain.schedule.order import Order
from milestones.domain.schedule.rings import EndsNever
from milestones.domain.schedule.watch import Descent, Watch

#: Stands for the knot among nodes that are to be looked at.
_KNOT = -1
#: Pulls that lead far are carried by passes over all, until this many of them did not get to the end.
_ROUNDS = 4


@dataclass
class Solution:
    """``earliest`` and ``latest``: the day of each node, unreal where nothing bounds it. ``vain``: (node, option) where the
    option can never be in time, so that it need not hurry."""

    network: Network
    order: Order
    earliest: list[int]
    latest: list[int]
    vain: set[tuple[int, int]] = field(default_factory=set)


def solve_up(solution: Solution) -> None:
    """Compute all earliest days. Raises Diverges."""
    network = solution.network
    solution.earliest = list(network.lower)
    _pass_up(solution, network.leads)
    before: set[int] = set()
    for _round in range(_ROUNDS):
        pushed = _pushed_up(solution)
        try:
            settle_up(solution, pushed, few(network))
        except TooFar:
            Watch(network, solution.earliest, solution.order.rank).look_back(before.intersection(pushed))
            before = set(pushed)
            _pass_up(solution, _joined(network.leads, network.pulls))
        else:
            return
    settle_up(solution, _pushed_up(solution))


def solve_down(solution: Solution) -> None:
    """Compute all latest days, from the earliest: they tell which options are still open. Raises Diverges."""
    solution.vain.clear()
    while True:
        try:
            _solve_down(solution)
        except EndsNever as found:
            solution.vain.add(found.option)
        else:
            return


def _solve_down(solution: Solution) -> None:
    network = solution.network
    solution.latest = list(network.upper)
    late = _pass_down(solution, network.leads_out)
    for _round in range(_ROUNDS):
        try:
            settle_down(solution, [*_pushed_down(solution), *late], few(network))
        except TooFar:
            late = _pass_down(solution, _joined(network.leads_out, network.pulls_out))
        else:
            return
    settle_down(solution, [*_pushed_down(solution), *late])


def few(network: Network) -> int:
    """How many nodes are sooner looked at one by one than all in a pass."""
    return max(len(network.members) // 10, 32)


def _joined(leads: list[list[Edge]], pulls: list[list[Edge]]) -> list[list[Edge]]:
    # One new list for each of them would take longer than the pass.
    return [(one + other if one else other) if other else one for one, other in zip(leads, pulls, strict=True)]


def _pass_up(solution: Solution, links: list[list[Edge]]) -> None:
    order = solution.order
    if order.knot is None:
        _pass(solution, order.sequence, links)
    else:  # of the knot, the pass finds only bounds: an option may be held up by what waits for it
        _pass(solution, order.sequence[: order.end], links)
        _untie(solution)
        _pass(solution, order.sequence[order.end :], links)


def _pass(solution: Solution, nodes: Iterable[int], links: list[list[Edge]]) -> None:
    network, days = solution.network, solution.earliest
    waits, anys, done = network.waits, network.anys, network.done
    for node in nodes:
        best = days[node]
        for other in waits[node]:
            if days[other] > best:
                best = days[other]
        if links[node] and node not in done:  # the only links that lead to what has happened: others have no later day left
            for other, between, step in links[node]:
                day = days[other] + between if step is None else step(days[other])
                if day > best:
                    best = day
        if anys[node]:
            for options in anys[node]:
                day = min([days[option] for option in options])
                if day > best:
                    best = day
        days[node] = best


def _pushed_up(solution: Solution) -> list[int]:
    """Nodes whose earliest day a pull makes later."""
    days, pushed, done = solution.earliest, [], solution.network.done
    for node, links in enumerate(solution.network.pulls):
        if not links or node in done:
            continue
        for other, between, step in links:
            if (days[other] + between if step is None else step(days[other])) > days[node]:
                pushed.append(node)
    return pushed


def _most(links: list[Edge], days: list[int]) -> int:
    return max([days[other] + between if step is None else step(days[other]) for other, between, step in links])


def first_day(solution: Solution, node: int) -> tuple[int, bool]:
    """The least day that the node's own bounds and links leave, as the other days stand, and whether that is all.

    Only an option that stands before the node may hold it: in a knot another may be held up by it in turn, which untying tells.
    """
    network, days, rank = solution.network, solution.earliest, solution.order.rank
    best, is_open = network.lower[node], True
    if node in network.done:
        return best, is_open
    for other in network.waits[node]:
        if days[other] > best:
            best = days[other]
    for links in (network.leads[node], network.pulls[node]):
        if links:
            best = max(best, _most(links, days))
    for options in network.anys[node]:
        first = min([days[option] for option in options if rank[option] < rank[node]], default=NEVER_ENDED)
        if best < first == min([days[option] for option in options]):
            best = first
        is_open = is_open and first <= best
    return best, is_open


class TooFar(Exception):  # noqa: N818 an answer
    """More nodes were looked at than ``most``: a pass over all is quicker."""


def settle_up(solution: Solution, nodes: Iterable[int], most: int | None = None) -> None:
    """Move ``nodes``, and all that they push, to later days until every link holds.

    Raises Diverges, or TooFar where more than ``most`` need to be looked at.
    """
    order, rank = solution.order, solution.order.rank
    heap = [(rank[node], node) for node in set(nodes)]
    if most is not None and 2 * len(heap) > most:  # each pushes others
        raise TooFar
    heapify(heap)
    # Untying a knot would move what is lost.
    watch, looks = Watch(solution.network, solution.earliest, rank, at_once=order.knot is not None), 0
    while heap:
        looks += 1
        if most is not None and looks > most:
            watch.tell()
            raise TooFar
        top = heappop(heap)
        while heap and heap[0] == top:
            heappop(heap)
        if top[1] in watch.lost:
            continue
        moved, is_open = _moved(solution, top[1])
        if not is_open:
            heappush(heap, (order.end, _KNOT))
        for each in moved:  # grows where a ring moves on
            moved += watch.note(each, untied=top[1] == _KNOT)
            for other in _pushed_by(solution, each):
                heappush(heap, (rank[other], other))
    watch.tell()


def _moved(solution: Solution, node: int) -> tuple[list[int], bool]:
    """Let a node, or the knot, go to its first day. Returns the nodes that moved, and whether that was all."""
    if node == _KNOT:
        return _untie(solution), True
    day, is_open = first_day(solution, node)
    if day <= solution.earliest[node]:
        return [], is_open
    solution.earliest[node] = day
    return [node], is_open


def _untie(solution: Solution) -> list[int]:
    """Compute the days of the knot anew, and let its nodes stand in their order. Returns those that moved."""
    days, order = solution.earliest, solution.order
    if order.knot is None:
        return []
    found = order.knot.untied(days)
    moved = [node for node, day in found.items() if day > days[node]]
    for node in moved:
        days[node] = found[node]
    order.line_up_knot(found)
    return moved


def _pushed_by(solution: Solution, node: int) -> Iterator[int]:
    """The nodes that the node's earliest day may hold up."""
    network, days = solution.network, solution.earliest
    day = days[node]
    for other in network.waits_out[node]:
        if day > days[other]:
            yield other
    for links in (network.leads_out[node], network.pulls_out[node]):
        for other, between, step in links:
            if step or day + between > days[other]:
                yield other
    yield from network.anys_out[node]


def _pass_down(solution: Solution, links: list[list[Edge]]) -> list[int]:
    """Returns the nodes of the knot that something before them may need to be earlier."""
    late: list[int] = []
    network, days = solution.network, solution.latest
    waits_out, anys, done = network.waits_out, network.anys, network.done
    for node in reversed(solution.order.sequence):
        if node in done:
            continue
        best = days[node]
        for other in waits_out[node]:
            if days[other] < best:
                best = days[other]
        if links[node]:
            for other, between, step in links[node]:
                day = days[other] - between if step is None else step(days[other])
                if day < best:
                    best = day
        days[node] = best
        if anys[node]:
            late += _hold_options(solution, node)
    return late


def _hold_options(solution: Solution, node: int) -> list[int]:
    """Let the options without which ``node`` would be too late be no later. Returns those that the pass has gone by."""
    days, rank, late = solution.latest, solution.order.rank, []
    for options in solution.network.anys[node]:
        held = only_way(solution, node, options)
        if held is None or days[node] >= days[held] or held in solution.network.done:
            continue
        if rank[held] < rank[node]:
            days[held] = days[node]
        else:
            late.append(held)
    return late


def only_way(solution: Solution, node: int, options: tuple[int, ...]) -> int | None:
    """The option without which ``node`` cannot be in time; None while there is a way round. Where all are too late: the first."""
    earliest, last = solution.earliest, solution.latest[node]
    open_still = [option for option in options if earliest[option] <= last]
    if len(open_still) > 1:
        return None
    held = open_still[0] if open_still else min(options, key=earliest.__getitem__)
    return None if (node, held) in solution.vain else held


def _pushed_down(solution: Solution) -> list[int]:
    """Nodes whose latest day a pull makes earlier."""
    days, pushed, done = solution.latest, [], solution.network.done
    for node, links in enumerate(solution.network.pulls_out):
        if not links or node in done:
            continue
        for other, between, step in links:
            if (days[other] - between if step is None else step(days[other])) < days[node]:
                pushed.append(node)
    return pushed


def _least(links: list[Edge], days: list[int]) -> int:
    return min([days[other] - between if step is None else step(days[other]) for other, between, step in links])


def last_day(solution: Solution, node: int) -> int:
    """The greatest day that the node's own bounds and links leave, as the other days stand."""
    network, days = solution.network, solution.latest
    best = network.upper[node]
    if node in network.done:
        return best
    for other in network.waits_out[node]:
        if days[other] < best:
            best = days[other]
    for links in (network.leads_out[node], network.pulls_out[node]):
        if links:
            best = min(best, _least(links, days))
    return min([days[owner] for owner in owners_in_need(solution, node) if days[owner] < best], default=best)


def owners_in_need(solution: Solution, node: int) -> Iterator[int]:
    """The nodes that cannot be in time without this option."""
    network = solution.network
    for owner in network.anys_out[node]:
        for options in network.anys[owner]:
            if node in options and only_way(solution, owner, options) == node:
                yield owner


def settle_down(solution: Solution, nodes: Iterable[int], most: int | None = None) -> None:
    """Move ``nodes``, and all that they push, to earlier days until every link holds.

    Raises TooFar where more than ``most`` need to be looked at, EndsNever and Diverges.
    """
    network, days, rank = solution.network, solution.latest, solution.order.rank
    descent = Descent(network, days)
    heap = [(-rank[node], node) for node in nodes]
    if most is not None and 2 * len(heap) > most:  # each pushes others
        raise TooFar
    heapify(heap)
    looks = 0
    while heap:
        looks += 1
        if most is not None and looks > most:
            raise TooFar
        top = heappop(heap)
        while heap and heap[0] == top:
            heappop(heap)
        node = top[1]
        day = last_day(solution, node)
        if day >= days[node]:
            continue
        days[node] = day
        descent.note(node, lambda each: owners_in_need(solution, each))
        pushed = [other for other in network.waits[node] if days[other] > day]
        pushed += [link[0] for link in (*network.leads[node], *network.pulls[node])]
        pushed += [option for options in network.anys[node] for option in options]
        for other in pushed:
            heappush(heap, (-rank[other], other))
