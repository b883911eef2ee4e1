"""The schedule of small roadmaps against every assignment of days there is."""

from hypothesis import assume, given, settings

from milestones.domain.schedule import Schedule
from milestones.domain.schedule.days import day
from milestones.domain.schedule.network import PATIENCE
from roadmap.domain.document import Document
from tests.milestones.domain.schedule.graphs import START, least_days, open_roadmaps, plans, small_roadmaps

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
def test_with_options_the_days_are_those_of_all_plans(document: Document) -> None:
    schedule, found = Schedule(document), plans(document, HORIZON)
    assert bool(schedule.conflicts or schedule.cycles) == (not found)
    if found:
        assert days(schedule) == {key: (min(p[key] for p in found), max(p[key] for p in found)) for key in found[0]}
        assert not schedule.is_loose


@settings(max_examples=300, deadline=None)
@given(open_roadmaps())
def test_the_first_days_are_the_least_of_every_choice_of_options(document: Document) -> None:
    schedule, wanted = Schedule(document), least_days(document)
    assume(schedule.network.patience == PATIENCE)  # of ten thousand documents, one is not waited for
    assert bool(schedule.cycles) == (wanted is None)
    if wanted:
        first = {key: day(value) for key, value in wanted.items()}
        assert {key: schedule.earliest(key) for key in wanted} == first
