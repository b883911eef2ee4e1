"""Who waits for whom: what must be verified before a milestone can happen, from its own terms and from its gates.

A milestone has *clauses*, all of which must be met; a clause is met when one of its waits is. ``requires``, a gate and a window
that opens after another milestone are clauses of one wait; ``requires_any`` is one clause of several.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from milestones.domain.exchanges.commitments import HELD, SIMULTANEOUS, Exchanges
from milestones.domain.graphs import knots
from milestones.domain.timeframes import Offset, named_days, parse_offset
from roadmap.domain.document import Document, Entry

Why = Literal["requires", "any", "gate", "window", "order", "together"]


@dataclass(frozen=True)
class Wait:
    """``waiting`` cannot happen before ``awaited`` is verified. Both are keys of milestones.

    ``exchange``: where a gate stands. ``source``: of an order that somebody wants, the key of the conflict; then
    ``wanted_by`` says who. ``alternatives``: the other options of a ``requires_any``. ``is_apart``: a window opens only
    days after ``awaited``, so that both on one day do not meet it.
    """

    waiting: str
    awaited: str
    why: Why
    exchange: str = ""
    source: str = ""
    wanted_by: str = ""
    alternatives: tuple[str, ...] = ()
    is_apart: bool = False

    def as_dict(self) -> dict[str, Any]:
        found = {"waiting": self.waiting, "awaited": self.awaited, "why": self.why}
        if self.exchange:
            found["exchange"] = self.exchange
        if self.alternatives:
            return {**found, "alternatives": list(self.alternatives)}
        return {**found, "conflict": self.source, "wanted_by": self.wanted_by} if self.source else found


Clause = tuple[Wait, ...]


@dataclass
class Waits:
    """All clauses; what happens together is one node, named by the first of its milestones in the document's order."""

    clauses: list[Clause]
    node: dict[str, str]
    _needed: list[tuple[str, list[str]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for clause in self.clauses:
            own = self.node[clause[0].waiting]
            self._needed.append((own, [self.node[wait.awaited] for wait in clause]))

    @cached_property
    def nodes(self) -> dict[str, int]:
        """Node → its rank in the document."""
        return {node: rank for rank, node in enumerate(dict.fromkeys(self.node.values()))}

    @cached_property
    def of_node(self) -> dict[str, list[int]]:
        """Node → numbers of its clauses."""
        found: dict[str, list[int]] = defaultdict(list)
        for number, (own, _targets) in enumerate(self._needed):
            found[own].append(number)
        return found

    @cached_property
    def meeting(self) -> dict[str, list[int]]:
        """Node → numbers of the clauses that it would meet."""
        found: dict[str, list[int]] = defaultdict(list)
        for number, (_own, targets) in enumerate(self._needed):
            for target in set(targets):
                found[target].append(number)
        return found

    @cached_property
    def gates(self) -> list[int]:
        """Numbers of the clauses that are gates of an exchange: they alone can be changed without changing what is required."""
        return [number for number, clause in enumerate(self.clauses) if clause[0].why == "gate"]

    def targets(self, number: int) -> list[str]:
        return self._needed[number][1]

    def owner(self, number: int) -> str:
        return self._needed[number][0]

    def stuck(self, without: Iterable[int] = (), done: Iterable[str] = ()) -> set[str]:
        """The nodes that can never happen while ``without`` clauses do not count and ``done`` nodes have happened."""
        met = set(without)
        open_clauses = dict.fromkeys(self.nodes, 0)
        for number, (own, _targets) in enumerate(self._needed):
            open_clauses[own] += number not in met
        happened = set(done)
        ready = [*happened, *(node for node, count in open_clauses.items() if not count and node not in happened)]
        happened.update(ready)
        while ready:
            for number in self.meeting.get(ready.pop(), ()):
                if number in met:
                    continue
                met.add(number)
                own = self._needed[number][0]
                open_clauses[own] -= 1
                if not open_clauses[own] and own not in happened:
                    happened.add(own)
                    ready.append(own)
        return self.nodes.keys() - happened

    def unmet(self, node: str, stuck: set[str], without: Iterable[int] = ()) -> Iterator[int]:
        """Numbers of the clauses that hold a stuck node: all that they name is stuck too."""
        for number in self.of_node.get(node, ()):
            if number not in without and all(target in stuck for target in self._needed[number][1]):
                yield number


def read_waits(document: Document, exchanges: Exchanges, *, orders: bool = False) -> Waits:
    """The waits of a document; with ``orders`` those that positions want too (``conflicts``).

    What has lapsed neither waits nor is waited for: that somebody still counts on it is for the schedule to tell.
    """
    one = _Together(exchanges.live)
    for key, entry in exchanges.live.items():
        for other in entry.data.get("together_with") or ():
            one.join(key, other)
    for group in _same_day(document, exchanges):
        for each in group[1:]:
            one.join(group[0], each)
    for exchange in exchanges.exchanges:
        if exchange.mode == SIMULTANEOUS:
            for each in exchange.milestones[1:]:
                one.join(exchange.milestones[0], each)
    clauses = [*_terms(document, exchanges), *_gates(exchanges), *(_orders(document, exchanges) if orders else ())]
    node = one.nodes()
    kept = [clause for clause in clauses if not met_by_itself(clause, node)]
    return Waits(kept, node)


def met_by_itself(clause: Clause, node: dict[str, str]) -> bool:
    """What happens on the same day needs no waiting. What waits for itself or for a later day does; a wanted order is not met."""
    same = (wait for wait in clause if node[wait.awaited] == node[wait.waiting] and not wait.is_apart)
    return any(wait.awaited != wait.waiting and wait.why != "order" for wait in same)


def _same_day(document: Document, exchanges: Exchanges) -> list[list[str]]:
    """Milestones each of which is not to come before the others: they can only happen on one day, which is no waiting."""
    named = named_days(document)
    opens = {key: _opens_after(entry, named, exchanges) for key, entry in exchanges.live.items()}
    after = {key: [found.anchor] for key, found in opens.items() if found and not found.count}
    return [group for group in knots(after, lambda key: after.get(key, ())) if len(group) > 1]


def _opens_after(milestone: Entry, named: Collection[str], exchanges: Exchanges) -> Offset | None:
    """How long after which milestone a window opens; None for other windows. ``named`` days win over milestones."""
    offset = parse_offset((milestone.data.get("window") or {}).get("not_before") or "")
    return offset if offset and offset.anchor not in named and offset.anchor in exchanges.live else None


def _terms(document: Document, exchanges: Exchanges) -> Iterator[Clause]:
    """``requires``, ``requires_any`` and windows that open after another milestone."""
    live, named = exchanges.live, named_days(document)
    for key, entry in live.items():
        for other in entry.data.get("requires") or ():
            if other in live:
                yield (Wait(key, other, "requires"),)
        options = [other for other in entry.data.get("requires_any") or () if other in live]
        if options:
            yield tuple(Wait(key, each, "any", alternatives=tuple(o for o in options if o != each)) for each in options)
        opens = _opens_after(entry, named, exchanges)
        if opens and opens.count >= 0:  # so many days *before* it is no waiting
            yield (Wait(key, opens.anchor, "window", is_apart=opens.count > 0),)


def _gates(exchanges: Exchanges) -> Iterator[Clause]:
    """Gates of commitments. What is handed over at once, or lies with a holder, does not wait for its own exchange."""
    for exchange in exchanges.exchanges:
        own = set(exchange.milestones) if exchange.mode in (SIMULTANEOUS, HELD) else set()
        for each in exchange.commitments:
            if not each.lapsed and each.gate in exchanges.live and each.gate not in own:
                yield (Wait(each.milestone, each.gate, "gate", exchange.key),)


def _orders(document: Document, exchanges: Exchanges) -> Iterator[Clause]:
    """What the parties want first (``conflicts``)."""
    for entry in document.of("conflicts"):
        for order in entry.data.get("orders") or ():
            first, then = order.get("first"), order.get("then")
            if first in exchanges.live and then in exchanges.live:
                party = exchanges.parties.named(order.get("wanted_by") or "")
                yield (Wait(then, first, "order", source=entry.key, wanted_by=party.key),)


class _Together:
    """What happens on the same day, joined step by step."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._parent = {key: key for key in keys}
        self._rank = {key: rank for rank, key in enumerate(self._parent)}

    def _root(self, key: str) -> str:
        while self._parent[key] != key:
            self._parent[key] = key = self._parent[self._parent[key]]
        return key

    def join(self, one: str, other: str) -> None:
        if one in self._parent and other in self._parent:
            first, second = sorted((self._root(one), self._root(other)), key=self._rank.__getitem__)
            self._parent[second] = first

    def nodes(self) -> dict[str, str]:
        return {key: self._root(key) for key in self._parent}
