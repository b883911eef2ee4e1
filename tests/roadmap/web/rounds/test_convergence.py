"""The page on which items stand against groups."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from roadmap.domain.queries import version_lines
from roadmap.domain.rounds import open_round
from roadmap.enums import Stand
from roadmap.models import Round
from tests import factories
from tests.conftest import Cast
from tests.roadmap.factories import small_roadmap
from tests.roadmap.round_factories import opened_round, prepared_round, small_version
from tests.roadmap.stances import FOCAL_POINT, REVIEWER, RIVAL, closed, draw_red_line, next_round, reword, take

EXAMS, SHELLING = "criteria/exams", "criteria/no-shelling"
URL = "/roadmaps/small/convergence/"


@pytest.fixture
def round_(cast: Cast) -> Round:
    return opened_round(cast)


@pytest.fixture
def lead(cast: Cast) -> Client:
    return factories.signed_in(cast.lead)


def page(client: Client, query: str = "") -> Any:
    response = client.get(URL + query)
    assert response.status_code == 200
    return html.fromstring(response.content.decode())


def words(tree: Any, path: str) -> list[str]:
    """What one reads or hears: the text, and the words of each sign."""
    return [" ".join(" ".join(each.xpath(".//text() | .//@aria-label")).split()) for each in tree.xpath(path)]


def test_items_stand_against_groups(cast: Cast, round_: Round, lead: Client) -> None:
    take(round_, FOCAL_POINT, EXAMS, Stand.CONDITIONAL, "إذا كان المعلمون آمنين.")
    take(round_, RIVAL, EXAMS, Stand.CANNOT_ACCEPT)
    draw_red_line(round_, REVIEWER)
    tree = page(lead)
    assert words(tree, "//*[@class='table-wrap heat']//thead//th") == ["Item", "Agreement", "Women of Homs", "Doctors of Idlib"]
    assert words(tree, "//*[@class='table-wrap heat']//tbody/tr/th") == ["C-02 Exams are recognised"]
    cells = words(tree, "//tr[@id='criteria-exams']/td")
    assert cells == [
        "1 of 2 50 %",
        "Accept with conditions Red line of a member",
        "Cannot accept",
    ]
    targets = tree.xpath("//tr[@id='criteria-exams']//td//a/@href")
    assert [len(tree.xpath(f"//*[@id='{each[1:]}']")) for each in targets] == [1, 1, 1]
    said = tree.xpath("//*[@id='said-criteria-exams-homs-women']//dd")[0]
    assert (said.text, said.get("lang"), said.get("dir")) == ("إذا كان المعلمون آمنين.", "ar", "auto")


def test_red_lines_say_who_on_what_and_since_when(cast: Cast, round_: Round, lead: Client) -> None:
    drawn = draw_red_line(round_, REVIEWER)
    take(round_, RIVAL, None, Stand.CANNOT_ACCEPT)
    tree = page(lead)
    lines = words(tree, "//section[@id='red-lines']//li")
    assert lines == [
        "The whole Cannot accept Doctors of Idlib since round 1 To the positions",
        "C-02 Exams are recognised Red line Women of Homs since round 1 To the comment C-02 لا نقبل هذا أبداً.",
    ]
    (quoted,) = tree.xpath("//section[@id='red-lines']//blockquote")
    assert (quoted.get("lang"), quoted.get("dir")) == ("ar", "rtl")
    answer = reverse("answer", args=["small", 1, drawn.uid])
    links = tree.xpath("//section[@id='red-lines']//a/@href")
    assert links == ["/roadmaps/small/rounds/1/positions/?stand=cannot_accept", answer]
    assert [lead.get(each).status_code for each in links] == [200, 200]


def test_movement_and_changed_text_are_marked(cast: Cast, round_: Round, lead: Client) -> None:
    take(round_, FOCAL_POINT, EXAMS, Stand.CANNOT_ACCEPT)
    take(round_, RIVAL, EXAMS, Stand.SUPPORT)
    reword(round_.roadmap, cast)
    second = next_round(cast, round_)
    take(second, FOCAL_POINT, EXAMS, Stand.SUPPORT)
    closed(second, cast)
    tree = page(lead)
    assert words(tree, "//tr[@id='criteria-exams']/th")[0].endswith("Text changed since")
    assert words(tree, "//tr[@id='criteria-exams']/td") == [
        "1 of 2 50 % Nearer than before 1 Round 1: 1 of 2",
        "Support Round 1: Cannot accept Nearer than before",
        "Has not signed off a position Round 1: Support",
    ]
    earlier = page(lead, "?round=1")
    assert words(earlier, "//tr[@id='criteria-exams']/td") == ["1 of 2 50 %", "Cannot accept", "Support"]
    assert words(page(lead, "?round=9"), "//tr[@id='criteria-exams']/td")[0].startswith("1 of 2 50 % Nearer")


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("?kind=criteria", ["criteria-exams", "criteria-no-shelling"]),
        ("?area=gov", ["criteria-exams", "criteria-no-shelling", "measures-exam-passage"]),
        ("?sector=education", ["measures-exam-passage"]),
        ("?group=idlib-doctors", ["whole", "criteria-no-shelling"]),
        ("?kind=sectors", []),
        ("?kind=sectors&quiet=on", ["sectors-aid", "sectors-education"]),
        ("?kind=no-such&page=9", ["whole", "criteria-exams", "measures-exam-passage", "criteria-no-shelling"]),
    ],
)
def test_the_table_is_narrowed(cast: Cast, round_: Round, lead: Client, query: str, rows: list[str]) -> None:
    take(round_, FOCAL_POINT, None, Stand.SUPPORT)
    take(round_, RIVAL, None, Stand.SUPPORT)
    take(round_, FOCAL_POINT, EXAMS, Stand.CANNOT_ACCEPT)
    take(round_, FOCAL_POINT, "measures/exam-passage", Stand.CONDITIONAL, "In summer.")
    take(round_, RIVAL, SHELLING, Stand.SUPPORT)
    assert sorted(page(lead, query).xpath("//*[@class='table-wrap heat']//tbody/tr/@id")) == sorted(rows)


def test_what_was_withheld_from_a_group_is_told_from_silence(cast: Cast, lead: Client) -> None:
    round_ = open_round(round=prepared_round(cast, withheld={cast.group: {"measures/exam-passage"}}), actor=cast.lead)
    take(round_, RIVAL, "measures/exam-passage", Stand.SUPPORT)
    cells = words(page(lead), "//tr[@id='measures-exam-passage']/td")
    assert cells == ["1 of 1 100 %", "Not shown to this group", "Support"]


def test_no_person_is_named(cast: Cast, round_: Round, lead: Client) -> None:
    take(round_, FOCAL_POINT, EXAMS, Stand.CONDITIONAL, "With teachers.")
    take(round_, REVIEWER, EXAMS, Stand.CANNOT_ACCEPT, "My own fear.", for_group=False)
    draw_red_line(round_, REVIEWER)
    shown = lead.get(URL).content.decode()
    assert "With teachers." in shown
    for invitation in round_.invitations.all():
        for name in (
            invitation.pseudonym,
            invitation.user.email,
            invitation.user.display_name,
            str(invitation.uid),
            "My own fear.",
        ):
            assert name not in shown


def test_others_find_nothing(cast: Cast, round_: Round) -> None:
    take(round_, RIVAL, EXAMS, Stand.CANNOT_ACCEPT)
    round_.roadmap.assignments.create(user=cast.monitor, role="monitor")
    small_roadmap("other", lead=cast.outsider)
    for person in (cast.outsider, cast.reviewer, cast.focal_point, cast.rival, cast.monitor):
        assert factories.signed_in(person).get(URL).status_code == 404
    assert Client().get(URL).status_code == 302
    assert factories.signed_in(cast.administrator).get(URL).status_code == 200


def test_before_the_first_round(cast: Cast, lead: Client) -> None:
    small_version(cast)
    assert words(page(lead), "//*[contains(@class, 'empty')]//*[contains(@class, 'strong')]") == ["No round was opened yet"]
    prepared_round(cast, small_version(cast, "second"))
    other = lead.get("/roadmaps/second/convergence/")
    assert "No round was opened yet" in other.content.decode()


def test_the_rounds_lead_here(cast: Cast, round_: Round, lead: Client) -> None:
    for address, target in (("/roadmaps/small/rounds/", URL), ("/roadmaps/small/rounds/1/", f"{URL}?round=1")):
        tree = html.fromstring(lead.get(address).content.decode())
        assert tree.xpath(f"//a[@href='{target}']") != []
    assert words(page(lead), "//nav//a[@aria-current='page']") == ["Rounds"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_any_number(
    cast: Cast, round_: Round, lead: Client, count: int, django_assert_num_queries: Any
) -> None:
    """Session, person, roadmap, assignment, navigation; rounds, groups, what is withheld, positions, limits."""
    last = round_
    for number in range(count - 1):
        reword(last.roadmap, cast, **{"title.en": f"Title {number}"})
        last = next_round(cast, last)
    for ref in (EXAMS, SHELLING, "areas/gov")[:count]:
        take(last, FOCAL_POINT, ref, Stand.CONDITIONAL, "Soon.")
        draw_red_line(last, RIVAL, ref)
    version_lines._known.clear()
    lead.get(f"{URL}?round={last.number}")
    with django_assert_num_queries(10):
        assert len(lead.get(f"{URL}?round={last.number}").context["rows"]) == count
