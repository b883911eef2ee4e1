"""The fewest gates of exchanges that would have to become simultaneous, or held by a third party, so that no deadlock is left.

A minimum is proven by cuts: every set of gates that resolves all must hold one gate of each circle. Circles are collected until
the smallest set that meets them all (a program in whole numbers) leaves nothing stuck; it is then smallest of all.
"""

import math
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Literal

from milestones.domain.exchanges.calendar import Calendar
from milestones.domain.exchanges.solver import OutOfTime, Program
from milestones.domain.exchanges.waits import Clause, Wait, Waits, met_by_itself
from milestones.domain.graphs import cheapest_way, knots

SECONDS, GRACE = 5.0, 2.0
#: More gates than this are not each tried for whether one day is enough: where it is not for all of them, a holder is told.
MOST_TRIED = 300

Way = Literal["simultaneous", "held"]
#: The calendar of a plan without some gates, each the key of an exchange and of the milestone that waits.
Without = Callable[[Collection[tuple[str, str]]], Calendar]
Pair = tuple[str, str]


@dataclass(frozen=True)
class Change:
    """One gate to change: in ``exchange``, ``milestone`` no longer waits for ``gate``.

    ``way``: ``simultaneous`` where it is enough that both happen on one day, and the schedule has such a day; ``held`` where one
    of them also waits for others in the circle, or windows keep them apart, so that only a holder frees it. ``no_day``: which of
    the two the schedule leaves no day even so.
    """

    exchange: str
    milestone: str
    gate: str
    way: Way
    no_day: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        told = {"exchange": self.exchange, "milestone": self.milestone, "gate": self.gate, "way": self.way}
        return {**told, **({"no_day": list(self.no_day)} if self.no_day else {})}


@dataclass(frozen=True)
class Resolution:
    """The changes. ``at_least``: no smaller number can do; less than ``len(changes)`` only where time ran out."""

    changes: tuple[Change, ...]
    at_least: int = 0

    @property
    def proven(self) -> bool:
        return self.at_least == len(self.changes)

    def as_dict(self) -> dict[str, Any]:
        return {"changes": [c.as_dict() for c in self.changes], "at_least": self.at_least, "smallest": self.proven}


def resolve(
    waits: Waits,
    *,
    done: Collection[str] = (),
    hard: Collection[str] = (),
    without: Without | None = None,
    seconds: float = SECONDS,
) -> Resolution:
    """The fewest gates to change. ``hard``: nodes in circles without any gate, counted as resolved by other means.

    ``without`` gives the schedule that decides which pairs can be kept on one day; where there is none, days do not count.
    """
    work = _Work(waits, {*done, *hard}, time.monotonic() + seconds)
    chosen, at_least = work.smallest()
    return Resolution(tuple(work.changes(chosen, without)), at_least)


class _Work:
    def __init__(self, waits: Waits, happened: set[str], until: float) -> None:
        self.waits = waits
        self.happened = happened
        self.until = until
        self.cuts: list[frozenset[int]] = []

    def smallest(self) -> tuple[list[int], int]:
        """Numbers of the gates to change, and the proven lower bound of how many."""
        chosen: list[int] = []
        at_least = 0
        while new := self._circles_left(chosen):
            self.cuts += new
            if time.monotonic() > self.until:
                return self._all_that_it_takes(chosen, new), at_least
            chosen, at_least = self._meeting_all()
        return chosen, at_least

    def _all_that_it_takes(self, chosen: list[int], cuts: list[frozenset[int]]) -> list[int]:
        """An answer that resolves all without being smallest: what was chosen, and all gates of the circles left."""
        return sorted({*chosen, *(gate for cut in cuts for gate in cut)})

    def _circles_left(self, chosen: list[int]) -> list[frozenset[int]]:
        """Sets of gates one of which must be changed too: circles without a gate in common, until nothing is stuck."""
        without = set(chosen)
        found: list[frozenset[int]] = []
        while stuck := self.waits.stuck(without, self.happened):
            if time.monotonic() > self.until + GRACE:  # all gates that hold anything: an answer, though far from the smallest
                return [
                    *found,
                    frozenset({n for node in stuck for n in self.waits.unmet(node, stuck, without)} & {*self.waits.gates}),
                ]
            cuts = self._circles(stuck, without)
            found += cuts
            without.update(gate for cut in cuts for gate in cut)
        return found

    def _circles(self, stuck: set[str], without: set[int]) -> list[frozenset[int]]:
        """The gates of circles that hold themselves up: one of each knot that waits for no other, or that no option can open."""
        waits = self.waits
        unmet = {node: list(waits.unmet(node, stuck, without)) for node in stuck}
        after = {node: [to for number in numbers for to in waits.targets(number)] for node, numbers in unmet.items()}
        groups = knots(sorted(stuck, key=waits.nodes.__getitem__), after.__getitem__)
        return [self._circle(group, unmet) for group in groups if self._holds_itself(set(group), after, unmet)]

    def _holds_itself(self, inside: set[str], after: dict[str, list[str]], unmet: dict[str, list[int]]) -> bool:
        targets = {to for node in inside for to in after[node]}
        if targets <= inside:
            return True
        clauses = self.waits.clauses
        return not inside.isdisjoint(targets) and all(len(clauses[number]) == 1 for node in inside for number in unmet[node])

    def _circle(self, group: list[str], unmet: dict[str, list[int]]) -> frozenset[int]:
        """The gates of one circle in a knot, with few gates."""
        waits = self.waits
        inside = set(group)
        steps: dict[str, list[tuple[str, int, int]]] = {}
        gates = []
        for node in group:
            for number in unmet[node]:
                clause = waits.clauses[number]
                if len(clause) == 1:
                    is_gate = clause[0].why == "gate"
                    steps.setdefault(node, []).append((waits.targets(number)[0], number, int(is_gate)))
                    if is_gate:
                        gates.append(number)
        for number in sorted(gates):
            way = cheapest_way(waits.targets(number)[0], waits.owner(number), steps)
            if way is not None:
                return frozenset(each for each in (number, *way) if waits.clauses[each][0].why == "gate")
        return self._self_holding(inside, unmet)

    def _self_holding(self, inside: set[str], unmet: dict[str, list[int]]) -> frozenset[int]:
        """Where every circle runs through options: the gates of a set of nodes none of which comes free without another."""
        waits = self.waits
        start = min(inside, key=waits.nodes.__getitem__)
        pending, seen, gates = [start], {start}, set()
        while pending:
            node = pending.pop()
            number = min(unmet[node], key=lambda n: (waits.clauses[n][0].why == "gate", len(waits.clauses[n]), n))
            if waits.clauses[number][0].why == "gate":
                gates.add(number)
            new = [to for to in dict.fromkeys(waits.targets(number)) if to not in seen]
            seen.update(new)
            pending += new
        return frozenset(gates)

    def _meeting_all(self) -> tuple[list[int], int]:
        """The smallest set that meets every circle collected so far; of equal ones that of the earliest gates."""
        gates = sorted({gate for cut in self.cuts for gate in cut})
        program = Program()
        late = 1 / (len(gates) + 1) ** 2
        variable = {gate: program.choice(-1 - late * rank) for rank, gate in enumerate(gates)}
        for cut in self.cuts:
            program.at_least({variable[gate]: 1 for gate in cut}, 1)
        try:
            answer = program.maximise(seconds=max(self.until - time.monotonic(), 0.2))
        except OutOfTime:
            return gates, 0
        if answer is None:  # impossible: all gates together meet every circle
            return gates, len(gates)
        chosen = [gate for gate in gates if answer.values[variable[gate]] > 0.5]
        # The preference for early gates adds less than a half to the number.
        return chosen, len(chosen) if answer.proven else max(0, math.ceil(-answer.objective - answer.gap - 0.5))

    def changes(self, chosen: list[int], without: Without | None) -> list[Change]:
        """Each gate with the gentlest way that resolves all of them together: on one day before holding."""
        waits = [self.waits.clauses[number][0] for number in chosen]
        calendar = without({(wait.exchange, wait.waiting) for wait in waits}) if without and waits else None
        at_once = set(self._at_once(chosen, calendar))
        return [
            Change(
                wait.exchange,
                wait.waiting,
                wait.awaited,
                "simultaneous" if number in at_once else "held",
                _without_day(wait, calendar) if calendar and number not in at_once else (),
            )
            for number, wait in zip(chosen, waits, strict=True)
        ]

    def _at_once(self, chosen: list[int], calendar: Calendar | None) -> list[int]:
        """Numbers of the gates whose two sides can happen on one day while nothing stays stuck, and nothing has no day left."""
        frees = self._freeing(chosen)
        if frees(chosen):
            kept = self._kept(chosen, calendar)
            if kept == chosen or frees(kept):
                return kept
        if len(chosen) > MOST_TRIED:
            return []
        if calendar:
            calendar.clear()
        found: list[int] = []
        for number in chosen:
            if frees([*found, number]) and (not calendar or self._joins([number], calendar)):
                found.append(number)
        return found

    def _kept(self, chosen: list[int], calendar: Calendar | None) -> list[int]:
        """Those of the gates whose two sides the schedule can keep on one day, beside those before them."""
        if not calendar or self._joins(chosen, calendar):
            return chosen
        return [number for number in chosen if self._joins([number], calendar)]

    def _joins(self, numbers: list[int], calendar: Calendar) -> bool:
        """Not so where time ran out: holding is always possible."""
        waits = [self.waits.clauses[number][0] for number in numbers]
        return time.monotonic() < self.until + GRACE and calendar.join((wait.waiting, wait.awaited) for wait in waits)

    def _freeing(self, chosen: list[int]) -> Callable[[list[int]], bool]:
        """Whether nothing is stuck when the chosen gates are gone, and the two sides of some of them happen together."""
        stuck = self.waits.stuck((), self.happened)  # what can happen anyway is not touched by any change
        left = {number for node in stuck for number in self.waits.unmet(node, stuck)} - set(chosen)
        clauses = [self.waits.clauses[number] for number in sorted(left)]
        node = {key: own for key, own in self.waits.node.items() if own in stuck}

        def frees(numbers: list[int]) -> bool:
            return _frees_all(clauses, node, [(self.waits.owner(number), self.waits.targets(number)[0]) for number in numbers])

        return frees


def _without_day(wait: Wait, calendar: Calendar) -> tuple[str, ...]:
    return tuple(key for key in (wait.waiting, wait.awaited) if calendar.is_impossible(key))


def _frees_all(clauses: list[Clause], node: dict[str, str], together: list[Pair]) -> bool:
    """Whether nothing is stuck when each pair of nodes happens together."""
    name = {own: own for own in node.values()}

    def of(own: str) -> str:
        while name[own] != own:
            own = name[own]
        return own

    for one, other in together:
        name[of(other)] = of(one)
    merged = {key: of(own) for key, own in node.items()}
    return not Waits([clause for clause in clauses if not met_by_itself(clause, merged)], merged).stuck()
