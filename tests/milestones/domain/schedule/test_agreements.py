"""The days that a lawyer would compute from agreements with counted steps. The files beside this test cite their sources."""

import datetime as dt
from pathlib import Path

import pytest

from milestones.domain.schedule import Schedule
from roadmap.domain.document import Document
from roadmap.domain.files import read_file

AGREEMENTS = Path(__file__).parent / "agreements"


def agreement(name: str) -> Document:
    return read_file((AGREEMENTS / f"{name}.yaml").read_text(encoding="utf-8"))


def days(schedule: Schedule) -> dict[str, tuple[str, str]]:
    return {key: (str(schedule.earliest(key)), str(schedule.latest(key))) for key in schedule.terms}


def test_the_periods_of_the_comprehensive_peace_agreement_for_sudan() -> None:
    """The interim period did run from 9 July 2005 to 9 July 2011, and the vote began on 9 January 2011."""
    schedule = Schedule(agreement("sudan-2005"))
    assert days(schedule) == {
        "interim-begins": ("2005-07-09", "2005-07-09"),
        "eastern-redeployment": ("2005-01-09", "2006-01-09"),
        "southern-redeployment": ("2005-01-09", "2007-07-09"),
        "census": ("2005-07-09", "2007-07-09"),
        "elections": ("2005-07-09", "2008-07-09"),
        "interim-ends": ("2011-07-09", "2011-07-09"),
        "referendum": ("2011-01-09", "2011-01-09"),
    }
    assert (schedule.conflicts, schedule.cycles, schedule.broken) == ([], [], [])
    assert [(step.milestone, step.by, step.of, step.length) for step in schedule.chain("referendum")] == [
        ("interim-begins", "not_before", "signature + 6m", ""),
        ("interim-ends", "not_before", "interim-begins", "6y"),
        ("referendum", "not_before", "interim-ends", "-6m"),
    ]


def test_a_census_that_comes_late_leaves_no_time_for_the_elections() -> None:
    """It was taken from 22 April 2008 on, after its last day; the elections, which need it, still had until 9 July."""
    counted = {"census": dt.date(2008, 4, 22)}
    schedule = Schedule(agreement("sudan-2005"), counted, dt.date(2008, 5, 1))
    assert days(schedule)["elections"] == ("2008-05-01", "2008-07-09")
    later = Schedule(agreement("sudan-2005"), counted, dt.date(2008, 8, 1))
    assert [(conflict.members, conflict.days) for conflict in later.conflicts if "elections" in conflict.members] == [
        (("elections", "interim-begins"), 23)
    ]


def test_the_first_days_of_the_lusaka_protocol() -> None:
    schedule = Schedule(agreement("lusaka-1994"))
    assert days(schedule) == {
        "initialling": ("1994-10-31", "1994-10-31"),
        "staffs-meet": ("1994-11-10", "1994-11-10"),
        "amnesty": ("1994-10-31", "1994-11-14"),
        "security-of-leaders": ("1994-10-31", "1994-11-14"),
        "signature": ("1994-11-15", "1994-11-15"),
        "joint-commission": ("1994-11-15", "1994-11-15"),
        "ceasefire": ("1994-11-17", "1994-11-17"),  # D + 17, as item 5 says
    }


def test_what_happened_late_moves_what_counts_from_it() -> None:
    """The protocol was signed five days late, and the ceasefire came two days after that."""
    happened = {
        "initialling": dt.date(1994, 10, 31),
        "staffs-meet": dt.date(1994, 11, 10),
        "amnesty": dt.date(1994, 11, 10),
        "security-of-leaders": dt.date(1994, 11, 14),
        "signature": dt.date(1994, 11, 20),
        "joint-commission": dt.date(1994, 11, 20),
    }
    schedule = Schedule(agreement("lusaka-1994"), happened, dt.date(1994, 11, 21))
    assert days(schedule)["ceasefire"] == ("1994-11-22", "1994-11-22")
    assert schedule.conflicts == []
    assert [(step.milestone, step.by, step.of) for step in schedule.chain("ceasefire")] == [
        ("signature", "achieved", "signature"),
        ("ceasefire", "not_before", "signature"),
    ]


@pytest.mark.parametrize(
    ("as_of", "late"),
    [("1994-11-14", set()), ("1994-11-18", {"amnesty", "security-of-leaders", "signature", "joint-commission", "staffs-meet"})],
)
def test_a_day_that_passed_is_a_conflict_of_its_own(as_of: str, late: set[str]) -> None:
    happened = {"initialling": dt.date(1994, 10, 31), **({"staffs-meet": dt.date(1994, 11, 10)} if not late else {})}
    schedule = Schedule(agreement("lusaka-1994"), happened, dt.date.fromisoformat(as_of))
    overdue = {conflict.chain[-1].milestone for conflict in schedule.conflicts if conflict.chain[-1].by == "not_after"}
    assert overdue == late - {"joint-commission"}
