"""The schedule of small roadmaps against every assignment of days there is."""

from hypothesis import given, settings

from milestones.domain.schedule import Schedule
from roadmap.domain.document import Document
from tests.milestones.domain.schedule.graphs import START, plans, small_roadmaps

HORIZON = 5


def days(schedule: Schedule) -> dict[str, tuple[int, int]]:
    return {
        row.key: ((row.earliest - START).days, (row.latest - START).days)
        for row in schedule.rows()
        if row.earliest and row.latest
    }


@settings(max_examples=150, deadline=None)
@given(small_roadmaps(options=False, horizon=HORIZON))
def test_without_options_the_days_are_those_of_all_plans(document: Document) -> None:
    schedule, found = Schedule(document), plans(document, HORIZON)
    assert bool(schedule.conflicts or schedule.cycles) == (not found)
    if found:
        assert days(schedule) == {key: (min(p[key] for p in found), max(p[key] for p in found)) for key in found[0]}


@settings(max_examples=150, deadline=None)
@given(small_roadmaps(options=True, horizon=HORIZON))
def test_with_options_the_first_days_are_those_of_all_plans(document: Document) -> None:
    schedule, found = Schedule(document), plans(document, HORIZON)
    assert bool(schedule.conflicts or schedule.cycles) == (not found)
    if found:
        assert {key: first for key, (first, _last) in days(schedule).items()} == {
            key: min(p[key] for p in found) for key in found[0]
        }
        bounded = days(schedule) | {
            key: (first, (schedule.last_days[key] - START).days)
            for key, (first, _last) in days(schedule).items()
            if key in schedule.last_days
        }
        assert {key: last for key, (_first, last) in bounded.items()} == {key: max(p[key] for p in found) for key in found[0]}
        assert not schedule.is_loose
