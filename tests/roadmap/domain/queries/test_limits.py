"""Red lines, refusals and conditions: which of them hold."""

from typing import Any

import pytest

from roadmap.domain.comments import withdraw_comment
from roadmap.domain.invitations import withdraw_invitation
from roadmap.domain.queries.limits import Limit, limits_of, touched
from roadmap.enums import CommentKind, Stand
from roadmap.models import Round
from tests.conftest import Cast
from tests.roadmap.round_factories import opened_round, posted_comment
from tests.roadmap.stances import FOCAL_POINT, REVIEWER, RIVAL, draw_red_line, next_round, take

EXAMS = "criteria/exams"


@pytest.fixture
def round_(cast: Cast) -> Round:
    return opened_round(cast)


def told(limits: list[Limit]) -> list[tuple[str, str, int]]:
    return [(each.group, each.kind, each.since) for each in limits]


def test_who_and_what_and_since_when(cast: Cast, round_: Round) -> None:
    drawn = draw_red_line(round_, REVIEWER)
    take(round_, FOCAL_POINT, EXAMS, Stand.CONDITIONAL, "Heke mamoste ewle bin û şagird jî.")
    take(round_, RIVAL, EXAMS, Stand.CANNOT_ACCEPT)
    names = {"en": "Women of Homs", "ar": "نساء حمص"}
    rival = {"en": "Doctors of Idlib", "ar": "أطباء إدلب"}
    kept = {each.kind: each.uid for each in limits_of(round_.roadmap, cast.lead)[EXAMS]}
    assert limits_of(round_.roadmap, cast.lead) == {
        EXAMS: [
            Limit(EXAMS, "red_line", "homs-women", names, 1, 1, "لا نقبل هذا أبداً.", "ar", drawn.uid),
            Limit(EXAMS, "cannot_accept", "idlib-doctors", rival, 1, 1, "", "", kept["cannot_accept"]),
            Limit(
                EXAMS,
                "conditional",
                "homs-women",
                names,
                1,
                1,
                "Heke mamoste ewle bin û şagird jî.",
                "ku",
                kept["conditional"],
            ),
        ]
    }


def test_what_does_not_count(cast: Cast, round_: Round) -> None:
    """Drafts, what was withdrawn, other kinds of comments, what members hold themselves, and support."""
    draw_red_line(round_, REVIEWER, state="draft", posted_at=None)
    withdraw_comment(comment=draw_red_line(round_, RIVAL), actor=cast.rival)
    posted_comment(round_.invitations.get(user=cast.reviewer), kind=CommentKind.CONCERN)
    take(round_, REVIEWER, EXAMS, Stand.CANNOT_ACCEPT, for_group=False)
    take(round_, FOCAL_POINT, EXAMS, Stand.SUPPORT)
    take(round_, RIVAL, EXAMS, Stand.NONE)
    assert limits_of(round_.roadmap, cast.lead) == {}


def test_a_red_line_outlasts_the_round_until_the_group_accepts(cast: Cast, round_: Round) -> None:
    draw_red_line(round_, REVIEWER)
    take(round_, FOCAL_POINT, EXAMS, Stand.SUPPORT)  # the group and its member differ: both are told
    take(round_, RIVAL, EXAMS, Stand.CANNOT_ACCEPT)
    second = next_round(cast, round_)
    assert told(limits_of(round_.roadmap, cast.lead)[EXAMS]) == [
        ("homs-women", "red_line", 1),
        ("idlib-doctors", "cannot_accept", 1),
    ]
    take(second, FOCAL_POINT, EXAMS, Stand.CONDITIONAL, "Only with teachers.")
    take(second, RIVAL, EXAMS, Stand.CANNOT_ACCEPT)
    assert told(limits_of(round_.roadmap, cast.lead)[EXAMS]) == [
        ("idlib-doctors", "cannot_accept", 1),
        ("homs-women", "conditional", 2),
    ]
    assert told(limits_of(round_.roadmap, cast.lead, until=1)[EXAMS])[0] == ("homs-women", "red_line", 1)


def test_taking_no_position_any_more_lifts_a_refusal_but_no_red_line(cast: Cast, round_: Round) -> None:
    draw_red_line(round_, REVIEWER)
    take(round_, FOCAL_POINT, EXAMS, Stand.CANNOT_ACCEPT)
    second = next_round(cast, round_)
    take(second, FOCAL_POINT, EXAMS, Stand.NONE)
    assert told(limits_of(round_.roadmap, cast.lead)[EXAMS]) == [("homs-women", "red_line", 1)]


def test_what_was_said_outlasts_the_invitation_of_who_said_it(cast: Cast, round_: Round) -> None:
    drawn = draw_red_line(round_, RIVAL, ref=None)
    withdraw_invitation(invitation=drawn.invitation, actor=cast.lead)
    assert told(limits_of(round_.roadmap, cast.lead)[""]) == [("idlib-doctors", "red_line", 1)]


def test_conditions_alone_do_not_warn(cast: Cast, round_: Round) -> None:
    take(round_, FOCAL_POINT, EXAMS, Stand.CONDITIONAL, "Only with teachers.")
    take(round_, RIVAL, EXAMS, Stand.CONDITIONAL, "Only in summer.")
    assert touched(limits_of(round_.roadmap, cast.lead)[EXAMS]) == []
    draw_red_line(round_, RIVAL)
    assert [each.kind for each in touched(limits_of(round_.roadmap, cast.lead)[EXAMS])] == [
        "red_line",
        "conditional",
        "conditional",
    ]


def test_nobody_outside_learns_of_them(cast: Cast, round_: Round) -> None:
    draw_red_line(round_, REVIEWER)
    take(round_, RIVAL, EXAMS, Stand.CANNOT_ACCEPT)
    assert limits_of(round_.roadmap, cast.administrator) != {}
    for person in (cast.outsider, cast.monitor):
        assert limits_of(round_.roadmap, person) == {}


@pytest.mark.parametrize("count", [1, 3])
def test_one_query(cast: Cast, round_: Round, count: int, django_assert_num_queries: Any) -> None:
    for ref in (EXAMS, "criteria/no-shelling", None)[:count]:
        draw_red_line(round_, REVIEWER, ref)
        take(round_, RIVAL, ref, Stand.CANNOT_ACCEPT)
    roadmap = round_.roadmap
    with django_assert_num_queries(1):
        assert len(limits_of(roadmap, cast.lead)) == count
