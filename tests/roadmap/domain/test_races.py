"""Races between people, workers and the clock. Each is shown to happen with its lock off, and not to happen with it."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections, transaction
from django.db.models import QuerySet

from roadmap.domain import deadlines
from roadmap.domain.deadlines import Late, hold_open_for
from roadmap.domain.notifications import claim_due
from roadmap.domain.responses import answer_comment
from roadmap.domain.rounds import close_round
from roadmap.enums import Outcome, RoundState
from roadmap.models import Comment, Invitation, OutboxMail, Round
from tests.conftest import Cast
from tests.roadmap.round_factories import opened_round, posted_comment

pytestmark = pytest.mark.django_db(transaction=True)
_LONG = 10
_A_MOMENT = 0.4


def lock_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if no row were ever locked."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_options: self)
    unlocked = deadlines._HOLD.replace("FOR SHARE OF r", "").replace("FOR NO KEY UPDATE OF i", "")
    monkeypatch.setattr(deadlines, "_HOLD", unlocked)


def side_by_side(*works: Callable[[], Any]) -> list[Any]:
    """What each answers, or the refusal that it raised, run at the same time."""

    def run(work: Callable[[], Any]) -> Any:
        try:
            return work()
        except Late as late:
            return late
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return [future.result(_LONG) for future in [pool.submit(run, work) for work in works]]


def post_while_closing(round_: Round) -> tuple[Any, Any]:
    """A comment is checked, the round is closed, the comment is written; answers the comment or Late, and the closed round."""
    invitation = Invitation.objects.select_related("round").get(user__email="rival@example.org")
    checked, closed = threading.Event(), threading.Event()

    def post() -> Comment:
        with transaction.atomic():
            hold_open_for(invitation)
            checked.set()
            closed.wait(_A_MOMENT)
            return posted_comment(invitation)

    def close() -> Round:
        checked.wait(_LONG)
        done = close_round(round=round_, actor=None)
        closed.set()
        return done

    comment, done = side_by_side(post, close)
    return comment, done


def written_at(comment: Comment) -> Any:
    """When the row was written, by the database's clock (the audit trail has it)."""
    from accounts.models import AuditEntry

    return AuditEntry.objects.get(table="roadmap_comment", row=str(comment.pk)).at


def test_without_the_lock_a_comment_slips_into_a_closed_round(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    round_ = opened_round(cast)
    lock_off(monkeypatch)
    comment, closed = post_while_closing(round_)
    assert written_at(comment) > closed.closed_at


def test_closing_waits_for_what_is_being_accepted(cast: Cast) -> None:
    round_ = opened_round(cast)
    comment, closed = post_while_closing(round_)
    assert written_at(comment) < closed.closed_at
    assert Comment.objects.count() == 1


def test_what_comes_while_the_round_is_being_closed_is_late(cast: Cast) -> None:
    round_ = opened_round(cast)
    invitation = round_.invitations.get(user=cast.rival)
    closing, asked = threading.Event(), threading.Event()

    def close() -> None:
        with transaction.atomic():
            close_round(round=round_, actor=None)
            closing.set()
            asked.wait(_A_MOMENT)

    def post() -> Comment:
        closing.wait(_LONG)
        with transaction.atomic():
            hold_open_for(invitation)
            return posted_comment(invitation)

    _nothing, answer = side_by_side(close, post)
    assert isinstance(answer, Late)
    assert (Comment.objects.count(), Round.objects.get().state) == (0, RoundState.CLOSED)


def claim_by_two() -> tuple[set[int], set[int]]:
    """Two workers look for mails at the same time; answers what each took."""
    looked, tried = threading.Event(), threading.Event()

    def first() -> set[int]:
        with transaction.atomic():
            taken = {row.pk for row in claim_due()}
            looked.set()
            tried.wait(_A_MOMENT)
            return taken

    def second() -> set[int]:
        looked.wait(_LONG)
        taken = {row.pk for row in claim_due()}
        tried.set()
        return taken

    one, two = side_by_side(first, second)
    return one, two


def test_without_the_lock_two_workers_take_the_same_mails(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    opened_round(cast)
    lock_off(monkeypatch)
    one, two = claim_by_two()
    assert (len(one), one & two) == (3, one)


def test_a_mail_is_taken_by_one_worker(cast: Cast) -> None:
    opened_round(cast)
    one, two = claim_by_two()
    assert (len(one), two) == (3, set())
    assert set(OutboxMail.objects.values_list("attempts", flat=True)) == {1}


def close_by_two(round_: Round) -> list[Any]:
    """Two close a round at the same time; answers what each said."""
    from accounts.domain.errors import Conflict

    ready = threading.Barrier(2)

    def close() -> str:
        ready.wait(_LONG)
        try:
            close_round(round=round_, actor=None)
        except Conflict:
            return "refused"
        return "closed"

    return sorted(side_by_side(close, close))


def test_a_round_is_closed_once(cast: Cast) -> None:
    assert close_by_two(opened_round(cast)) == ["closed", "refused"]


def test_of_two_first_answers_one_is_told_and_both_texts_are_there(cast: Cast) -> None:
    from roadmap.domain.drafting import Clash

    opened = opened_round(cast)
    comment = posted_comment(opened.invitations.get(user=cast.rival))
    round_ = close_round(round=opened, actor=cast.lead)
    comment.round = round_
    ready = threading.Barrier(2)

    def answer(actor: Any, text: str) -> Any:
        ready.wait(_LONG)
        try:
            return answer_comment(comment=comment, outcome=Outcome.PARTLY, reason={"en": text}, actor=actor)
        except Clash as clash:
            return clash

    answers = side_by_side(lambda: answer(cast.lead, "One."), lambda: answer(cast.drafter, "Two."))
    clash = next(each for each in answers if isinstance(each, Clash))
    kept = next(each for each in answers if not isinstance(each, Clash))
    assert {clash.contested[0].mine, clash.contested[0].theirs} == {"One.", "Two."}
    assert clash.contested[0].theirs == kept.reason["en"]
