"""The schedule of a document: first and last possible days, what makes them so, and what cannot be."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import Any

from milestones.domain.schedule import chains
from milestones.domain.schedule.compute import solved
from milestones.domain.schedule.days import day, number
from milestones.domain.schedule.incremental import apply
from milestones.domain.schedule.network import Network
from milestones.domain.schedule.options import MOST, last_days, shared_nodes
from milestones.domain.schedule.results import Conflict, Days, Row, Step
from milestones.domain.schedule.shortening import shortened
from milestones.domain.schedule.terms import Broken, Reader, Terms
from roadmap.domain.document import Document, Entry


class Schedule:
    """``actual``: days on which milestones were verified, by key. ``as_of``: what is not achieved by then is still to come."""

    def __init__(self, document: Document, actual: Mapping[str, dt.date] | None = None, as_of: dt.date | None = None) -> None:
        self.reader = Reader(document, actual, as_of)
        self.solution = solved(Network(self.reader.terms(), self.reader.place))
        self._explain()

    def _explain(self) -> None:
        """Begin anew with the chains, and what is read from them."""
        self.up = chains.Chains(self.solution, latest=False)
        self.down = chains.Chains(self.solution, latest=True)
        for name in ("conflicts", "cycles", "last_days", "is_loose", "critical_path", "_critical"):
            self.__dict__.pop(name, None)

    def edit(self, *entries: Entry, gone: Collection[str] = ()) -> set[str]:
        """Take the entries in place of those of the same keys, leave out what is gone, and compute only what that reaches.

        Returns whose days changed, of those that are there; ``last_days`` are found when asked for. An entry that lapsed is gone;
        a new one comes last, and one whose lapse is undone where it stood.
        """
        edited, left = self.reader.take(entries, gone)
        changed = apply(self.solution, edited, left, self.reader.place)
        if self.reader.comes_between:
            self.network.line_up_terms()
        self._explain()
        return changed

    def delay(self, days: Mapping[str, dt.date]) -> set[str]:
        """Let no milestone happen before its day among these, whatever its window says. Returns whose days changed."""
        self.reader.delayed.update({key: number(day) for key, day in days.items()})
        return self.edit(*(self.reader.entries[key] for key in days))

    @property
    def network(self) -> Network:
        return self.solution.network

    @property
    def terms(self) -> dict[str, Terms]:
        """By milestone, in the document's order."""
        return self.network.terms

    def earliest(self, key: str) -> dt.date | None:
        """The first possible day; None where nothing bounds it."""
        return day(self.solution.earliest[self.network.node[key]])

    def latest(self, key: str) -> dt.date | None:
        """The last possible day; None where nothing bounds it."""
        return self.last_days.get(key) or self.latest_by_links(key)

    def latest_by_links(self, key: str) -> dt.date | None:
        """The last day that links allow, whichever options are taken: found at once, and never too early (see ``last_days``)."""
        return day(self.solution.latest[self.network.node[key]])

    def slack(self, key: str) -> int | None:
        """Days between the first and the last possible one; negative where it is impossible, None where one side is open."""
        first, last = self.earliest(key), self.latest(key)
        return (last - first).days if first and last else None

    def chain(self, key: str) -> tuple[Step, ...]:
        """What makes the first possible day what it is, from a fixed day on."""
        return self.up.chain(key)

    def latest_chain(self, key: str) -> tuple[Step, ...]:
        """What makes the last possible day what it is, from a fixed day on; empty where several options make it together."""
        return () if key in self.last_days else self.down.chain(key)

    @cached_property
    def last_days(self) -> dict[str, dt.date]:
        """Last days that are earlier than links tell, because all options of another milestone wait for this one."""
        found = last_days(self.solution)
        days = {key: day(found[key]) for key in self.terms if key in found}
        return {key: last for key, last in days.items() if last}

    @cached_property
    def is_loose(self) -> bool:
        """Whether there are too many options to find such last days, though there may be some."""
        return len(shared_nodes(self.solution)) > MOST

    @cached_property
    def conflicts(self) -> list[Conflict]:
        """What is impossible, with its proof."""
        return chains.conflicts(self.up, self.down)

    @cached_property
    def cycles(self) -> list[list[str]]:
        """The members of each cycle."""
        return [_keys(self.network, nodes) for nodes in self.solution.order.cycles]

    @cached_property
    def critical_path(self) -> tuple[str, ...]:
        """The milestones that fix the first possible day of the last one."""
        return chains.critical_path(self.up)

    @cached_property
    def _critical(self) -> frozenset[str]:
        return frozenset(self.critical_path)

    @property
    def broken(self) -> list[Broken]:
        """What counts on a milestone that is not there."""
        return [broken for terms in self.terms.values() for broken in terms.broken]

    @property
    def outside(self) -> Iterator[Broken]:
        """Ends of windows, as written, that lead out of the calendar from another milestone's day."""
        for key, terms in self.terms.items():
            for link in terms.links:
                from_day = {"not_before": self.earliest, "not_after": self.latest_by_links}.get(link.by)
                start = from_day(link.of) if from_day else None
                if start and not link.length.reaches(start):
                    yield Broken(key, link.by, self.reader.entries[key].data["window"][link.by])

    def row(self, key: str) -> Row:
        return Row(
            key=key,
            code=self.terms[key].code,
            earliest=self.earliest(key),
            latest=self.latest(key),
            slack=self.slack(key),
            critical=key in self._critical,
            chain=self.chain(key),
            latest_chain=self.latest_chain(key),
        )

    def days(self) -> dict[str, Days]:
        """Every milestone's days, slack and place on the critical path."""
        critical = self._critical
        return {key: Days(self.earliest(key), self.latest(key), self.slack(key), key in critical) for key in self.terms}

    def rows(self) -> list[Row]:
        """Every milestone, in the document's order."""
        return [self.row(key) for key in self.terms]

    def as_dict(self) -> dict[str, Any]:
        return {
            "as_of": self.reader.as_of.isoformat() if self.reader.as_of else None,
            "milestones": [row.as_dict() for row in shortened(self.rows())],
            "last_days": {key: last.isoformat() for key, last in self.last_days.items()},
            "is_loose": self.is_loose,
            "critical_path": list(self.critical_path),
            "conflicts": [conflict.as_dict() for conflict in self.conflicts],
            "cycles": self.cycles,
            "broken": [broken._asdict() for broken in self.broken],
            "outside": [outside._asdict() for outside in self.outside],
        }


def _keys(network: Network, nodes: list[int]) -> list[str]:
    """The milestones of a ring; of a single day only those that name themselves."""
    keys = [key for node in nodes for key in network.members[node]]
    if len(nodes) > 1:
        return keys
    own = [key for key in keys if any(link.of == key for link in network.terms[key].links) or network.terms[key].anys == [(key,)]]
    return own or keys
