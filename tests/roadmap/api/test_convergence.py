"""Convergence through the API, and the warnings of an edit that touches a red line."""

from typing import Any

import pytest

from roadmap.domain.queries import version_lines
from roadmap.enums import Stand
from roadmap.models import Round
from tests.conftest import Cast
from tests.roadmap.api.client import Api
from tests.roadmap.factories import SMALL, small_roadmap
from tests.roadmap.round_factories import opened_round, prepared_round
from tests.roadmap.stances import FOCAL_POINT, REVIEWER, RIVAL, closed, draw_red_line, next_round, reword, take

pytestmark = pytest.mark.django_db
ADDRESS = "roadmaps/small/convergence/"
EXAMS, SHELLING = "criteria/exams", "criteria/no-shelling"
RED_LINE = {
    "item": EXAMS,
    "kind": "red_line",
    "group": "homs-women",
    "since": 1,
    "text": "لا نقبل هذا أبداً.",
    "language": "ar",
    "outcome": None,
}
REFUSAL = {**RED_LINE, "kind": "cannot_accept", "group": "idlib-doctors", "text": "", "language": ""}


@pytest.fixture
def round_(cast: Cast) -> Round:
    return opened_round(cast)


def test_the_whole_answer(cast: Cast, round_: Round) -> None:
    take(round_, FOCAL_POINT, EXAMS, Stand.SUPPORT)
    take(round_, RIVAL, EXAMS, Stand.CANNOT_ACCEPT)
    draw_red_line(round_, REVIEWER)
    reword(round_.roadmap, cast)
    second = next_round(cast, round_)
    take(second, FOCAL_POINT, EXAMS, Stand.CONDITIONAL, "With teachers.")
    draw_red_line(second, REVIEWER, None, text="Not like this.", language="en")
    closed(second, cast)
    answer = Api(cast.lead).get(ADDRESS).json()
    shown = {"number": 2, "version": 2, "state": "closed"}
    assert (answer["round"], answer["rounds"]) == (shown, [{"number": 1, "version": 1, "state": "closed"}, shown])
    assert answer["groups"] == [
        {"uid": str(cast.group.uid), "key": "homs-women", "name": "Women of Homs"},
        {"uid": str(cast.rival_group.uid), "key": "idlib-doctors", "name": "Doctors of Idlib"},
    ]
    assert answer["absent"] == []
    assert answer["items"] == [
        {
            "item": EXAMS,
            "code": "C-02",
            "title": "Exams are recognised",
            "against": 1,
            "nearer": 0,
            "further": 1,
            "rounds": [
                step(1, support=1, cannot_accept=1),
                step(2, conditional=1, reworded=True),
            ],
            "groups": [
                {
                    "group": "homs-women",
                    "move": "further",
                    "red_line": False,
                    "rounds": [
                        {"round": 1, "stand": "support", "conditions": ""},
                        {"round": 2, "stand": "conditional", "conditions": "With teachers."},
                    ],
                },
                {
                    "group": "idlib-doctors",
                    "move": "silent",
                    "red_line": False,
                    "rounds": [
                        {"round": 1, "stand": "cannot_accept", "conditions": ""},
                        {"round": 2, "stand": "", "conditions": ""},
                    ],
                },
            ],
        }
    ]
    whole = {**RED_LINE, "item": None, "since": 2, "text": "Not like this.", "language": "en"}
    assert answer["red_lines"] == [whole, REFUSAL]
    assert (answer["whole"]["item"], answer["whole"]["against"]) == (None, 1)


def step(
    number: int, *, support: int = 0, conditional: int = 0, cannot_accept: int = 0, reworded: bool = False
) -> dict[str, Any]:
    return {
        "round": number,
        "version": number,
        "asked": 2,
        "support": support,
        "conditional": conditional,
        "cannot_accept": cannot_accept,
        "share": 50,
        "reworded": reworded,
    }


def test_it_is_narrowed(cast: Cast, round_: Round) -> None:
    take(round_, FOCAL_POINT, EXAMS, Stand.CANNOT_ACCEPT)
    take(round_, RIVAL, "measures/exam-passage", Stand.SUPPORT)
    prepared_round(cast, round_.version)
    api = Api(cast.lead)

    def found(**query: Any) -> list[str]:
        return [item["item"] for item in api.get(ADDRESS, query).json()["items"]]

    assert found() == [EXAMS, "measures/exam-passage"]
    assert found(kind="measures") == ["measures/exam-passage"]
    assert found(sector="education") == ["measures/exam-passage"]
    assert found(area="gov", kind="criteria") == [EXAMS]
    assert found(group=str(cast.rival_group.uid)) == ["measures/exam-passage"]
    assert found(group="00000000-0000-4000-8000-000000000000") == []
    assert found(kind="mandates", quiet="true") == ["mandates/unscr-2254"]
    assert api.get(ADDRESS, {"group": "x"}).status_code == 400
    assert [api.get(ADDRESS, {"round": number}).status_code for number in ("1", "2", "9", "x")] == [200, 404, 404, 404]


def test_without_a_round(cast: Cast) -> None:
    small_roadmap(lead=cast.lead)
    empty: dict[str, Any] = {
        "round": None,
        "whole": None,
        **{name: [] for name in ("rounds", "groups", "absent", "items", "red_lines")},
    }
    assert Api(cast.lead).get(ADDRESS).json() == empty


def test_nobody_else_learns_of_it_and_no_person_is_named(cast: Cast, round_: Round) -> None:
    draw_red_line(round_, REVIEWER)
    take(round_, REVIEWER, SHELLING, Stand.CANNOT_ACCEPT, "My own fear.", for_group=False)
    round_.roadmap.assignments.create(user=cast.monitor, role="monitor")
    for person in (cast.outsider, cast.monitor, cast.reviewer, cast.focal_point, cast.rival):
        missing, there = Api(person).get("roadmaps/no-such/convergence/"), Api(person).get(ADDRESS)
        assert (there.status_code, there.content) == (404, missing.content)
    assert Api(None).get(ADDRESS).status_code == 401
    told = Api(cast.administrator).get(ADDRESS, {"quiet": "1"}).content.decode()
    assert RED_LINE["text"] in told
    for invitation in round_.invitations.all():
        for name in (
            invitation.pseudonym,
            invitation.user.email,
            invitation.user.display_name,
            str(invitation.uid),
            "My own fear.",
        ):
            assert name not in told


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_for_any_number(cast: Cast, round_: Round, count: int, django_assert_num_queries: Any) -> None:
    """Token and person, roadmap, assignment; rounds, groups, what is withheld, positions, limits, and once the versions."""
    last = round_
    for number in range(count - 1):
        reword(last.roadmap, cast, **{"title.en": f"Title {number}"})
        last = next_round(cast, last)
    for ref in (EXAMS, SHELLING, "areas/gov")[:count]:
        take(last, FOCAL_POINT, ref, Stand.CONDITIONAL, "Soon.")
        draw_red_line(last, RIVAL, ref)
    api = Api(cast.lead)
    api.get("themes/")
    version_lines._known.clear()
    for queries in (9, 8):
        with django_assert_num_queries(queries):
            assert len(api.get(ADDRESS, {"round": last.number}).json()["items"]) == count


def test_an_edit_that_touches_a_red_line_is_saved_and_warns(cast: Cast, round_: Round) -> None:
    take(round_, RIVAL, EXAMS, Stand.CANNOT_ACCEPT)
    draw_red_line(round_, REVIEWER)
    take(round_, FOCAL_POINT, EXAMS, Stand.CONDITIONAL, "With teachers.")
    take(round_, FOCAL_POINT, SHELLING, Stand.CONDITIONAL, "With monitors.")
    api = Api(cast.lead)
    address = f"roadmaps/small/{EXAMS}/"
    etag = api.get(address)["ETag"]
    answer = api.patch(address, {"title.en": "Exams count"}, if_match=etag)
    condition = {**RED_LINE, "kind": "conditional", "text": "With teachers.", "language": "en"}
    assert answer.json()["warnings"] == [RED_LINE, REFUSAL, condition]
    assert (answer.status_code, answer.json()["title"]["en"]) == (200, "Exams count")
    assert "warnings" not in api.get(address).json()
    same = api.patch(address, {"title.en": "Exams count"}, if_match=answer["ETag"])
    assert same.json()["warnings"] == []
    other = f"roadmaps/small/{SHELLING}/"
    assert api.patch(other, {"title.en": "Quiet"}, if_match=api.get(other)["ETag"]).json()["warnings"] == []


def test_a_file_that_touches_a_red_line_warns_before_and_after(cast: Cast, round_: Round) -> None:
    draw_red_line(round_, REVIEWER)
    take(round_, RIVAL, SHELLING, Stand.CANNOT_ACCEPT)
    api = Api(cast.lead)
    text = SMALL.replace("Exams are recognised", "Exams count").replace("Cross-line convoys,", "Convoys,")
    etag = api.get("roadmaps/small/document/")["ETag"]
    for query in ("?dry_run=1", ""):
        answer = api.put(f"roadmaps/small/document/{query}", text, content_type="application/yaml", if_match=etag)
        assert (answer.status_code, answer.json()["changed"]) == (200, [EXAMS, "measures/cross-line-convoys"])
        assert answer.json()["warnings"] == [RED_LINE]
