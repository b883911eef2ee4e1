"""Adding and editing items with plain forms."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from roadmap.domain.document import Document
from roadmap.models import Criterion, Roadmap
from tests.roadmap.web.desk.conftest import HTMX, Browser, Page, data_of

EXAMS = "/roadmaps/small/draft/criteria/exams/"
Draft = Callable[[], Document]


def test_saving_an_untouched_form_changes_nothing(lead: Browser, draft: Draft) -> None:
    before = draft().canonical()
    revision = Criterion.objects.get(key="exams").revision
    for ref in [entry.ref for entry in draft()]:
        kind, _slash, key = ref.partition("/")
        assert lead.save(f"/roadmaps/small/draft/{kind}/{key}/edit/").status == 302
    assert draft().canonical() == before
    assert Criterion.objects.get(key="exams").revision == revision


def test_a_text_is_changed_and_the_page_says_so(lead: Browser, draft: Draft) -> None:
    answer = lead.save(f"{EXAMS}edit/", title__en="Certificates count")
    assert answer.headers["Location"] == "/roadmaps/small/#criteria-exams"
    page = lead.follow(answer)
    assert page.texts("//*[@id='flash']//span") == ["C-02 is saved."]
    assert data_of(draft(), "criteria/exams")["title"]["en"] == "Certificates count"


def test_the_edit_is_undone_by_the_button_that_follows(lead: Browser, draft: Draft) -> None:
    before = draft().canonical()
    page = lead.follow(
        lead.save(f"{EXAMS}edit/", title__en="X", dimension="safe", mandates=["unscr-2254"], threshold__value="٨٠")
    )
    assert data_of(draft(), "criteria/exams")["threshold"] == {"value": 80}
    undo = page.one("//*[@id='flash']/form")
    answer = lead.post(undo.get("action"), page.form("//*[@id='flash']/form"))
    assert answer.status == 302
    assert draft().canonical() == before
    told = lead.follow(answer)
    assert told.texts("//*[@id='missing']/summary/span") == ["Before this can be frozen", "Complete"]
    assert told.texts("//*[@id='flash']//span") == ["C-02 is as it was before."]
    again = lead.post(undo.get("action"), told.form("//*[@id='flash']/form"))
    assert lead.follow(again).texts("//*[@id='flash']//span") == ["C-02 is saved."]


def test_what_is_wrong_with_a_window_is_told_when_it_is_saved(lead: Browser) -> None:
    edit = "/roadmaps/small/draft/milestones/gov-lists/edit/"
    turned = lead.follow(lead.save(edit, window__not_before="2025-06-01", window__not_after="2025-01-01"))
    assert turned.texts("//*[@id='flash']//span") == ["M-01.G1 is saved. The window begins after it ends."]
    misspelt = lead.follow(lead.save(edit, window__not_before="ceasfire + 3w", window__not_after="2025-03-01"))
    assert misspelt.texts("//*[@id='flash']//span") == [
        "M-01.G1 is saved. There is no milestone and no day of the roadmap called “ceasfire”."
    ]
    assert lead.follow(lead.save(edit, title__en="Lists")).texts("//*[@id='flash']//span") == ["M-01.G1 is saved."]


def test_undo_does_not_run_over_what_another_wrote_since(lead: Browser, drafter: Browser, draft: Draft) -> None:
    page = lead.follow(lead.save(f"{EXAMS}edit/", title__en="Mine"))
    drafter.save(f"{EXAMS}edit/", title__en="Theirs")
    answer = lead.post(f"{EXAMS}edit/", page.form("//*[@id='flash']/form"))
    assert answer.status == 409
    assert data_of(draft(), "criteria/exams")["title"]["en"] == "Theirs"


@pytest.mark.parametrize(
    ("ref", "typed", "field", "kept"),
    [
        (
            "areas/gov",
            {"guarantors.1.en": "Iran", "guarantors.1.ar": "إيران"},
            "guarantors",
            [{"en": "Russia"}, {"en": "Iran", "ar": "إيران"}],
        ),
        ("areas/gov", {"valid_from": "2020-03-06"}, "valid_from", "2020-03-06"),
        ("milestones/gov-lists", {"evidence_rule.from_area": "aanes"}, "evidence_rule", {"from_area": "aanes"}),
        ("criteria/exams", {"states.gov.state": "met"}, "states", {"gov": {"state": "met"}, "aanes": {"state": "not_met"}}),
        (
            "criteria/exams",
            {"baseline.value": "0", "baseline.note.ar": "لا شيء"},
            "baseline",
            {"value": 0, "note": {"ar": "لا شيء"}},
        ),
        ("criteria/exams", {"illustrative": "on"}, "illustrative", True),
        ("measures/exam-passage", {"criteria": ["exams", "no-shelling"]}, "criteria", ["exams", "no-shelling"]),
        ("milestones/gov-lists", {"window.not_before": "t0+3W"}, "window", {"not_before": "T0 + 3w", "not_after": "T0 + 6m"}),
        (
            "milestones/gov-lists",
            {"target.denominator": ""},
            "target",
            {"quantity": 900, "unit": {"en": "pupils", "ar": "طالب", "ku": "xwendekar"}},
        ),
        ("sections/introduction", {"place": "back"}, "place", "back"),
    ],
)
def test_each_type_of_value_is_edited(
    lead: Browser, draft: Draft, ref: str, typed: dict[str, Any], field: str, kept: Any
) -> None:
    assert lead.save(f"/roadmaps/small/draft/{ref}/edit/", **typed).status == 302
    assert data_of(draft(), ref)[field] == kept


def test_what_is_wrong_stands_beside_the_field_and_all_that_was_typed_stays(lead: Browser, draft: Draft) -> None:
    before = draft().canonical()
    page = lead.save(f"{EXAMS}edit/", threshold__value="many", title__ku="Sernav", baseline__value="٣")
    assert page.status == 400
    assert page.texts("//*[@id='field-threshold-value-why']") == ["Give a number, with digits 0-9 and a point."]
    form = page.form()
    assert (form["threshold.value"], form["baseline.value"]) == (["many"], ["٣"])
    assert form["title.ku"][0].strip() == "Sernav"
    assert draft().canonical() == before
    form["threshold.value"] = ["90"]
    assert lead.post(f"{EXAMS}edit/", form).status == 302
    assert data_of(draft(), "criteria/exams")["title"]["ku"] == "Sernav"


def test_direction_overrides_are_refused(lead: Browser, draft: Draft) -> None:
    page = lead.save(f"{EXAMS}edit/", title__ar="نص\u202e مقلوب")
    assert page.status == 400
    assert page.texts("//*[@id='field-title-ar-why']") == [
        "The text holds invisible characters that change the direction of writing. Remove them and try again."
    ]
    assert data_of(draft(), "criteria/exams")["title"]["ar"] == "الاعتراف بالامتحانات"


def test_what_the_database_would_refuse_is_said_beside_the_field(lead: Browser) -> None:
    page = lead.save("/roadmaps/small/draft/milestones/gov-lists/edit/", criterion="exams")
    assert (page.status, page.texts("//*[@id='field-criterion-why']")) == (
        400,
        ["It stands under a measure and a criterion: keep one of them."],
    )
    page = lead.save("/roadmaps/small/draft/areas/gov/edit/", valid_from="2021-01-01", valid_to="2020-01-01")
    assert (page.status, page.texts("//*[@id='field-valid_to-why']")) == (400, ["It ends before it begins."])


def test_typed_markup_is_shown_as_words(lead: Browser) -> None:
    typed = "<script>alert(1)</script><b onclick=x>C</b>"
    page = lead.follow(lead.save(f"{EXAMS}edit/", title__en=typed, definition__en=typed))
    card = page.one("//article[@id='criteria-exams']")
    assert [" ".join(each.text_content().split()) for each in card.xpath(".//h3")] == [typed]
    assert card.xpath(".//script | .//b[@onclick]") == []


def test_a_new_item_is_added_at_the_end_with_the_next_code(lead: Browser, draft: Draft) -> None:
    answer = lead.save("/roadmaps/small/add/criteria/", title__en="New", dimension="safe")
    assert answer.headers["Location"] == "/roadmaps/small/#criteria-criteria-c-03"
    assert [entry.code for entry in draft().of("criteria")] == ["C-01", "C-02", "C-03"]
    page = lead.follow(answer)
    assert lead.post(page.one("//*[@id='flash']/form").get("action")).status == 302
    assert [entry.code for entry in draft().of("criteria")] == ["C-01", "C-02"]


def test_a_milestone_is_added_under_its_measure(lead: Browser, draft: Draft) -> None:
    page = lead.get("/roadmaps/small/")
    (url,) = [each for each in page.tree.xpath("//a/@href") if each.endswith("?measure=exam-passage")]
    data = lead.get(url).form()
    assert data["measure"] == ["exam-passage"]
    assert lead.post("/roadmaps/small/add/milestones/", data | {"title.en": "Third", "area": "gov"}).status == 302
    assert draft().of("milestones")[-1].code == "M-01.G2"


def test_an_area_takes_the_letter_that_one_gives_it(lead: Browser, draft: Draft) -> None:
    assert lead.save("/roadmaps/small/add/areas/", name__en="Idlib", letter="I").status == 302
    assert draft().of("areas")[-1].code == "I"
    page = lead.save("/roadmaps/small/add/areas/", name__en="Another", letter="I")
    assert page.status == 400
    assert "This code is taken, perhaps by a deleted item." in page.texts("//li")


def test_an_incomplete_new_item_comes_back_with_all_that_was_typed(lead: Browser, draft: Draft) -> None:
    page = lead.save("/roadmaps/small/add/criteria/", title__ar="معيار", definition__en="What holds", mandates=["unscr-2254"])
    assert (page.status, page.texts("//*[@id='field-dimension-why']")) == (400, ["Choose safe, calm or neutral."])
    form = page.form()
    assert (form["title.ar"][0].strip(), form["definition.en"][0].strip(), form["mandates"]) == (
        "معيار",
        "What holds",
        ["unscr-2254"],
    )
    assert lead.post("/roadmaps/small/add/criteria/", form | {"dimension": "calm"}).status == 302
    assert data_of(draft(), "criteria/criteria-c-03")["title"] == {"ar": "معيار"}


def test_the_form_opens_at_the_field_that_is_missing(lead: Browser, roadmap: Roadmap) -> None:
    page = lead.get(f"{EXAMS}edit/?at=definition.ar")
    assert page.one("//*[@autofocus]").get("name") == "definition.ar"
    page = lead.get("/roadmaps/small/draft/criteria/no-shelling/edit/?at=states.gov")
    assert page.one("//*[@autofocus]").get("name") == "states.gov.state"


def test_a_translation_that_is_behind_is_marked_until_it_is_confirmed(lead: Browser) -> None:
    page = lead.follow(lead.save(f"{EXAMS}edit/", title__en="Certificates count"))
    buttons = page.tree.xpath("//article[@id='criteria-exams']//button[@name='path']")
    assert [each.get("value") for each in buttons] == ["title.ar", "title.ku"]
    form = lead.get(f"{EXAMS}edit/")
    assert form.texts("//label[@for='field-title-ar']") == ["العربية Out of date"]
    page = lead.follow(lead.post(buttons[0].get("formaction"), {"path": "title.ar"}))
    buttons = page.tree.xpath("//article[@id='criteria-exams']//button[@name='path']")
    assert [each.get("value") for each in buttons] == ["title.ku"]
    assert lead.post(f"{EXAMS}confirm/", {"path": "nothing.xx"}).status == 404


def test_with_htmx_the_card_takes_the_place_of_its_form_and_the_counts_follow(lead: Browser) -> None:
    form = lead.get(f"{EXAMS}edit/", **HTMX)
    assert [each.tag for each in form.tree.xpath("//article")] == ["article"]
    assert form.tree.xpath("//nav") == []
    answer = lead.post(f"{EXAMS}edit/", form.form() | {"title.ar": ""}, **HTMX)
    assert (answer.status, answer.headers["HX-Retarget"]) == (200, "#criteria-exams")
    assert answer.texts("//article//h3") == ["Exams are recognised"]
    assert [each.get("id") for each in answer.tree.xpath("//*[@hx-swap-oob]")] == ["outline", "missing", "flash"]
    card = lead.get(EXAMS, **HTMX)
    assert card.one("//article").get("id") == "criteria-exams"


def test_with_htmx_an_item_that_changes_its_place_brings_the_page_anew(lead: Browser) -> None:
    form = lead.get(f"{EXAMS}edit/", **HTMX).form()
    answer = lead.post(f"{EXAMS}edit/", form | {"dimension": "safe"}, **HTMX)
    assert answer.headers["HX-Refresh"] == "true"


def test_the_form_begins_in_the_language_of_the_page(lead: Browser) -> None:
    lead.client.cookies["django_language"] = "ar"
    page = lead.get(f"{EXAMS}edit/")
    names = [each.get("name") for each in page.tree.xpath("//textarea[starts-with(@name, 'title.')]")]
    assert names == ["title.ar", "title.en", "title.ku"]
    assert page.one("//*[@autofocus]").get("name") == "title.ar"


def test_the_letter_of_an_area_outlives_the_session(lead: Browser, draft: Draft) -> None:
    """Sent again after signing in anew, a form of a new area brings its letter with it."""
    path = "/roadmaps/small/add/areas/"
    typed = lead.get(path).form() | {"name.en": "The northern camps", "letter": "Q"}
    kept = _page_of_nobody(path, typed).form("//form[input[@name='letter']]")

    assert lead.post(path, kept).status == 302
    assert [entry.code for entry in draft() if entry.data.get("name", {}).get("en") == "The northern camps"] == ["Q"]


def _page_of_nobody(path: str, typed: dict[str, Any]) -> Page:
    return Browser(Client()).post(path, typed)
