"""An edit that touches a red line is saved, and says so; the item shows before whose red line it is."""

from typing import Any

import pytest

from roadmap.enums import Stand
from roadmap.models import Roadmap, Round
from tests.conftest import Cast
from tests.factories import signed_in
from tests.roadmap.factories import SMALL, small_roadmap
from tests.roadmap.round_factories import opened_round, small_version
from tests.roadmap.stances import FOCAL_POINT, REVIEWER, RIVAL, draw_red_line, next_round, take
from tests.roadmap.web.desk.conftest import HTMX, Browser
from tests.roadmap.web.desk.test_page import PAGE_QUERIES

PAGE = "/roadmaps/small/"
EDIT = f"{PAGE}draft/criteria/exams/edit/"
EXAMS = "criteria/exams"
SAID = [
    "Red line Women of Homs since round 1 لا نقبل هذا أبداً.",
    "Cannot accept Doctors of Idlib since round 1",
    "Accept with conditions Women of Homs since round 1 With teachers.",
]
CARD = "//article[@id='criteria-exams']"


@pytest.fixture
def roadmap(cast: Cast) -> Roadmap:
    return small_version(cast).roadmap


@pytest.fixture
def round_(cast: Cast, roadmap: Roadmap) -> Round:
    round_ = opened_round(cast, roadmap.versions.get())
    draw_red_line(round_, REVIEWER)
    take(round_, RIVAL, EXAMS, Stand.CANNOT_ACCEPT)
    take(round_, FOCAL_POINT, EXAMS, Stand.CONDITIONAL, "With teachers.")
    take(round_, RIVAL, "criteria/no-shelling", Stand.CONDITIONAL, "With monitors.")
    return round_


def test_the_card_says_who_and_what(round_: Round, lead: Browser) -> None:
    page = lead.get(PAGE)
    marked = [each.get("id") for each in page.tree.xpath("//article[@id][.//details[contains(@class, 'item-limits')]]")]
    assert marked == ["criteria-exams"]
    assert page.texts(f"{CARD}//details/summary[.//*[@class='muted']]") == [
        "Not acceptable to: Women of Homs (Red line) Doctors of Idlib (Cannot accept)"
    ]
    assert page.texts(f"{CARD}//*[contains(@class, 'limits')]/li") == SAID
    quoted = page.tree.xpath(f"{CARD}//blockquote")
    assert [(each.get("lang"), each.get("dir")) for each in quoted] == [("ar", "rtl"), ("en", "ltr")]


def test_the_form_says_it_before_one_writes(round_: Round, lead: Browser) -> None:
    for more in ({}, HTMX):
        page = lead.get(EDIT, **more)
        assert page.texts("//form//*[contains(@class, 'note-warn')]//li") == SAID
    assert lead.get(f"{PAGE}draft/criteria/no-shelling/edit/").tree.xpath("//*[contains(@class, 'limits')]") == []


@pytest.mark.parametrize("more", [{}, HTMX], ids=["plain", "htmx"])
def test_an_edit_is_saved_and_warns(round_: Round, lead: Browser, draft: Any, more: dict[str, str]) -> None:
    data = lead.get(EDIT).form() | {"title.en": "Exams count"}
    answer = lead.post(EDIT, data, **more)
    page = answer if more else lead.follow(answer)
    assert page.texts("//*[@id='flash']//form//span")[0] == "C-02 is saved."
    assert page.texts("//*[@id='flash']//details//li") == SAID
    assert draft().entry(EXAMS).title("en") == "Exams count"
    assert lead.get(PAGE).texts("//*[@id='flash']//details") == []


def test_nothing_changed_warns_of_nothing(round_: Round, lead: Browser) -> None:
    page = lead.follow(lead.save(EDIT))
    assert page.texts("//*[@id='flash']//span") == ["C-02: nothing was changed."]
    assert page.texts("//*[@id='flash']//details") == []


def test_an_edit_elsewhere_does_not_warn(round_: Round, lead: Browser) -> None:
    page = lead.follow(lead.save(f"{PAGE}draft/criteria/no-shelling/edit/", title__en="Silence"))
    assert page.texts("//*[@id='flash']//form//span")[0] == "C-01 is saved."
    assert page.texts("//*[@id='flash']//details") == []


def test_a_file_in_place_of_the_draft_warns_before_it_is_taken(round_: Round, lead: Browser) -> None:
    text = SMALL.replace("Exams are recognised", "Exams count").replace("No shelling of homes", "No shelling")
    page = lead.post(f"{PAGE}import/", {"text": text})
    assert page.texts("//*[contains(@class, 'note-warn')]//p[bdi]") == ["C-02 Exams count"]
    assert page.texts("//*[contains(@class, 'note-warn')]//li") == SAID
    quiet = lead.post(f"{PAGE}import/", {"text": SMALL.replace("No shelling of homes", "No shelling")})
    assert quiet.tree.xpath("//*[contains(@class, 'note-warn')]") == []


def test_the_mark_goes_when_the_groups_accept(cast: Cast, round_: Round, lead: Browser) -> None:
    lead.get(PAGE)
    second = next_round(cast, round_)
    take(second, FOCAL_POINT, EXAMS, Stand.SUPPORT)
    assert lead.get(PAGE).texts(f"{CARD}//*[contains(@class, 'limits')]/li") == ["Cannot accept Doctors of Idlib since round 1"]
    take(second, RIVAL, EXAMS, Stand.SUPPORT)
    assert lead.get(PAGE).tree.xpath("//*[contains(@class, 'limits')]") == []


def test_one_roadmap_does_not_tell_of_another(cast: Cast, round_: Round, lead: Browser) -> None:
    small_roadmap("other", lead=cast.outsider)
    outsider = Browser(signed_in(cast.outsider))
    assert outsider.get("/roadmaps/other/").tree.xpath("//*[contains(@class, 'limits')]") == []
    assert outsider.get(PAGE).status == 404
    assert lead.get(PAGE).tree.xpath("//*[contains(@class, 'limits')]") != []


def test_no_person_is_named(cast: Cast, round_: Round, lead: Browser) -> None:
    page = lead.client.get(EDIT).content.decode() + lead.client.get(PAGE).content.decode()
    for invitation in round_.invitations.all():
        for name in (invitation.pseudonym, invitation.user.email, invitation.user.display_name):
            assert name not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_marks_take_one_query(
    cast: Cast, roadmap: Roadmap, lead: Browser, count: int, django_assert_num_queries: Any
) -> None:
    round_ = opened_round(cast, roadmap.versions.get())
    for ref in (EXAMS, "criteria/no-shelling", "areas/gov")[:count]:
        draw_red_line(round_, REVIEWER, ref)
        take(round_, RIVAL, ref, Stand.CANNOT_ACCEPT)
    lead.get(PAGE)
    with django_assert_num_queries(PAGE_QUERIES):
        assert len(lead.get(PAGE).tree.xpath("//details[contains(@class, 'item-limits')]")) == count
