"""Why a day is what it is: the links that hold it, back to a day that is fixed."""

from collections.abc import Iterator
from typing import NamedTuple

from milestones.domain.schedule.days import day, nearest
from milestones.domain.schedule.results import Conflict, Step
from milestones.domain.schedule.solve import Solution, only_way
from milestones.domain.schedule.terms import Fixed, Link


class _Hold(NamedTuple):
    """``key`` is held by ``source`` (keys; ``node`` is the source's), as ``owner``'s entry says."""

    key: str
    source: str
    node: int
    by: str
    owner: str
    length: str
    exchange: str


#: How a search came to each node: by which hold, from which node; None where it began.
_Came = dict[int, tuple[_Hold, int] | None]


class Chains:
    """The chains of one side of a solution, each link looked up once."""

    def __init__(self, solution: Solution, *, latest: bool) -> None:
        self.solution, self.latest = solution, latest
        self.days = solution.latest if latest else solution.earliest
        self._found: dict[int, tuple[Step, ...]] = {}
        self._rings: dict[int, tuple[Step, ...]] = {}

    def chain(self, key: str) -> tuple[Step, ...]:
        """The steps that lead from a fixed day to the milestone's earliest (or latest) day; none where nothing bounds it."""
        steps = self._steps(self.solution.network.node[key])
        return _at(steps, key) if steps else ()

    def _steps(self, node: int) -> tuple[Step, ...]:
        """The steps to the node. Only links that hold to the day are followed, each node once."""
        if day(self.days[node]) is None:
            return ()
        if node in self._found or node in self._rings:
            return self._found.get(node) or self._rings[node]
        came: _Came = {node: None}
        stack = [node]
        while stack:
            here = stack.pop()
            if here not in self._found:
                fixed = [each for each in self._fixed(here) if each.day == self.days[here]]
                if fixed:
                    self._found[here] = (_first_step(fixed[0]),)
            if here in self._found:
                for place, steps in self._walked(came, here, self._found[here]):
                    self._found[place] = steps
                return self._found[node]
            for hold in reversed([hold for hold in self._holders(here) if hold.node not in came]):
                came[hold.node] = (hold, here)
                stack.append(hold.node)
        self._rings[node] = ()  # one that leads back here has no other answer
        self._rings[node] = self._round(came, node)
        return self._rings[node]

    def _round(self, came: _Came, node: int) -> tuple[Step, ...]:
        """The steps to a node that a ring of windows holds, once round, from the last fixed day in the ring or else from outside.

        Such days come to rest where the lengths of months allow it, after any number of rounds: the days are those at rest.
        """
        sign = -1 if self.latest else 1
        roots = sorted(
            ((sign * each.day, other != node, other, each) for other in came for each in self._fixed(other)), reverse=True
        )
        for _day, elsewhere, other, fixed in roots:
            start = (_first_step(fixed),)
            if elsewhere:
                return self._end(came, other, start)
            for here in came:
                for hold in self._holders(here):
                    if hold.node == node:
                        return self._end(came, here, self._stepped(start, hold, here))
        outside = [(hold, here) for here in came for hold in self._holders(here, loose=True) if hold.node not in came]
        for hold, here in sorted(outside, key=lambda each: sign * self.days[each[0].node], reverse=True):
            if steps := self._steps(hold.node):
                return self._end(came, here, self._stepped(steps, hold, here))
        return ()

    def _end(self, came: _Came, node: int, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        return [steps, *(walked for _place, walked in self._walked(came, node, steps))][-1]

    def _walked(self, came: _Came, node: int, steps: tuple[Step, ...]) -> Iterator[tuple[int, tuple[Step, ...]]]:
        """The nodes on the way back from ``node``, each with the chain to it."""
        while (came_from := came[node]) is not None:
            hold, node = came_from
            steps = self._stepped(steps, hold, node)
            yield node, steps

    def _stepped(self, steps: tuple[Step, ...], hold: _Hold, node: int) -> tuple[Step, ...]:
        when = nearest(self.days[node])
        return (*_at(steps, hold.source), Step(hold.key, hold.by, hold.source, hold.owner, hold.length, when, hold.exchange))

    def _fixed(self, node: int) -> Iterator[Fixed]:
        return self.solution.network.fixed(node, upper=self.latest)

    def _holders(self, node: int, *, loose: bool = False) -> Iterator[_Hold]:
        """What holds the node to its day; with ``loose`` also what would let it go further."""
        return (_holders_down if self.latest else _holders_up)(self.solution, node, loose=loose)


def conflicts(up: Chains, down: Chains) -> list[Conflict]:
    """What is impossible, each pair of fixed days that cannot both be kept once, the longest overlap first.

    It is told where both days lie in the calendar: beyond it, none can be proven.
    """
    network = up.solution.network
    both = enumerate(zip(up.days, down.days, strict=True))
    gaps = [(early - late, node) for node, (early, late) in both if early > late and day(early) and day(late)]
    found: dict[tuple[Step, Step], Conflict] = {}
    for days, node in sorted(gaps, key=lambda each: (-each[0], network.place_of(each[1]))):
        key = network.members[node][0]
        steps = up.chain(key) + down.chain(key)[::-1]
        if not steps:  # a ring of months that came to rest where the calendar ends proves nothing either
            continue
        members = tuple(dict.fromkeys(step.milestone for step in steps))
        conflict = Conflict(members, key, nearest(up.days[node]), nearest(down.days[node]), days, steps)
        found.setdefault((steps[0], steps[-1]), conflict)
    return list(found.values())


def critical_path(up: Chains) -> tuple[str, ...]:
    """The milestones that fix the earliest day of the last one, in order."""
    network = up.solution.network
    end = max((value for value in up.days if day(value)), default=None)
    ends = [keys[0] for keys, value in zip(network.members, up.days, strict=True) if keys and value == end]
    ends.sort(key=network.place.__getitem__)
    longest = max((up.chain(key) for key in ends), key=len, default=())
    return tuple(dict.fromkeys(step.milestone for step in longest))


def _at(steps: tuple[Step, ...], key: str) -> tuple[Step, ...]:
    """The chain as it goes on from ``key``, which may be another milestone of the same day."""
    last = steps[-1]
    return steps if last.milestone == key else (*steps, Step(key, "together", last.milestone, key, "", last.day))


def _holders_up(solution: Solution, node: int, *, loose: bool) -> Iterator[_Hold]:
    """What keeps the node from happening earlier."""
    network, days = solution.network, solution.earliest
    for link in _links(solution, node):
        arc = network.arc(link)
        reach = arc.up(days[arc.source]) if arc.up else days[arc.source] + arc.days
        if arc.target == node and arc.source != node and (loose or reach == days[node]):
            yield _hold(link, arc.source, backwards=link.by == "not_after")
    for key in network.members[node]:
        for options in network.terms[key].anys:
            nodes = network.options(key, options)
            first = min((days[option] for option in nodes), default=None)
            for option in options:
                if first == days[node] == days[network.node[option]] and network.node[option] in nodes:
                    yield _Hold(key, option, network.node[option], "requires_any", key, "", "")


def _holders_down(solution: Solution, node: int, *, loose: bool) -> Iterator[_Hold]:
    """What keeps the node from happening later."""
    network, days = solution.network, solution.latest
    for link in _links(solution, node):
        arc = network.arc(link)
        reach = arc.down(days[arc.target]) if arc.down else days[arc.target] - arc.days
        if arc.source == node and arc.target != node and (loose or reach == days[node]):
            yield _hold(link, arc.target, backwards=link.by != "not_after")
    # A single option is waited for.
    for owner_node in sorted({*network.anys_out[node], *network.waits_out[node]}, key=network.place_of):
        if days[owner_node] != days[node]:
            continue
        for owner in network.members[owner_node]:
            for options in network.terms[owner].anys:
                nodes = network.options(owner, options)
                if node in nodes and only_way(solution, owner_node, nodes) == node:
                    key = next(option for option in options if network.node[option] == node)
                    yield _Hold(key, owner, owner_node, "requires_any", owner, "", "")


def _links(solution: Solution, node: int) -> Iterator[Link]:
    """The links that the node's milestones state, and those in which others name them."""
    network = solution.network
    for key in network.members[node]:
        links = [*network.terms[key].links, *sorted(network.naming[key], key=lambda link: (link.owner, link.by, link.exchange))]
        yield from (link for link in links if not network.is_out(link))


def _hold(link: Link, node: int, *, backwards: bool) -> _Hold:
    key, source = (link.of, link.owner) if backwards else (link.owner, link.of)
    length = str(link.length) if link.length.count else ""
    return _Hold(key, source, node, link.by, link.owner, length, link.exchange)


def _first_step(fixed: Fixed) -> Step:
    return Step(fixed.owner, fixed.by, fixed.of, fixed.owner, "", nearest(fixed.day))
