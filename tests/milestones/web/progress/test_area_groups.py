"""What is open in an area that changes is decided on at once, and one by one where one goes another way."""

from typing import Any

import pytest

from milestones.models import Milestone
from roadmap.domain.document.storage import build_document
from roadmap.domain.drafting import insert_item
from roadmap.models import Area, Measure
from tests.milestones.web.progress.conftest import Place
from tests.milestones.web.progress.test_areas import CHANGE, FORM, decide

ALL = "all.milestones.aanes"
HEADS = "//section[contains(@class, 'decide-group')]//h2"
OPEN = "//details[contains(@class, 'decide-row') and @open]//summary//bdi[contains(@class, 'code')]"


@pytest.fixture
def crowded(place: Place) -> Place:
    """Besides the buses, 16 more milestones are open in the north and east."""
    common = {"measure": "cross-line-convoys", "area": "aanes", "window": {"not_after": "2026-01-01"}}
    for number in range(1, 17):
        data = {**common, "title": f"Step {number}", "owner": "Boards", "verification": "Two monitors"}
        insert_item(roadmap=place.roadmap, kind_name="milestones", key=f"step-{number}", data=data)
    return place


def fates(place: Place) -> dict[str, tuple[str, Any]]:
    """Where each milestone is, and why it lapsed or passed on."""
    found = {}
    for each in Milestone.objects.live().filter(roadmap=place.roadmap, key__startswith="step-").select_related("area"):
        reason = each.lapse.get("reason") or (each.passed_on[-1]["reason"] if each.passed_on else None)
        found[each.key] = (each.area.key, reason)
    return found


def test_seventeen_milestones_pass_on_at_once_but_for_two(crowded: Place) -> None:
    form = decide(crowded, kind="end", on="2024-12-08") | {ALL: "gov", "reason": "Damascus carries it on."}
    form |= {
        "to.milestones/step-3": "!",
        "reason.milestones/step-3": "Nobody asks for it.",
        "reason.milestones/step-4": "Agreed apart.",
    }
    assert crowded.lead.post(CHANGE, form | {"save": "1"}).status == 302
    found = fates(crowded)
    assert found.pop("step-3") == ("aanes", {"en": "Nobody asks for it."})
    assert found.pop("step-4") == ("gov", {"en": "Agreed apart."})
    assert found == {f"step-{n}": ("gov", {"en": "Damascus carries it on."}) for n in range(1, 17) if n not in {3, 4}}
    assert Milestone.objects.get(roadmap=crowded.roadmap, key="aanes-buses").area.key == "gov"


def test_where_nothing_is_said_for_all_no_line_says_that_it_goes_with_them(crowded: Place) -> None:
    told = "//section[contains(@class, 'decide-group')][1]//*[@class='decide-told']"
    form = decide(crowded, kind="end", on="2024-12-08") | {"to.milestones/step-1": "gov", "look": "1"}
    of_one = "passes on to G · Government-held areas"
    assert set(crowded.lead.post(CHANGE, form).texts(told)) == {"as for all", of_one}
    assert set(crowded.lead.post(CHANGE, form | {ALL: ""}).texts(told)) == {"no decision of its own yet", of_one}


def test_all_lapse_for_one_reason_but_for_one_that_passes_on(crowded: Place) -> None:
    form = decide(crowded, kind="end", on="2024-12-08") | {"reason": "It is over.", "to.milestones/step-1": "gov"}
    assert crowded.lead.post(CHANGE, form | {"save": "1"}).status == 302
    assert fates(crowded) == {
        "step-1": ("gov", {"en": "It is over."}),
        **{f"step-{n}": ("aanes", {"en": "It is over."}) for n in range(2, 17)},
    }


def test_a_missing_reason_is_told_once_and_what_was_typed_stays(crowded: Place) -> None:
    form = decide(crowded, kind="end", on="2024-12-08") | {ALL: "gov", "to.milestones/step-3": "!"}
    page = crowded.lead.post(CHANGE, form | {"save": "1"})
    assert (page.status, page.texts("//p[@class='error']")) == (422, ["Say why."])
    assert page.one("//*[@id='reason']").get("aria-describedby") == page.one("//p[@class='error']").get("id")
    again = page.form(FORM)
    assert (again[ALL], again["to.milestones/step-3"], again["to.milestones/step-4"]) == (["gov"], ["!"], [""])
    step = Milestone.objects.get(roadmap=crowded.roadmap, key="step-3")
    assert page.texts(OPEN) == [step.code]


def test_what_has_a_reason_of_its_own_needs_none_for_all(crowded: Place) -> None:
    reasons = {f"reason.milestones/step-{n}": f"Why {n}" for n in range(1, 17)} | {"reason.milestones/aanes-buses": "Buses"}
    form = decide(crowded, kind="end", on="2024-12-08") | {ALL: "gov"} | reasons
    assert crowded.lead.post(CHANGE, form | {"save": "1"}).status == 302
    assert fates(crowded) == {f"step-{n}": ("gov", {"en": f"Why {n}"}) for n in range(1, 17)}


def test_where_nothing_is_said_for_all_each_is_asked_for_once(crowded: Place) -> None:
    names = {"part.1.name": "Raqqa", "part.1.authority": "A", "part.2.name": "Hasakah", "part.2.authority": "B"}
    form = decide(crowded, kind="split", on="2024-12-08", **names) | {"reason": "It divided."}
    assert form[ALL] == [""]
    before = build_document(crowded.roadmap).canonical()
    page = crowded.lead.post(CHANGE, form | {"to.milestones/step-2": "raqqa", "save": "1"})
    assert (page.status, page.texts("//p[@class='error']")) == (422, ["Decide on it."])
    assert build_document(crowded.roadmap).canonical() == before
    again = page.form(FORM) | {ALL: "hasakah", "save": "1"}
    assert crowded.lead.post(CHANGE, again).status == 302
    found = fates(crowded)
    assert (found["step-2"][0], found["step-3"][0], found["step-16"][0]) == ("raqqa", "hasakah", "hasakah")


def test_an_area_that_cannot_take_anything_is_told_where_it_was_chosen(crowded: Place) -> None:
    form = decide(crowded, kind="end", on="2024-12-08") | {ALL: "atlantis", "to.milestones/step-2": "lemuria", "reason": "So."}
    page = crowded.lead.post(CHANGE, form | {"save": "1"})
    assert (page.status, page.texts("//p[@class='error']")) == (422, ["It cannot pass on to this area."] * 2)
    described = [each.get("name") for each in page.tree.xpath("//select[@aria-invalid]")]
    assert described == [ALL, "to.milestones/step-2"]


def test_areas_that_merge_have_a_group_each_and_links_pass_on_together(crowded: Place) -> None:
    insert_item(roadmap=crowded.roadmap, kind_name="areas", key="ssg", data={"name": "Idlib", "authority": "Salvation"})
    names = {"part.1.name": "New centre", "part.1.authority": "Damascus"}
    form = decide(crowded, kind="merge", on="2024-12-08", **{"with": "gov"}, **names)
    page = crowded.lead.post(CHANGE, form | {"look": "1"})
    heads = [" ".join(words.split()) for words in page.texts(HEADS)]
    assert heads[:2] == ["Open milestones NNorth and East Syria 17", "Open milestones GGovernment-held areas 1"]
    assert [head.split()[0] for head in heads[2:]] == ["Measures", "Crossings"]
    assert form["all.measures"] == ["!"]
    form |= {"all.milestones.gov": "ssg", "reason": "One authority.", "all.measures": "ssg", "save": "1"}
    assert crowded.lead.post(CHANGE, form).status == 302
    assert Milestone.objects.get(roadmap=crowded.roadmap, key="gov-lists").area.key == "ssg"
    assert fates(crowded)["step-9"] == ("new-centre", {"en": "One authority."})
    assert Area.objects.filter(roadmap=crowded.roadmap, key="new-centre").exists()
    # Where both ends would become one area, a measure stays as it is.
    assert {area.key for each in Measure.objects.filter(roadmap=crowded.roadmap) for area in each.areas.all()} == {"gov", "aanes"}
