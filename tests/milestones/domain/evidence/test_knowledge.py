"""As of a day: by what is known today of it, and by what was known on it; the difference is told."""

import datetime as dt
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from milestones.domain.evidence.knowledge import Later
from milestones.domain.hindsight import Otherwise, seen_otherwise
from milestones.domain.plan import Plan
from roadmap.domain.document import Document
from tests.milestones.domain.evidence.documents import day, document, evidence, report

RELEASES = {"area": "gov", "title": {"en": "Releases"}, "window": {"not_after": "2024-03-01"}}
LINE = {"title": {"en": "Gate"}, "watches": ["releases"], "suspends": ["funds"], "grace": "0d"}
MISTAKE = {"reason": {"en": "Another prison"}}


def plan(on: str, *reports: dict[str, Any], **sections: Any) -> Plan:
    milestones = {"releases": RELEASES, "funds": {"area": "aanes"}}
    return Plan(document(milestones=milestones, evidence=evidence(*reports), **sections), day(on))


def states(found: Plan) -> list[str]:
    return [each.state.value for each in found.progress.values()]


TWO = [
    report("achieved", "2024-01-10", "Doctors B", recorded="2024-01-11"),
    report("achieved", "2024-01-20", "Red Crescent", recorded="2024-04-02"),
]


def test_a_late_report_changes_what_is_known_of_the_day_and_not_what_was_known_on_it() -> None:
    found = plan("2024-02-01", *TWO)
    assert states(found) == ["verified", "not_started"]
    assert found.then is not None
    assert states(found.then) == ["claimed", "not_started"]
    assert found.later == Later(arrived=("v-002",))
    assert seen_otherwise(found) == [Otherwise("milestones/releases", "claimed", "verified")]


def test_once_it_has_arrived_the_day_knows_it() -> None:
    for on in ("2024-04-02", "2024-06-01"):
        found = plan(on, *TWO)
        assert (states(found), found.later, found.then, seen_otherwise(found)) == (["verified", "not_started"], None, None, [])


def test_a_report_without_a_day_of_recording_is_taken_as_known_on_its_own() -> None:
    """So is every file that was written before: nothing in it says when its reports arrived."""
    silent = [{name: value for name, value in each.items() if name != "recorded"} for each in TWO]
    assert plan("2024-02-01", *silent).later is None


def test_a_report_that_was_withdrawn_later_counted_on_the_day() -> None:
    """It was never right, so it counts for no day; on that day nobody knew."""
    withdrawn = {"withdrawn": {"date": "2024-05-01", **MISTAKE}, "recorded": "2024-01-21"}
    found = plan("2024-02-01", TWO[0], {**TWO[1], **withdrawn})
    assert states(found) == ["claimed", "not_started"]
    assert found.later == Later(withdrawn=("v-002",))
    assert seen_otherwise(found) == [Otherwise("milestones/releases", "verified", "claimed")]
    assert found.then is not None
    assert [each.record.withdrawn for each in found.then.progress["releases"].evidence] == [False, False]
    assert plan("2024-05-01", TWO[0], {**TWO[1], **withdrawn}).later is None


def test_what_arrived_and_was_withdrawn_after_the_day_is_told_once() -> None:
    both = {"recorded": "2024-04-02", "withdrawn": {"date": "2024-05-01", **MISTAKE}}
    found = plan("2024-02-01", TWO[0], {**TWO[1], **both})
    assert (found.later, seen_otherwise(found)) == (Later(arrived=("v-002",)), [])


def test_what_speaks_of_a_later_day_is_not_about_this_one() -> None:
    assert plan("2024-01-15", *TWO).later is None


def test_the_log_of_a_crossing_is_told_alike() -> None:
    log = [
        {"date": "2024-01-05", "state": "open", "reporter": "Drivers", "recorded": "2024-01-05"},
        {"date": "2024-01-10", "state": "closed", "reporter": "Merchants", "recorded": "2024-03-01"},
        {"date": "2024-01-11", "state": "limited", "reporter": "Drivers", "withdrawn": {"date": "2024-03-02", **MISTAKE}},
        {"date": "2024-02-11", "state": "open", "reporter": "Drivers", "recorded": "2024-04-01"},
    ]
    found = plan("2024-01-31", crossings={"tayha": {"name": {"en": "Tayha"}, "log": log}})
    assert found.later == Later(lines_arrived=(("tayha", 2),), lines_withdrawn=(("tayha", 3),))
    assert seen_otherwise(found) == [Otherwise("crossings/tayha", "limited", "closed")]
    assert found.document.of("crossings")[0].data["log"] == log


def test_measures_criteria_and_policy_lines_are_compared_too() -> None:
    late = {"recorded": "2024-08-01"}
    reports = [
        report("not_achieved", "2024-03-05", "Families", **late),
        report("achieved", "2024-01-01", "Damascus", measure="exams", on_behalf_of="gov", **late),
        report("", "2024-01-01", "Observers", criterion="held", area="gov", quantity=0, **late),
    ]
    found = plan(
        "2024-04-01",
        *reports,
        measures={"exams": {"areas": ["gov", "aanes"]}},
        criteria={"held": {"baseline": {"value": 9}, "threshold": {"value": 0}}},
        policy_lines={"gate": LINE},
    )
    assert seen_otherwise(found) == [
        Otherwise("measures/exams", "unknown", "one_end"),
        Otherwise("policy_lines/gate", "kept", "broken"),
        Otherwise("criteria/held", "unknown", "met", "gov"),
    ]


DAYS = st.integers(0, 9).map(lambda number: (dt.date(2024, 1, 1) + dt.timedelta(days=number)).isoformat())


@st.composite
def lived(draw: st.DrawFn) -> dict[str, Any]:
    """A report with the days on which it was spoken of, recorded and perhaps withdrawn, in that order."""
    spoken, recorded, withdrawn = sorted(draw(st.tuples(DAYS, DAYS, DAYS)))
    claim, reporter = draw(st.sampled_from(["achieved", "partly", "not_achieved"])), draw(st.sampled_from("ABC"))
    ends = {"withdrawn": {"date": withdrawn}} if draw(st.booleans()) else {}
    return report(claim, spoken, reporter, recorded=recorded if draw(st.booleans()) else None, **ends)


def _record_of(reports: list[dict[str, Any]], on: str) -> Document:
    """The record as somebody would have read it on the evening of a day: typed in by then, nothing of the days after."""
    held = [each for each in reports if each.get("recorded", each["date"]) <= on]
    seen = [{k: v for k, v in each.items() if k != "withdrawn" or v["date"] <= on} for each in held]
    return document(milestones={"releases": RELEASES, "funds": {"area": "aanes"}}, evidence=evidence(*seen))


@given(st.lists(lived(), max_size=7), DAYS)
def test_what_was_known_then_is_what_one_would_have_read_then(reports: list[dict[str, Any]], on: str) -> None:
    now = plan(on, *reports)
    then = now.then or now
    read = Plan(_record_of(reports, on), day(on))
    assert [(each.state, each.actual) for each in then.progress.values()] == [
        (each.state, each.actual) for each in read.progress.values()
    ]
    # Whatever arrives later leaves it alone, and without anything later both readings are one.
    more = plan(on, *reports, report("reversed", "2024-01-01", "D", recorded="2024-02-01"))
    assert states(more.then or more) == states(then)
    if now.later is None:
        assert states(read) == states(now)
