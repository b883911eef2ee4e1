"""The day that pages are seen from: one name, kept from page to page; and what is offered where all windows have passed."""

import pytest

from milestones.domain.deciding import today
from milestones.domain.evidence.recording import withdraw_evidence
from milestones.domain.plan import Plan
from milestones.models import Milestone
from milestones.web.days import latest_report, past_of
from roadmap.domain.document.local import local_day
from roadmap.domain.document.storage import build_document
from tests.milestones.domain.evidence.documents import day, document, evidence, report
from tests.milestones.web.progress.conftest import HERE, Place

pytestmark = pytest.mark.django_db
PAGES = [
    HERE,
    *(f"{HERE}{name}/" for name in ("measures", "crossings", "criteria", "lines")),
    "/roadmaps/small/plan/",
    "/roadmaps/small/plan/linkage/",
    "/roadmaps/small/pictures/",
]
SEEN = "As it was"
OFFER = "//a[contains(text(), 'See it as of')]"


@pytest.mark.parametrize("address", PAGES)
def test_where_all_windows_have_passed_the_day_of_the_latest_report_is_offered(place: Place, address: str) -> None:
    place.record(date="2023-12-01")
    withdraw_evidence(evidence=place.record(date="2024-05-01", reporter="Parents"), reason="A mistake", actor=place.cast.lead)
    page = place.lead.get(address)
    assert page.texts(OFFER) == ["See it as of 1 December 2023, the day of the latest report"]
    link = page.one(OFFER).get("href")
    assert link == "?as_of=2023-12-01"
    there = place.lead.get(f"{address}{link}")
    assert (SEEN in there.texts("//main")[0], there.texts(OFFER)) == (True, [])


def test_it_is_not_offered_while_something_is_still_to_come_or_nothing_is_reported(place: Place) -> None:
    assert place.lead.get(HERE).texts(OFFER) == []
    place.record(date="2023-12-01")
    Milestone.objects.filter(key="aanes-buses").update(window={"not_after": "2999-01-01"})
    assert place.lead.get(HERE).texts(OFFER) == []


def test_the_day_goes_along_to_every_page_that_takes_one(place: Place) -> None:
    """Tabs, rows and the navigation of the roadmap; a monitor's pages too."""
    for address in PAGES:
        page = place.lead.get(f"{address}?as_of=2023-12-01")
        links = page.tree.xpath("//a/@href")
        for other in ("plan/", "progress/", "pictures/"):
            assert f"/roadmaps/small/{other}?as_of=2023-12-01" in links, (address, other)
        assert "/roadmaps/small/" in links
    row = place.monitor.get(f"{HERE}?as_of=2023-12-01").one("//tbody//tr[1]/th/a").get("href")
    assert row == f"{HERE}milestones/gov-lists/?as_of=2023-12-01"
    assert f"{HERE}?as_of=2023-12-01" in place.monitor.get(row).tree.xpath("//a/@href")


@pytest.mark.parametrize("address", PAGES)
def test_links_of_before_still_lead_there(place: Place, address: str) -> None:
    page = place.lead.get(f"{address}?day=2023-12-01")
    assert SEEN in page.texts("//main")[0]
    assert "1 December 2023" in page.texts("//main")[0]


WRONG = ["2024-99-99", "20240306", "2024-W09-5", "03/05/2024", "yesterday"]


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("address", PAGES)
def test_a_day_that_is_not_understood_is_said_and_stays_in_its_field(place: Place, address: str, wrong: str) -> None:
    """A field for days would show nothing of it, so that it is one for text then."""
    page = place.lead.get(f"{address}?as_of={wrong}")
    told = f"“{wrong}” is not understood as a day. Write it like this: 2023-09-01."
    assert (page.status, told in page.texts("//main")[0], SEEN in page.texts("//main")[0]) == (200, True, False)
    fields = page.tree.xpath("//input[@name='as_of']")
    assert [(each.get("value"), each.get("type")) for each in fields] == [(wrong, "text")] * ("pictures" not in address)
    assert place.lead.get(f"{address}?as_of=2023-12-01").tree.xpath("//input[@name='as_of']/@value") == ["2023-12-01"]


def test_the_page_of_one_milestone_says_it_too(place: Place) -> None:
    page = place.lead.get(f"{HERE}milestones/gov-lists/?as_of=2024-99-99")
    assert page.texts("//div[@class='note note-warn']") == [
        "“2024-99-99” is not understood as a day. Write it like this: 2023-09-01."
    ]


def test_arabic_digits_are_digits(place: Place) -> None:
    assert "As it was on 6 March 2024" in place.lead.get(f"{HERE}?as_of=٢٠٢٤-٠٣-٠٦").texts("//main")[0]


def test_the_latest_report_is_the_latest_of_reports_and_logs_that_count() -> None:
    withdrawn = {"withdrawn": {"date": "2024-03-01"}}
    log = [{"date": "2023-09-01", "state": "open"}, {"date": "2024-02-01", "state": "open", **withdrawn}]
    reports = evidence(report("achieved", "2023-08-01", "A"), report("achieved", "2024-01-01", "B", **withdrawn))
    milestones = {"releases": {"area": "gov", "window": {"not_after": "2023-10-01"}}}
    found = document(milestones=milestones, crossings={"x": {"log": log}}, evidence=reports)
    assert latest_report(found) == day("2023-09-01")
    assert past_of(Plan(found, day("2024-01-01")), day("2024-01-01")) is not None
    assert past_of(Plan(found, day("2023-10-01")), day("2023-10-01")) is None
    assert past_of(Plan(found, day("2023-12-01")), day("2024-01-01")) is None
    assert latest_report(document()) is None


def test_nothing_is_asked_of_the_database_for_it(place: Place, django_assert_num_queries: object) -> None:
    place.record(date="2023-12-01")
    plan = Plan(build_document(place.roadmap), day("2026-01-01"))
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert past_of(plan, day("2026-01-01")) is not None


LATER = "//div[@class='note-body stack-s' and .//*[contains(text(), 'recorded only after')]]"


def test_what_arrived_after_the_day_is_told_with_what_it_changed(place: Place) -> None:
    """Two reports of December, recorded today: then nothing was known, today it is verified."""
    for reporter in ("Teachers", "Parents"):
        place.record(quantity=900, date="2023-12-01", reporter=reporter)
    place.record(measure="exam-passage", date="2023-12-01")
    page = place.lead.get(f"{HERE}?as_of=2023-12-05")
    told = "3 reports of this time were recorded only after 5 December 2023. Seen otherwise on 5 December 2023 itself 1"
    head = "WhatBy what was known thenBy what is known today"
    assert page.texts(LATER) == [f"{told} {head} M-01.G1 Lists accepted Not started Verified"]
    measures = place.monitor.get(f"{HERE}measures/?as_of=2023-12-05")
    nothing = "3 reports of this time were recorded only after 5 December 2023. Nothing on this page was seen otherwise for it."
    assert measures.texts(LATER) == [nothing]
    for page in (place.lead.get(HERE), place.lead.get(f"{HERE}?as_of=2023-11-30")):
        assert page.texts(LATER) == []


def test_what_came_and_went_after_the_day_is_told_once(place: Place) -> None:
    withdraw_evidence(evidence=place.record(date="2023-12-01"), reason="A mistake", actor=place.cast.lead)
    page = place.lead.get(f"{HERE}lines/?as_of=2023-12-05")
    assert page.texts(LATER) == [
        "1 report of this time was recorded only after 5 December 2023. Nothing on this page was seen otherwise for it."
    ]


def test_a_report_says_when_it_was_recorded_where_that_was_later(place: Place) -> None:
    late, at_once = place.record(date="2023-12-01"), place.record(date=place.ago(0), reporter="Parents")
    words = f"recorded on {local_day(today(), 'en')}"
    for record, told in ((late, True), (at_once, False)):
        page = place.lead.get(f"{HERE}evidence/{record.key}/")
        assert (words in page.texts("//p[contains(@class, 'said-meta')]")[0]) == told
