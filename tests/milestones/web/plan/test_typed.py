"""Changes of a what-if as one types and reads them: by codes and names, and what of it changes nothing."""

from typing import Any

import pytest

from milestones.domain.kept_scenarios import keep_scenario
from milestones.models import Scenario
from roadmap.models import Roadmap
from tests.conftest import Cast
from tests.roadmap.web.desk.conftest import Browser, Page

IF = "/roadmaps/small/plan/what-if/"
WRONG = "//ul[contains(@class, 'errorlist')]/li"
NOTED = "//fieldset//div[contains(@class, 'note')]/div/p"


def asked(browser: Browser, *changes: dict[str, Any], button: str = "show") -> Page:
    """The changes typed one below the other, and a button pressed."""
    data: dict[str, Any] = {"rows": str(len(changes)), button: "1"}
    for number, change in enumerate(changes):
        data |= {f"c{number}-{name}": value for name, value in change.items()}
    return browser.post(IF, data)


def window(**ends: str) -> dict[str, str]:
    return {"change": "window", "milestone": "report", **ends}


@pytest.mark.parametrize(("typed", "kept", "shown"), [
    ("M-01.G1 + 9w", "gov-lists + 9w", "M-01.G1 + 9w"),
    ("m-01.g1+٩w", "gov-lists + 9w", "M-01.G1 + 9w"),
    ("M-01.G1-9w", "gov-lists - 9w", "M-01.G1 - 9w"),
    ("M-01.G1", "gov-lists", "M-01.G1"),
    ("gov-lists + 9w", "gov-lists + 9w", "M-01.G1 + 9w"),
    ("T0 + 9w", "T0 + 9w", "T0 + 9w"),
    ("2024-05-01", "2024-05-01", "2024-05-01"),
])  # fmt: skip
def test_an_end_counts_from_a_code_as_well_as_from_a_key(lead: Browser, plan: None, typed: str, kept: str, shown: str) -> None:
    page = asked(lead, window(not_after=typed))
    assert (page.status, page.texts(WRONG)) == (200, [])
    page = lead.follow(lead.post(IF, page.form("//form[@id='what-if']") | {"keep": "1", "name": "Moved"}))
    assert Scenario.objects.get().changes == [window(not_after=kept)]
    assert page.one("//input[@name='c0-not_after']").get("value") == shown


def test_a_code_that_no_milestone_has_is_told_without_speaking_of_keys(lead: Browser, plan: None) -> None:
    page = asked(lead, window(not_before="M-99.G1 + 2w"))
    assert (page.status, page.texts(WRONG)) == (400, ["No milestone has the code M-99.G1."])
    assert page.one("//input[@name='c0-not_before']").get("value") == "M-99.G1 + 2w"


@pytest.mark.parametrize("weeks", ["0", "-4", "521"])
def test_weeks_that_cannot_be_are_refused_by_the_page_and_not_by_the_browser(lead: Browser, plan: None, weeks: str) -> None:
    page = asked(lead, {"change": "delay", "area": "gov", "weeks": weeks})
    assert (page.status, len(page.texts(WRONG))) == (400, 1)
    assert page.one("//form[@id='what-if']").get("novalidate") is not None


def test_what_a_colleague_saved_meanwhile_is_told_by_codes_and_names(
    lead: Browser, plan: None, roadmap: Roadmap, cast: Cast
) -> None:
    changes: list[dict[str, Any]] = [
        window(not_before="gov-lists + 2w", not_after="2024-12-01"),
        {"change": "delay", "area": "gov", "weeks": 5},
        {"change": "anchor", "name": "T0", "day": "2023-10-01"},
        {"change": "succeed", "area": "gov", "successor": "after", "name": {"en": "New authorities"}, "day": "2024-01-01"},
        {"change": "leave", "area": "aanes"},
    ]
    changes[3]["lapses"] = ["gov-lists"]
    scenario = keep_scenario(roadmap=roadmap, name="All", changes=changes, actor=cast.lead)
    Scenario.objects.update(changes=changes[:1])
    page = lead.get(f"{IF}{scenario.uid}/")
    Scenario.objects.update(changes=changes)
    stale = page.form("//form[@id='what-if']") | {"save": "1"}
    told = lead.post(IF, stale)
    assert told.status == 409
    (words,) = told.texts("//*[@role='alert']//li")
    assert words == (
        "It now reads: A window moves: M-01.T1 Title of report, not before \u2066M-01.G1 + 2w\u2069, not after 1 December 2024; "
        "An area is late by some weeks: Government-held areas, 5 weeks; A named day moves: T0, 1 October 2023; "
        "An area is succeeded by another: Government-held areas, followed by New authorities, 1 January 2024, "
        "ended by decision: M-01.G1; An area walks out: North and East Syria"
    )


LATE = {"change": "delay", "area": "gov", "weeks": "3"}
SUCCEED = {"change": "succeed", "area": "gov", "successor": "aanes", "day": "2023-09-02"}


@pytest.mark.parametrize(("changes", "told"), [
    ([LATE], []),
    ([SUCCEED, LATE], ["This changes nothing. Nothing is left for this area to do."]),
    ([LATE, SUCCEED], []),
    ([{"change": "drop", "milestone": "report"}, window(not_after="2024-05-01")],
     ["This changes nothing. This milestone is not in the plan any more."]),
    ([{"change": "anchor", "name": "T0", "day": "2023-09-01"}], ["This changes nothing. It stands so already."]),
    ([window(not_after="2024-05-01"), window(not_after="2024-05-01")], ["This changes nothing. It stands so already."]),
    ([LATE] * 21 + [SUCCEED, LATE], []),
])  # fmt: skip
def test_a_change_that_changes_nothing_says_so(lead: Browser, plan: None, changes: list[dict[str, str]], told: list[str]) -> None:
    page = asked(lead, *changes)
    assert page.texts(NOTED) == told
    assert len(page.tree.xpath(f"//fieldset[{len(changes)}]//div[contains(@class, 'note')]/div/p")) == len(told)
