"""Each chain is checked by hand: from its fixed day on, with nothing but the calendar."""

import datetime as dt
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milestones.domain.durations import Length, parse_duration
from milestones.domain.schedule import Schedule, Step
from roadmap.domain.document import Document
from tests.milestones.domain.schedule.graphs import day, milestone, roadmap

DAY = dt.timedelta(days=1)


@st.composite
def roadmaps_with_months(draw: st.DrawFn) -> Document:
    """Up to seven milestones whose windows count days, weeks, months and years from one another."""
    keys = [f"m{number}" for number in range(draw(st.integers(2, 7)))]
    lengths = st.builds(
        lambda sign, count, unit: f" {sign} {count}{unit}", st.sampled_from("+-"), st.integers(1, 40), st.sampled_from("dwm")
    )
    entries = []
    for number, key in enumerate(keys):
        anchors = st.sampled_from([*keys[:number], "T0", "T0"] if draw(st.integers(0, 3)) else [k for k in keys if k != key])
        moments = st.builds(lambda anchor, length: anchor + length, anchors, lengths | st.just(""))
        links: dict[str, Any] = {}
        if number and draw(st.booleans()):
            links["requires"] = sorted(draw(st.sets(st.sampled_from(keys[:number]), max_size=2)))
        if number > 1 and draw(st.booleans()):
            links["requires_any"] = sorted(draw(st.sets(st.sampled_from(keys[:number]), min_size=2, max_size=3)))
        window = {name: draw(moments) for name in ("begin", "end") if draw(st.booleans())}
        entries.append(milestone(key, **window, **{name: value for name, value in links.items() if value}))
    return roadmap(*entries, t0=draw(st.sampled_from(["2024-01-01", "2024-01-31", "2023-12-31", "2024-02-29"])))


def follows(step: Step, before: dt.date, *, latest: bool) -> bool:
    """Whether the step's day is the first (or last) that its words allow, given the day before it in the chain."""
    length = parse_duration(step.length.lstrip("-")) or Length(0, "d")
    moved = (length.back() if step.length.startswith("-") else length).after
    if step.by == "together" or step.owner == step.milestone:  # its own entry counts from the other: the day follows
        return step.day == moved(before)
    if latest:  # the other counts from this one: the last day from which it is in time
        return moved(step.day) <= before < moved(step.day + DAY)
    return moved(step.day) >= before > moved(step.day - DAY)


@settings(max_examples=150, deadline=None)
@given(roadmaps_with_months())
def test_every_step_follows_from_the_one_before(document: Document) -> None:
    """Where months push one another round until they fit, the chain tells of one round, and its days are those at rest."""
    schedule = Schedule(document)
    for row in schedule.rows():
        node = schedule.network.node[row.key]
        last = schedule.latest_by_links(row.key)
        for chain, wanted, latest in ((row.chain, row.earliest, False), (schedule.down.chain(row.key), last, True)):
            is_round = node in (schedule.down if latest else schedule.up)._rings
            assert (chain[-1].day if chain else None) == wanted
            assert not chain or chain[-1].milestone == row.key
            for before, step in pairwise(chain):
                assert step.of == before.milestone
                assert is_round or step.by == "requires_any" or follows(step, before.day, latest=latest), (before, step)


@settings(max_examples=150, deadline=None)
@given(roadmaps_with_months())
def test_the_first_days_keep_every_window_and_requirement(document: Document) -> None:
    schedule = Schedule(document)
    if schedule.conflicts or schedule.cycles:
        return
    first = {key: schedule.earliest(key) for key in schedule.terms}
    for terms in schedule.terms.values():
        own = first[terms.key]
        for link in terms.links:
            other = first[link.of]
            if link.by == "not_after":
                assert own is None or (other is not None and own <= link.length.after(other))
            else:
                assert other is None or (own is not None and own >= link.length.after(other))
        for options in terms.anys:
            days = [first[option] for option in options]
            assert None in days or (own is not None and own >= min(each for each in days if each))


def test_gates_and_shared_days_are_steps_of_their_own() -> None:
    schedule = Schedule(
        roadmap(
            milestone("lists", begin=day(3)),
            milestone("visits"),
            milestone("aid", requires=["visits"]),
            exchanges=[
                {"mode": "gated", "commitments": [{"milestone": "visits", "gate": "lists"}]},
                {"mode": "simultaneous", "commitments": [{"milestone": "aid"}, {"milestone": "report"}]},
            ],
        )
    )
    assert [(step.milestone, step.by, step.of, step.exchange) for step in schedule.chain("aid")] == [
        ("lists", "not_before", "T0 + 3d", ""),
        ("visits", "gate", "lists", "e1"),
        ("aid", "requires", "visits", ""),
    ]
    assert [tuple(each) for each in schedule.broken] == [("aid", "together_with", "report")]


@pytest.mark.parametrize(
    ("start", "first"),
    [("2024-01-10", "2024-01-31"), ("2024-02-05", "2024-02-05"), ("2024-03-02", "2024-03-31"), ("2023-03-02", "2023-03-31")],
)
def test_a_ring_that_only_a_short_month_can_keep(start: str, first: str) -> None:
    """B at least a month after A and at most so many days after it that a month of 31 days is too long: no cycle, but a wait."""
    days = "29d" if start.startswith("2024-0") and start < "2024-03" else "30d"
    schedule = Schedule(
        roadmap(
            milestone("a", begin=start),
            milestone("b", begin="a + 1m"),
            milestone("c", end=f"a + {days}", together_with=["b"]),
            milestone("d", requires=["c", "e"]),
            milestone("e", begin="2020-01-01"),
        )
    )
    assert schedule.cycles == []
    assert str(schedule.earliest("a")) == first
    if first != start:
        assert [(step.milestone, step.by, step.of) for step in schedule.chain("a")] == [
            ("a", "not_before", start),
            ("b", "not_before", "a"),
            ("c", "together", "b"),
            ("a", "not_after", "c"),
        ]
        assert [(step.milestone, step.by) for step in schedule.chain("d")] == [
            *(("a", "not_before"), ("b", "not_before"), ("c", "together"), ("d", "requires")),
        ]


def test_a_ring_that_comes_to_rest_too_late_is_a_conflict_with_a_proof() -> None:
    schedule = Schedule(
        roadmap(
            milestone("a", begin="2024-03-02", end="2024-12-31"),
            milestone("b", begin="a + 1m"),
            milestone("c", end="a + 29d", together_with=["b"]),
        )
    )
    assert schedule.cycles == []
    (conflict,) = schedule.conflicts
    assert (conflict.chain[0].of, conflict.chain[-1].of) == ("2024-03-02", "2024-12-31")


def test_what_has_happened_is_never_called_impossible() -> None:
    """It was late for what requires it, or counts to it: that is where the plan breaks. Its own day is its day."""
    document = roadmap(
        milestone("lists", end=day(3)),
        milestone("visits", requires=["lists"], end=day(10)),
        milestone("aid", begin=day(60), end="lists + 1w"),
        milestone("search", begin=day(60), end="lists - 1w"),
    )
    schedule = Schedule(document, {"lists": dt.date(2024, 2, 5)})
    assert (schedule.row("lists").earliest, schedule.row("lists").latest) == (dt.date(2024, 2, 5), dt.date(2024, 2, 5))
    assert [(each.milestone, each.days, each.chain[0].by) for each in schedule.conflicts] == [
        ("search", 32, "not_before"),
        ("visits", 25, "achieved"),
        ("aid", 18, "not_before"),
    ]


def test_rings_that_hold_each_other_where_the_calendar_ends_have_no_chain() -> None:
    schedule = Schedule(
        roadmap(
            milestone("m0", requires=["m6"]),
            milestone("m1", begin="m2 + 999d"),
            milestone("m2", requires_any=["m4", "m5"]),
            milestone("m4", begin="m5 + 1m", end="m5 + 999m"),
            milestone("m5", begin="m0 - 1m"),
            milestone("m6", together_with=["m1"]),
            milestone("m7", end="m1 - 9000y", requires_any=["m0", "m2"]),
        )
    )
    assert (schedule.chain("m2"), schedule.conflicts) == ((), [])
