"""A what-if on a plan that goes round in a circle: days that hold only if it opens are not told as facts."""

from collections.abc import Callable

import pytest

from milestones.domain.kept_scenarios import keep_scenario
from roadmap.models import Roadmap
from tests.conftest import Cast
from tests.roadmap.web.desk.conftest import Browser, Page

IF = "/roadmaps/small/plan/what-if/"
ROWS = "//section[@id='answer']//tbody/tr"
WINDOW = {"not_before": "2023-10-01", "not_after": "2024-10-01"}


@pytest.fixture
def circle(lead: Browser, milestone: Callable[..., None]) -> None:
    """Two wait for each other, and a third for them; a fourth stands alone."""
    milestone("one", window=WINDOW)
    milestone("two", window=WINDOW, requires=["one"])
    milestone("three", window=WINDOW, requires=["two"])
    milestone("free", window=WINDOW)
    edit = "/roadmaps/small/draft/milestones/one/edit/"
    assert lead.post(edit, {**lead.get(edit).form(), "requires": ["two"]}).status == 302


LATE = {"c0-change": "delay", "c0-area": "gov", "c0-weeks": "2"}
DONE = {"c0-change": "achieved", "c0-milestone": "one", "c0-day": "2023-11-01"}


def asked(lead: Browser, change: dict[str, str]) -> Page:
    return lead.post(IF, {"rows": "1", "show": "1", **change})


def test_what_moves_in_a_circle_is_not_told_as_days(lead: Browser, circle: None) -> None:
    page = asked(lead, LATE)
    assert page.texts(ROWS + "/th") == ["M-01.G1 Lists accepted", "M-01.G5 Title of free"]
    assert page.texts("//section[@id='answer']//li[@class='chip']") == ["2 milestones change"]


def test_a_circle_that_opens_gives_days_to_all_who_waited_for_it(lead: Browser, circle: None) -> None:
    page = asked(lead, DONE)
    # The critical path ends with the last of them instead of with the lists.
    assert page.texts(ROWS + "/th")[1:] == ["M-01.G2 Title of one", "M-01.G3 Title of two", "M-01.G4 Title of three"]
    assert page.texts(ROWS + "[3]/td[1]") == ["before: – then: 1 November 2023"]


def test_scenarios_beside_a_circle_tell_the_days_that_are_known(
    lead: Browser, circle: None, roadmap: Roadmap, cast: Cast
) -> None:
    found = keep_scenario(roadmap=roadmap, name="Late", changes=[{"change": "delay", "area": "gov", "weeks": 2}], actor=cast.lead)
    page = lead.get(f"{IF}compare/?s={found.uid}")
    rows = "//table[contains(@class, 'plan-beside')]//tbody/tr/th"
    assert page.texts(rows) == ["M-01.G1 Lists accepted", "M-01.G5 Title of free"]
