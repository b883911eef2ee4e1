"""The list of roadmaps, and how a new one begins."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import DjangoAssertNumQueries

from roadmap.domain.document import Document
from roadmap.models import Roadmap
from tests.conftest import Cast
from tests.factories import signed_in
from tests.roadmap.factories import SMALL, small_roadmap
from tests.roadmap.web.desk.conftest import Browser

NEW = {"title_en": "Roadmap for Homs", "title_ar": "خريطة طريق", "key": "homs", "t0": "2023-09-01", "source_language": "ar"}
LIST_QUERIES = 4


def file_of(text: str | bytes) -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile("roadmap.yaml", text.encode() if isinstance(text, str) else text)}


def test_the_list_shows_what_the_person_works_on(cast: Cast, lead: Browser) -> None:
    small_roadmap("secret")
    assert lead.get("/roadmaps/").texts("//main//h2") == ["A small roadmap"]
    assert Browser(signed_in(cast.administrator)).get("/roadmaps/").texts("//main//h2") == ["A small roadmap"] * 2


def test_the_newest_roadmap_stands_first(cast: Cast, lead: Browser) -> None:
    for key in ("third", "second"):
        small_roadmap(key, lead=cast.lead)
    links = lead.get("/roadmaps/").tree.xpath("//main//h2//a/@href")
    assert links == ["/roadmaps/second/", "/roadmaps/third/", "/roadmaps/small/"]


def test_an_empty_list_says_what_to_do(cast: Cast) -> None:
    page = Browser(signed_in(cast.outsider)).get("/roadmaps/")
    assert page.texts("//main//h2 | //main//li | //main//a[contains(@class, 'button')]") == ["No roadmap yet", "New roadmap"] or (
        page.tree.xpath("//main//a[@href='/roadmaps/new/']")
    )


def test_the_list_costs_the_same_with_one_and_three(
    cast: Cast, lead: Browser, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(cast.lead)
    with django_assert_num_queries(LIST_QUERIES):
        client.get("/roadmaps/")
    small_roadmap("second", lead=cast.lead)
    small_roadmap("third", lead=cast.lead)
    with django_assert_num_queries(LIST_QUERIES):
        client.get("/roadmaps/")


def test_a_roadmap_begins_with_a_title_and_whoever_made_it_leads_it(cast: Cast) -> None:
    browser = Browser(signed_in(cast.outsider))
    answer = browser.post("/roadmaps/new/", NEW)
    assert answer.headers["Location"] == "/roadmaps/homs/"
    made = Roadmap.objects.get(key="homs")
    assert (made.title, str(made.t0), made.source_language) == (
        {"en": "Roadmap for Homs", "ar": "خريطة طريق"},
        "2023-09-01",
        "ar",
    )
    assert [(each.user, each.role) for each in made.assignments.all()] == [(cast.outsider, "lead")]
    assert browser.follow(answer).status == 200


@pytest.mark.parametrize(
    ("wrong", "field", "message"),
    [
        ({"key": "Not A Key"}, "key", "A key is needed: lower-case letters, digits and hyphens, such as “exam-passage”."),
        ({"key": "small"}, "key", "Choose another key."),
        ({"key": ""}, "key", "This field is required."),
        ({"t0": "soon"}, "t0", "Give a day as YYYY-MM-DD, such as 2023-09-01."),
        ({"title_en": "", "title_ar": ""}, "title_en", "Give it a title."),
        ({"source_language": "fr"}, "source_language", "Select a valid choice. fr is not one of the available choices."),
    ],
)
def test_what_is_wrong_is_said_beside_it(lead: Browser, wrong: dict[str, str], field: str, message: str) -> None:
    page = lead.post("/roadmaps/new/", NEW | wrong)
    assert (page.status, page.texts(f"//*[@id='id_{field}_error']")) == (400, [message])
    assert page.one("//*[@name='title_ar']").get("value", "") == (NEW | wrong)["title_ar"]
    assert not Roadmap.objects.filter(key="homs").exists()


def test_a_roadmap_is_read_from_a_file(lead: Browser, cast: Cast) -> None:
    answer = lead.post("/roadmaps/new/file/", file_of(SMALL.replace("key: small", "key: copied")))
    assert answer.headers["Location"] == "/roadmaps/copied/"
    assert lead.follow(answer).texts("//*[@id='flash']//span") == ["The roadmap was read from the file."]


def test_a_file_with_mistakes_changes_nothing_and_lists_them_with_their_lines(lead: Browser) -> None:
    page = lead.post(
        "/roadmaps/new/file/", file_of(SMALL.replace("key: small", "key: copied").replace("dimension: calm", "dimension: loud"))
    )
    assert page.status == 400
    assert page.texts("//*[@role='alert']//li")[0].startswith("20: criteria[0].dimension “loud” is not known")
    assert not Roadmap.objects.filter(key="copied").exists()


@pytest.mark.parametrize(
    ("sent", "status"), [({}, 400), (file_of(b"\xff\xfe\x00"), 400), (file_of(SMALL), 302), (file_of(b"x" * 5_000_001), 400)]
)
def test_files_that_are_none(lead: Browser, sent: dict[str, SimpleUploadedFile], status: int) -> None:
    assert lead.post("/roadmaps/new/file/", sent).status == status


def test_a_file_that_was_not_taken_is_named_to_be_chosen_again(lead: Browser) -> None:
    page = lead.post("/roadmaps/new/file/", file_of("format: x"))
    assert page.texts("//div[input[@name='file']]//div[@class='note note-warn']//li") == ["roadmap.yaml"]
    assert lead.post("/roadmaps/new/file/", {}).texts("//div[@class='note note-warn']") == []


def test_a_file_never_replaces_a_roadmap_that_is_there(lead: Browser) -> None:
    page = lead.post("/roadmaps/new/file/", file_of(SMALL.replace("A small roadmap", "Replaced")))
    assert page.status == 409
    assert Roadmap.objects.get(key="small").title["en"] == "A small roadmap"


def test_the_settings_of_the_roadmap(lead: Browser, draft: "Document") -> None:
    answer = lead.save(
        "/roadmaps/small/settings/", title__ku="Sernav", languages=["ar", "en"], symbol="S/2023/9", t0="2024-01-01"
    )
    assert answer.status == 302
    saved = Roadmap.objects.get(key="small")
    assert (saved.title["ku"], saved.languages, saved.symbol, str(saved.t0)) == ("Sernav", ["en", "ar"], "S/2023/9", "2024-01-01")
    page = lead.follow(answer)
    lead.post("/roadmaps/small/settings/", page.form("//*[@id='flash']/form"))
    assert Roadmap.objects.get(key="small").languages == ["en", "ar", "ku"]
