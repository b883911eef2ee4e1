"""What the pages of progress show: computed states, figures beside their whole, both ends side by side; and to whom."""

from collections import Counter
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from roadmap.domain.drafting import insert_item
from roadmap.models import Area
from tests.milestones.web.progress.conftest import HERE, Place

ROW = "//tr[.//a[contains(@href, '/milestones/gov-lists/')]]"
TABS = ["", "measures/", "crossings/", "criteria/", "lines/"]


def test_a_milestone_stands_with_its_state_its_figure_and_what_is_missing(place: Place) -> None:
    place.record(quantity=476, claim="partly")
    page = place.lead.get(HERE)
    row = page.texts(ROW)[0]
    assert page.texts(f"{ROW}//dd") == ["900 of 4,000 pupils (23 %)"]
    assert "Lapsed" in row
    assert "2 independent sources are needed; found: 0." in row
    place.record(quantity=300, claim="partly", reporter="Parents")
    assert place.lead.get(HERE).texts(f"{ROW}//dd") == ["300 of 4,000 pupils (7.5 %)", "900 of 4,000 pupils (23 %)"]


def test_what_is_below_significance_is_called_so(place: Place) -> None:
    for reporter in ("Teachers", "Parents"):
        place.record(quantity=14, claim="partly", reporter=reporter)
    assert "14 of 4,000 pupils (0.35 %): below 1 %, not significant" in place.lead.get(HERE).texts(f"{ROW}//dd")


def test_the_page_is_seen_as_of_a_day(place: Place) -> None:
    for reporter in ("Teachers", "Parents"):
        place.record(quantity=900, date="2023-12-01", reporter=reporter)
    assert "Verified" in place.lead.get(HERE).texts(ROW)[0]
    before = place.lead.get(f"{HERE}?as_of=2023-11-30")
    assert "Not started" in before.texts(ROW)[0]
    assert "As it was on 30 November 2023" in before.texts("//main")[0]
    assert "Not started" not in place.lead.get(f"{HERE}?as_of=nonsense").texts(ROW)[0]


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("area=gov", ["gov-lists"]),
        ("area=aanes", ["aanes-buses"]),
        ("sector=aid", []),
        ("sector=education", ["gov-lists", "aanes-buses"]),
        ("state=verified", ["gov-lists"]),
        ("state=lapsed&area=aanes", ["aanes-buses"]),
        ("state=nonsense", ["gov-lists", "aanes-buses"]),
    ],
)
def test_the_table_is_narrowed_down(place: Place, query: str, keys: list[str]) -> None:
    for reporter in ("Teachers", "Parents"):
        place.record(quantity=900, date="2023-12-01", reporter=reporter)
    found = place.lead.get(f"{HERE}?{query}").tree.xpath("//tbody//tr/th//a/@href")
    assert [address.split("/")[-2] for address in found if "/milestones/" in address] == keys


def test_both_ends_and_the_finding_stand_side_by_side_and_are_never_averaged(place: Place) -> None:
    place.record(
        measure="exam-passage", claim="achieved", date="2024-01-05", reporter="Ministry", on_behalf_of="gov", role="claimant"
    )
    place.record(
        measure="exam-passage",
        claim="not_achieved",
        date="2024-01-20",
        reporter="Board",
        on_behalf_of="aanes",
        role="counterpart",
    )
    place.record(measure="exam-passage", claim="partly", date="2024-02-01", reporter="Watchers", role="monitor")
    page = place.lead.get(f"{HERE}measures/")
    sides = page.texts("//section[@id='measure-exam-passage']//section[contains(@class, 'two-ended-side')]")
    heads = page.texts("//section[@id='measure-exam-passage']//p[contains(@class, 'said-head')]")
    assert heads == ["Not achieved 20 January 2024 V-02", "Achieved 5 January 2024 V-01", "Partly achieved 1 February 2024 V-03"]
    assert [name in side for name, side in zip(("Board", "Ministry", "Watchers"), sides, strict=True)] == [True] * 3
    assert page.texts("//section[@id='measure-exam-passage']/header/span") == ["Disputed"]


def test_a_reading_moves_a_criterion_in_its_area_and_the_offices_word_stands_beside(place: Place) -> None:
    place.record(criterion="exams", area="gov", quantity=96, claim="achieved", reporter="Sample of pupils")
    page = place.lead.get(f"{HERE}criteria/")
    rows = page.texts("//section[@id='criterion-exams']//tbody/tr")
    assert "Partly met assessed by the office: Not met" in rows[0]
    assert "As no baseline is given, the number cannot be compared with the threshold" in rows[0]
    assert "Not all of its milestones are verified." in rows[0]
    assert "no baseline" not in rows[1]


def test_criteria_are_told_at_a_glance_and_fold_their_reasons(place: Place) -> None:
    place.record(criterion="exams", area="gov", quantity=96, claim="achieved", reporter="Sample of pupils")
    page = place.lead.get(f"{HERE}criteria/")

    states = page.texts("//ul[contains(@class, 'criteria-states')]/li")
    assert "GGovernment-held areas: Partly met assessed by the office: Not met" in states
    chips = page.texts("//ul[contains(@class, 'criteria-states')]/li/span[contains(@class, 'chip')]")
    told = page.texts("//*[@id='overview']/p[1]/span[contains(@class, 'chip')]")
    assert sorted(told) == sorted(f"{label} {number}" for label, number in Counter(chips).items())
    folds = page.tree.xpath("//main//details[contains(@class, 'fold-printed')]")
    assert ([each.get("open") for each in folds], len(folds)) == ([None] * len(folds), len(page.tree.xpath("//main//table")))
    (unfold,) = page.tree.xpath("//*[@id='overview']//a/@href")
    assert unfold == "?why=1"
    assert {each.get("open") for each in place.lead.get(f"{HERE}criteria/{unfold}").tree.xpath("//main//details")} == {""}


def test_criteria_list_and_count_the_areas_that_are_there_on_the_day(place: Place) -> None:
    """aanes ended on 8 December 2024, and another area began on the day after."""
    Area.objects.filter(roadmap=place.roadmap, key="aanes").update(valid_to="2024-12-08")
    data = {"name": "The east", "authority": "A council", "valid_from": "2024-12-09", "predecessors": ["aanes"]}
    insert_item(roadmap=place.roadmap, kind_name="areas", key="east", data=data)
    for query, named in (
        ("", ["Government-held areas", "The east"]),
        ("?as_of=2024-12-08", ["Government-held areas", "North and East Syria"]),
    ):
        page = place.lead.get(f"{HERE}criteria/{query}")
        legend = page.texts("//p[contains(@class, 'criteria-legend')]")[0]
        assert [name for name in ("Government-held areas", "North and East Syria", "The east") if name in legend] == named
        states = page.texts("//ul[contains(@class, 'criteria-states')]/li")
        assert len(states) == 2 * len(page.tree.xpath("//main//section[@data-row]"))


def test_nobody_can_type_a_state(place: Place) -> None:
    place.record()
    for address in [*(HERE + tab for tab in TABS), f"{HERE}milestones/gov-lists/"]:
        for browser in (place.lead, place.monitor):
            page = browser.get(address)
            assert page.tree.xpath("//main//form[@method='post']") == []
            assert browser.post(address, {"state": "verified"}).status == 405


@pytest.mark.parametrize("address", [*TABS, "report/", "milestones/gov-lists/", "measures/exam-passage/", "criteria/exams/"])
def test_who_reads_and_who_does_not_learn_that_it_is_there(place: Place, address: str) -> None:
    place.record(statement="Secret words of a teacher")
    for browser in (place.lead, place.monitor):
        assert browser.get(HERE + address).status == 200
    assert place.administrator.get(HERE + address).status == (403 if address == "report/" else 200)
    for browser in (place.far_monitor, place.reviewer, place.outsider):
        assert browser.get(HERE + address).status == 404


def test_a_monitors_page_has_a_neutral_title_a_way_out_and_no_way_to_the_draft(place: Place) -> None:
    place.record()
    for address in (HERE, f"{HERE}milestones/gov-lists/", f"{HERE}report/"):
        page = place.monitor.get(address)
        assert page.texts("//title") == ["Documents"]
        assert page.texts("//form[@data-leave]//button") == ["Leave now"]
        assert page.tree.xpath("//a[@href='/roadmaps/small/' or contains(@href, '/roadmaps/small/#')]") == []


def test_each_page_of_progress_says_in_its_title_which_one_it_is(place: Place) -> None:
    titles = [place.lead.get(HERE + tab).texts("//title")[0].partition(" · Roadmap desk")[0] for tab in ("", "lines/", "areas/")]
    assert titles == ["Progress", "Policy lines · Progress", "Areas · Progress"]


def test_a_monitor_begins_with_the_roadmaps_to_report_on(place: Place) -> None:
    page = place.monitor.follow(place.monitor.get("/"))
    assert page.texts("//main//h2") == ["A small roadmap"]
    assert f"{HERE}report/" in page.tree.xpath("//main//a/@href")
    assert place.lead.get("/reporting/").status == 403
    far = place.far_monitor.get("/reporting/")
    assert "/roadmaps/small/progress/" not in far.tree.xpath("//a/@href")


#: Queries of each page for the office: session and person two, the roadmap one, the rules, the document.
@pytest.mark.parametrize("address", [*TABS, "report/", "milestones/gov-lists/", "measures/exam-passage/"])
def test_a_page_costs_the_same_with_one_report_and_with_three(place: Place, address: str, line: Callable[[], None]) -> None:
    line()
    counts = []
    for rows in (1, 2):
        for row in range(rows):
            place.record(reporter=f"Source {rows}{row}")
            place.record(measure="exam-passage", reporter=f"Source {rows}{row}")
        place.lead.get(HERE + address)
        with CaptureQueriesContext(connection) as captured:
            assert place.lead.get(HERE + address).status == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]
