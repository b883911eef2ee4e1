"""The office's answers, from the first word to their release."""

import pytest

from accounts.domain.errors import Conflict, Invalid
from accounts.models import AuditEntry
from roadmap.domain.drafting import Clash
from roadmap.domain.responses import AnswersMissing, answer_comment, note_comments, release_answers
from roadmap.domain.rounds import close_round
from roadmap.enums import CommentState, MailKind, Outcome, RoundState
from roadmap.models import Comment, OutboxMail, Response, Round
from tests.conftest import Cast
from tests.roadmap.round_factories import opened_round, posted_comment

WHY = {"en": "The criterion says so now.", "ar": "صار المعيار ينص على ذلك."}


@pytest.fixture
def round_(cast: Cast) -> Round:
    """A closed round with two comments of the reviewer, one of the rival, a draft and a withdrawn one."""
    opened = opened_round(cast)
    mine = opened.invitations.get(user=cast.reviewer)
    posted_comment(mine)
    posted_comment(mine, "measures/exam-passage")
    posted_comment(opened.invitations.get(user=cast.rival), None)
    posted_comment(mine, state=CommentState.DRAFT, posted_at=None)
    posted_comment(mine, state=CommentState.WITHDRAWN)
    return close_round(round=opened, actor=cast.lead)


@pytest.fixture
def comment(round_: Round) -> Comment:
    return Comment.objects.posted().order_by("pk")[0]


def test_an_answer_is_kept_with_its_reason_and_change_and_is_not_released(cast: Cast, comment: Comment) -> None:
    answer = answer_comment(
        comment=comment, outcome=Outcome.ACCEPTED, reason={**WHY, "ku": " "}, change="criteria/exams", actor=cast.lead
    )
    answer.refresh_from_db()
    assert (answer.outcome, answer.reason, answer.change) == (Outcome.ACCEPTED, WHY, "criteria/exams")
    assert (answer.author, answer.revision, answer.released_at) == (cast.lead, 1, None)
    entry = AuditEntry.objects.get(table="roadmap_response")
    assert (entry.actor, entry.verb) == (str(cast.lead.pk), "answer_comment")


@pytest.mark.parametrize(
    ("given", "paths"),
    [
        ({"outcome": "maybe"}, ["outcome"]),
        ({"outcome": Outcome.DECLINED}, ["reason"]),
        ({"outcome": Outcome.DECLINED, "reason": {"en": "No\u202e"}}, ["reason.en"]),
        ({"outcome": Outcome.DECLINED, "reason": {"en": "x" * 10_001}}, ["reason.en"]),
        ({"outcome": Outcome.NOTED, "change": "criteria/none"}, ["change"]),
        ({"outcome": Outcome.NOTED, "change": "nonsense"}, ["change"]),
    ],
)
def test_what_is_not_an_answer_is_refused(cast: Cast, comment: Comment, given: dict[str, object], paths: list[str]) -> None:
    with pytest.raises(Invalid) as refusal:
        answer_comment(comment=comment, actor=cast.lead, **given)
    assert [problem.path for problem in refusal.value.problems] == paths
    assert Response.objects.count() == 0


def test_only_comments_of_closed_rounds_are_answered(cast: Cast, comment: Comment) -> None:
    running = posted_comment(opened_round(cast, comment.round.version).invitations.get(user=cast.reviewer))
    withdrawn = Comment.objects.get(state=CommentState.WITHDRAWN)
    for refused in (running, withdrawn):
        with pytest.raises(Conflict):
            answer_comment(comment=refused, outcome=Outcome.NOTED, actor=cast.lead)


def test_rewriting_from_the_latest_answer_is_fine(cast: Cast, comment: Comment) -> None:
    answer_comment(comment=comment, outcome=Outcome.NOTED, actor=cast.lead)
    answer = answer_comment(comment=comment, outcome=Outcome.PARTLY, reason=WHY, base=1, actor=cast.drafter)
    assert (answer.outcome, answer.revision, answer.author) == (Outcome.PARTLY, 2, cast.drafter)


def test_two_who_answer_one_comment_are_told_and_lose_nothing(cast: Cast, comment: Comment) -> None:
    answer_comment(comment=comment, outcome=Outcome.PARTLY, reason=WHY, actor=cast.lead)
    with pytest.raises(Clash) as clash:
        answer_comment(comment=comment, outcome=Outcome.DECLINED, reason={"en": "No.", "ar": WHY["ar"]}, actor=cast.drafter)
    assert {(each.path, each.mine, each.theirs) for each in clash.value.contested} == {
        ("outcome", "declined", "partly"),
        ("reason.en", "No.", WHY["en"]),
    }
    assert clash.value.revision == 1
    assert Response.objects.get().reason == WHY


def test_the_same_answer_twice_is_one_answer(cast: Cast, comment: Comment) -> None:
    for _time in range(2):
        answer = answer_comment(comment=comment, outcome=Outcome.PARTLY, reason=WHY, actor=cast.lead)
    assert (Response.objects.count(), answer.revision) == (1, 1)


def test_many_are_noted_at_once_and_answers_are_kept(cast: Cast, round_: Round, comment: Comment) -> None:
    answer_comment(comment=comment, outcome=Outcome.PARTLY, reason=WHY, actor=cast.lead)
    everything = list(Comment.objects.all())
    assert note_comments(round=round_, comments=everything, reason={"en": "Thank you."}, actor=cast.lead) == 2
    assert sorted(Response.objects.values_list("outcome", flat=True)) == ["noted", "noted", "partly"]
    assert note_comments(round=round_, comments=everything, actor=cast.lead) == 0


def test_comments_of_another_round_are_not_noted_along(cast: Cast, round_: Round) -> None:
    other = opened_round(cast, round_.version)
    foreign = posted_comment(other.invitations.get(user=cast.rival))
    assert note_comments(round=round_, comments=[foreign], actor=cast.lead) == 0


def test_answers_are_released_all_together_or_not_at_all(cast: Cast, round_: Round, comment: Comment) -> None:
    answer_comment(comment=comment, outcome=Outcome.PARTLY, reason=WHY, actor=cast.lead)
    with pytest.raises(AnswersMissing) as refusal:
        release_answers(round=round_, actor=cast.lead)
    assert refusal.value.count == 2
    assert Response.objects.get().released_at is None
    note_comments(round=round_, comments=Comment.objects.all(), actor=cast.lead)
    released = release_answers(round=round_, actor=cast.lead)
    assert (released.state, released.answered_at is not None) == (RoundState.ANSWERED, True)
    assert Response.objects.filter(released_at=None).count() == 0
    told = OutboxMail.objects.filter(kind=MailKind.ANSWERS).values_list("recipient", flat=True)
    assert set(told) == {cast.reviewer.pk, cast.rival.pk}


def test_released_answers_are_kept_as_they_were_read(cast: Cast, round_: Round, comment: Comment) -> None:
    note_comments(round=round_, comments=Comment.objects.all(), actor=cast.lead)
    release_answers(round=round_, actor=cast.lead)
    with pytest.raises(Conflict):
        answer_comment(comment=comment, outcome=Outcome.PARTLY, reason=WHY, base=1, actor=cast.lead)
    with pytest.raises(Conflict):
        release_answers(round=round_, actor=cast.lead)


def test_answers_of_an_open_round_cannot_be_released(cast: Cast) -> None:
    with pytest.raises(Conflict):
        release_answers(round=opened_round(cast), actor=cast.lead)
