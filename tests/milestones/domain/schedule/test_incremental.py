"""An edit gives what computing everything would give."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.graphs import roadmap as large_roadmap
from milestones.domain.schedule import Schedule, incremental
from milestones.domain.schedule.knots import Knot
from milestones.domain.schedule.network import Network
from milestones.domain.schedule.terms import Link
from roadmap.domain.document import Document, Entry
from tests.milestones.domain.schedule.graphs import START, day, milestone, relative, roadmap, small_roadmaps


def with_entries(document: Document, *entries: Entry) -> Document:
    """Entries in place of those of the same keys; new ones come last."""
    there = {entry.key: entry for entry in entries}
    milestones = [there.pop(entry.key, entry) for entry in document.of("milestones")] + list(there.values())
    return Document(document.roadmap, {**document.sections, "milestones": milestones})


def days(schedule: Schedule) -> dict[str, tuple[object, object]]:
    return {key: (schedule.earliest(key), schedule.latest_by_links(key)) for key in schedule.terms}


def without(document: Document, key: str) -> Document:
    milestones = [entry for entry in document.of("milestones") if entry.key != key]
    return Document(document.roadmap, {**document.sections, "milestones": milestones})


def changed(entry: Entry, **data: Any) -> Entry:
    return Entry(entry.kind, entry.key, entry.code, {**entry.data, **data})


def edit_back(document: Document, edit: Entry) -> Entry:
    """The entry as the document has it."""
    return next(entry for entry in document.of("milestones") if entry.key == edit.key)


def edit_and_compare(document: Document, *edits: Entry | str, actual: dict[str, dt.date] | None = None) -> None:
    """Make each edit, and compare with computing everything. A key stands for a milestone that is dropped."""
    schedule = Schedule(document, actual)
    for edit in edits:
        before = days(schedule)
        if isinstance(edit, str):
            document = without(document, edit)
            moved = schedule.edit(gone=[edit])
        else:
            document = with_entries(document, edit)
            moved = schedule.edit(edit)
        wanted = Schedule(document, actual)
        assert list(schedule.terms) == list(wanted.terms)
        assert days(schedule) == days(wanted)
        assert moved == {key for key, found in days(wanted).items() if found != before.get(key)}
        assert sorted(map(sorted, schedule.cycles)) == sorted(map(sorted, wanted.cycles))
        assert schedule.conflicts == wanted.conflicts
        assert schedule.critical_path == wanted.critical_path
        assert schedule.broken == wanted.broken


@st.composite
def edited_roadmaps(draw: st.DrawFn) -> tuple[Document, list[Entry | str]]:
    document = draw(small_roadmaps(horizon=9))
    keys = [entry.key for entry in document.of("milestones")]
    edits: list[Entry | str] = []
    for _each in range(draw(st.integers(1, 4))):
        entry = draw(st.sampled_from(document.of("milestones")))
        if entry.key not in edits and draw(st.integers(0, 4)) == 0:
            edits.append(entry.key)
            continue
        others = st.sampled_from([key for key in keys if key != entry.key])
        begin = draw(st.integers(0, 9).map(day) | relative(keys))
        end = draw(st.integers(0, 9).map(day) | relative(keys))
        kept = {name: entry.data[name] for name in ("together_with", "requires", "requires_any") if name in entry.data}
        links = {"requires": sorted(draw(st.sets(others, max_size=2))), "requires_any": sorted(draw(st.sets(others, max_size=2)))}
        new = {**kept, **(links if draw(st.booleans()) else {})}
        if draw(st.integers(0, 3)) == 0:
            new["together_with"] = [draw(others)]
        if draw(st.integers(0, 9)) == 0:
            new["lapse"] = {"date": "2024-01-05"}
        edits.append(milestone(entry.key, begin=begin, end=end, **{name: value for name, value in new.items() if value}))
    return document, edits


@settings(max_examples=300, deadline=None)
@given(edited_roadmaps(), st.dictionaries(st.sampled_from(["m0", "m1", "h0"]), st.dates(START, dt.date(2024, 1, 9)), max_size=2))
def test_small_roadmaps(edited: tuple[Document, list[Entry | str]], actual: dict[str, dt.date]) -> None:
    document, edits = edited
    edit_and_compare(document, *edits, actual=actual)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_large_roadmaps(data: st.DataObject) -> None:
    document = large_roadmap(120)
    entries = {entry.key: entry for entry in document.of("milestones")}
    edits = []
    for _each in range(3):
        entry = entries[data.draw(st.sampled_from(sorted(entries)))]
        window = dict(entry.data["window"])
        window[data.draw(st.sampled_from(["not_before", "not_after"]))] = f"T0 + {data.draw(st.integers(0, 400))}d"
        requires = data.draw(st.sampled_from([entry.data.get("requires", []), entry.data.get("requires", [])[1:]]))
        entry = Entry("milestones", entry.key, entry.code, {**entry.data, "window": window, "requires": requires})
        entries[entry.key] = entry
        edits.append(entry)
    edit_and_compare(document, *edits)


def test_a_pair_that_held_itself_up_falls_back() -> None:
    """B exactly ten days after A: when B's own bound goes, neither may keep the other where it was."""
    start = roadmap(milestone("a", begin="b - 10d"), milestone("b", begin="a + 10d"), milestone("c", begin=day(3)))
    pinned = milestone("b", begin=day(100))
    with_pin = roadmap(milestone("a", begin="b - 10d"), milestone("c", begin="a + 10d", together_with=["b"]), pinned)
    edit_and_compare(start, milestone("c", begin=day(5)))
    edit_and_compare(with_pin, milestone("b", begin=day(50)), milestone("b"))


def test_only_what_the_edit_reaches_is_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    document = large_roadmap(500)
    schedule = Schedule(document)
    last = document.of("milestones")[-1]
    read: list[str] = []
    solved: list[int] = []
    real = schedule.reader.read
    schedule.reader.read = lambda entry: (read.append(entry.key), real(entry))[1]  # type: ignore[method-assign]
    settle = incremental.settle_up
    monkeypatch.setattr(
        incremental, "settle_up", lambda solution, nodes, most: (solved.extend(nodes), settle(solution, nodes, most))[1]
    )
    assert schedule.edit(changed(last, window={"not_before": "T0 + 9y"})) >= {last.key}
    assert read == [last.key]
    assert len(solved) < 5


def test_no_edit_reads_the_network_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither of who shares a day, of what happened or lapsed, nor of windows that push each other on for ever."""
    document = large_roadmap(500)
    happened, early, late = (document.of("milestones")[place] for place in (10, 300, 400))
    edits = [
        changed(late, together_with=[early.key]),
        changed(late, together_with=[happened.key]),
        changed(happened, together_with=[late.key]),
        changed(early, lapse={"date": "2024-01-05"}),
        changed(early, window={"not_before": f"{late.key} + 10d", "not_after": f"{late.key} + 5d"}),
    ]
    actual = {happened.key: START}
    edit_and_compare(document, *(each for edit in edits for each in (edit, edit_back(document, edit))), actual=actual)
    schedule = Schedule(document, actual)
    read: list[Link] = []
    put = Network.put
    monkeypatch.setattr(Network, "put", lambda network, link: (read.append(link), put(network, link))[1])
    network = schedule.network
    for edit in edits:
        schedule.edit(edit)
        schedule.edit(edit_back(document, edit))
    assert schedule.network is network
    assert len(read) < 100
    monkeypatch.undo()
    assert days(schedule) == days(Schedule(document, actual))


def test_several_new_milestones_stand_in_the_order_of_the_edit() -> None:
    """C names B, which is read with it."""
    schedule = Schedule(roadmap(milestone("a")))
    schedule.edit(milestone("b"), milestone("c", requires=["b"]))
    assert list(schedule.terms) == ["a", "b", "c"]


def test_any_number_of_different_months_can_be_edited() -> None:
    """What a link in months is taken out by is still what it was put in by."""
    months = [milestone(f"m{count}", begin=f"a + {count}m") for count in range(1, 400)]
    edit_and_compare(roadmap(milestone("a", begin=day(1)), *months), milestone("m1", begin="a + 9m"))


def test_who_has_happened_comes_back_to_partners_that_waited() -> None:
    """H names M, which names nobody that is left: what H was due on is known again when M is there again."""
    both = [milestone("m", together_with=["n"]), milestone("n", together_with=["m"])]
    edit_and_compare(roadmap(*both, milestone("h", together_with=["m"])), "m", "n", both[0], actual={"m": START})


def test_a_gate_that_an_exchange_states_twice_goes_as_a_whole() -> None:
    bound = [{"milestone": "aid", "gate": "lists"}, {"milestone": "aid", "gate": "lists"}]
    document = roadmap(milestone("lists", begin=day(9)), milestone("aid"), milestone("talks"), exchanges=[{"commitments": bound}])
    edit_and_compare(document, "aid", milestone("lists", together_with=["talks"]), milestone("aid"))


def test_a_knot_of_a_thousand_is_untied_a_few_times(monkeypatch: pytest.MonkeyPatch) -> None:
    """It once was for each of its members that a window pushes: ten seconds."""
    document = large_roadmap(2000)
    early, late = document.of("milestones")[222], document.of("milestones")[1734]
    untied: list[int] = []
    real = Knot.untied
    monkeypatch.setattr(Knot, "untied", lambda knot, days: (untied.append(len(knot.nodes)), real(knot, days))[1])
    waiting = changed(early, requires=[late.key])
    schedule = Schedule(document)
    schedule.edit(waiting)
    assert set(untied) == {1129}
    assert len(untied) < 40
    assert days(schedule) == days(Schedule(with_entries(document, waiting)))


def test_a_window_that_cannot_be_kept_is_told_at_once_however_far_it_reaches(moves: list[int]) -> None:
    """A thousand milestones lie between the two, with options and months: the window once pushed all of them for minutes."""
    document = large_roadmap(2000)
    late, early = document.of("milestones")[1820], document.of("milestones")[490]
    schedule = Schedule(document)
    schedule.edit(changed(late, window={"not_before": f"{early.key} + 10d", "not_after": f"{early.key} + 5d"}))
    assert [sorted(cycle) for cycle in schedule.cycles] == [[early.key, late.key]]
    assert len(moves) < 2000
    schedule.edit(late)
    assert days(schedule) == days(Schedule(document))
