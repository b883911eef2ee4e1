"""What the schedule leaves to proposals: on which days each milestone can happen, and whether an exchange could be kept."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from milestones.domain.exchanges.commitments import GATED, SIMULTANEOUS
from milestones.domain.schedule import Schedule
from roadmap.domain.document import Document, Entry


def calendar_without(document: Document, gates: Collection[tuple[str, str]], actual: Mapping[str, dt.date]) -> "Calendar":
    """The calendar of a draft in which the gates, each an exchange's key and a milestone's, are gone.

    Of two that answer only one another none waits any more: both ways of opening a gate change their exchange as a whole.
    """
    keys = {exchange for exchange, _milestone in gates}
    exchanges = [_ungated(each, gates) if each.key in keys else each for each in document.of("exchanges")]
    return Calendar(replace(document, sections={**document.sections, "exchanges": exchanges}), actual)


def _ungated(exchange: Entry, gates: Collection[tuple[str, str]]) -> Entry:
    rows = exchange.data.get("commitments") or ()
    own = {each.get("milestone") for each in rows}
    gone = {each.get("milestone") for each in rows if (exchange.key, each.get("milestone")) in gates}
    if any({each.get("milestone"), each.get("gate")} == own for each in rows if each.get("milestone") in gone):
        gone |= {each.get("milestone") for each in rows if each.get("gate") in own}
    left = [{**each, "gate": None} if each.get("milestone") in gone else each for each in rows]
    return replace(exchange, data={**exchange.data, "commitments": left})


class Calendar:
    """The schedule beside which proposals are to be kept. Exchanges are tried on a schedule of its own, never on the plan's."""

    def __init__(self, document: Document, actual: Mapping[str, dt.date] | None = None, as_of: dt.date | None = None) -> None:
        self.schedule = Schedule(document, actual, as_of)
        self.entries = {entry.key: entry for entry in document.of("milestones")}
        self.tried: dict[str, Entry] = {}
        self.windows = {key: self._window(key) for key in self.schedule.terms}
        self.slack = {key: self.schedule.slack(key) for key in self.schedule.terms}
        self.circling = self._circling()

    def _window(self, key: str) -> tuple[dt.date, dt.date]:
        return self.schedule.earliest(key) or dt.date.min, self.schedule.latest(key) or dt.date.max

    def _circling(self) -> set[str]:
        return {key for cycle in self.schedule.cycles for key in cycle}

    def shared_day(self, key: str) -> int | None:
        """A number for the day that a milestone shares with others, the same for all of them; None where it shares none."""
        node = self.schedule.network.node.get(key)
        return node if node is not None and len(self.schedule.network.members[node]) > 1 else None

    def is_impossible(self, key: str) -> bool:
        """Whether the plan as it is leaves no day."""
        slack = self.slack.get(key)
        return slack is not None and slack < 0

    def fit_one_day(self, keys: Iterable[str]) -> bool:
        """Whether there is a day in the windows of all."""
        windows = [self.windows[key] for key in keys]
        return max(first for first, _last in windows) <= min(last for _first, last in windows)

    def gates(self, keys: Collection[str]) -> dict[str, tuple[str, ...]]:
        """By milestone that can begin only when the time of others is over: the last of those."""
        found: dict[str, tuple[str, ...]] = {}
        for key in keys:
            over = [other for other in keys if self.windows[other][1] < self.windows[key][0]]
            if over:
                found[key] = (max(over, key=lambda other: self.windows[other][1]),)
        return found

    def bind(self, mode: str, keys: Collection[str], gates: Mapping[str, Collection[str]]) -> bool:
        """Try an exchange beside those tried before. One for which a day would be missing, or a circle close, is taken back."""
        return self._keeps([_bound(self._now(key), mode, keys, gates.get(key, ())) for key in keys])

    def join(self, pairs: Iterable[tuple[str, str]]) -> bool:
        """Try each pair on one day, all at once, beside what was tried before; taken back where not all of it can be kept.

        What has no day even by itself is kept on none."""
        bound: dict[str, Entry] = {}
        for pair in pairs:
            if any(map(self.is_impossible, pair)):
                return False
            bound |= {key: _bound(bound.get(key) or self._now(key), SIMULTANEOUS, pair, ()) for key in pair}
        return self._keeps(list(bound.values()))

    def _now(self, key: str) -> Entry:
        return self.tried.get(key, self.entries[key])

    def _keeps(self, entries: list[Entry]) -> bool:
        before = [self._now(entry.key) for entry in entries]
        changed = self._try(entries)
        if not any(self._is_worse(key) for key in changed) and self._circling() <= self.circling:
            return True
        self._try(before)
        return False

    def _try(self, entries: list[Entry]) -> set[str]:
        self.tried.update({entry.key: entry for entry in entries})
        return self.schedule.edit(*entries)

    def _is_worse(self, key: str) -> bool:
        slack = self.schedule.slack(key)
        return slack is not None and slack < min(0, self.slack[key] or 0)

    def clear(self) -> None:
        """Take back all that was tried."""
        self.schedule.edit(*(self.entries[key] for key in self.tried))
        self.tried = {}


def _bound(entry: Entry, mode: str, keys: Collection[str], gates: Collection[str]) -> Entry:
    """A milestone as an exchange would bind it: to the day of the others, or to come after its gates; held, to nothing."""
    added = {"together_with": [key for key in keys if key != entry.key]} if mode == SIMULTANEOUS else {}
    added |= {"requires": list(gates)} if mode == GATED else {}
    return replace(entry, data={**entry.data, **{name: [*(entry.data.get(name) or ()), *more] for name, more in added.items()}})
