"""By when milestones are due, also those that have been done."""

import datetime as dt
from dataclasses import replace

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


def test_what_others_wait_for_is_due_with_them_also_when_they_did_not_wait() -> None:
    """Stores are needed for buses that are due by 10 March. Buses ran without them, on 5 March; the stores came on the 12th."""
    found = Plan(
        document(
            milestones={
                "stores": {"area": "gov"},
                "buses": {"area": "aanes", "requires": ["stores"], "window": {"not_after": "2024-03-10"}},
            },
            evidence=seen("buses", day(3, 5)) | seen("stores", day(3, 12)),
        ),
        day(4, 1),
    ).progress
    assert (found["stores"].deadline, found["stores"].is_late) == (day(3, 10), True)
    assert (found["buses"].deadline, found["buses"].is_late) == (day(3, 10), False)


def test_a_named_day_wins_over_what_has_happened_under_its_name() -> None:
    plain = document(
        milestones={"talks": {"area": "gov"}, "visits": {"area": "aanes", "window": {"not_after": "talks + 10d"}}},
    )
    one = replace(plain, roadmap={**plain.roadmap, "anchors": {"talks": "2024-02-01"}})
    done = {"talks": day(3, 1), "visits": day(3, 5)}
    assert deadlines(one, done, Schedule(one, done))["visits"] == day(2, 11)


@settings(max_examples=150, deadline=None)
@given(small_roadmaps(), st.data())
def test_open_ones_are_due_by_the_schedule_and_others_by_the_plan_as_agreed(document: Document, data: st.DataObject) -> None:
    """Where no window counts from what was done, its deadline is the one that was agreed, whatever happened."""
    keys = [entry.key for entry in document.of("milestones")]
    counted_from = {
        moment.split()[0] for entry in document.of("milestones") for moment in (entry.data.get("window") or {}).values()
    }
    free = [key for key in keys if key not in counted_from]
    done = (
        data.draw(st.dictionaries(st.sampled_from(free), st.integers(0, 9).map(lambda days: START + dt.timedelta(days))))
        if free
        else {}
    )
    schedule, agreed = Schedule(document, done), Schedule(document)
    found = deadlines(document, done, schedule)
    assert found == {key: agreed.latest(key) if key in done else schedule.latest(key) for key in keys}
