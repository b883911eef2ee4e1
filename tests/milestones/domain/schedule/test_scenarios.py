"""What-if: everything that a change would do, before anything is saved."""

import datetime as dt
from typing import Any

import pytest

from accounts.domain.errors import Invalid
from milestones.domain.schedule import Schedule
from milestones.domain.schedule.changes import Change, read_changes
from milestones.domain.schedule.scenarios import Comparison, side_by_side, what_if
from roadmap.domain.document import Document, Entry
from tests.milestones.domain.schedule.graphs import day, milestone, roadmap


def document() -> Document:
    """Lists by the government side open visits by the other; releases and aid answer each other; a monitor reports at the end."""
    found = roadmap(
        milestone("lists", area="gov", begin=day(10), end=day(40)),
        milestone("visits", area="aanes", begin="lists + 5d", end="lists + 30d"),
        milestone("releases", area="gov", requires=["visits"], end=day(60)),
        milestone("aid", area="aanes", end=day(60)),
        milestone("report", actor={"en": "Monitors"}, requires=["releases"], requires_any=["aid", "visits"], end=day(70)),
        exchanges=[
            {"mode": "simultaneous", "commitments": [{"milestone": "releases"}, {"milestone": "aid"}]},
            {"mode": "gated", "commitments": [{"milestone": "report", "giver": "gov", "gate": "aid"}, {"milestone": "visits"}]},
        ],
        anchors={"ceasefire": "2024-02-01"},
    )
    found.sections["areas"] = [
        Entry("areas", "gov", "G", {"name": {"en": "Government side"}}),
        Entry("areas", "aanes", "N", {"name": {"en": "North and East"}}),
    ]
    return found


def asked(*changes: Change, **options: Any) -> Comparison:
    there = document()
    before = there.canonical()
    found = what_if(there, read_changes(list(changes), there), **options).comparison
    assert there.canonical() == before
    return found


def moved(found: Comparison) -> dict[str, tuple[int | None, int | None]]:
    """By how many days the first and the last possible day move; None where one of them is not there."""

    def by(old: dt.date | None, new: dt.date | None) -> int | None:
        return (new - old).days if old and new else None

    return {
        each.key: (by(each.before.earliest, each.after.earliest), by(each.before.latest, each.after.latest))
        for each in found.differences
        if each.before and each.after
    }


def test_a_window_that_moves_takes_along_what_counts_from_it() -> None:
    found = asked({"change": "window", "milestone": "lists", "not_before": day(20)})
    assert moved(found) == {"lists": (10, 0), "visits": (10, 0), "releases": (10, 0), "aid": (10, 0), "report": (10, 0)}
    assert (found.conflicts, found.cycles, found.broken, found.lost) == ((), (), (), ())
    assert found.critical_path == ("lists", "visits", "releases", "report")


def test_a_deadline_that_cannot_be_met_is_shown_with_its_proof() -> None:
    found = asked({"change": "window", "milestone": "aid", "not_after": day(12)})
    (conflict,) = found.conflicts
    assert (conflict.members, conflict.days) == (("lists", "visits", "releases", "aid"), 3)
    assert [(step.milestone, step.by, step.of) for step in conflict.chain] == [
        ("lists", "not_before", "T0 + 10d"),
        ("lists", "not_before", "visits"),
        ("visits", "requires", "releases"),
        ("releases", "together", "aid"),
        ("aid", "not_after", "T0 + 12d"),
    ]


def test_t0_and_named_days_move() -> None:
    assert moved(asked({"change": "anchor", "name": "T0", "day": "2024-01-08"}))["lists"] == (7, 7)
    assert asked({"change": "anchor", "name": "ceasefire", "day": "2024-03-01"}).differences == ()


def test_what_was_verified_late_pushes_the_rest() -> None:
    found = asked({"change": "achieved", "milestone": "lists", "day": "2024-01-31"})
    assert moved(found)["visits"] == (20, 0)


def test_an_area_that_is_three_weeks_late() -> None:
    """Each milestone of the area comes three weeks later than it could, not three weeks per milestone."""
    found = asked({"change": "delay", "area": "gov", "weeks": 3})
    assert {key: first for key, (first, _last) in moved(found).items()} == {
        "lists": 21,
        "visits": 21,
        "releases": 21,
        "aid": 21,
        "report": 21,
    }


def test_a_delay_ends_where_the_calendar_does() -> None:
    far = {"change": "window", "milestone": "visits", "not_before": "9999-12-01"}
    found = asked(far, {"change": "delay", "area": "gov", "weeks": 30})
    days = {each.key: each.after.earliest for each in found.differences if each.after}
    assert (days["visits"], days["releases"]) == (dt.date(9999, 12, 1), dt.date.max)


def test_a_dropped_milestone_leaves_what_counted_on_it_broken() -> None:
    found = asked({"change": "drop", "milestone": "visits"})
    assert found.dropped == ("visits",)
    assert [tuple(each) for each in found.broken] == [("releases", "requires", "visits")]
    assert [each.as_dict() for each in found.lost] == [{"exchange": "e2", "code": "E-02", "gone": ["visits"], "left": ["report"]}]
    assert [each.key for each in found.differences if each.after is None] == ["visits"]


def test_an_area_that_walks_out_takes_its_milestones_along_and_leaves_exchanges_without_a_side() -> None:
    found = asked({"change": "leave", "area": "gov"}, actual={"lists": dt.date(2024, 1, 15)})
    assert found.dropped == ("releases",)  # what was achieved stays achieved
    assert [tuple(each) for each in found.broken] == [("report", "requires", "releases")]
    assert [(each.code, each.gone, each.left) for each in found.lost] == [
        ("E-01", ("releases",), ("aid",)),
        ("E-02", ("report",), ("visits",)),  # the area was to give it
    ]


def test_the_change_of_8_december_2024() -> None:
    """The government's area ends; its successor takes over what is open, but for what is to lapse."""
    change = {
        "change": "succeed",
        "area": "gov",
        "successor": "caretaker",
        "name": {"en": "Caretaker authorities"},
        "day": "2024-12-08",
        "lapses": ["releases"],
    }
    there = document()
    actual = {"lists": dt.date(2024, 11, 30)}
    found = what_if(there, read_changes([change], there), actual, dt.date(2024, 12, 9))
    assert (found.comparison.passed, found.comparison.lapsed) == ((), ("releases",))
    assert [tuple(each) for each in found.comparison.broken] == [
        ("aid", "together_with", "releases"),
        ("report", "requires", "releases"),
    ]
    assert [(each.code, each.gone) for each in found.comparison.lost] == [("E-01", ("releases",))]
    areas = {entry.key: entry.data for entry in found.document.of("areas")}
    assert (areas["gov"]["valid_to"], areas["gov"]["successor"]) == ("2024-12-08", "caretaker")
    assert (areas["caretaker"]["valid_from"], areas["caretaker"]["predecessors"]) == ("2024-12-08", ["gov"])

    kept = what_if(there, read_changes([{**change, "lapses": []}], there), actual, dt.date(2024, 12, 9))
    assert (kept.comparison.passed, kept.comparison.broken) == (("releases",), ())
    assert [entry.data.get("area") for entry in kept.document.of("milestones")] == ["gov", "aanes", "caretaker", "aanes", None]


def test_several_scenarios_side_by_side() -> None:
    there = document()
    base = Schedule(there)
    late = what_if(there, read_changes([{"change": "delay", "area": "aanes", "weeks": 1}], there))
    gone = what_if(there, read_changes([{"change": "drop", "milestone": "aid"}], there))
    sides = side_by_side(base, [late.schedule, gone.schedule])
    assert {each.key: [days and str(days.earliest) for days in each.days] for each in sides} == {
        "lists": ["2024-01-11", "2024-01-11", "2024-01-11"],  # no longer on the critical path of the first
        "visits": ["2024-01-16", "2024-01-23", "2024-01-16"],
        "releases": ["2024-01-16", "2024-01-23", "2024-01-16"],
        "aid": ["2024-01-16", "2024-01-23", None],
        "report": ["2024-01-16", "2024-01-23", "2024-01-16"],
    }


@pytest.mark.parametrize(
    ("raw", "paths"),
    [
        ([], ["changes"]),
        ("drop", ["changes"]),
        ([{"change": "explode"}, 3], ["changes[0].change", "changes[1].change"]),
        ([{"change": "drop", "milestone": "nothing"}], ["changes[0].milestone"]),
        ([{"change": "drop", "milestone": "aid", "why": "x"}], ["changes[0].why"]),
        ([{"change": "window", "milestone": "aid"}], ["changes[0].not_after"]),
        ([{"change": "window", "milestone": "aid", "not_after": "soon!"}], ["changes[0].not_after"]),
        ([{"change": "window", "milestone": "aid", "not_before": "T0 - 9000y"}], ["changes[0].not_before"]),
        ([{"change": "delay", "area": "gov", "weeks": 0.5}], ["changes[0].weeks", "changes[0].weeks"]),
        ([{"change": "delay", "area": "gov", "weeks": 9999}], ["changes[0].weeks"]),
        ([{"change": "anchor", "name": "armistice", "day": "2024-01-01"}], ["changes[0].name"]),
        ([{"change": "succeed", "area": "gov", "successor": "gov"}], ["changes[0].day", "changes[0].successor"]),
        ([{"change": "leave", "area": "gov"}] * 201, ["changes"]),
    ],
)
def test_a_change_that_means_nothing_is_refused(raw: Any, paths: list[str]) -> None:
    with pytest.raises(Invalid) as refused:
        read_changes(raw, document())
    assert [problem.path for problem in refused.value.problems] == paths
