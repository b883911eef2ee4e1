"""Small documents with milestones, and random ones."""

import datetime as dt
from itertools import product
from typing import Any

from hypothesis import strategies as st
from networkx import DiGraph, is_directed_acyclic_graph

from milestones.domain.schedule.terms import Link, Reader
from roadmap.domain.document import Document, Entry

START = dt.date(2024, 1, 1)
#: Where days begin that nothing bounds.
LONG_AGO = -(10**6)


def milestone(key: str, *, begin: str = "", end: str = "", code: str = "", **data: Any) -> Entry:
    """A milestone with a window, and what else it asks."""
    window = {name: moment for name, moment in (("not_before", begin), ("not_after", end)) if moment}
    return Entry("milestones", key, code or key.upper(), {**({"window": window} if window else {}), **data})


def roadmap(*entries: Entry, exchanges: list[dict[str, Any]] | None = None, **fields: Any) -> Document:
    """A roadmap whose T0 is 1 January 2024 unless ``fields`` say otherwise."""
    bound = [Entry("exchanges", f"e{number}", f"E-{number:02d}", data) for number, data in enumerate(exchanges or [], start=1)]
    return Document({"t0": START.isoformat(), **fields}, {"milestones": list(entries), "exchanges": bound})


def day(number: int) -> str:
    """T0 and so many days, as written in a window."""
    return f"T0 {'-' if number < 0 else '+'} {abs(number)}d" if number else "T0"


@st.composite
def small_roadmaps(draw: st.DrawFn, *, options: bool = True, horizon: int = 5) -> Document:
    """Two to five milestones within ``horizon`` days, with links of every kind between them."""
    count = draw(st.integers(2, 4 if options else 5))
    keys = [f"m{number}" for number in range(count)]
    entries = []
    for key in keys:
        others = st.sampled_from([other for other in keys if other != key])
        first, last = sorted((draw(st.integers(0, horizon)), draw(st.integers(0, horizon))))
        begin, end = day(first), day(max(last, draw(st.sampled_from([last, horizon]))))
        data: dict[str, Any] = {"requires": sorted(draw(st.sets(others, max_size=1)))}
        if options:
            data["requires_any"] = sorted(draw(st.sets(others, max_size=3)))
        if draw(st.integers(0, 7)) == 0:
            data["together_with"] = [draw(others)]
        entries.append(milestone(key, begin=begin, end=end, **{name: value for name, value in data.items() if value}))
    # A milestone has one window; relative ends stand on helpers that share its day.
    helpers = [
        milestone(f"h{number}", begin=draw(relative(keys)), end=draw(relative(keys)), together_with=[draw(st.sampled_from(keys))])
        for number in range(draw(st.integers(0, 2)))
    ]
    return roadmap(*entries, *helpers)


@st.composite
def open_roadmaps(draw: st.DrawFn) -> Document:
    """Three to six milestones, some without a window, some days or a year apart, with options, and rings among them."""
    keys = [f"m{number}" for number in range(draw(st.integers(3, 6)))]
    far = st.sampled_from([5, 40, 400]).flatmap(lambda most: st.integers(0, most)).map(day)
    entries = []
    for key in keys:
        others = st.sampled_from([other for other in keys if other != key])
        begin = draw(relative(keys) | relative(keys) | far | st.just(""))
        data = {"requires": sorted(draw(st.sets(others, max_size=1)))}
        if draw(st.booleans()):
            data["requires_any"] = sorted(draw(st.sets(others, min_size=2, max_size=3)))
        end = draw(relative(keys))
        entries.append(milestone(key, begin=begin, end=end, **{name: value for name, value in data.items() if value}))
    return roadmap(*entries)


def least_days(document: Document) -> dict[str, int] | None:
    """Each milestone's first day over every choice of options, before the calendar where nothing bounds it.

    None where no choice can be kept.
    """
    terms = Reader(document).terms()
    links = [_bound(link) for each in terms.values() for link in each.links]
    groups = [(each.key, options) for each in terms.values() for options in each.anys]
    best: dict[str, int] | None = None
    for way in product(*(options for _owner, options in groups)):
        chosen = [(option, owner, 0, True) for (owner, _options), option in zip(groups, way, strict=True)]
        begin = {key: max((fixed.day for fixed in each.lower), default=LONG_AGO) for key, each in terms.items()}
        found = _pushed(begin, links + chosen)
        if found:
            best = {key: min(value, best[key]) for key, value in found.items()} if best else found
    return best


def _bound(link: Link) -> tuple[str, str, int, bool]:
    """One milestone, the other that comes at least so many days after it, and whether that says who comes first."""
    days = link.length.count
    if link.by == "not_after":
        return link.owner, link.of, -days, days < 0
    return link.of, link.owner, days, days > 0 or link.by == "requires"


def _pushed(days: dict[str, int], links: list[tuple[str, str, int, bool]]) -> dict[str, int] | None:
    """The days that keep all links; None where they push each other on for ever, or wait for each other."""
    order = DiGraph([(one, other) for one, other, _days, is_first in links if is_first])
    for _round in range(len(days) + 1):
        moved = [(other, days[one] + between) for one, other, between, _first in links if days[one] + between > days[other]]
        for key, value in moved:
            days[key] = max(days[key], value)
        if not moved:
            return days if is_directed_acyclic_graph(order) else None
    return None


def relative(keys: list[str]) -> st.SearchStrategy[str]:
    """Nothing, or some days before or after another milestone."""
    moments = st.builds(
        lambda key, number: f"{key} {'-' if number < 0 else '+'} {abs(number)}d", st.sampled_from(keys), st.integers(-4, 4)
    )
    return st.just("") | moments


def plans(document: Document, horizon: int) -> list[dict[str, int]]:
    """Every assignment of days 0 … ``horizon`` that keeps what the document asks, by trying them all."""
    from milestones.domain.timeframes import parse_offset

    entries = {entry.key: entry for entry in document.of("milestones")}
    leaders = _leaders(entries)
    heads = sorted(set(leaders.values()))
    found = []
    for chosen in product(range(horizon + 1), repeat=len(heads)):
        on = dict(zip(heads, chosen, strict=True))
        days = {key: on[leaders[key]] for key in entries}
        if all(_in_window(entry, days, parse_offset) for entry in entries.values()) and _can_begin(entries, leaders, days):
            found.append(days)
    return found


def _leaders(entries: dict[str, Entry]) -> dict[str, str]:
    """The first key of those that share a day."""
    leaders = {key: key for key in entries}
    changed = True
    while changed:
        changed = False
        for key, entry in entries.items():
            for other in entry.data.get("together_with", ()):
                low = min(leaders[key], leaders[other])
                if leaders[key] != low or leaders[other] != low:
                    leaders[key] = leaders[other] = low
                    changed = True
    return leaders


def _in_window(entry: Entry, days: dict[str, int], parse: Any) -> bool:
    for end, moment in entry.data.get("window", {}).items():
        offset = parse(moment)
        limit = offset.count + (0 if offset.anchor == "T0" else days[offset.anchor])
        if days[entry.key] < limit if end == "not_before" else days[entry.key] > limit:
            return False
    return True


def _can_begin(entries: dict[str, Entry], leaders: dict[str, str], days: dict[str, int]) -> bool:
    """Whether each day can be the one after the other: nothing is required that itself waits."""
    done: set[str] = set()

    def ready(key: str) -> bool:
        entry = entries[key]

        def there(other: str) -> bool:
            return days[other] <= days[key] and (leaders[other] in done or (leaders[other] == leaders[key] and other != key))

        needed = all(there(other) for other in entry.data.get("requires", ()))
        options = entry.data.get("requires_any", ())
        return needed and (not options or any(there(other) for other in options))

    while True:
        free = {head for head in set(leaders.values()) - done if all(ready(key) for key in entries if leaders[key] == head)}
        if not free:
            return len(done) == len(set(leaders.values()))
        done |= free
