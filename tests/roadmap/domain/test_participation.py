"""What is left to do, and being finished."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.domain.errors import Forbidden
from roadmap.domain.comments import save_draft
from roadmap.domain.deadlines import Late
from roadmap.domain.participation import finish, left_to_do, reopen
from roadmap.domain.rounds import close_round
from roadmap.models import Invitation
from tests.conftest import Cast
from tests.roadmap.domain.test_comments import EXAMS, WORDS, place, post
from tests.roadmap.domain.test_positions import take
from tests.roadmap.round_factories import opened_round

ALL = [
    "criteria/no-shelling", "criteria/exams", "measures/exam-passage", "measures/cross-line-convoys",
    "milestones/gov-lists", "milestones/aanes-buses", "parked/constitution", "sections/introduction",
]  # fmt: skip


def test_all_that_a_position_is_asked_for_is_left_at_first(cast: Cast) -> None:
    mine = place(opened_round(cast), cast.reviewer)
    left = left_to_do(mine)
    assert sorted(entry.ref for entry in left.wanted) == sorted(ALL)
    assert list(left.open) == left.wanted
    assert (left.total, left.answered, left.drafts, left.has_overall, left.needs_group_overall) == (8, 0, 0, False, False)
    assert left_to_do(place(mine.round, cast.focal_point)).needs_group_overall


def test_a_position_or_a_comment_answers_an_item_and_a_draft_does_not(cast: Cast) -> None:
    round_ = opened_round(cast)
    mine, focal = place(round_, cast.reviewer), place(round_, cast.focal_point)
    take(mine, "support", "criteria/exams")
    post(mine, "criteria/no-shelling")
    save_draft(invitation=mine, item_ref="sections/introduction", client_key=uuid.uuid4(), actor=mine.user, **WORDS)
    take(mine, "none", None)
    take(focal, "support", "parked/constitution")
    take(focal, "cannot_accept", EXAMS, for_group=True)
    left = left_to_do(mine)
    assert (left.answered, left.drafts, left.has_overall) == (2, 1, True)
    assert (left.by_ref[EXAMS].stand, left.by_ref[EXAMS].group_stand) == ("support", "cannot_accept")
    assert left.next is not None
    assert not left.by_ref[left.next.ref].is_answered


def test_what_is_withheld_is_not_left_to_do(cast: Cast) -> None:
    mine = place(opened_round(cast, withheld={cast.group: ["measures/exam-passage"]}), cast.reviewer)
    refs = {entry.ref for entry in left_to_do(mine).wanted}
    assert refs == set(ALL) - {"measures/exam-passage", "milestones/gov-lists", "milestones/aanes-buses"}


def test_what_is_left_costs_four_queries(cast: Cast) -> None:
    mine = place(opened_round(cast), cast.reviewer)
    for ref in ALL[:3]:
        post(mine, ref)
    again = place(mine.round, cast.reviewer)
    with CaptureQueriesContext(connection) as queries:
        left_to_do(again)
    assert len(queries) == 4


def test_finished_and_going_on(cast: Cast) -> None:
    mine = place(opened_round(cast), cast.reviewer)
    finish(invitation=mine, actor=mine.user)
    first = Invitation.objects.get(pk=mine.pk).finished_at
    finish(invitation=mine, actor=mine.user)
    assert Invitation.objects.get(pk=mine.pk).finished_at == first is not None
    reopen(invitation=mine, actor=mine.user)
    assert Invitation.objects.get(pk=mine.pk).finished_at is None
    with pytest.raises(Forbidden):
        finish(invitation=mine, actor=cast.focal_point)
    close_round(round=mine.round, actor=cast.lead)
    for verb in (finish, reopen):
        with pytest.raises(Late):
            verb(invitation=mine, actor=mine.user)
