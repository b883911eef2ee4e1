"""Single edits of the schedule's largest roadmap, of every kind: the worst and the 95th percentile, best of several each.

Each edit is made and taken back in turn; both are measured. Only what the edit itself computes counts: chains, conflicts and the
critical path are computed when they are asked for.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

TIMES = 7
EDITS = 40
HEAD = 30
#: Kinds of edits that are made where the head has happened, and where a ring of windows stands.
SOME_HAPPENED = "partner happened"
BESIDE_A_RING = "beside a ring"


class Edit(NamedTuple):
    """Entries to put in place, or keys to leave out, and what takes it back."""

    made: tuple[Any, ...]
    gone: tuple[str, ...]
    undone: tuple[Any, ...]


def edits(document: Any) -> dict[str, Iterator[Edit]]:
    """Endless edits by kind. A requirement may be put the other way round, which can close a ring."""
    maker = _Maker(document)
    count = len(maker.entries)
    return {
        "begin moved": maker.moved("not_before", 1500, count),
        "end moved": maker.moved("not_after", 5000, count),
        "head moved": maker.moved("not_before", 1500, HEAD),
        "dropped, back": maker.dropped(),
        "requires": maker.required("requires", 1, lambda place: place),
        "requires a later one": maker.required("requires", 1, lambda _place: count),
        "requires_any": maker.required("requires_any", 2, lambda place: place),
        "together_with": maker.shared(range(2, count)),
        SOME_HAPPENED: maker.shared(range(1, 2 * HEAD)),
        "lapsed, undone": maker.lapsed(),
        "ring of windows": maker.rings(),
        BESIDE_A_RING: maker.moved("not_before", 1500, count - 2),
    }


class _Maker:
    """Makes endless edits of each kind, by one chance."""

    def __init__(self, document: Any) -> None:
        self.chance = random.Random(11)
        self.entries = document.of("milestones")
        self.keys = [each.key for each in self.entries]

    def moved(self, end: str, most: int, among: int) -> Iterator[Edit]:
        while True:
            entry = self.entries[self.chance.randrange(among)]
            window = {**entry.data["window"], end: f"T0 + {self.chance.randrange(most)}d"}
            yield Edit((_with(entry, window=window),), (), (entry,))

    def dropped(self) -> Iterator[Edit]:
        while True:
            entry = self.chance.choice(self.entries)
            yield Edit((), (entry.key,), (entry,))

    def required(self, name: str, count: int, reach: Callable[[int], int]) -> Iterator[Edit]:
        while True:
            place = self.chance.randrange(2, len(self.entries))
            others = self.chance.sample([key for key in self.keys[: reach(place)] if key != self.keys[place]], count)
            yield Edit((_with(self.entries[place], **{name: sorted(others)}),), (), (self.entries[place],))

    def shared(self, places: Sequence[int]) -> Iterator[Edit]:
        while True:
            place = self.chance.choice(places)
            yield Edit((_with(self.entries[place], together_with=[self.keys[place - 1]]),), (), (self.entries[place],))

    def lapsed(self) -> Iterator[Edit]:
        while True:
            entry = self.chance.choice(self.entries)
            yield Edit((_with(entry, lapse={"date": "2024-01-05"}),), (), (entry,))

    def rings(self) -> Iterator[Edit]:
        while True:
            entry, other = self.chance.sample(self.entries, 2)
            yield Edit((_ring(entry, other),), (), (entry,))


def _with(entry: Any, **data: Any) -> Any:
    from roadmap.domain.document import Entry

    return Entry(entry.kind, entry.key, entry.code, {**entry.data, **data})


def _ring(entry: Any, other: Any) -> Any:
    """At least ten days after the other, and not after five: no day is ever late enough."""
    return _with(entry, window={"not_before": f"{other.key} + 10d", "not_after": f"{other.key} + 5d"})


def schedule_for(kind: str, document: Any) -> Any:
    """The schedule that is edited."""
    from bench.graphs import T0
    from milestones.domain.schedule import Schedule

    entries = document.of("milestones")
    happened = {each.key: T0 + timedelta(days=place) for place, each in enumerate(entries[:HEAD])}
    schedule = Schedule(document, happened if kind == SOME_HAPPENED else None)
    if kind == BESIDE_A_RING:
        schedule.edit(_ring(entries[-1], entries[-2]))
    return schedule


def measure(size: int, took: Callable[[Callable[[], Any]], float]) -> dict[str, list[tuple[float, int]]]:
    """Milliseconds and the number of milestones whose days changed, of each edit and its return, by kind, the longest first.

    Rounds go through all edits of all kinds, so that a busy moment of the machine falls on each of them once."""
    from bench.graphs import roadmap

    document = roadmap(size)
    work = {
        kind: (schedule_for(kind, document), [next(each) for _edit in range(EDITS)]) for kind, each in edits(document).items()
    }
    best: dict[tuple[str, int, str], tuple[float, int]] = {}
    for _time in range(TIMES):
        for kind, (schedule, chosen) in work.items():
            for number, edit in enumerate(chosen):
                for name, entries, gone in (("made", edit.made, edit.gone), ("undone", edit.undone, ())):
                    changed: list[int] = []
                    spent = took(lambda: changed.append(len(schedule.edit(*entries, gone=gone))))  # noqa: B023 called at once
                    place = (kind, number, name)
                    best[place] = min(best.get(place, (spent, changed[0])), (spent, changed[0]))
    return {kind: sorted((found for place, found in best.items() if place[0] == kind), reverse=True) for kind in work}


def lines(size: int, took: Callable[[Callable[[], Any]], float]) -> Iterator[str]:
    yield f"single edits among {size:,} milestones, ms of CPU, best of {TIMES} each ({2 * EDITS} of a kind)"
    yield f"{'edit':<22}{'median':>8}{'p95':>8}{'worst':>8}  days that the worst changed"
    every: list[tuple[float, int]] = []
    for kind, times in measure(size, took).items():
        every += times
        yield _line(kind, times)
    yield _line("all", sorted(every, reverse=True))


def _line(kind: str, times: list[tuple[float, int]]) -> str:
    median, p95, worst = times[len(times) // 2][0], times[len(times) // 20][0], times[0]
    return f"{kind:<22}{median:>8.2f}{p95:>8.2f}{worst[0]:>8.2f}  {worst[1]:,}"
