"""Moving, duplicating, deleting and bringing back."""

from collections.abc import Callable

import pytest

from roadmap.domain.document import Document
from tests.roadmap.web.desk.conftest import HTMX, Browser

Draft = Callable[[], Document]
ITEM = "/roadmaps/small/draft/milestones/gov-lists/"


def codes(document: Document, kind: str) -> list[str]:
    return [entry.code for entry in document.of(kind)]


@pytest.fixture
def four(lead: Browser) -> None:
    """Crossings X-01 to X-04."""
    for name in ("B", "C", "D"):
        assert lead.save("/roadmaps/small/add/crossings/", name__en=name, between=["gov", "aanes"]).status == 302


@pytest.mark.parametrize(
    ("key", "data", "order"),
    [
        ("crossings-x-04", {"to": "up"}, "1243"),
        ("crossings-x-02", {"to": "up"}, "2134"),
        ("tabqa", {"to": "down"}, "2134"),
        ("crossings-x-03", {"to": "down"}, "1243"),
        ("tabqa", {"to": "up"}, "1234"),
        ("crossings-x-04", {"to": "down"}, "1234"),
        ("tabqa", {"after": "crossings-x-04"}, "2341"),
        ("crossings-x-04", {"after": "", "to": "first"}, "4123"),
        ("crossings-x-03", {"after": ""}, "3124"),
        ("tabqa", {"after": "tabqa"}, "1234"),
        ("tabqa", {}, "1234"),
    ],
)
def test_items_are_moved_and_moved_back(
    lead: Browser, four: None, draft: Draft, key: str, data: dict[str, str], order: str
) -> None:
    page = lead.follow(lead.post(f"/roadmaps/small/draft/crossings/{key}/move/", data))
    assert codes(draft(), "crossings") == [f"X-0{digit}" for digit in order]
    undo = page.one("//*[@id='flash']/form")
    lead.post(undo.get("action"), page.form("//*[@id='flash']/form"))
    assert codes(draft(), "crossings") == ["X-01", "X-02", "X-03", "X-04"]


def test_an_item_moves_among_those_under_the_same_heading(lead: Browser, draft: Draft) -> None:
    lead.save("/roadmaps/small/add/criteria/", title__en="Second calm one", dimension="calm")
    assert codes(draft(), "criteria") == ["C-01", "C-02", "C-03"]
    lead.post("/roadmaps/small/draft/criteria/criteria-c-03/move/", {"to": "up"})
    assert codes(draft(), "criteria") == ["C-03", "C-01", "C-02"]


def test_a_place_that_does_not_exist_is_refused(lead: Browser, draft: Draft) -> None:
    page = lead.post(f"{ITEM}move/", {"after": "nowhere"})
    assert (page.status, page.texts("//*[@id='flash']//span")) == (400, ["There is no item “nowhere”."])


def test_a_copy_stands_behind_the_original_with_a_code_of_its_own(lead: Browser, draft: Draft) -> None:
    page = lead.follow(lead.post("/roadmaps/small/draft/criteria/no-shelling/duplicate/"))
    assert codes(draft(), "criteria") == ["C-01", "C-03", "C-02"]
    assert page.texts("//*[@id='flash']//span") == ["C-03 is a copy of C-01."]
    first, copy, _last = draft().of("criteria")
    assert first.data == copy.data


def test_a_deletion_takes_along_what_hangs_under_it_and_is_undone_whole(lead: Browser, draft: Draft) -> None:
    before = draft().canonical()
    page = lead.follow(lead.post("/roadmaps/small/draft/measures/exam-passage/delete/"))
    assert (codes(draft(), "measures"), codes(draft(), "milestones")) == (["M-02"], [])
    lead.post(page.one("//*[@id='flash']/form").get("action"), page.form("//*[@id='flash']/form"))
    assert draft().canonical() == before


def test_what_others_need_is_not_deleted_and_they_are_named(lead: Browser, draft: Draft) -> None:
    page = lead.post("/roadmaps/small/draft/sectors/aid/delete/")
    assert (page.status, page.texts("//*[@id='flash']//a")) == (409, ["M-02"])
    assert codes(draft(), "sectors") == ["S-01", "S-02"]


def test_the_list_of_what_was_deleted_says_when_and_by_whom(lead: Browser, drafter: Browser, draft: Draft) -> None:
    drafter.post(f"{ITEM}delete/")
    lead.post("/roadmaps/small/draft/parked/constitution/delete/")
    page = lead.get("/roadmaps/small/deleted/")
    assert page.texts("//main//li//li") == ["P-01 Constitution Parked item", "M-01.G1 Lists accepted Milestone"]
    assert [words.rpartition(" ")[2] for words in page.texts("//main//li//p")] == ["Lead", "Drafter"]
    data = page.form("(//main//form)[2]")
    lead.follow(lead.post("/roadmaps/small/restore/", data))
    assert codes(draft(), "milestones") == ["M-01.G1", "M-01.N1"]
    assert lead.get("/roadmaps/small/deleted/").texts("//main//li//li") == ["P-01 Constitution Parked item"]


@pytest.mark.parametrize("deletion", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_a_deletion_that_never_was_is_not_found(lead: Browser, deletion: str) -> None:
    assert lead.post("/roadmaps/small/restore/", {"deletion": deletion}).status == 404


def test_what_stood_under_something_deleted_later_waits_for_it(lead: Browser) -> None:
    lead.post(f"{ITEM}delete/")
    lead.post("/roadmaps/small/draft/measures/exam-passage/delete/")
    page = lead.get("/roadmaps/small/deleted/")
    answer = lead.post("/roadmaps/small/restore/", page.form("(//main//form)[2]"))
    assert (answer.status, answer.texts("//*[@id='flash']//span")) == (
        409,
        ["What it stood under was deleted later: bring that back first."],
    )


def test_with_htmx_the_section_comes_back_with_the_counts_around_it(lead: Browser) -> None:
    answer = lead.post(f"{ITEM}move/", {"to": "down"}, **HTMX)
    assert (answer.status, answer.headers["HX-Retarget"]) == (200, "#section-measures")
    moved = answer.one("//article[@data-focus]")
    assert moved.get("id") == "milestones-gov-lists"
    assert [each.get("id") for each in answer.tree.xpath("//*[@hx-swap-oob]")] == ["outline", "missing", "flash"]
    refused = lead.post("/roadmaps/small/draft/sectors/aid/delete/", **HTMX)
    assert (refused.status, refused.headers["HX-Retarget"]) == (409, "#flash")


def test_filters_stay_through_an_action(lead: Browser) -> None:
    answer = lead.post(f"{ITEM}move/", {"to": "down", "back": "q=lists&area=gov&next=https://evil.example/"})
    assert answer.headers["Location"] == "/roadmaps/small/?q=lists&area=gov#milestones-gov-lists"
