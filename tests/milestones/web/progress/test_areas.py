"""An area changes without JavaScript: decided one by one, looked at before it is saved, and done."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from milestones.models import Milestone
from roadmap.domain.document.storage import build_document
from roadmap.domain.drafting import insert_item
from roadmap.models import Area
from tests.milestones.web.progress.conftest import HERE, Place

CHANGE = "/roadmaps/small/areas/aanes/change/"
FORM = "//main//form"


def areas(place: Place) -> dict[str, str]:
    """The last day of each area, "" while it is in force."""
    return {area.key: str(area.valid_to or "") for area in Area.objects.live().filter(roadmap=place.roadmap)}


def decide(place: Place, **typed: Any) -> dict[str, Any]:
    """The second step's form after the first was filled in."""
    page = place.lead.post(CHANGE, place.lead.get(CHANGE).form(FORM) | typed | {"next": "1"})
    assert page.status == 200
    return dict(page.form(FORM))


def test_an_area_ends_and_each_open_milestone_is_decided_on(place: Place) -> None:
    form = decide(place, kind="end", on="2024-12-08")
    assert (form["all.milestones.aanes"], form["to.milestones/aanes-buses"]) == (["!"], [""])
    before = build_document(place.roadmap).canonical()
    page = place.lead.post(CHANGE, form | {"save": "1"})
    assert (page.status, page.texts("//p[@class='error']")) == (422, ["Say why."])
    assert page.texts("//h1") == ["Change of North and East Syria"]
    assert build_document(place.roadmap).canonical() == before
    form = form | {"to.milestones/aanes-buses": "gov", "reason": "Carried on from Damascus."}
    page = place.lead.follow(place.lead.post(CHANGE, form | {"save": "1"}))
    assert areas(place) == {"gov": "", "aanes": "2024-12-08"}
    assert Milestone.objects.get(roadmap=place.roadmap, key="aanes-buses").area.key == "gov"
    assert "Passed on: 1, ended by decision: 0, left as they were: 0." in page.texts("//body")[0]
    shown = place.lead.get(f"{HERE}milestones/aanes-buses/").texts("//main")[0]
    assert "from North and East Syria to Government-held areas: Carried on from Damascus." in shown


def test_looking_first_saves_nothing_and_shows_what_changes(place: Place) -> None:
    form = decide(place, kind="end", on="2024-12-08") | {"reason": "Nobody carries it on."}
    before = build_document(place.roadmap).canonical()
    page = place.lead.post(CHANGE, form | {"look": "1"})
    changed = page.texts(
        "//article[contains(@class, 'change')]//a[contains(@class, 'code')] | //article[contains(@class, 'change')]//h3"
    )
    assert (page.status, "North and East Syria" in changed, "Buses run" in changed) == (200, True, True)
    assert build_document(place.roadmap).canonical() == before
    assert areas(place) == {"gov": "", "aanes": ""}
    assert place.lead.post(CHANGE, page.form(FORM) | {"save": "1"}).status == 302
    assert Milestone.objects.get(roadmap=place.roadmap, key="aanes-buses").lapse == {
        "date": "2024-12-08",
        "reason": {"en": "Nobody carries it on."},
    }


def test_looking_first_tells_what_breaks_what_loses_a_side_and_the_balance(place: Place) -> None:
    """In the words of the plan, of the exchanges and of the ledger, as they stand there once it is saved."""
    rows = [
        {"milestone": "gov-lists", "cost": {"value": 2}, "benefits": {"aanes": {"value": 3}}},
        {"milestone": "aanes-buses", "cost": {"value": 2}, "benefits": {"gov": {"value": 3}}},
    ]
    data = {"title": "Lists for buses", "mode": "simultaneous", "commitments": rows}
    insert_item(roadmap=place.roadmap, kind_name="exchanges", key="lists-buses", data=data)
    Milestone.objects.filter(roadmap=place.roadmap, key="gov-lists").update(requires=["aanes-buses"])
    form = decide(place, kind="end", on="2024-12-08") | {"reason": "Nobody carries it on."}
    told = place.lead.post(CHANGE, form | {"look": "1"}).texts("//*[@aria-labelledby='looked-title']")[0]
    for words in (
        "1 requirement breaks1 exchange loses a side",
        "Balance before: 1 then: 0",
        "M-01.G1 counts on M-01.N1, which is no longer there.",
        "E-01 loses M-01.N1. What is left is given for less, or for nothing: M-01.G1.",
        "Alarm Exchange E-01: only one side gives (M-01.G1); nothing answers it.",
        "is for nobody (3: M-01.G1). Decide who gets it.",
        "M-01.N1 Buses run no longer in the plan",
    ):
        assert words in told, told
    assert place.lead.post(CHANGE, form | {"save": "1"}).status == 302
    page = place.lead.get("/roadmaps/small/exchanges/").texts("//main")[0]
    assert "Alarm Exchange E-01: only one side gives (M-01.G1); nothing answers it." in page


def test_looking_first_says_where_plan_and_exchanges_stay_as_they_are(place: Place) -> None:
    form = decide(place, kind="successor", on="2024-12-08", successor="gov") | {"reason": "By agreement."}
    told = place.lead.post(CHANGE, form | {"look": "1"}).texts("//*[@aria-labelledby='looked-title']")[0]
    assert "The plan and the exchanges stay as they are." in told


def test_a_successor_takes_all_unless_it_is_said_otherwise(place: Place) -> None:
    form = decide(place, kind="successor", on="2024-12-08", successor="gov")
    assert (form["all.milestones.aanes"], form["to.milestones/aanes-buses"]) == (["gov"], [""])
    place.lead.post(CHANGE, form | {"reason": "By agreement.", "save": "1"})
    area = Area.objects.get(roadmap=place.roadmap, key="aanes")
    assert (area.successor.key, Milestone.objects.get(roadmap=place.roadmap, key="aanes-buses").area.key) == ("gov", "gov")


def test_an_area_splits_in_two_and_decisions_name_the_new_ones(place: Place) -> None:
    names = {"part.1.name": "Raqqa", "part.1.authority": "Council A", "part.2.name": "حسكة", "part.2.authority": "Council B"}
    form = decide(place, kind="split", on="2024-12-08", **names)
    form |= {"to.milestones/aanes-buses": "raqqa", "reason": "The buses run there.", "save": "1"}
    assert place.lead.post(CHANGE, form).status == 302
    assert areas(place) == {"gov": "", "aanes": "2024-12-08", "raqqa": "", "aanes-2": ""}
    assert Milestone.objects.get(roadmap=place.roadmap, key="aanes-buses").area.key == "raqqa"


def test_two_areas_merge_into_one(place: Place) -> None:
    names = {"part.1.name": "Transitional government", "part.1.authority": "Damascus"}
    form = decide(place, kind="merge", on="2024-12-08", **{"with": "gov"}, **names)
    assert (form["all.milestones.gov"], form["all.milestones.aanes"]) == (["transitional-government"],) * 2
    assert place.lead.post(CHANGE, form | {"reason": "One authority.", "save": "1"}).status == 302
    assert areas(place) == {"gov": "2024-12-08", "aanes": "2024-12-08", "transitional-government": ""}
    assert place.lead.post(CHANGE, form | {"reason": "Again.", "save": "1"}).status == 409


@pytest.mark.parametrize("typed", [{"on": ""}, {"on": "soon"}])
def test_without_a_day_one_stays_on_the_first_step(place: Place, typed: dict[str, str]) -> None:
    names = {"part.1.name": "Raqqa"}
    page = place.lead.post(CHANGE, {"kind": "split", "next": "1", **typed, **names})
    assert (page.status, page.form(FORM)["part.1.name"]) == (400, ["Raqqa"])


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"kind": "successor"}, ["Choose another area."]),
        ({"kind": "successor", "successor": "aanes"}, ["Choose another area."]),
        ({"kind": "split", "part.1.name": "Raqqa"}, ["An area splits into two or more."]),
        ({"kind": "merge", "part.1.name": "One"}, ["Two or more areas merge."]),
        ({"kind": "merge", "with": "gov"}, ["Name the new area."]),
        ({"kind": "merge", "on": ""}, ["Give its last day.", "Two or more areas merge.", "Name the new area."]),
    ],
)
def test_what_the_first_step_lacks_is_said_there(place: Place, typed: dict[str, str], said: list[str]) -> None:
    page = place.lead.post(CHANGE, {"on": "2024-12-08", "next": "1", **typed})
    assert (page.status, page.texts("//p[@class='error']")) == (400, said)
    assert page.texts("//*[@role='alert']") == ["Some fields need your attention."]


def test_a_way_back_loses_no_decision_and_keeps_none_that_no_longer_fits(place: Place) -> None:
    names = {"part.1.name": "Raqqa", "part.1.authority": "A", "part.2.name": "Hasakah", "part.2.authority": "B"}
    form = decide(place, kind="split", on="2024-12-08", **names)
    form |= {"to.milestones/aanes-buses": "raqqa", "reason.milestones/aanes-buses": "They run there.", "reason": "It divided."}
    first = place.lead.post(CHANGE, form | {"back": "1"}).form(FORM)
    again = place.lead.post(CHANGE, first | {"next": "1"}).form(FORM)
    decided = ("to.milestones/aanes-buses", "reason.milestones/aanes-buses", "reason")
    assert [again[name] for name in decided] == [["raqqa"], ["They run there."], ["It divided."]]
    other = place.lead.post(CHANGE, first | {"kind": "successor", "successor": "gov", "next": "1"}).form(FORM)
    assert [other[name] for name in decided] == [[""], ["They run there."], ["It divided."]]
    assert other["all.milestones.aanes"] == ["gov"]


def test_what_only_the_first_step_can_mend_leads_back_to_it(place: Place) -> None:
    form = decide(place, kind="end", on="1990-01-01") | {"reason": "Too early.", "look": "1"}
    Area.objects.filter(roadmap=place.roadmap, key="aanes").update(valid_from="2019-10-23")
    page = place.lead.post(CHANGE, form)
    assert (page.status, page.texts("//p[@class='error']")) == (400, ["The area begins later than this."])
    assert page.form(FORM)["reason"] == ["Too early."]


def test_only_a_facilitator_of_the_roadmap_changes_areas(place: Place) -> None:
    others = (place.monitor, place.administrator, place.outsider, place.reviewer, place.far_monitor)
    assert [browser.get(CHANGE).status for browser in others] == [403, 403, 404, 404, 404]
    sent = {"kind": "end", "on": "2024-12-08", "reason": "Mine", "save": "1"}
    assert [browser.post(CHANGE, sent).status for browser in others] == [403, 403, 404, 404, 404]
    assert areas(place) == {"gov": "", "aanes": ""}
    assert CHANGE in place.lead.get(f"{HERE}areas/").tree.xpath("//main//a/@href")
    assert CHANGE not in place.monitor.get(f"{HERE}areas/").tree.xpath("//main//a/@href")


def test_an_end_typed_on_the_desk_leads_to_the_decisions_and_is_typed_once(place: Place) -> None:
    desk = "/roadmaps/small/draft/areas/aanes/edit/"
    page = place.lead.save(desk, valid_to="2024-12-08", **{"name.en": "The north and east"})
    assert page.status == 409
    assert page.form()["valid_to"] == ["2024-12-08"]
    assert page.form()["name.en"][0].strip() == "The north and east"
    assert "Commitments are open here: M-01.N1." in page.texts("//main")[0]
    assert areas(place) == {"gov": "", "aanes": ""}
    link = page.one("//a[contains(text(), 'Decide on what is open')]").get("href")
    assert link == f"{CHANGE}?valid_to=2024-12-08"
    assert place.lead.get(link).form(FORM)["on"] == ["2024-12-08"]


def test_an_area_that_ended_undecided_is_told_and_can_be_decided_on(place: Place) -> None:
    Area.objects.filter(roadmap=place.roadmap, key="aanes").update(valid_to="2023-07-02")
    row = place.lead.get(f"{HERE}areas/").one("//tr[@id='area-aanes']")
    assert "1 commitment is not decided on" in " ".join(row.itertext())
    form = decide(place, kind="end", on="2023-07-02") | {"reason": "Nobody carries it on."}
    assert place.lead.post(CHANGE, form | {"save": "1"}).status == 302
    assert "not decided on" not in place.lead.get(f"{HERE}areas/").texts("//main")[0]


def test_looking_first_costs_the_same_with_one_and_three_exchanges(place: Place) -> None:
    form = decide(place, kind="end", on="2024-12-08") | {"reason": "Nobody carries it on.", "look": "1"}
    costs = []
    for number in range(3):
        rows = [{"milestone": key, "cost": {"value": 2}} for key in ("gov-lists", "aanes-buses")]
        data = {"title": "Lists for buses", "mode": "simultaneous", "commitments": rows}
        insert_item(roadmap=place.roadmap, kind_name="exchanges", key=f"lists-buses-{number}", data=data)
        with CaptureQueriesContext(connection) as queries:
            assert place.lead.post(CHANGE, form).status == 200
        costs.append(len(queries))
    assert costs[0] == costs[2]
