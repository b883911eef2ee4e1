"""The ledger of a draft whose areas end, split, or begin later: what is then for nobody is told once, and not as an alarm."""

import datetime as dt
from typing import Any

from milestones.domain.exchanges.assessing import Assessment, assess
from milestones.domain.exchanges.ledger import build_ledger
from milestones.domain.exchanges.wording import finding_words
from roadmap.domain.document import Document
from tests.milestones.domain.exchanges.drafts import commitment, document, entry, exchange, milestone

END = dt.date(2024, 12, 8)
TODAY = dt.date(2025, 6, 1)
LATER = {"of-gov": dt.date(2025, 9, 1), "of-ssg": dt.date(2025, 9, 1)}
#: Findings on accounts, which speak of areas.
ON_ACCOUNTS = {
    *("gains-one-sided", "gains-nothing", "left-out", "gives-without-gaining", "gains-without-giving"),
    *("gains-after-end", "gives-first", "behind"),
}
AREAS = {"gov": "Government-held areas", "aanes": "North and East Syria", "ssg": "Idlib"}


def draft(**time: Any) -> Document:
    """The north, which has the most of all gains and gives nothing any more, with the days of ``time``."""
    made = document(
        milestone("of-gov"),
        milestone("of-ssg", "ssg"),
        exchange(
            "e1",
            commitment("of-gov", cost=2, benefits={"aanes": 5, "ssg": 2}),
            commitment("of-ssg", cost=2, benefits={"aanes": 2, "gov": 2}),
        ),
        areas=AREAS,
    )
    made.of("areas")[1].data.update(time)
    return made


def split() -> Document:
    made = draft(valid_to="2024-12-08")
    part = {"valid_from": "2024-12-09", "predecessors": ["aanes"]}
    made.of("areas").extend(entry("areas", key, name={"en": key.title()}, **part) for key in ("raqqa", "hasakah"))
    return made


def told(found: Assessment) -> list[tuple[str, str]]:
    return [(each.severity, finding_words(each, found)) for each in found.findings if each.code in ON_ACCOUNTS]


NOBODYS = (
    "North and East Syria: what is gained there after its last day, 8 December 2024, is for nobody (7: OF-GOV, OF-SSG). "
    "Decide who gets it."
)


def test_while_the_area_is_there_its_gains_alarm() -> None:
    found = assess(draft(), days=LATER, as_of=TODAY)
    assert told(found) == [
        ("alarm", "64 % of all gains go to North and East Syria."),
        ("warning", "North and East Syria: gains 7, gives nothing."),
    ]


def test_gains_of_an_area_that_has_ended_are_told_once_and_no_alarm() -> None:
    """Seen from any day: it ends before anything happens."""
    for as_of in (TODAY, END, None):
        found = assess(draft(valid_to="2024-12-08"), days=LATER, as_of=as_of)
        assert told(found) == [("warning", NOBODYS)]
    account = found.ledger.as_dict()["accounts"][1]
    assert (account["ends"], account["gets"], [line["late"] for line in account["lines"]]) == ("2024-12-08", 7, [True, True])


def test_after_a_split_the_gains_that_wait_for_a_decision_are_told_with_who_carries_it_on() -> None:
    found = assess(split(), days=LATER, as_of=TODAY)
    assert told(found) == [("warning", f"{NOBODYS} It is carried on by: Raqqa, Hasakah.")]
    assert found.ledger.left_out == []


def test_once_it_is_decided_who_gets_them_the_parts_are_areas_like_all_others() -> None:
    made = split()
    for row in made.of("exchanges")[0].data["commitments"]:
        row["benefits"]["raqqa"] = row["benefits"].pop("aanes")
    found = assess(made, days=LATER, as_of=TODAY)
    assert told(found) == [
        ("alarm", "64 % of all gains go to Raqqa."),
        ("warning", "1 of 4 areas of control gains nothing: Hasakah."),
        ("warning", "Left out, neither giving nor gaining: Hasakah."),
        ("warning", "Raqqa: gains 7, gives nothing."),
    ]


def test_an_area_that_begins_later_is_not_yet_left_out() -> None:
    made = draft()
    made.of("areas").append(entry("areas", "new", "W", name={"en": "New"}, valid_from="2026-01-01"))
    named = {
        day: [each.parties for each in assess(made, days=LATER, as_of=day).findings if each.code == "left-out"]
        for day in (TODAY, dt.date(2026, 1, 1))
    }
    assert named == {TODAY: [], dt.date(2026, 1, 1): [("new",)]}


def test_what_was_verified_while_it_was_there_is_its_own_and_what_was_due_then_and_was_not_is_nobodys() -> None:
    days = {"of-gov": dt.date(2024, 11, 1), "of-ssg": dt.date(2024, 11, 1)}
    ledger = build_ledger(draft(valid_to="2024-12-08"), days=days, achieved={"of-gov"}, as_of=TODAY)
    assert [line.milestone for line in ledger.accounts["aanes"].late] == ["of-ssg"]
    assert [line.milestone for line in ledger.accounts["gov"].late] == []


def test_the_balance_is_that_of_the_draft_as_it_stands() -> None:
    """ADR 14: it does not hang on the day it is seen from."""
    now, ended = (build_ledger(made, days=LATER, as_of=TODAY).balance for made in (draft(), draft(valid_to="2024-12-08")))
    assert now == ended
