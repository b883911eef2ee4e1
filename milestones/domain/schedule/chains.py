"""Why a day is what it is: the links that hold it, back to a day that is fixed."""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from milestones.domain.schedule.days import day
from milestones.domain.schedule.results import Conflict, Step
from milestones.domain.schedule.solve import Solution, only_way
from milestones.domain.schedule.terms import Link


class _Hold(NamedTuple):
    """``key`` is held by ``source`` (keys; ``node`` is the source's), as ``owner``'s entry says."""

    key: str
    source: str
    node: int
    by: str
    owner: str
    length: str
    exchange: str


class Chains:
    """The chains of one side of a solution, each link looked up once."""

    def __init__(self, solution: Solution, *, latest: bool) -> None:
        self.solution, self.latest = solution, latest
        self.days = solution.latest if latest else solution.earliest
        self._found: dict[int, tuple[Step, ...]] = {}

    def chain(self, key: str) -> tuple[Step, ...]:
        """The steps that lead from a fixed day to the milestone's earliest (or latest) day; none where nothing bounds it."""
        steps = self._steps(self.solution.network.node[key])
        return _at(steps, key) if steps else ()

    def _steps(self, node: int) -> tuple[Step, ...]:
        """The steps to the node. Only links that hold to the day are followed, each node once."""
        if node in self._found or day(self.days[node]) is None:
            return self._found.get(node, ())
        came: dict[int, tuple[_Hold, int] | None] = {node: None}
        stack = [node]
        while stack:
            here = stack.pop()
            if here not in self._found:
                fixed = next(
                    (each for each in self.solution.network.fixed(here, upper=self.latest) if each.day == self.days[here]), None
                )
                if fixed:
                    self._found[here] = (Step(fixed.owner, fixed.by, fixed.of, fixed.owner, "", _date(fixed.day)),)
            if here in self._found:
                self._follow(came, here)
                return self._found[node]
            holds = _holders_down(self.solution, here) if self.latest else _holders_up(self.solution, here)
            for hold in reversed([hold for hold in holds if hold.node not in came]):
                came[hold.node] = (hold, here)
                stack.append(hold.node)
        return ()

    def _follow(self, came: dict[int, tuple[_Hold, int] | None], node: int) -> None:
        """Write down the chain of every node on the way back from ``node``."""
        steps = self._found[node]
        came_from = came[node]
        while came_from is not None:
            hold, node = came_from
            when = _date(self.days[node])
            steps = (*_at(steps, hold.source), Step(hold.key, hold.by, hold.source, hold.owner, hold.length, when, hold.exchange))
            self._found[node] = steps
            came_from = came[node]


def conflicts(up: Chains, down: Chains) -> list[Conflict]:
    """What is impossible, each pair of fixed days that cannot both be kept once, the longest overlap first."""
    network = up.solution.network
    gaps = [(early - late, node) for node, (early, late) in enumerate(zip(up.days, down.days, strict=True)) if early > late]
    found: dict[tuple[Step, Step], Conflict] = {}
    for days, node in sorted(gaps, key=lambda each: (-each[0], each[1])):
        key = network.members[node][0]
        steps = up.chain(key) + down.chain(key)[::-1]
        members = tuple(dict.fromkeys(step.milestone for step in steps))
        conflict = Conflict(members, key, _date(up.days[node]), _date(down.days[node]), days, steps)
        found.setdefault((steps[0], steps[-1]), conflict)
    return list(found.values())


def critical_path(up: Chains) -> tuple[str, ...]:
    """The milestones that fix the earliest day of the last one, in order."""
    end = max((value for value in up.days if day(value)), default=None)
    ends = [keys[0] for keys, value in zip(up.solution.network.members, up.days, strict=True) if value == end]
    longest = max((up.chain(key) for key in ends), key=len, default=())
    return tuple(dict.fromkeys(step.milestone for step in longest))


def _at(steps: tuple[Step, ...], key: str) -> tuple[Step, ...]:
    """The chain as it goes on from ``key``, which may be another milestone of the same day."""
    last = steps[-1]
    return steps if last.milestone == key else (*steps, Step(key, "together", last.milestone, key, "", last.day))


def _holders_up(solution: Solution, node: int) -> Iterator[_Hold]:
    """What keeps the node from happening earlier."""
    network, days = solution.network, solution.earliest
    for link in _links(solution, node):
        arc = network.arc(link)
        reach = arc.up(days[arc.source]) if arc.up else days[arc.source] + arc.days
        if arc.target == node and arc.source != node and reach == days[node]:
            yield _hold(link, arc.source, backwards=link.by == "not_after")
    for key in network.members[node]:
        for options in network.terms[key].anys:
            nodes = network.options(key, options)
            first = min((days[option] for option in nodes), default=None)
            for option in options:
                if first == days[node] == days[network.node[option]] and network.node[option] in nodes:
                    yield _Hold(key, option, network.node[option], "requires_any", key, "", "")


def _holders_down(solution: Solution, node: int) -> Iterator[_Hold]:
    """What keeps the node from happening later."""
    network, days = solution.network, solution.latest
    for link in _links(solution, node):
        arc = network.arc(link)
        reach = arc.down(days[arc.target]) if arc.down else days[arc.target] - arc.days
        if arc.source == node and arc.target != node and reach == days[node]:
            yield _hold(link, arc.target, backwards=link.by != "not_after")
    for owner_node in dict.fromkeys(network.anys_out[node]):
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
        yield from (link for link in network.terms[key].links if link not in network.dropped)
        yield from sorted(network.naming[key], key=lambda link: (link.owner, link.by, link.exchange))


def _hold(link: Link, node: int, *, backwards: bool) -> _Hold:
    key, source = (link.of, link.owner) if backwards else (link.owner, link.of)
    length = str(link.length) if link.length.count else ""
    return _Hold(key, source, node, link.by, link.owner, length, link.exchange)


def _date(value: int) -> dt.date:
    return dt.date.fromordinal(value)
