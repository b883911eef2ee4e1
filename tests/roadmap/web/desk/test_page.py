"""The desk as a page: what it shows, to whom, filtered how, at which cost."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from milestones.models import Milestone
from roadmap.domain.document import Document
from roadmap.domain.drafting import add_item, duplicate_item
from roadmap.models import Criterion, Measure, Roadmap
from tests.conftest import Cast
from tests.factories import signed_in
from tests.roadmap.factories import small_roadmap
from tests.roadmap.web.desk.conftest import Browser

Draft = Callable[[], Document]
#: Session, person, roadmap, two rules, whether the draft is as it was, what groups set as limits, navigation.
PAGE_QUERIES = 8
#: Besides, where it is not: the roadmap as it is now, a query per kind and per relation.
DRAFT_QUERIES = 23


def ids(page: object) -> list[str]:
    return [each.get("id") for each in page.tree.xpath("//article[@data-row]")]  # type: ignore[attr-defined]


def test_the_roadmap_stands_in_the_order_of_the_document(lead: Browser) -> None:
    page = lead.get("/roadmaps/small/")
    assert ids(page) == [
        "sections-introduction",
        "mandates-unscr-2254",
        "areas-gov",
        "areas-aanes",
        "crossings-tabqa",
        "sectors-aid",
        "sectors-education",
        "criteria-no-shelling",
        "criteria-exams",
        "measures-cross-line-convoys",
        "measures-exam-passage",
        "milestones-gov-lists",
        "milestones-aanes-buses",
        "parked-constitution",
    ]
    assert page.texts("//h1") == ["A small roadmap"]
    assert page.texts("//*[@id='missing']/summary/span") == ["Before this can be frozen", "Complete"]


def test_texts_stand_side_by_side_each_in_its_direction(lead: Browser) -> None:
    page = lead.get("/roadmaps/small/")
    cells = page.tree.xpath("//article[@id='criteria-exams']//div[contains(@class, 'item-row-definition')]/div/div")
    assert [(each.get("lang"), each.get("dir"), " ".join(each.text_content().split())) for each in cells] == [
        ("en", "ltr", "A certificate counts everywhere."),
        ("ar", "rtl", "الشهادة معترف بها في كل مكان."),
        ("ku", "ltr", "Bawername li her derê tê naskirin."),
    ]


def test_the_words_around_a_number_are_of_the_language_of_their_column(lead: Browser) -> None:
    cells = lead.get("/roadmaps/small/").tree.xpath(
        "//article[@id='milestones-gov-lists']//div[contains(@class, 'item-row-target')]/div/div"
    )
    assert [" ".join(each.text_content().split()) for each in cells] == [
        "900 of 4,000 pupils (23 %)",
        "900 من 4,000 طالب (23 %)",
        "900 ji 4.000 xwendekar (23 %)",
    ]


def test_the_languages_chosen_are_remembered(lead: Browser) -> None:
    assert lead.get("/roadmaps/small/?show=ar").texts("//article[@id='parked-constitution']//h3") == ["الدستور"]
    page = lead.get("/roadmaps/small/")
    assert page.texts("//article[@id='parked-constitution']//*[contains(@class, 'item-title')]") == ["الدستور"]
    assert page.texts("//span[@class='switches']/a[@aria-current]") == ["العربية"]


def test_a_missing_translation_is_marked_and_leads_to_its_field(lead: Browser) -> None:
    page = lead.follow(lead.save("/roadmaps/small/draft/parked/constitution/edit/", reason__ku="", title__en=""))
    card = "//article[@id='parked-constitution']"
    assert page.texts(f"{card}//*[contains(@class, 'beside-missing')]") == ["No title", "Missing in this language"]
    assert page.texts("//*[@id='missing']//a") == [
        "P-01Missing in the source language: Title.",
        "P-01Title: no text in English.",
        "P-01Why it is parked: no text in Kurmanji.",
    ]
    (first, _second, third) = page.tree.xpath("//*[@id='missing']//a/@href")
    assert lead.get(first).one("//*[@autofocus]").get("name") == "title.en"
    assert lead.get(third).one("//*[@autofocus]").get("name") == "reason.ku"


def test_a_gap_of_the_roadmap_itself_leads_to_its_settings(lead: Browser) -> None:
    page = lead.follow(lead.save("/roadmaps/small/settings/", t0=""))
    assert page.tree.xpath("//*[@id='missing']//a/@href") == ["/roadmaps/small/settings/?at=t0"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=exams", ["criteria-exams", "measures-exam-passage"]),
        ("q=إعتراف", ["criteria-exams"]),
        ("q=pêxwazî", []),
        ("q=bawername tê", ["criteria-exams"]),
        ("q=C-02", ["criteria-exams"]),
        ("sector=aid", ["sectors-aid", "measures-cross-line-convoys"]),
        ("dimension=calm", ["criteria-no-shelling", "measures-cross-line-convoys", "parked-constitution"]),
        ("sector=education&area=gov", ["measures-exam-passage", "milestones-gov-lists"]),
        ("sector=nonsense&dimension=nonsense", None),
        ("incomplete=1", []),
    ],
)
def test_the_page_is_filtered(lead: Browser, query: str, found: list[str] | None) -> None:
    page = lead.get(f"/roadmaps/small/?{query}")
    assert ids(page) == (found if found is not None else ids(lead.get("/roadmaps/small/")))


def test_search_keeps_what_was_typed_and_escapes_it(lead: Browser) -> None:
    page = lead.get('/roadmaps/small/?q="><script>x</script>')
    field = page.one("//input[@name='q']")
    assert (field.get("value"), field.get("maxlength")) == ('"><script>x</script>', "200")
    assert page.texts("//*[@class='empty']//h2 | //*[@class='empty']//*[contains(@class,'strong')]")[:1] == ["Nothing fits"]


def test_an_administrator_reads_but_sees_no_tools(administrator: Browser) -> None:
    page = administrator.get("/roadmaps/small/")
    assert len(ids(page)) == 14
    assert page.tree.xpath("//*[contains(@class, 'item-tools')] | //a[contains(@href, '/add/')] | //button[@form='act']") == []


def test_an_empty_roadmap_offers_to_add_each_kind(lead: Browser, cast: Cast) -> None:
    lead.post("/roadmaps/new/", {"title_en": "Empty", "key": "empty", "source_language": "en"})
    page = lead.get("/roadmaps/empty/")
    assert len(page.tree.xpath("//a[contains(@href, '/roadmaps/empty/add/')][@hx-target]")) == 13
    assert page.texts("//*[@id='missing']//a") == [
        "–Missing: Anchor date (T0).",
        "–The roadmap names no area of control.",
        "–The roadmap has no criterion: nobody can tell what it leads to.",
    ]


def test_the_page_costs_the_same_with_one_and_three_of_each(
    cast: Cast, roadmap: Roadmap, draft: Draft, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(cast.lead)
    client.get("/roadmaps/small/")
    for more in range(3):
        for kind, model in (("criteria", Criterion), ("measures", Measure), ("milestones", Milestone)):
            duplicate_item(item=model.objects.filter(roadmap=roadmap).first(), kind_name=kind, actor=cast.lead)
        with django_assert_num_queries(PAGE_QUERIES + DRAFT_QUERIES):
            assert client.get("/roadmaps/small/").status_code == 200
        with django_assert_num_queries(PAGE_QUERIES):
            page = client.get("/roadmaps/small/")
        assert len(Browser(client).get("/roadmaps/small/").tree.xpath("//article[starts-with(@id, 'criteria-')]")) == 2 + more + 1
        assert page.status_code == 200


def test_cards_come_from_the_cache_and_are_never_stale(lead: Browser, drafter: Browser) -> None:
    lead.get("/roadmaps/small/")
    drafter.save("/roadmaps/small/draft/areas/gov/edit/", name__en="Renamed area")
    page = lead.get("/roadmaps/small/")
    assert page.texts("//article[@id='areas-gov']//h3") == ["Renamed area"]
    assert "GRenamed area" in page.texts("//article[@id='measures-exam-passage']//th")


def test_what_is_kept_for_one_reader_is_not_shown_to_another(lead: Browser, administrator: Browser, cast: Cast) -> None:
    for key in ("first", "second"):
        lead.post("/roadmaps/new/", {"title_en": key, "key": key, "source_language": "en"})
    tools = "//a[contains(@href, '/add/')]/@href"
    for _ in range(2):
        assert {each.split("/")[2] for each in lead.get("/roadmaps/first/").tree.xpath(tools)} == {"first"}
        assert {each.split("/")[2] for each in lead.get("/roadmaps/second/").tree.xpath(tools)} == {"second"}
        assert administrator.get("/roadmaps/first/").tree.xpath("//a[@hx-get]") == []


def test_five_hundred_items_and_a_long_arabic_text(cast: Cast) -> None:
    big = small_roadmap("big", lead=cast.lead)
    long = "نص طويل جداً يصف الحالة في كل منطقة. " * 300
    for number in range(500):
        title = {"en": f"Mandate {number}", "ar": f"ولاية {number}"}
        data = {"title": title, "note": {"ar": long}} if number == 499 else {"title": title}
        add_item(roadmap=big, kind_name="mandates", data=data, actor=None)
    client: Client = signed_in(cast.lead)
    page = Browser(client).get("/roadmaps/big/")
    assert (page.status, len(ids(page))) == (200, 514)
    assert " ".join(long.split()) in page.texts("//article[@id='mandates-mandates-r-501']//div[@lang='ar']")


def test_what_was_done_is_told_once(lead: Browser) -> None:
    page = lead.follow(lead.post("/roadmaps/small/draft/parked/constitution/delete/"))
    assert page.texts("//*[@id='flash']//span") == ["P-01 was deleted."]
    assert lead.get("/roadmaps/small/").texts("//*[@id='flash']//span") == []
