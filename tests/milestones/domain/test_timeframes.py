"""Windows: what an expression means, and that one spelling is kept."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestones.domain.timeframes import (
    Moment,
    Offset,
    anchor_gaps,
    fixed_day,
    key_gaps,
    named_days,
    parse_offset,
    self_reference_gaps,
)
from roadmap.domain.document import Document, Entry
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
        ("ceasefire+30D", "ceasefire + 30d"),
        (" ceasefire  - 2w", "ceasefire - 2w"),
        ("prisoner-lists − 2w", "prisoner-lists - 2w"),
        ("prisoner-lists", "prisoner-lists"),
        ("talks-5d", "talks-5d"),
        ("talks-5d - 5d", "talks-5d - 5d"),
        ("100-days + 1m", "100-days + 1m"),
        ("t1 + 6m", "t1 + 6m"),
        ("2023-09-01", "2023-09-01"),
        (dt.date(2023, 9, 1), "2023-09-01"),
        ("", None),
        (None, None),
    ],
)
def test_a_moment_is_kept_in_one_spelling(written: object, kept: object) -> None:
    assert load(written) == (kept, [])


@pytest.mark.parametrize(
    "written",
    [
        "T0 + 6",
        "T1 + 6m",
        "T0 6m",
        "T0 + 6 months",
        "next spring",
        "2023-02-30",
        "2023-09",
        "20230901",
        "2023-W35-5",
        12,
        "Ceasefire + 6m",
        "talks -",
        "talks- - 5d",
        "talks + 5",
        "talks 5d",
        "talks--now",
        "T0 + 999999999d",
        "talks - 10000w",
        f"{'a' * 61} + 5d",
    ],
)
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
        ("T0 + 1m", dt.date(2024, 4, 30), dt.date(2024, 5, 30)),  # the same number, not the month's end again
        ("T0 + 2w", dt.date(2023, 9, 1), dt.date(2023, 9, 15)),
        ("T0 - 10d", dt.date(2023, 9, 1), dt.date(2023, 8, 22)),
        ("2023-10-05", None, dt.date(2023, 10, 5)),
        ("T0 + 1m", None, None),
        ("T0 + 9999y", dt.date(2023, 9, 1), None),
        (None, dt.date(2023, 9, 1), None),
    ],
)
def test_the_day_that_is_meant(text: str | None, anchor: dt.date | None, day: dt.date | None) -> None:
    assert fixed_day(text, {"T0": anchor} if anchor else {}) == day


KEYS = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,3}", fullmatch=True).filter(
    lambda key: key != "t0" and not set(key) <= set("0123456789-")
)


@given(st.integers(-999, 999), st.sampled_from("dwmy"), st.just("T0") | KEYS)
def test_an_offset_reads_back_as_written(count: int, unit: str, anchor: str) -> None:
    offset = Offset(count, unit, anchor)
    assert parse_offset(str(offset)) == (offset if count else Offset(0, "d", anchor))


@given(st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1)), st.integers(-240, 240))
def test_months_keep_the_day_or_end_the_month(anchor: dt.date, months: int) -> None:
    day = Offset(months, "m").after(anchor)
    assert (day.year * 12 + day.month) - (anchor.year * 12 + anchor.month) == months
    assert day.day == anchor.day or (day.day < anchor.day and (day + dt.timedelta(days=1)).day == 1)


def milestone(key: str, **data: object) -> Entry:
    return Entry("milestones", key, "", data)


def test_the_roadmaps_own_days_win_over_milestones_of_the_same_key() -> None:
    entries = [milestone("ceasefire"), milestone("lists", window={"not_after": "ceasefire + 1m", "not_before": "T0 - 1d"})]
    document = Document({"t0": "2024-01-01", "anchors": {"ceasefire": "2024-01-31"}}, {"milestones": entries})
    named = named_days(document)
    assert fixed_day("ceasefire + 1m", named) == dt.date(2024, 2, 29)
    assert fixed_day("T0 - 1d", named) == dt.date(2023, 12, 31)
    assert fixed_day("lists + 1m", named) is None
    assert [(gap.path, gap.blocking) for gap in anchor_gaps(entries[1], document)] == [("window.not_after", False)]


def test_an_anchor_that_nothing_explains_is_found() -> None:
    """An anchor is a milestone's key at most: a form cannot see whether that milestone is there."""
    entries = [
        milestone("lists", window={"not_before": "lists + 1d", "not_after": "ceasefire + 1m"}),
        milestone("buses", window={"not_before": "lists", "not_after": "T0 + 1m"}, requires=["buses", "lists"]),
    ]
    document = Document({"title": {"en": "Draft"}}, {"milestones": entries})
    assert [[(gap.path, gap.blocking) for gap in anchor_gaps(entry, document)] for entry in entries] == [
        [("window.not_before", True), ("window.not_after", True)],
        [],  # that T0 is missing is a gap of the roadmap, told once
    ]
    assert [gap.path for entry in entries for gap in self_reference_gaps(entry)] == ["requires"]


def test_a_minus_without_its_space_is_told_as_such() -> None:
    entries = [milestone("talks"), milestone("lists", window={"not_before": "talks-5d", "not_after": "pause-5d"})]
    document = Document({"t0": "2024-01-01"}, {"milestones": entries})
    assert [str(gap.message) for gap in anchor_gaps(entries[1], document)] == [
        "Put a space before the minus: “talks - 5d”.",
        "There is no milestone and no day of the roadmap called “pause-5d”.",
    ]


def test_a_milestone_from_which_no_window_can_count_is_told() -> None:
    """Its key means a day wherever it stands in a window: the anchor date, a named day, a day of the calendar."""
    entries = [milestone(key) for key in ("t0", "ceasefire", "2024", "talks", "t0-talks")]
    document = Document({"t0": "2024-01-01", "anchors": {"ceasefire": "2024-03-01"}}, {"milestones": entries})

    found = {entry.key: [(gap.path, gap.blocking, str(gap.message)) for gap in key_gaps(entry, document)] for entry in entries}

    another = "no window can count from it. Give it another in the roadmap file."
    assert found == {
        "t0": [("key", False, f"Its key “t0” always means the anchor date: {another}")],
        "ceasefire": [
            (
                "key",
                False,
                "A day of the roadmap is called “ceasefire” like it: no window can count from it. Give the day another name.",
            )
        ],
        "2024": [("key", False, f"Its key “2024” reads as a day: {another}")],
        "talks": [],
        "t0-talks": [],
    }
