"""By when milestones are due, also those that have been done."""

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from milestones.domain.deadlines import deadlines
from milestones.domain.plan import Plan
from milestones.domain.schedule import Schedule
from roadmap.domain.document import Document
from tests.milestones.domain.evidence.documents import document
from tests.milestones.domain.schedule.graphs import START, small_roadmaps


def day(month: int, number: int) -> dt.date:
    return dt.date(2024, month, number)


def seen(milestone: str, on: dt.date) -> dict[str, dict[str, object]]:
    """Two independent reports of a day."""
    report = {"milestone": milestone, "claim": "achieved", "independent": True, "date": on.isoformat()}
    return {f"{milestone}-{name}": {**report, "reporter": name} for name in ("doctors", "lawyers")}


def releases(on: dt.date) -> Document:
    """Lists by 1 March, verified on ``on``; visits within ten days of them, verified on 25 March."""
    return document(
        milestones={
            "lists": {"area": "gov", "window": {"not_after": "2024-03-01"}},
            "visits": {"area": "aanes", "window": {"not_after": "lists + 10d"}},
        },
        evidence=seen("lists", on) | seen("visits", day(3, 25)),
    )


def test_what_was_verified_after_its_last_day_is_late() -> None:
    found = Plan(releases(day(3, 20)), day(4, 1)).progress["lists"]
    assert (found.state.value, found.verified_on, found.deadline, found.is_late) == ("verified", day(3, 20), day(3, 1), True)
    assert any(reason.code == "late" and reason.day == day(3, 1) for reason in found.reasons)


def test_the_deadline_is_the_one_that_stood_the_day_before() -> None:
    before = Plan(releases(day(3, 20)), day(3, 19)).progress["lists"]
    assert (before.state.value, before.deadline) == ("lapsed", day(3, 1))


def test_who_counts_from_a_day_that_came_late_is_not_late_for_it() -> None:
    found = Plan(releases(day(3, 20)), day(4, 1)).progress["visits"]
    assert (found.deadline, found.is_late) == (day(3, 30), False)
    late = Plan(releases(day(2, 20)), day(4, 1)).progress["visits"]
    assert (late.deadline, late.is_late) == (day(3, 1), True)


@settings(max_examples=150, deadline=None)
@given(small_roadmaps(), st.data())
def test_each_is_due_by_what_was_done_before_it(document: Document, data: st.DataObject) -> None:
    """Taken back day by day, or computed anew of what was done before: the same."""
    keys = [entry.key for entry in document.of("milestones")]
    done = data.draw(st.dictionaries(st.sampled_from(keys), st.integers(0, 9).map(lambda days: START + dt.timedelta(days))))
    found = deadlines(document, done)
    open_still = Schedule(document, done)
    for key in keys:
        if key in done:
            earlier = {other: on for other, on in done.items() if on < done[key]}
            assert found[key] == Schedule(document, earlier).latest_by_links(key)
        else:
            assert found[key] == open_still.latest(key)
