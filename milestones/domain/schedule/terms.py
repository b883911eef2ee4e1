"""What each milestone of a document asks of its day: bounds, links to other milestones, and with whom it shares the day."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from milestones.domain.durations import Length
from milestones.domain.schedule.days import number
from milestones.domain.timeframes import Offset, named_days, parse_offset
from roadmap.domain.document import Document, Entry

#: No length at all: on that day or later.
SAME_DAY = Length(0, "d")


class Fixed(NamedTuple):
    """A day that bounds ``owner``. ``by``: not_before, not_after, as_of, achieved, together, delay. ``of``: words, or whose."""

    owner: str
    by: str
    day: int
    of: str


class Link(NamedTuple):
    """``owner`` happens on or after (``not_after``: on or before) the day ``length`` from ``of``. ``by``: requires, gate,
    not_before, not_after. ``exchange``: the exchange that sets the gate."""

    owner: str
    by: str
    of: str
    length: Length
    exchange: str


class Broken(NamedTuple):
    """``owner`` counts on ``of``, which is not there: a milestone, or a moment that no calendar holds, as written."""

    owner: str
    by: str
    of: str


@dataclass(slots=True)
class Terms:
    """All that one milestone asks. ``anys``: groups of options of which one is enough."""

    key: str
    code: str
    lower: Sequence[Fixed] = ()
    upper: Sequence[Fixed] = ()
    links: Sequence[Link] = ()
    anys: Sequence[tuple[str, ...]] = ()
    together: Collection[str] = ()
    broken: Sequence[Broken] = ()
    achieved: bool = False


class Reader:
    """Reads a document's milestones. ``actual``: days on which milestones were verified, by key; those after ``as_of`` are not
    known yet. What is not achieved by ``as_of`` does not happen before it. ``delayed``: by key, days before which it does not."""

    def __init__(self, document: Document, actual: Mapping[str, dt.date] | None = None, as_of: dt.date | None = None) -> None:
        self.delayed: dict[str, int] = {}
        known = actual or {}
        self.as_of = as_of
        self.today = number(as_of) if as_of else None
        self.actual = {key: number(day) for key, day in known.items() if as_of is None or day <= as_of}
        self.named = {name: number(day) for name, day in named_days(document).items()}
        self.entries = {entry.key: entry for entry in document.of("milestones") if not entry.data.get("lapse")}
        #: The document's order, with those that lapsed: they may come back.
        self.place = {entry.key: place for place, entry in enumerate(document.of("milestones"))}
        #: Whether the last edit brought back what had lapsed: it stands where it stood, not at the end.
        self.comes_between = False
        self.gates, self.together = _exchange_links(document)

    def terms(self) -> dict[str, Terms]:
        """Every milestone's terms, in the document's order. A lapsed milestone has none: who counts on it is told so."""
        return {key: self.read(entry) for key, entry in self.entries.items()}

    def take(self, entries: Iterable[Entry], gone: Collection[str] = ()) -> tuple[list[Terms], set[str]]:
        """Take entries in place of those of the same keys, without those that are gone or lapsed. Returns the terms that this
        changes, and the keys that are no longer there. Who names a milestone that comes or goes is read anew."""
        there = {entry.key: entry for entry in entries if not entry.data.get("lapse")}
        left = {*gone, *(entry.key for entry in entries if entry.data.get("lapse"))} & self.entries.keys()
        moved = left | (there.keys() - self.entries.keys())
        for key in left:
            del self.entries[key]
        for key in gone:
            self.place.pop(key, None)
        self.comes_between = any(key in self.place for key in there.keys() - self.entries.keys())
        for key in [entry.key for entry in entries if entry.key not in self.place]:
            self.place[key] = 1 + max(self.place.values(), default=0)
        self.entries.update(there)
        if "naming" in vars(self):
            for entry in there.values():
                self._note(self.naming, entry)
        if moved:
            naming = {key for name in moved for key in self.naming.get(name, ()) if key in self.entries}
            there |= {key: self.entries[key] for key in naming}
        return [self.read(there[key]) for key in sorted(there, key=self.place.__getitem__)], left

    @cached_property
    def naming(self) -> dict[str, set[str]]:
        """By milestone: whose entry, or which exchange on whose behalf, counts on it, or did before an edit."""
        found: dict[str, set[str]] = {}
        for entry in self.entries.values():
            self._note(found, entry)
        return found

    def _note(self, naming: dict[str, set[str]], entry: Entry) -> None:
        data, key = entry.data, entry.key
        names = {moment.partition(" ")[0] for moment in (data.get("window") or {}).values()}
        names.update(*(data[name] for name in ("requires", "requires_any", "together_with") if data.get(name)))
        names.update(self.together.get(key, ()), (gate for _exchange, gate in self.gates.get(key, ())))
        for name in names:
            naming.setdefault(name, set()).add(key)

    def read(self, entry: Entry) -> Terms:
        """One milestone's terms. What it counts on that is not there is listed as broken; of options, only when none is left."""
        key, data, there = entry.key, entry.data, self.entries
        terms = Terms(key, entry.code)
        broken: list[Broken] = []
        if "together_with" in data or key in self.together:
            shared = {*(data.get("together_with") or ()), *self.together.get(key, ())} - {key}
            broken += [Broken(key, "together_with", other) for other in sorted(shared) if other not in there]
            terms.together = {other for other in shared if other in there}
        if key in self.actual:
            fixed = (Fixed(key, "achieved", self.actual[key], key),)
            terms.lower, terms.upper, terms.achieved = fixed, fixed, True
        else:
            links, terms.lower, terms.upper, broken_ends = self._window(key, data.get("window") or {})
            broken += broken_ends
            links += [Link(key, "requires", other, SAME_DAY, "") for other in data.get("requires") or ()]
            links += [Link(key, "gate", gate, SAME_DAY, exchange) for exchange, gate in self.gates.get(key, ())]
            terms.links = [link for link in links if link.of in there]
            broken += [Broken(key, link.by, link.of) for link in links if link.of not in there]
            if options := data.get("requires_any"):
                open_still = tuple(option for option in options if option in there)
                terms.anys = (open_still,) if open_still else ()
                broken += [] if open_still else [Broken(key, "requires_any", option) for option in options]
        if broken:
            terms.broken = broken
        return terms

    def _window(self, key: str, window: Mapping[str, str]) -> tuple[list[Link], list[Fixed], list[Fixed], list[Broken]]:
        """Links to other milestones, the fixed days that bound it from below and from above, and ends that no calendar holds."""
        links: list[Link] = []
        broken: list[Broken] = []
        lower: list[Fixed] = [Fixed(key, "as_of", self.today, "")] if self.today else []
        if key in self.delayed:
            lower.append(Fixed(key, "delay", self.delayed[key], ""))
        upper: list[Fixed] = []
        for end, moment in window.items():
            bound = self._bound(key, end, moment)
            if isinstance(bound, Link):
                links.append(bound)
            elif bound:
                (lower if end == "not_before" else upper).append(bound)
            else:
                broken.append(Broken(key, end, moment))
        return links, lower, upper, broken

    def _bound(self, key: str, end: str, moment: str) -> Fixed | Link | None:
        """One end of the window: a day, or a link to another milestone; None where no calendar holds the day."""
        if moment.replace("-", "").isdigit():
            return Fixed(key, end, number(dt.date.fromisoformat(moment)), moment)
        offset = parse_offset(moment)
        if offset is None:
            return None
        if offset.anchor not in self.named:
            return Link(key, end, offset.anchor, Length(offset.count, offset.unit), "")
        day = _moved(self.named[offset.anchor], offset)
        return None if day is None else Fixed(key, end, day, moment)


def _moved(day: int, offset: Offset) -> int | None:
    try:
        return offset.after(dt.date.fromordinal(day)).toordinal()
    except (ValueError, OverflowError):
        return None


def _exchange_links(document: Document) -> tuple[dict[str, list[tuple[str, str]]], dict[str, set[str]]]:
    """Gates (milestone → exchange and gate) and shared days (milestone → the others) that the exchanges set."""
    gates: dict[str, list[tuple[str, str]]] = defaultdict(list)
    together: dict[str, set[str]] = defaultdict(set)
    for exchange in document.of("exchanges"):
        bound = [each for each in exchange.data.get("commitments") or () if each.get("milestone")]
        keys = {commitment["milestone"] for commitment in bound}
        mode = exchange.data.get("mode")
        # What happens on one day, or is kept by a third party, waits for nothing of its own exchange.
        own = keys if mode in ("simultaneous", "held") else set()
        for commitment in bound:
            gate, gated = commitment.get("gate"), gates[commitment["milestone"]]
            if gate and gate not in own and (exchange.key, gate) not in gated:
                gated.append((exchange.key, gate))
        if mode == "simultaneous":
            for key in keys:
                together[key] |= keys - {key}
    return gates, together
