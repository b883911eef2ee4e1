"""Which gates may be opened by letting both sides move on one day: where the schedule has such a day, and keeps it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milestones.domain.exchanges.commitments import read_exchanges
from milestones.domain.exchanges.deadlocks import Change, find_deadlocks
from milestones.domain.exchanges.order_words import change_words
from milestones.domain.schedule import Schedule
from roadmap.domain.document import Document, Entry
from tests.milestones.domain.exchanges.drafts import commitment, document, exchange, milestone
from tests.milestones.domain.exchanges.test_deadlocks import circle_of, drafts


def ways_of(*entries: Entry) -> list[tuple[str, str, str, tuple[str, ...]]]:
    changes = find_deadlocks(document(*entries)).resolution.changes
    return [(change.milestone, change.gate, change.way, change.no_day) for change in changes]


def both_ways(key: str, one: str, other: str) -> Entry:
    return exchange(key, commitment(one, gate=other), commitment(other, gate=one))


SPRING = {"not_before": "2024-02-01", "not_after": "2024-03-01"}
SUMMER = {"not_before": "2024-06-01", "not_after": "2024-12-31"}


@pytest.mark.parametrize(
    ("window", "other", "way"),
    [
        (SPRING, SUMMER, "held"),
        (SPRING, {"not_before": "2024-03-01"}, "simultaneous"),
        (SPRING, {"not_before": "2024-03-02"}, "held"),
        ({"not_after": "T0 + 6m"}, {"not_before": "T0 + 1y"}, "held"),
        ({"not_after": "b - 1w"}, {}, "held"),
    ],
)
def test_one_day_is_told_only_where_windows_leave_one(window: dict[str, str], other: dict[str, str], way: str) -> None:
    found = ways_of(milestone("a", window=window), milestone("b", "aanes", window=other), both_ways("e1", "a", "b"))
    assert found == [("a", "b", way, ())]


def test_one_day_is_not_told_where_one_window_opens_days_after_the_other_milestone() -> None:
    gated = exchange("e1", commitment("b", gate="a"), commitment("a"))
    for window, way in (({"not_before": "b + 1w"}, "held"), ({"not_before": "b"}, "simultaneous")):
        assert ways_of(milestone("a", window=window), milestone("b", "aanes"), gated) == [("b", "a", way, ())]


def test_what_is_to_happen_on_one_day_and_days_apart_waits_for_itself() -> None:
    """As the schedule tells it: no gate is in the way, and no day is left."""
    draft = document(
        milestone("a", window={"not_before": "b + 1w"}),
        milestone("b", "aanes"),
        exchange("e1", commitment("a"), commitment("b"), mode="simultaneous"),
    )
    assert Schedule(draft).cycles == [["a", "b"]]
    found = find_deadlocks(draft)
    assert [(each.milestones, each.by_gates) for each in found.found] == [(("a", "b"), False)]
    assert circle_of(found) == [("a", "b", "window"), ("b", "a", "together")]


def test_each_pair_is_looked_at_beside_the_others() -> None:
    """``b`` can be on one day with ``a`` or with ``c``, not with both; a pair that has a day keeps it beside one without."""
    windows = {"a": SPRING, "b": {}, "c": {"not_after": "2024-01-15"}}
    steps = [milestone(key, window=window) for key, window in windows.items()]
    assert ways_of(*steps, both_ways("e1", "a", "b"), both_ways("e2", "c", "b")) == [
        ("a", "b", "simultaneous", ()),
        ("c", "b", "held", ()),
    ]
    two_pairs = ways_of(*steps, milestone("d"), both_ways("e1", "a", "c"), both_ways("e2", "b", "d"))
    assert [way for *_pair, way, _no_day in two_pairs] == ["held", "simultaneous"]


def test_the_day_on_which_something_was_verified_counts() -> None:
    late = milestone("b", "aanes", window={"not_before": "x + 1m"})
    draft = document(milestone("x"), milestone("a", window=SPRING), late, both_ways("e1", "a", "b"))
    for day, way in ((dt.date(2024, 1, 1), "simultaneous"), (dt.date(2024, 5, 1), "held")):
        assert [each.way for each in find_deadlocks(draft, achieved={"x": day}).resolution.changes] == [way]


def test_where_a_holder_does_not_help_either_it_is_said() -> None:
    closed = milestone("a", window={"not_before": "c", "not_after": "2024-03-01"})
    draft = document(closed, milestone("b", "aanes"), milestone("c", window=SUMMER), both_ways("e1", "a", "b"))
    [change] = find_deadlocks(draft).resolution.changes
    assert change.as_dict() == {"exchange": "e1", "milestone": "a", "gate": "b", "way": "held", "no_day": ["a"]}
    assert change_words(change, read_exchanges(draft)) == (
        "Exchange E1: let a third party hold A (Government-held areas) until B (North and East Syria) is verified. "
        "That alone is not enough: without this gate too, the plan leaves no day for A. Change the windows."
    )


def test_of_very_many_pairs_those_without_a_day_are_told_to_be_held() -> None:
    pairs = [
        each
        for turn in range(320)
        for each in (
            milestone(f"a{turn}", window=SPRING),
            milestone(f"b{turn}", window={} if turn % 80 else SUMMER),
            both_ways(f"e{turn}", f"a{turn}", f"b{turn}"),
        )
    ]
    ways = [way for *_pair, way, _no_day in ways_of(*pairs)]
    assert [turn for turn, way in enumerate(ways) if way == "held"] == [0, 80, 160, 240]


@st.composite
def timed_drafts(draw: st.DrawFn) -> Document:
    """As ``drafts``, with windows between fixed days, and such as count from another milestone."""
    draft = draw(drafts())
    keys = [each.key for each in draft.of("milestones")]
    counted = st.builds("{} {} {}w".format, st.sampled_from(keys), st.sampled_from("+-"), st.integers(0, 2))
    moment = st.one_of(st.sampled_from(["2024-01-01", "2024-02-01", "2024-03-01"]), counted)
    for each in draft.of("milestones"):
        if window := draw(st.dictionaries(st.sampled_from(["not_before", "not_after"]), moment, max_size=2)):
            each.data["window"] = window
    return draft


def opened(draft: Document, changes: Sequence[Change], *, at_once: bool) -> Document:
    """The draft with the gates gone; ``at_once``: and with the pairs on one day that are said to be able to."""
    gone = {(change.exchange, change.milestone) for change in changes}
    shared: dict[str, set[str]] = {}
    for change in (each for each in changes if at_once and each.way == "simultaneous"):
        shared.setdefault(change.milestone, set()).add(change.gate)
    exchanges = []
    for each in draft.of("exchanges"):
        bound = [{**row, "gate": None} if (each.key, row["milestone"]) in gone else row for row in each.data["commitments"]]
        exchanges.append(replace(each, data={**each.data, "commitments": bound}))
    milestones = [
        replace(
            each, data={**each.data, "together_with": sorted({*each.data.get("together_with", ()), *shared.get(each.key, ())})}
        )
        for each in draft.of("milestones")
    ]
    return replace(draft, sections={**draft.sections, "exchanges": exchanges, "milestones": milestones})


@settings(max_examples=150, deadline=None)
@given(timed_drafts())
def test_what_is_told_to_happen_on_one_day_can_be_kept(draft: Document) -> None:
    """Nothing is stuck by a gate then, no circle is closed, and nothing has no day that had one without the gates."""
    found = find_deadlocks(draft)
    held, kept = (opened(draft, found.resolution.changes, at_once=at_once) for at_once in (False, True))
    assert not any(each.by_gates for each in find_deadlocks(kept).found)
    before, after = Schedule(held), Schedule(kept)
    assert {key for circle in after.cycles for key in circle} <= {key for circle in before.cycles for key in circle}
    assert impossible(after) <= impossible(before)
    told = {key for change in found.resolution.changes for key in change.no_day}
    assert told <= impossible(before)


def impossible(schedule: Schedule) -> set[str]:
    return {key for key in schedule.terms if (schedule.slack(key) or 0) < 0}
