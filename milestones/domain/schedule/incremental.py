"""An edit of some milestones: only the days that it reaches are computed again.

A bound that is taken away or loosened frees the days that it held, and those that they held in turn: these are forgotten and
computed anew from their neighbours. A bound that is added or tightened only pushes. Where that reaches far, one pass over all
the days of that side is quicker. Where the order changes, or who shares a day with whom, and where a ring is about, all days are
computed again. The network itself is changed in place, and never read anew.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from milestones.domain.schedule.compute import compute, solve
from milestones.domain.schedule.cuts import mend
from milestones.domain.schedule.days import FIRST, LAST, NEVER_BEGUN, NEVER_ENDED
from milestones.domain.schedule.network import Arc, Edge
from milestones.domain.schedule.rings import Diverges, EndsNever
from milestones.domain.schedule.sharing import concerned, share
from milestones.domain.schedule.solve import Solution, TooFar, few, settle_down, settle_up, solve_down, solve_up
from milestones.domain.schedule.terms import Link, Terms


def apply(solution: Solution, edited: Collection[Terms], gone: Collection[str], place: Mapping[str, int]) -> set[str]:
    """Put new terms in place of old ones of the same keys, and leave out what is gone. Returns the keys whose days changed.

    Whoever names what is gone, or new, is edited too. ``place``: the document's order.
    """
    network = solution.network
    is_ring = bool(solution.order.knot or solution.order.cycles or solution.vain or network.kept)
    mend(network)
    come = [new.key for new in edited if new.key not in network.terms]
    for key in come:
        network.join(key, place[key])
    edited = [*edited, *(Terms(key, "") for key in gone)]
    before = _Before(solution)
    together = [new for new in edited if _shares_anew(network.terms[new.key], new)]
    if together:
        before.move(concerned(network, together))
        share(network, together)
    added = len(network.members) - len(solution.earliest)
    solution.earliest += [NEVER_BEGUN] * added
    solution.latest += [NEVER_ENDED] * added
    touched = _Touched(solution, is_reordered=bool(come or together))
    for new in edited:
        touched.replace(network.terms[new.key], new)
    for key in gone:
        network.leave_out(key)
    if is_ring or touched.is_reordered:
        compute(solution)
    else:
        try:
            _settle(solution, touched)
        except Diverges as found:
            solve(solution, found)
    return {*come, *before.changed()} - {*gone}


def _shares_anew(old: Terms, new: Terms) -> bool:
    """Whether other partners share its day. Who has happened stands alone."""
    return set(old.together) != set(new.together) or old.achieved != new.achieved


class _Before:
    """The days before an edit. ``moved``: those of milestones that shared them with others than they do now."""

    def __init__(self, solution: Solution) -> None:
        self.solution = solution
        self.up, self.down = solution.earliest.copy(), solution.latest.copy()
        self.moved: dict[str, tuple[int, int]] = {}

    def move(self, keys: set[str]) -> None:
        nodes = ((key, self.solution.network.node[key]) for key in keys)
        self.moved = {key: (self.up[node], self.down[node]) for key, node in nodes if node < len(self.up)}

    def changed(self) -> set[str]:
        """The milestones whose days are other ones now, of those that were there."""
        network, up, down = self.solution.network, self.solution.earliest, self.solution.latest
        nodes = {*_changed(self.up, up), *_changed(self.down, down)}
        found = {key for node in nodes for key in network.members[node] if key not in self.moved}
        for key, (first, last) in self.moved.items():
            node = network.node.get(key)
            if node is not None and _changed([first, last], [up[node], down[node]]):
                found.add(key)
        return found


def _changed(before: list[int], after: list[int]) -> list[int]:
    """The nodes whose day is another one, of those that were there; the days that nothing bounds are all the same."""
    if before == after:
        return []
    return [
        node
        for node, (old, new) in enumerate(zip(before, after, strict=False))
        if old != new and (FIRST <= old <= LAST or FIRST <= new <= LAST)
    ]


class _Touched:
    """What an edit takes away and adds. ``freed_*``: nodes that what is gone has held; ``pushed_*``: nodes with new bounds.
    ``is_reordered``: something is to come before what it followed so far."""

    def __init__(self, solution: Solution, *, is_reordered: bool) -> None:
        self.solution = solution
        self.is_reordered = is_reordered
        self.freed_up: set[int] = set()
        self.freed_down: set[int] = set()
        self.pushed_up: set[int] = set()
        self.pushed_down: set[int] = set()

    def replace(self, old: Terms, new: Terms) -> None:
        network = self.solution.network
        gone, come = set(old.links) - set(new.links), set(new.links) - set(old.links)
        self.is_reordered = self.is_reordered or self._turns_round(new, come)
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

    def _turns_round(self, new: Terms, come: Iterable[Link]) -> bool:
        network, rank = self.solution.network, self.solution.order.rank
        arcs = [network.arc(link) for link in come]
        if any(arc.kind != "pulls" and rank[arc.source] >= rank[arc.target] for arc in arcs):
            return True
        node = network.node[new.key]
        return any(rank[option] >= rank[node] for options in new.anys for option in network.options(new.key, options))

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


def _settle(solution: Solution, touched: _Touched) -> None:
    """Compute what the edit reaches. Raises Diverges."""
    network, before = solution.network, list(solution.earliest)
    most = few(network)
    try:
        freed = _closure(touched.freed_up, lambda node: _held_up(solution, node), most)
        for node in freed:
            solution.earliest[node] = NEVER_BEGUN
        settle_up(solution, freed | touched.pushed_up, most)
    except TooFar:
        solve_up(solution)
    # An option that comes on another day may become, or cease to be, the only way.
    rivals = {
        option
        for node in _changed(before, solution.earliest)
        for owner in network.anys_out[node]
        for options in network.anys[owner]
        if node in options
        for option in options
    }
    try:
        freed = _closure(touched.freed_down | rivals, lambda node: _held_down(solution, node), most)
        for node in freed:
            solution.latest[node] = NEVER_ENDED
        settle_down(solution, freed | touched.pushed_down, most)
    except (TooFar, EndsNever):
        solve_down(solution)


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
