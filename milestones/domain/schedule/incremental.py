"""An edit of some milestones: only the days that it reaches are computed again.

A bound that is taken away or loosened frees the days that it held, and those that they held in turn: these are forgotten and
computed anew from their neighbours. A bound that is added or tightened only pushes. Where the order itself changes, or a cycle is
about, all is computed from the start instead.
"""

from collections.abc import Callable, Iterable, Iterator

from milestones.domain.schedule.days import NEVER_BEGUN, NEVER_ENDED, day
from milestones.domain.schedule.network import Arc, Edge
from milestones.domain.schedule.solve import Solution, TooFar, settle_down, settle_up, solve
from milestones.domain.schedule.terms import Link, Terms


class Reorder(Exception):  # noqa: N818 an answer
    """The edit needs another order: compute everything."""


def apply(solution: Solution, edited: Iterable[Terms]) -> set[int]:
    """Put new terms in place of old ones of the same keys. Returns the nodes whose days changed.

    Raises Reorder or Diverges, after which the solution holds no answer.
    """
    network, order = solution.network, solution.order
    if order.knots or network.dropped or network.dropped_anys or network.dropped_options:
        raise Reorder
    touched = _Touched(solution)
    for new in edited:
        old = network.terms[new.key]
        if old.achieved or new.achieved or set(old.together) != set(new.together):
            raise Reorder
        touched.replace(old, new)
    up, down = list(solution.earliest), list(solution.latest)
    try:
        before_up, before_down = _settle(solution, touched)
    except TooFar:
        fresh = solve(network, order)
        solution.earliest, solution.latest = fresh.earliest, fresh.latest
        before_up, before_down = dict(enumerate(up)), dict(enumerate(down))
    return {node for node, value in before_up.items() if day(value) != day(solution.earliest[node])} | {
        node for node, value in before_down.items() if day(value) != day(solution.latest[node])
    }


class _Touched:
    """What an edit takes away and adds. ``freed_*``: nodes that what is gone has held; ``pushed_*``: nodes with new bounds."""

    def __init__(self, solution: Solution) -> None:
        self.solution = solution
        self.freed_up: set[int] = set()
        self.freed_down: set[int] = set()
        self.pushed_up: set[int] = set()
        self.pushed_down: set[int] = set()

    def replace(self, old: Terms, new: Terms) -> None:
        network = self.solution.network
        gone, come = set(old.links) - set(new.links), set(new.links) - set(old.links)
        self._check(new, come)
        for link in gone:
            self._free(network.arc(link))
            network.take(link)
        if tuple(old.anys) != tuple(new.anys):
            for options in old.anys:
                self._free_options(new.key, options)
                network.take_any(new.key, options)
        network.terms[new.key] = new
        for link in come:
            arc = network.arc(link)
            self.pushed_up.add(arc.target)
            self.pushed_down.add(arc.source)
            network.put(link)
        if tuple(old.anys) != tuple(new.anys):
            for options in new.anys:
                network.put_any(new.key, options)
                self.pushed_up.add(network.node[new.key])
                self.pushed_down.update(network.options(new.key, options))
        self._bound(network.node[new.key])

    def _check(self, new: Terms, come: Iterable[Link]) -> None:
        """Raises Reorder where something is to come before what it followed so far."""
        network, rank = self.solution.network, self.solution.order.rank
        arcs = [network.arc(link) for link in come]
        if any(arc.kind != "pulls" and rank[arc.source] >= rank[arc.target] for arc in arcs):
            raise Reorder
        node = network.node[new.key]
        if any(rank[option] >= rank[node] for options in new.anys for option in network.options(new.key, options)):
            raise Reorder

    def _free(self, arc: Arc) -> None:
        up, down = self.solution.earliest, self.solution.latest
        if (up[arc.source] + arc.days if arc.up is None else arc.up(up[arc.source])) == up[arc.target]:
            self.freed_up.add(arc.target)
        if (down[arc.target] - arc.days if arc.down is None else arc.down(down[arc.target])) == down[arc.source]:
            self.freed_down.add(arc.source)

    def _free_options(self, key: str, options: tuple[str, ...]) -> None:
        network, up, down = self.solution.network, self.solution.earliest, self.solution.latest
        node, nodes = network.node[key], network.options(key, options)
        if nodes and min(up[option] for option in nodes) == up[node]:
            self.freed_up.add(node)
        self.freed_down.update(option for option in nodes if down[option] == down[node])

    def _bound(self, node: int) -> None:
        network, solution = self.solution.network, self.solution
        lower, upper = network.lower[node], network.upper[node]
        network.bound(node)
        if network.lower[node] < lower == solution.earliest[node]:
            self.freed_up.add(node)
        if network.upper[node] > upper == solution.latest[node]:
            self.freed_down.add(node)
        self.pushed_up.add(node)
        self.pushed_down.add(node)


def _settle(solution: Solution, touched: _Touched) -> tuple[dict[int, int], dict[int, int]]:
    """Compute what the edit reaches. Returns the days before, by node, first and last ones. Raises TooFar or Diverges."""
    up, down, network = solution.earliest, solution.latest, solution.network
    most = max(len(up) // 16, 8)
    freed = _closure(touched.freed_up, lambda node: _held_up(solution, node), most)
    before_up = {node: up[node] for node in freed}
    for node in freed:
        up[node] = NEVER_BEGUN
    for node, value in settle_up(solution, freed | touched.pushed_up, most).items():
        before_up.setdefault(node, value)
    # An option that comes on another day may become, or cease to be, the only way.
    moved = [node for node, value in before_up.items() if up[node] != value]
    rivals = {
        option
        for node in moved
        for owner in network.anys_out[node]
        for options in network.anys[owner]
        if node in options
        for option in options
    }
    freed = _closure(touched.freed_down | rivals, lambda node: _held_down(solution, node), most)
    before_down = {node: down[node] for node in freed}
    for node in freed:
        down[node] = NEVER_ENDED
    for node, value in settle_down(solution, freed | touched.pushed_down, most).items():
        before_down.setdefault(node, value)
    return before_up, before_down


def _closure(nodes: set[int], after: Callable[[int], Iterator[int]], most: int) -> set[int]:
    """The nodes, and all that comes after them. Raises TooFar where that is more than ``most``."""
    found, stack = set(nodes), list(nodes)
    while stack:
        for other in after(stack.pop()):
            if other not in found:
                found.add(other)
                stack.append(other)
        if len(found) > most:
            raise TooFar
    return found


def _held_up(solution: Solution, node: int) -> Iterator[int]:
    """Nodes whose earliest day the node may hold (where months decide, taken to be)."""
    network, days = solution.network, solution.earliest
    yield from (other for other in network.waits_out[node] if days[other] == days[node])
    yield from _reached((network.leads_out[node], network.pulls_out[node]), days, days[node], 1)
    for other in network.anys_out[node]:
        if any(node in options and min(days[each] for each in options) == days[other] for options in network.anys[other]):
            yield other


def _held_down(solution: Solution, node: int) -> Iterator[int]:
    """Nodes whose latest day the node may hold."""
    network, days = solution.network, solution.latest
    yield from (other for other in network.waits[node] if days[other] == days[node])
    yield from _reached((network.leads[node], network.pulls[node]), days, days[node], -1)
    yield from (option for options in network.anys[node] for option in options if days[option] == days[node])


def _reached(links: Iterable[list[Edge]], days: list[int], here: int, sign: int) -> Iterator[int]:
    for each in links:
        yield from (other for other, between, step in each if step or days[other] == here + sign * between)
