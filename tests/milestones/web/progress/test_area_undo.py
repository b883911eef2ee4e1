"""A change of areas is undone by one button, on the notice and on the page of the areas, without JavaScript."""

from django.urls import reverse

from milestones.models import AreaChange, Milestone
from roadmap.domain.document.storage import build_document
from roadmap.models import Area
from tests.milestones.web.progress.conftest import HERE, Place
from tests.milestones.web.progress.test_areas import CHANGE, areas, decide

PAGE = f"{HERE}areas/"
NOTICE = "//*[@id='flash']//form"
NAMES = {"part.1.name": "Raqqa", "part.1.authority": "A", "part.2.name": "Hasakah", "part.2.authority": "B"}


def split(place: Place) -> AreaChange:
    form = decide(place, kind="split", on="2024-12-08", **NAMES)
    form |= {"all.milestones.aanes": next(key for key, _label in offered(place)), "reason": "It divided.", "save": "1"}
    assert place.lead.post(CHANGE, form).status == 302
    found: AreaChange = AreaChange.objects.latest("id")
    return found


def offered(place: Place) -> list[tuple[str, str]]:
    """The areas that something can pass on to, as the second step offers them."""
    page = place.lead.post(
        CHANGE, place.lead.get(CHANGE).form("//main//form") | {"kind": "split", "on": "2024-12-08", **NAMES, "next": "1"}
    )
    options = page.tree.xpath("//select[@name='all.milestones.aanes']/option")
    return [(option.get("value"), option.text) for option in options if option.get("value") not in {"", "!"}]


def test_the_notice_undoes_what_was_just_done(place: Place) -> None:
    before = build_document(place.roadmap).canonical()
    form = decide(place, kind="end", on="2024-12-08") | {"reason": "It is over.", "save": "1"}
    page = place.lead.follow(place.lead.post(CHANGE, form))
    button = page.one(NOTICE)
    page = place.lead.follow(place.lead.post(button.get("action"), page.form(NOTICE)))
    assert "It is undone" in page.texts("//*[@id='flash']")[0]
    assert build_document(place.roadmap).canonical() == before
    assert page.tree.xpath(NOTICE + "//button") == []


def test_the_page_lists_changes_and_undoes_one_later(place: Place) -> None:
    before = build_document(place.roadmap).canonical()
    change = split(place)
    place.lead.get(PAGE)
    page = place.lead.get(PAGE)
    listed = " ".join(page.texts("//section[@aria-labelledby='history-title']//li")[0].split())
    assert "Split" in listed
    assert "8 December 2024" in listed
    assert "Passed on: 1, ended by decision: 0." in listed
    undo = reverse("progress_area_undo", args=[place.roadmap.key, change.uid])
    page = place.lead.follow(place.lead.post(undo, page.form(f"//form[@action='{undo}']")))
    assert build_document(place.roadmap).canonical() == before
    assert page.tree.xpath(f"//form[@action='{undo}']") == []
    assert "Undone by " in page.texts("//section[@aria-labelledby='history-title']//li")[0]
    again = place.lead.post(undo, {})
    assert (again.status, "undone already" in again.texts("//*[@role='alert']")[0]) == (409, True)


def test_what_was_undone_can_be_done_again_under_the_same_names(place: Place) -> None:
    place.lead.post(reverse("progress_area_undo", args=[place.roadmap.key, split(place).uid]), {})
    split(place)
    assert areas(place) == {"gov": "", "aanes": "2024-12-08", "raqqa-1": "", "hasakah-2": ""}
    assert [area.title() for area in build_document(place.roadmap).of("areas")][-2:] == ["Raqqa", "Hasakah"]


def test_work_built_upon_it_is_told_with_reasons_and_nothing_is_undone(place: Place) -> None:
    change = split(place)
    Milestone.objects.filter(roadmap=place.roadmap, key="aanes-buses").update(
        area=Area.objects.get(key="gov", roadmap=place.roadmap)
    )
    before = build_document(place.roadmap).canonical()
    page = place.lead.post(reverse("progress_area_undo", args=[place.roadmap.key, change.uid]), {})
    buses = Milestone.objects.get(roadmap=place.roadmap, key="aanes-buses")
    assert (page.status, page.texts("//*[@role='alert']//li")) == (409, [f"{buses.code} was changed since: Area."])
    assert build_document(place.roadmap).canonical() == before


def test_nobody_else_undoes_and_monitors_are_not_told_of_it(place: Place) -> None:
    change = split(place)
    undo = reverse("progress_area_undo", args=[place.roadmap.key, change.uid])
    others = (place.monitor, place.administrator, place.outsider, place.reviewer, place.far_monitor)
    assert [browser.post(undo, {}).status for browser in others] == [404, 403, 404, 404, 404]
    assert place.lead.get(undo).status == 405
    assert place.monitor.get(PAGE).tree.xpath("//*[@id='history-title']") == []
    page = place.administrator.get(PAGE)
    assert len(page.texts("//section[@aria-labelledby='history-title']//li")) == 1
    assert page.tree.xpath(f"//form[@action='{undo}']") == []
    foreign = reverse("progress_area_undo", args=["other", change.uid])
    assert place.lead.post(foreign, {}).status == 404
    assert areas(place)["aanes"] == "2024-12-08"
