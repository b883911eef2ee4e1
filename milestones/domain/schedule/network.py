"""The terms as a graph: a node is a day, shared by the milestones that happen together.

Every link is read as a lower bound, ``day[target] ≥ up(day[source])``, whose adjoint ``down`` bounds the source from above. Three
kinds:

- *waits*: required first, no days between (requires, gate);
- *leads*: at least a day later by force of the calendar (not before X + 3d; or, seen from Y, not after Y - 1w);
- *pulls*: the other end of a window (seen from X, not after X + 3d) and days before another milestone (not before X - 1w).

Waits, leads and options are the order: who comes first. Pulls only narrow windows.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from milestones.domain.schedule.days import NEVER_BEGUN, NEVER_ENDED, bend, linear
from milestones.domain.schedule.terms import Fixed, Link, Terms

Step = Callable[[int], int] | None
#: The node at the other end, the days between, and the function where the calendar decides instead.
Edge = tuple[int, int, Step]


#: What a link that only orders is called.
_ORDERS = frozenset(("requires", "gate"))


#: A ring through options may be left by another option, which is worth waiting for: this many moves of a node (see watch).
PATIENCE = 4096


#: Few nodes have links of the rarer kinds: this one list, never filled, stands in all other places (see _add).
NOTHING: list[Any] = []


class Arc(NamedTuple):
    """A link between nodes. ``up(d)`` is ``d + days`` and ``down(d)`` is ``d - days`` unless the calendar decides."""

    source: int
    target: int
    days: int
    up: Step
    down: Step
    kind: str


class Network:
    """Nodes are numbered from 0. ``lower`` and ``upper`` hold their fixed bounds; the lists, per node, its links in and out.

    ``anys[n]``: groups of nodes of which one is enough; ``anys_out[n]``: the nodes that n is an option of.
    """

    def __init__(self, terms: dict[str, Terms], place: Mapping[str, int] | None = None) -> None:
        self.terms = terms
        #: The document's order.
        self.place = {key: place[key] for key in terms} if place else {key: place for place, key in enumerate(terms)}
        self.members, self.bygone, self.parted = share_days(terms)
        #: Nodes without milestones and links, that edits have left.
        self.vacant: list[int] = []
        self.node = {key: number for number, keys in enumerate(self.members) for key in keys}
        size = len(self.members)
        #: What has happened: no other day moves these.
        self.done: set[int] = set()
        self.lower, self.upper = [NEVER_BEGUN] * size, [NEVER_ENDED] * size
        #: Links by node, a list of each kind: who is waited for, led or pulled by, and the other way round.
        self.waits: list[list[int]] = [[] for _node in range(size)]
        self.waits_out: list[list[int]] = [[] for _node in range(size)]
        self.leads: list[list[Edge]] = [NOTHING] * size
        self.leads_out: list[list[Edge]] = [NOTHING] * size
        self.pulls: list[list[Edge]] = [NOTHING] * size
        self.pulls_out: list[list[Edge]] = [NOTHING] * size
        self.anys: list[list[tuple[int, ...]]] = [NOTHING] * size
        self.anys_out: list[list[int]] = [NOTHING] * size
        #: Of waits, leads and options together: who comes after each node, and how many come before it.
        self.after: list[list[int]] = [[] for _node in range(size)]
        self.before = [0] * size
        #: Links that name a milestone, by its key: the other way round from ``terms[key].links``.
        self.naming: dict[str, list[Link]] = {key: [] for key in terms}
        #: What is taken out, so that days can be computed: each cycle whose members' order is, links and options; and the lists
        #: as they were (see cuts).
        self.cycles: list[set[int]] = []
        self.dropped: set[Link] = set()
        self.dropped_options: set[tuple[str, str]] = set()
        self.kept: list[list[Any]] = []
        self.patience = PATIENCE
        for each in terms.values():
            for link in each.links:
                self.put(link)
            for options in each.anys:
                self.put_any(each.key, options)
        for node in range(size):
            self.bound(node)

    def bound(self, node: int) -> None:
        """Take the narrowest of the fixed days that the node's milestones name, and whether it has happened."""
        lower, upper = NEVER_BEGUN, NEVER_ENDED
        self.done.discard(node)
        for key in self.members[node]:
            terms = self.terms[key]
            if terms.achieved:
                self.done.add(node)
            for each in terms.lower:
                lower = max(lower, each.day)
            for each in terms.upper:
                upper = min(upper, each.day)
            if key in self.bygone:
                lower, upper = max(lower, self.bygone[key].day), min(upper, self.bygone[key].day)
        self.lower[node], self.upper[node] = lower, upper

    def fixed(self, node: int, *, upper: bool) -> Iterator[Fixed]:
        """The fixed days that bound the node from one side."""
        for key in self.members[node]:
            yield from self.terms[key].upper if upper else self.terms[key].lower
            if key in self.bygone:
                yield self.bygone[key]

    def arc(self, link: Link) -> Arc:
        """The link between nodes. Not after X + n is, seen from X, not before the first day that leads there."""
        of, owner = self.node[link.of], self.node[link.owner]
        days = linear(link.length)
        if link.by == "not_after":
            kind = "leads" if link.length.count < 0 else "pulls"
            if days is not None:
                return Arc(owner, of, -days, None, None, kind)
            months = bend(link.length)
            return Arc(owner, of, 0, months.soonest, months.after, kind)
        if days is None:
            months = bend(link.length)
            return Arc(of, owner, 0, months.after, months.latest, "leads" if link.length.count > 0 else "pulls")
        if link.by == "not_before":
            return Arc(of, owner, days, None, None, "leads" if days > 0 else "pulls")
        return Arc(of, owner, 0, None, None, "waits")

    def put(self, link: Link) -> None:
        """Add a link, unless both ends share the day that it asks for."""
        if link.by in _ORDERS:  # most links are; the rest of this function is right for them too, and takes twice the time
            source, target = self.node[link.of], self.node[link.owner]
            if source != target or link.of == link.owner:
                self.naming[link.of].append(link)
                self.after[source].append(target)
                self.before[target] += 1
                self.waits[target].append(source)
                self.waits_out[source].append(target)
            return
        arc = self.arc(link)
        source, target = arc.source, arc.target
        if same_day(link, arc):
            return
        self.naming[link.of].append(link)
        if arc.kind == "leads":
            self.after[source].append(target)
            self.before[target] += 1
        into, out = (self.leads, self.leads_out) if arc.kind == "leads" else (self.pulls, self.pulls_out)
        _add(into, target, (source, arc.days, arc.up))
        _add(out, source, (target, arc.days, arc.down))

    def take(self, link: Link) -> None:
        """Remove a link that :meth:`put` added."""
        arc = self.arc(link)
        source, target = arc.source, arc.target
        if same_day(link, arc):
            return
        self.naming[link.of].remove(link)
        if arc.kind != "pulls":
            self.after[source].remove(target)
            self.before[target] -= 1
        if arc.kind == "waits":
            self.waits[target].remove(source)
            self.waits_out[source].remove(target)
        else:
            into, out = (self.leads, self.leads_out) if arc.kind == "leads" else (self.pulls, self.pulls_out)
            into[target].remove((source, arc.days, arc.up))
            out[source].remove((target, arc.days, arc.down))

    def options(self, key: str, options: tuple[str, ...]) -> tuple[int, ...]:
        """The nodes of options; none where one of them happens on the same day anyway, or a cycle took them out."""
        node = self.node[key]
        nodes = tuple(dict.fromkeys(self.node[option] for option in options if (key, option) not in self.dropped_options))
        if key in options:  # it cannot be the way round itself
            nodes = tuple(each for each in nodes if each != node) or (node,)
        elif node in nodes:
            return ()
        return () if any(node in cycle and cycle.issuperset(nodes) for cycle in self.cycles) else nodes

    def is_out(self, link: Link) -> bool:
        """Whether the link is left out of the network as part of a cycle, or of a ring of windows."""
        if link in self.dropped:
            return True
        of, owner = self.node[link.of], self.node[link.owner]
        return any(of in cycle and owner in cycle for cycle in self.cycles) and self.arc(link).kind != "pulls"

    def put_any(self, key: str, options: tuple[str, ...]) -> None:
        """Add a group of options. A single one is required like any other."""
        node, nodes = self.node[key], self.options(key, options)
        self.before[node] += len(nodes)
        for each in nodes:
            self.after[each].append(node)
        if len(nodes) == 1:
            self.waits[node].append(nodes[0])
            self.waits_out[nodes[0]].append(node)
        elif nodes:
            _add(self.anys, node, nodes)
            for each in nodes:
                _add(self.anys_out, each, node)

    def take_any(self, key: str, options: tuple[str, ...]) -> None:
        """Remove a group that :meth:`put_any` added."""
        node, nodes = self.node[key], self.options(key, options)
        self.before[node] -= len(nodes)
        for each in nodes:
            self.after[each].remove(node)
        if len(nodes) == 1:
            self.waits[node].remove(nodes[0])
            self.waits_out[nodes[0]].remove(node)
        elif nodes:
            self.anys[node].remove(nodes)
            for each in nodes:
                self.anys_out[each].remove(node)

    def join(self, key: str, place: int) -> None:
        """Take in a milestone that asks for nothing yet, at its place in the document."""
        self.place[key] = place
        self.terms[key] = Terms(key, "")
        self.naming[key] = []
        self.node[key] = self.add_node([key])

    def add_node(self, keys: list[str]) -> int:
        """A node of its own for milestones, without links. Returns it."""
        if self.vacant:
            self.members[self.vacant[-1]] = keys
            return self.vacant.pop()
        self.members.append(keys)
        self.lower.append(NEVER_BEGUN)
        self.upper.append(NEVER_ENDED)
        self.before.append(0)
        for lists in (self.waits, self.waits_out, self.after):
            lists.append([])
        for rare in (self.leads, self.leads_out, self.pulls, self.pulls_out, self.anys, self.anys_out):
            rare.append(NOTHING)
        return len(self.members) - 1

    def place_of(self, node: int) -> int:
        """Where the first of the node's milestones stands in the document."""
        return self.place[self.members[node][0]]

    def line_up_terms(self) -> None:
        """Let the terms stand in the document's order again."""
        self.terms = {key: self.terms[key] for key in sorted(self.terms, key=self.place.__getitem__)}

    def leave_out(self, key: str) -> None:
        """Forget a milestone that asks for nothing, shares its day with nobody, and whom nobody names. Its node is vacant."""
        del self.terms[key], self.place[key]
        node = self.node.pop(key)
        self.members[node] = []
        self.vacant.append(node)
        self.bound(node)


def same_day(link: Link, arc: Arc) -> bool:
    """Whether a link holds because both milestones share their day. One that names itself never holds."""
    return arc.source == arc.target and arc.up is None and arc.days <= 0 and (arc.kind == "pulls" or link.of != link.owner)


def _add(lists: list[list[Any]], node: int, value: object) -> None:
    """Append to the node's list, which is its own from its first value on."""
    if lists[node]:
        lists[node].append(value)
    else:
        lists[node] = [value]


def groups(terms: dict[str, Terms]) -> list[list[str]]:
    """The keys that share a day. Sharing holds both ways and onwards."""
    first: dict[str, str] = {}

    def root(key: str) -> str:
        while (up := first.get(key, key)) != key:
            first[key] = first.get(up, up)
            key = up
        return key

    for key, each in terms.items():
        for other in each.together:
            first[root(key)] = root(other)
    found: dict[str, list[str]] = {}
    for key in terms:
        found.setdefault(root(key) if first else key, []).append(key)
    return list(found.values())


def share_days(terms: dict[str, Terms]) -> tuple[list[list[str]], dict[str, Fixed], dict[str, list[str]]]:
    """Who shares each day, the day that passed for those whose partner has happened already, and all partners of such.

    Who has happened stands alone; the others were due on the last such day.
    """
    members: list[list[str]] = []
    bygone: dict[str, Fixed] = {}
    parted: dict[str, list[str]] = {}
    for keys in groups(terms):
        done = [terms[key].lower[0] for key in keys if terms[key].achieved] if len(keys) > 1 else []
        if not done:
            members.append(keys)
            continue
        parted.update(dict.fromkeys(keys, keys))
        last = max(done, key=lambda each: each.day)
        waiting = [key for key in keys if not terms[key].achieved]
        bygone.update({key: Fixed(key, "together", last.day, last.owner) for key in waiting})
        members.extend([key] for key in keys if terms[key].achieved)
        if waiting:
            members.append(waiting)
    return members, bygone, parted
