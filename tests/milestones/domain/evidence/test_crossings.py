"""Crossings: the state from the log, and who reported it."""

import datetime as dt
from typing import Any

import pytest

from milestones.domain.evidence.crossings import PassageOnDay, compute_crossings
from milestones.domain.evidence.states import Passage
from tests.milestones.domain.evidence.documents import day, document


def seen(date: str, state: str, reporter: str) -> dict[str, Any]:
    return {"date": date, "state": state, "reporter": reporter}


#: Closed and reopened without reasons given (facts: al-Tayha, June-July 2024).
TAYHA = [
    seen("2024-06-10", "open", "Drivers"),
    seen("2024-06-20", "closed", "Drivers"),
    seen("2024-06-20", "open", "Damascus"),
    seen("2024-06-22", "closed", "Drivers"),
    seen("2024-06-25", "closed", "Damascus"),
    seen("2024-07-04", "limited", "Clinic"),
]


def crossing(as_of: str, log: list[dict[str, Any]]) -> PassageOnDay:
    return compute_crossings(document(crossings={"tayha": {"between": ["gov", "aanes"], "log": log}}), day(as_of))["tayha"]


@pytest.mark.parametrize(
    ("as_of", "state", "since"),
    [
        ("2024-06-09", Passage.UNKNOWN, None),
        ("2024-06-19", Passage.OPEN, "2024-06-10"),
        ("2024-06-21", Passage.CONTESTED, "2024-06-20"),
        ("2024-06-30", Passage.CLOSED, "2024-06-22"),
        ("2024-08-01", Passage.LIMITED, "2024-07-04"),
    ],
)
def test_the_last_day_with_reports_decides(as_of: str, state: Passage, since: str | None) -> None:
    for log in (TAYHA, TAYHA[::-1]):
        found = crossing(as_of, log)
        assert (found.state, found.since) == (state, day(since) if since else None)


def test_contradictory_reports_of_one_day_are_all_shown_with_their_reporters() -> None:
    found = crossing("2024-06-21", TAYHA)
    assert [(each.state, each.reporter) for each in found.latest] == [("closed", "Drivers"), ("open", "Damascus")]
    assert crossing("2024-08-01", TAYHA).contested == (dt.date(2024, 6, 20),)


def test_a_state_that_comes_back_begins_anew() -> None:
    log = [seen("2024-01-01", "open", "A"), seen("2024-02-01", "closed", "A"), seen("2024-03-01", "open", "A")]
    assert crossing("2024-04-01", log).since == dt.date(2024, 3, 1)


def test_a_withdrawn_line_counts_for_no_day_and_is_still_told() -> None:
    withdrawn = {"date": "2024-08-01", "reason": {"en": "Another crossing was meant."}}
    log = [TAYHA[0], {**TAYHA[1], "withdrawn": withdrawn}, {**TAYHA[2], "withdrawn": withdrawn}]
    found = crossing("2024-06-21", log)
    assert (found.state, str(found.since), found.contested) == (Passage.OPEN, "2024-06-10", ())
    assert [(seen.line, bool(seen.withdrawn)) for seen in found.history] == [(1, False), (2, True), (3, True)]
    assert [seen["withdrawn"] for seen in found.as_dict()["history"]] == [False, True, True]
    assert crossing("2024-06-21", [{**TAYHA[0], "withdrawn": withdrawn}]).state == Passage.UNKNOWN
