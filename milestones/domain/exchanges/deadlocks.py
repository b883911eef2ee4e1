"""You-first deadlocks: milestones that wait for one another, so that none of them can ever come first (report: "'you first'")."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from milestones.domain.exchanges.calendar import Calendar, calendar_without
from milestones.domain.exchanges.commitments import Exchanges, read_exchanges
from milestones.domain.exchanges.resolving import Change, Resolution, resolve
from milestones.domain.exchanges.waits import Wait, Waits, read_waits
from milestones.domain.graphs import cheapest_way, knots
from roadmap.domain.document import Document

MOST_CIRCLES = 20
"""How many circles of one knot are written out; more are counted."""

Circle = tuple[Wait, ...]


@dataclass(frozen=True)
class Deadlock:
    """Milestones that hold one another. ``circles`` show how: first those that what is required closes by itself, then one for
    each gate that takes part.

    ``further`` counts circles that are not written out. ``by_gates``: whether changing gates can resolve it; without, what is
    required closes a circle by itself.
    """

    milestones: tuple[str, ...]
    parties: tuple[str, ...]
    exchanges: tuple[str, ...]
    circles: tuple[Circle, ...]
    further: int = 0
    by_gates: bool = True

    def as_dict(self) -> dict[str, Any]:
        return {
            "milestones": list(self.milestones),
            "parties": list(self.parties),
            "exchanges": list(self.exchanges),
            "by_gates": self.by_gates,
            "circles": [[wait.as_dict() for wait in circle] for circle in self.circles],
            "further_circles": self.further,
        }


@dataclass(frozen=True)
class Deadlocks:
    """All deadlocks of a plan, in an order in which each would still be one if those before it were resolved.

    ``held_up``: milestones in no deadlock that cannot happen because of one. ``resolution``: the fewest gates to change.
    ``positions``: circles that arise only when the orders that parties want (``conflicts``) are added: no fault of the plan, but
    positions that cannot all be met.
    """

    found: tuple[Deadlock, ...]
    held_up: tuple[str, ...]
    resolution: Resolution
    positions: tuple[Deadlock, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        return {
            "deadlocks": [each.as_dict() for each in self.found],
            "held_up": list(self.held_up),
            "resolution": self.resolution.as_dict(),
            "positions": [each.as_dict() for each in self.positions],
        }


def find_deadlocks(
    document: Document,
    *,
    achieved: Collection[str] | Mapping[str, dt.date] = (),
    exchanges: Exchanges | None = None,
) -> Deadlocks:
    """The deadlocks of a document. ``achieved``: keys of milestones that evidence has verified, with the days where these are
    known; they hold up nobody."""
    exchanges = exchanges or read_exchanges(document)
    waits = read_waits(document, exchanges)
    done = {waits.node[key] for key in achieved if key in waits.node}
    stuck = waits.stuck(done=done)
    explain = _Explaining(waits, exchanges)
    hard = [set(group) for group in _in_turn(waits, done, without=set(waits.gates))] if stuck else []
    found = [explain.deadlock(group, stuck, hard) for group in _in_turn(waits, done)] if stuck else []
    caught = {key for each in found for key in each.milestones}
    actual = achieved if isinstance(achieved, Mapping) else {}

    def without(gates: Collection[tuple[str, str]]) -> Calendar:
        return calendar_without(document, gates, actual)

    return Deadlocks(
        found=tuple(found),
        held_up=tuple(key for key, node in waits.node.items() if node in stuck and key not in caught),
        resolution=resolve(waits, done=done, hard=set().union(*hard), without=without) if stuck else Resolution(()),
        positions=_positions(document, exchanges, achieved),
    )


def _positions(document: Document, exchanges: Exchanges, achieved: Collection[str]) -> tuple[Deadlock, ...]:
    """The circles that the wanted orders close, among themselves or with the plan."""
    if not document.of("conflicts"):
        return ()
    waits = read_waits(document, exchanges, orders=True)
    done = {waits.node[key] for key in achieved if key in waits.node}
    explain = _Explaining(waits, exchanges, through="order")
    stuck = waits.stuck(done=done)
    found = [explain.deadlock(group, stuck, ()) for group in _in_turn(waits, done)]
    return tuple(each for each in found if each.circles)


def _in_turn(waits: Waits, done: Iterable[str], without: Collection[int] = frozenset()) -> list[list[str]]:
    """The knots of nodes that hold one another, one after the other: each counts as resolved before the next is sought."""
    found: list[list[str]] = []
    happened = set(done)
    while stuck := waits.stuck(without, happened):
        numbers = {node: list(waits.unmet(node, stuck, without)) for node in stuck}
        unmet = {node: [to for n in numbers[node] for to in waits.targets(n)] for node in stuck}
        rank = waits.nodes
        groups = knots(sorted(stuck, key=rank.__getitem__), unmet.__getitem__)
        turns = _turns(groups, unmet)
        has_options = any(len(waits.clauses[n]) > 1 for each in numbers.values() for n in each)
        # What is resolved may open an option, after which all is looked at again.
        now = [place for place, turn in enumerate(turns) if turn == 1 or (turn and not has_options)]
        now.sort(key=lambda place: (turns[place], min(rank[node] for node in groups[place])))
        found += [sorted(groups[place], key=rank.__getitem__) for place in now]
        if not has_options:
            break
        happened.update(node for place in now for node in groups[place])
    return found


def _turns(groups: list[list[str]], unmet: Mapping[str, list[str]]) -> list[int]:
    """For each group, how many that hold themselves stand one behind the other up to it; 0 where it is only held up by them."""
    reached: dict[str, int] = {}
    found = []
    for group in groups:  # what it waits for comes before it
        inside = set(group)
        targets = {to for node in group for to in unmet[node]}
        before = max((reached[to] for to in targets - inside), default=0)
        holds_itself = not inside.isdisjoint(targets)
        reached.update(dict.fromkeys(group, before + holds_itself))
        found.append(before + 1 if holds_itself else 0)
    return found


class _Explaining:
    """Words a knot as the circles that need no gate (``hard``: their nodes), and those through each gate in it (``through``: or
    through each order that is wanted)."""

    def __init__(self, waits: Waits, exchanges: Exchanges, through: str = "gate") -> None:
        self.waits = waits
        self.exchanges = exchanges
        self.through = through

    def deadlock(self, group: list[str], stuck: set[str], hard: Iterable[set[str]]) -> Deadlock:
        inside = set(group)
        rings = [ring for ring in hard if ring <= inside]
        numbers = [n for node in group for n in self.waits.unmet(node, stuck) if inside & set(self.waits.targets(n))]
        waits = [wait for n in numbers for wait in self.waits.clauses[n] if self.waits.node[wait.awaited] in inside]
        circles = [*self._by_themselves(rings, waits), *self._through(waits)]
        shown = circles[:MOST_CIRCLES]
        keys = dict.fromkeys(wait.waiting for circle in circles for wait in circle)
        milestones = [key for key, node in self.waits.node.items() if node in inside and key in keys]
        parties = dict.fromkeys(party for key in milestones for party in self.exchanges.areas_of(key))
        gated = dict.fromkeys(wait.exchange for circle in circles for wait in circle if wait.exchange)
        return Deadlock(
            milestones=tuple(milestones),
            parties=tuple(parties),
            exchanges=tuple(gated),
            circles=tuple(shown),
            further=len(circles) - len(shown),
            by_gates=not rings,
        )

    def _by_themselves(self, rings: Iterable[set[str]], waits: list[Wait]) -> Iterator[Circle]:
        """One circle of each ring that is closed without a gate."""
        node = self.waits.node
        for ring in rings:
            within = [wait for wait in waits if wait.why != "gate" and ring >= {node[wait.waiting], node[wait.awaited]}]
            yield from self._circles(within, range(1))

    def _through(self, waits: list[Wait]) -> Iterator[Circle]:
        yield from self._circles(waits, [n for n, wait in enumerate(waits) if wait.why == self.through])

    def _circles(self, waits: list[Wait], through: Iterable[int]) -> Iterator[Circle]:
        """A shortest circle through each of the waits that ``through`` numbers, each set of waits once."""
        node = self.waits.node
        steps: dict[str, list[tuple[str, int, int]]] = {}
        for number, wait in enumerate(waits):
            steps.setdefault(node[wait.waiting], []).append((node[wait.awaited], number, 1))
        found: set[frozenset[int]] = set()
        for number in through:
            way = cheapest_way(node[waits[number].awaited], node[waits[number].waiting], steps)
            if way is not None and frozenset((number, *way)) not in found:
                found.add(frozenset((number, *way)))
                yield self._joined(tuple(waits[each] for each in (number, *way)))

    @staticmethod
    def _joined(circle: Circle) -> Circle:
        """The circle with the steps between milestones that happen together, so that it reads without a gap."""
        found: list[Wait] = []
        for wait, following in zip(circle, (*circle[1:], circle[0]), strict=True):
            found.append(wait)
            if wait.awaited != following.waiting:
                found.append(Wait(wait.awaited, following.waiting, "together"))
        return tuple(found)


__all__ = ["Change", "Circle", "Deadlock", "Deadlocks", "Resolution", "find_deadlocks"]
