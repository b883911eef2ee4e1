"""Lengths of time: what they mean, and that one spelling is kept."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestones.domain.durations import Duration, Length, parse_duration
from roadmap.domain.document.values import Context


def load(raw: object) -> tuple[object, list[str]]:
    problems: list[str] = []
    value = Duration().load(raw, "restored_within", Context("en", lambda path, message: problems.append(str(message))))
    return value, problems


@pytest.mark.parametrize(
    ("written", "kept"),
    [("14d", "14d"), (" 2 W ", "2w"), ("٦m", "6m"), ("۱y", "1y"), ("0d", "0d"), ("007d", "7d"), ("", None), (None, None)],
)
def test_a_length_is_kept_in_one_spelling(written: object, kept: object) -> None:
    assert load(written) == (kept, [])


@pytest.mark.parametrize("written", ["14", "d", "-3d", "14 days", "1.5d", "12345d", 14, ["14d"], "14d\n7d"])
def test_what_is_no_length_is_refused_with_advice(written: object) -> None:
    value, problems = load(written)
    assert value is None
    assert len(problems) == 1


def test_it_reads_as_words() -> None:
    assert [Duration().words(each, "en") for each in ("1d", "14d", "2w", "6m", "1y", None)] == [
        *("1 day", "14 days", "2 weeks", "6 months", "1 year", ""),
    ]


MONTH_ENDS = [
    (dt.date(2023, 1, 31), "1m", dt.date(2023, 2, 28)),
    (dt.date(2024, 1, 31), "1m", dt.date(2024, 2, 29)),
    (dt.date(2100, 1, 31), "1m", dt.date(2100, 2, 28)),  # 2100 is no leap year
    (dt.date(2024, 2, 29), "1y", dt.date(2025, 2, 28)),
    (dt.date(2024, 2, 29), "4y", dt.date(2028, 2, 29)),
    (dt.date(2023, 2, 28), "1m", dt.date(2023, 3, 28)),
    (dt.date(2023, 12, 31), "2m", dt.date(2024, 2, 29)),
    (dt.date(2023, 9, 1), "2w", dt.date(2023, 9, 15)),
    (dt.date(2023, 2, 28), "1d", dt.date(2023, 3, 1)),
]


@pytest.mark.parametrize(("day", "written", "meant"), MONTH_ENDS)
def test_months_end_as_people_expect(day: dt.date, written: str, meant: dt.date) -> None:
    length = parse_duration(written)
    assert length is not None
    assert length.after(day) == meant


@given(st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1)), st.integers(0, 60), st.sampled_from("dwmy"))
def test_a_later_day_never_ends_earlier(day: dt.date, count: int, unit: str) -> None:
    """The schedule's solution rests on it: lengths keep the order of days."""
    length, next_day = Length(count, unit), day + dt.timedelta(days=1)
    assert length.after(day) <= length.after(next_day)
    assert length.back().after(day) <= length.back().after(next_day)
