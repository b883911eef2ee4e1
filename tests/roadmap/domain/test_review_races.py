"""Two at the same time. Each race is first shown with the lock off."""

import threading
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from roadmap.domain import deadlines, links
from roadmap.domain.comments import Late, post_comment
from roadmap.domain.links import LinkRefused, issue_link, use_link
from roadmap.domain.positions import take_position
from roadmap.domain.rounds import close_round
from roadmap.enums import LinkKind, RoundState
from roadmap.models import Comment, Invitation, InvitationLink, Position, Round
from tests.conftest import Cast
from tests.roadmap.domain.test_comments import EXAMS, WORDS, place
from tests.roadmap.round_factories import opened_round

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def mine(cast: Cast) -> Invitation:
    return place(opened_round(cast), cast.reviewer)


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Run each in a thread with a connection of its own, started together; what each returned or raised."""
    start = threading.Barrier(len(works))
    answers: list[Any] = [None] * len(works)

    def run(place: int, work: Callable[[], Any]) -> None:
        try:
            start.wait(10)
            answers[place] = work()
        except Exception as error:  # noqa: BLE001 it is the answer
            answers[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return answers


def slow(table: str, moment: str) -> None:
    """Make the database take its time before a row of ``table`` is written, so that the race is met every time."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION test_dawdle() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN PERFORM pg_sleep(0.3); RETURN NEW; END $$"
        )
        cursor.execute(f"CREATE TRIGGER test_dawdle BEFORE {moment} ON {table} FOR EACH ROW EXECUTE FUNCTION test_dawdle()")


@pytest.fixture
def dawdle():  # type: ignore[no-untyped-def]
    tables: list[str] = []

    def arm(table: str, moment: str) -> None:
        slow(table, moment)
        tables.append(table)

    yield arm
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"DROP TRIGGER test_dawdle ON {table}")


@pytest.mark.parametrize("locked", [False, True])
def test_a_link_lets_one_in(mine: Invitation, monkeypatch: pytest.MonkeyPatch, dawdle: Any, locked: bool) -> None:
    if not locked:
        monkeypatch.setattr(links, "_locked", links._usable)
    token = issue_link(invitation=mine, kind=LinkKind.LINK, expires_at=timezone.now() + timedelta(hours=1))
    dawdle("roadmap_invitationlink", "UPDATE")
    answers = at_once(lambda: use_link(token=token), lambda: use_link(token=token))
    came_in = [answer for answer in answers if isinstance(answer, Invitation)]
    assert len(came_in) == (1 if locked else 2)
    assert [type(answer) for answer in answers if answer not in came_in] == ([LinkRefused] if locked else [])
    assert InvitationLink.objects.get().used_at is not None


@pytest.mark.parametrize("locked", [False, True])
def test_a_comment_sent_twice_at_once_is_one(
    mine: Invitation, monkeypatch: pytest.MonkeyPatch, dawdle: Any, locked: bool
) -> None:
    """Without the lock the second post is refused by the table's own constraint: a crash instead of a receipt."""
    if not locked:
        monkeypatch.setattr(deadlines, "_HOLD", without_locks(deadlines._HOLD))
    dawdle("roadmap_comment", "INSERT")
    key = uuid.uuid4()

    def post() -> Comment:
        return post_comment(invitation=mine, item_ref=EXAMS, client_key=key, actor=mine.user, **WORDS)

    answers = at_once(post, post)
    assert Comment.objects.count() == 1
    receipts = {answer.receipt for answer in answers if isinstance(answer, Comment)}
    assert len(receipts) == 1
    assert sum(isinstance(answer, Comment) for answer in answers) == (2 if locked else 1)


@pytest.mark.parametrize("locked", [False, True])
def test_nothing_is_accepted_once_a_round_is_closed(
    cast: Cast, mine: Invitation, monkeypatch: pytest.MonkeyPatch, dawdle: Any, locked: bool
) -> None:
    """Closing waits for what is being accepted; without the lock a comment appears in a round that was closed before."""
    if not locked:
        monkeypatch.setattr(deadlines, "_HOLD", without_locks(deadlines._HOLD))
    dawdle("roadmap_comment", "INSERT")
    closed_at: list[int] = []

    def post() -> Comment:
        return post_comment(invitation=mine, item_ref=EXAMS, client_key=uuid.uuid4(), actor=mine.user, **WORDS)

    def close() -> Round:
        threading.Event().wait(0.1)
        closed = close_round(round=mine.round, actor=cast.lead)
        closed_at.append(Comment.objects.count())
        return closed

    posted, closed = at_once(post, close)
    assert closed.state == RoundState.CLOSED
    assert isinstance(posted, Comment)
    assert closed_at == ([1] if locked else [0])
    with pytest.raises(Late):
        post()


def test_two_tabs_take_one_position(mine: Invitation, dawdle: Any) -> None:
    dawdle("roadmap_position", "INSERT")

    def take(stand: str) -> Callable[[], Position]:
        return lambda: take_position(invitation=mine, item_ref=EXAMS, stand=stand, actor=mine.user)

    answers = at_once(take("support"), take("cannot_accept"))
    assert {type(answer) for answer in answers} == {Position}
    assert Position.objects.count() == 1


def without_locks(sql: str) -> str:
    return "\n".join(line for line in sql.splitlines() if not line.strip().startswith("FOR "))
