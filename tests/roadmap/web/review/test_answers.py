"""What became of a member's comments: the answer, and where the change can be read."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from roadmap.domain.rounds import close_round
from roadmap.domain.versions import freeze_version
from roadmap.enums import RoundState
from roadmap.models import Comment, Invitation, Response, Round
from tests import factories
from tests.conftest import Cast
from tests.roadmap.domain.test_comments import EXAMS, place, post
from tests.roadmap.round_factories import opened_round


@pytest.fixture
def answered(cast: Cast) -> Comment:
    """A comment of the reviewer in a round that was answered: it led to a change of the item on exams."""
    comment = post(place(opened_round(cast), cast.reviewer))
    close_round(round=comment.round, actor=cast.lead)
    reason = {"en": "It is now said who counts.", "ar": "صار واضحاً من يعدّ."}
    Response.objects.create(
        comment=comment, outcome="accepted", reason=reason, change=EXAMS, author=cast.lead, released_at=timezone.now()
    )
    Round.objects.update(state=RoundState.ANSWERED)
    return comment


def next_round(cast: Cast, comment: Comment, **terms: object) -> Invitation:
    version = freeze_version(roadmap=comment.round.roadmap, note="Second", actor=cast.lead)
    return place(opened_round(cast, version, closes_at=timezone.now() + timedelta(days=5), **terms), cast.reviewer)


def page(cast: Cast, comment: Comment, language: str = "en") -> str:
    client = factories.signed_in(cast.reviewer)
    client.cookies["django_language"] = language
    return client.get(reverse("review_comments", args=[comment.invitation.uid])).content.decode()


def test_the_answer_is_read_in_the_readers_language_or_in_another(cast: Cast, answered: Comment) -> None:
    assert "It is now said who counts." in page(cast, answered)
    assert '<p lang="ar" dir="rtl">صار واضحاً من يعدّ.</p>' in page(cast, answered, "ar")
    assert '<p lang="en" dir="ltr">It is now said who counts.</p>' in page(cast, answered, "ku")


def test_the_change_is_linked_where_the_member_is_invited_again(cast: Cast, answered: Comment) -> None:
    assert "See what changed" not in page(cast, answered)
    later = next_round(cast, answered)
    assert reverse("review_item", args=[later.uid, *EXAMS.split("/")]) in page(cast, answered)


def test_no_change_is_linked_that_the_member_may_not_see(cast: Cast, answered: Comment) -> None:
    later = next_round(cast, answered, withheld={cast.group: [EXAMS]})
    html = page(cast, answered)
    assert str(later.uid) not in html
    assert "It is now said who counts." in html
