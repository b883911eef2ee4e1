"""Windows: what an expression means, and that one spelling is kept."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestones.domain.timeframes import Moment, Offset, day_of, parse_offset
from roadmap.domain.document.values import Context


def load(raw: object) -> tuple[object, list[str]]:
    problems: list[str] = []
    value = Moment().load(raw, "window.not_after", Context("en", lambda path, message: problems.append(str(message))))
    return value, problems


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("T0", "T0"),
        ("t0+6M", "T0 + 6m"),
        ("  T0 -  2w ", "T0 - 2w"),
        ("T0 + ٦m", "T0 + 6m"),
        ("T0 + 0d", "T0"),
        ("2023-09-01", "2023-09-01"),
        (dt.date(2023, 9, 1), "2023-09-01"),
        ("", None),
        (None, None),
    ],
)
def test_a_moment_is_kept_in_one_spelling(written: object, kept: object) -> None:
    assert load(written) == (kept, [])


@pytest.mark.parametrize("written", ["T0 + 6", "T1 + 6m", "T0 6m", "T0 + 6 months", "next spring", "2023-02-30", 12])
def test_what_means_nothing_is_refused_with_advice(written: object) -> None:
    value, problems = load(written)
    assert value is None
    assert len(problems) == 1


@pytest.mark.parametrize(
    ("text", "anchor", "day"),
    [
        ("T0 + 1m", dt.date(2023, 1, 31), dt.date(2023, 2, 28)),
        ("T0 + 1m", dt.date(2024, 1, 31), dt.date(2024, 2, 29)),
        ("T0 - 1m", dt.date(2023, 3, 31), dt.date(2023, 2, 28)),
        ("T0 + 12m", dt.date(2024, 2, 29), dt.date(2025, 2, 28)),
        ("T0 + 1y", dt.date(2024, 2, 29), dt.date(2025, 2, 28)),
        ("T0 + 2w", dt.date(2023, 9, 1), dt.date(2023, 9, 15)),
        ("T0 - 10d", dt.date(2023, 9, 1), dt.date(2023, 8, 22)),
        ("2023-10-05", None, dt.date(2023, 10, 5)),
        ("T0 + 1m", None, None),
        ("T0 + 9999y", dt.date(2023, 9, 1), None),
        (None, dt.date(2023, 9, 1), None),
    ],
)
def test_the_day_that_is_meant(text: str | None, anchor: dt.date | None, day: dt.date | None) -> None:
    assert day_of(text, anchor) == day


@given(st.integers(-999, 999), st.sampled_from("dwmy"))
def test_an_offset_reads_back_as_written(count: int, unit: str) -> None:
    offset = Offset(count, unit)
    assert parse_offset(str(offset)) == (offset if count else Offset(0, "d"))


@given(st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1)), st.integers(-240, 240))
def test_months_keep_the_day_or_end_the_month(anchor: dt.date, months: int) -> None:
    day = Offset(months, "m").after(anchor)
    assert (day.year * 12 + day.month) - (anchor.year * 12 + anchor.month) == months
    assert day.day == anchor.day or (day.day < anchor.day and (day + dt.timedelta(days=1)).day == 1)
