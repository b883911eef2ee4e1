"""Months as monotone functions: the adjoints by which bounds travel backwards."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestones.domain.schedule import Schedule
from milestones.domain.schedule.days import NEVER_BEGUN, NEVER_ENDED, day, months, number
from tests.milestones.domain.schedule.graphs import milestone, roadmap

DAYS = st.dates().map(number)
COUNTS = st.integers(-60, 60).filter(bool)


@given(DAYS, COUNTS)
def test_the_adjoints_are_the_first_and_last_day_that_serve(value: int, count: int) -> None:
    shift = months(count)
    soonest, latest = shift.soonest(value), shift.latest(value)
    assert shift.after(soonest - 1) < value <= shift.after(soonest)
    assert shift.after(latest) <= value < shift.after(latest + 1)


@given(DAYS, DAYS, COUNTS)
def test_bounds_may_be_read_from_both_ends(one: int, other: int, count: int) -> None:
    shift = months(count)
    assert (shift.after(one) >= other) == (one >= shift.soonest(other))
    assert (shift.after(one) <= other) == (one <= shift.latest(other))


@pytest.mark.parametrize(
    ("limit", "count", "soonest", "latest"),
    [
        ("2023-02-28", 1, "2023-01-28", "2023-01-31"),  # four days of January lead to the last of February
        ("2024-02-29", 1, "2024-01-29", "2024-01-31"),
        ("2023-03-30", 1, "2023-03-01", "2023-02-28"),  # no day leads there
        ("2023-02-28", -1, "2023-03-28", "2023-03-31"),
        ("2025-02-28", 12, "2024-02-28", "2024-02-29"),
    ],
)
def test_month_ends_seen_backwards(limit: str, count: int, soonest: str, latest: str) -> None:
    value = number(dt.date.fromisoformat(limit))
    assert (str(day(months(count).soonest(value))), str(day(months(count).latest(value)))) == (soonest, latest)


@given(st.integers(-24, 24))
def test_what_nothing_bounds_stays_unbounded(count: int) -> None:
    shift = months(count)
    for value in (NEVER_BEGUN, NEVER_ENDED):
        assert [day(each(value)) for each in (shift.after, shift.soonest, shift.latest)] == [None, None, None]


def test_the_calendar_goes_on_beyond_its_last_year() -> None:
    first, last = number(dt.date.min), number(dt.date.max)
    assert (months(1).after(last), months(-1).after(first)) == (last + 31, first - 31)
    assert months(9000 * 12).soonest(last) == number(dt.date(999, 12, 31))
    assert months(9999 * 12).latest(months(9999 * 12).after(last)) == last
    assert months(4800).after(last) == last + 146_097


def test_a_last_day_beyond_the_calendar_leads_back_into_it() -> None:
    """B is 31 weeks after A, in the year 10000, and C a year before it at the earliest."""
    entries = [milestone("a", begin="9999-06-01"), milestone("b", begin="a + 31w", end="c + 1y")]
    free = Schedule(roadmap(*entries, milestone("c")))
    assert (free.earliest("b"), str(free.earliest("c"))) == (None, "9999-01-04")
    bound = Schedule(roadmap(*entries, milestone("c", end="a")))
    assert (bound.cycles, str(bound.earliest("c")), str(bound.latest("c"))) == ([], "9999-01-04", "None")


def test_days_beyond_the_calendar_are_told_as_open_and_prove_nothing() -> None:
    """``b`` could only happen after the year 9999, and its last day lies far before it: neither is a day that one could name."""
    schedule = Schedule(
        roadmap(
            milestone("a", begin="9999-12-30"),
            milestone("b", begin="a + 10d"),
            milestone("c", begin="b - 20d"),
            milestone("d", end="0001-01-02", requires=["b"]),
        )
    )
    assert [(row.key, row.earliest, row.latest) for row in schedule.rows()] == [
        ("a", dt.date(9999, 12, 30), None),
        ("b", None, dt.date(1, 1, 2)),
        ("c", dt.date(9999, 12, 20), None),
        ("d", None, dt.date(1, 1, 2)),
    ]
    assert [step.day for step in schedule.chain("c")] == [dt.date(9999, 12, 30), dt.date.max, dt.date(9999, 12, 20)]
    assert schedule.conflicts == []


def test_an_end_that_no_calendar_holds_is_listed_and_bounds_nothing() -> None:
    schedule = Schedule(roadmap(milestone("a", begin="T0 - 9000y", end="T0 + 9000y"), milestone("b", begin="a + 1d")))
    assert schedule.broken == [("a", "not_before", "T0 - 9000y"), ("a", "not_after", "T0 + 9000y")]
    assert [schedule.earliest(key) for key in "ab"] == [None, None]
    far = Schedule(roadmap(milestone("a", begin="T0 + 7000y"), milestone("b", begin="a + 1500y"), milestone("c", end="a - 1m")))
    assert list(far.outside) == [("b", "not_before", "a + 1500y")]
    assert far.as_dict()["outside"] == [{"owner": "b", "by": "not_before", "of": "a + 1500y"}]
