"""Two people at one item: different fields do not clash, the same field shows both texts, and nothing typed is lost."""

from collections.abc import Callable
from typing import Any

from roadmap.domain.document import Document
from tests.roadmap.web.desk.conftest import HTMX, Browser, data_of

EDIT = "/roadmaps/small/draft/criteria/exams/edit/"
Draft = Callable[[], Document]


def both_open(lead: Browser, drafter: Browser) -> tuple[dict[str, Any], dict[str, Any]]:
    return lead.get(EDIT).form(), drafter.get(EDIT).form()


def test_full_forms_of_different_fields_do_not_clash(lead: Browser, drafter: Browser, draft: Draft) -> None:
    first, second = both_open(lead, drafter)
    assert drafter.post(EDIT, second | {"title.ar": "عنوان آخر", "unit.en": "%"}).status == 302
    assert lead.post(EDIT, first | {"title.en": "Another title", "threshold.value": "90"}).status == 302
    data = data_of(draft(), "criteria/exams")
    assert (data["title"]["en"], data["title"]["ar"], data["unit"]["en"], data["threshold"]) == (
        "Another title",
        "عنوان آخر",
        "%",
        {"value": 90},
    )


def test_the_same_field_shows_both_texts_and_keeps_all_that_was_typed(lead: Browser, drafter: Browser, draft: Draft) -> None:
    first, second = both_open(lead, drafter)
    drafter.post(EDIT, second | {"title.en": "Theirs", "unit.en": "%"})
    page = lead.post(EDIT, first | {"title.en": "Mine", "definition.en": "My definition"})
    assert page.status == 409
    assert page.texts("//*[@id='field-title-en-why']/div/p[2]") == ["Mine", "Theirs"]
    form = page.form()
    typed = {name: form[name][0].strip() for name in ("title.en", "definition.en", "unit.en")}
    assert typed == {"title.en": "Mine", "definition.en": "My definition", "unit.en": "%"}
    assert data_of(draft(), "criteria/exams")["title"]["en"] == "Theirs"


def test_mine_is_kept_knowingly(lead: Browser, drafter: Browser, draft: Draft) -> None:
    first, second = both_open(lead, drafter)
    drafter.post(EDIT, second | {"title.en": "Theirs"})
    form = lead.post(EDIT, first | {"title.en": "Mine", "definition.en": "My definition"}).form()
    assert lead.post(EDIT, form | {"title.en": "Mine and theirs"}).status == 302
    data = data_of(draft(), "criteria/exams")
    assert (data["title"]["en"], data["definition"]["en"]) == ("Mine and theirs", "My definition")


def test_theirs_is_kept_and_the_rest_of_mine_is_saved(lead: Browser, drafter: Browser, draft: Draft) -> None:
    first, second = both_open(lead, drafter)
    drafter.post(EDIT, second | {"title.en": "Theirs"})
    form = lead.post(EDIT, first | {"title.en": "Mine", "definition.en": "My definition"}).form()
    assert lead.post(EDIT, form | {"keep:title.en": "theirs"}).status == 302
    data = data_of(draft(), "criteria/exams")
    assert (data["title"]["en"], data["definition"]["en"]) == ("Theirs", "My definition")


def test_a_third_text_meanwhile_clashes_again(lead: Browser, drafter: Browser, draft: Draft) -> None:
    first, second = both_open(lead, drafter)
    drafter.post(EDIT, second | {"title.en": "Theirs"})
    form = lead.post(EDIT, first | {"title.en": "Mine"}).form()
    drafter.save(EDIT, title__en="Theirs again")
    page = lead.post(EDIT, form)
    assert (page.status, page.texts("//*[@id='field-title-en-why']/div/p[2]")) == (409, ["Mine", "Theirs again"])


def test_the_same_text_from_both_is_no_clash(lead: Browser, drafter: Browser) -> None:
    first, second = both_open(lead, drafter)
    drafter.post(EDIT, second | {"title.en": "Alike"})
    assert lead.post(EDIT, first | {"title.en": "Alike"}).status == 302


def test_references_clash_in_words(lead: Browser, drafter: Browser) -> None:
    edit = "/roadmaps/small/draft/measures/exam-passage/edit/"
    first = lead.get(edit).form()
    drafter.save(edit, criteria=["no-shelling"])
    page = lead.post(edit, first | {"criteria": []})
    assert page.status == 409
    assert page.texts("//div[@class='clash']/div/p[2]") == ["–", "C-01 · No shelling of homes"]


def test_with_htmx_the_clash_is_shown_where_the_form_is(lead: Browser, drafter: Browser) -> None:
    first, second = both_open(lead, drafter)
    drafter.post(EDIT, second | {"title.en": "Theirs"})
    page = lead.post(EDIT, first | {"title.en": "Mine"}, **HTMX)
    assert (page.status, page.tree.tag, page.one("//*[@data-focus]").get("name")) == (409, "article", "title.en")


def test_words_for_an_item_that_was_deleted_are_kept_and_one_button_saves_them(
    lead: Browser, drafter: Browser, draft: Draft
) -> None:
    edit = "/roadmaps/small/draft/milestones/gov-lists/edit/"
    form = lead.get(edit).form()
    drafter.post("/roadmaps/small/draft/milestones/gov-lists/delete/")
    page = lead.post(edit, form | {"title.en": "My words"})
    assert (page.status, page.form()["title.en"][0].strip()) == (409, "My words")
    assert lead.get(edit).status == 404
    answer = lead.post(edit, page.form() | {"bring_back": "1"})
    assert answer.status == 302
    assert data_of(draft(), "milestones/gov-lists")["title"]["en"] == "My words"


def test_words_on_an_area_that_was_deleted_are_shown_once_more(lead: Browser, drafter: Browser) -> None:
    assert drafter.save("/roadmaps/small/add/areas/", name__en="Idlib", letter="I").status == 302
    form = lead.get(EDIT).form()
    assert drafter.post("/roadmaps/small/draft/areas/areas-i/delete/").status == 302
    page = lead.post(EDIT, form | {"states.areas-i.note.en": "Long words on Idlib"})
    assert (page.status, page.texts("//blockquote")) == (409, ["Long words on Idlib"])


def test_the_roadmap_itself_clashes_alike(lead: Browser, drafter: Browser, draft: Draft) -> None:
    edit = "/roadmaps/small/settings/"
    first = lead.get(edit).form()
    assert drafter.save(edit, title__en="Theirs", symbol="S/2").status == 302
    assert lead.post(edit, first | {"summary.en": "A summary"}).status == 302
    page = lead.post(edit, first | {"title.en": "Mine"})
    assert (page.status, page.texts("//*[@id='field-title-en-why']/div/p[2]")) == (409, ["Mine", "Theirs"])
    assert draft().roadmap["summary"] == {"en": "A summary"}
