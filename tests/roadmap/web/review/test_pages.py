"""The reviewer's pages answer, in three languages, and change nothing when they are looked at."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from roadmap.domain.comments import save_draft
from roadmap.domain.rounds import close_round
from roadmap.enums import Visibility
from roadmap.models import Invitation
from tests import factories
from tests.conftest import Cast
from tests.roadmap.domain.test_comments import EXAMS, WORDS, place, post
from tests.roadmap.domain.test_positions import take
from tests.roadmap.round_factories import opened_round, small_version


@pytest.fixture
def mine(cast: Cast) -> Invitation:
    return place(opened_round(cast, widest_visibility=Visibility.ROUND, show_group_names=True), cast.reviewer)


def every_page(invitation: Invitation) -> list[str]:
    """The addresses of all of a member's pages, with a comment and a draft of the own."""
    comment = invitation.comments.filter(state="posted").first()
    draft = invitation.comments.filter(state="draft").first()
    uid = invitation.uid
    item = [uid, *EXAMS.split("/")]
    return [
        reverse("invitations"),
        *[reverse(name, args=[uid]) for name in ("review", "review_items", "review_whole", "review_comments")],
        reverse("review_items", args=[uid]) + "?q=الامتحانات",
        reverse("review_items", args=[uid]) + "?left=1",
        reverse("review_item", args=item),
        *[
            reverse(f"review_{name}", args=[uid, comment.uid])
            for name in ("comment", "comment_edit", "comment_withdraw", "receipt")
        ],
        reverse("review_comment_edit", args=[uid, draft.uid]),
    ]


def busy(mine: Invitation, cast: Cast) -> None:
    first = post(mine, visibility="round", text="من يعدّ الشهادات؟", proposed="تُعدّ")
    post(place(mine.round, cast.rival), None, first, visibility="round", text="Kî dihejmêre?")
    save_draft(invitation=mine, item_ref=EXAMS, client_key=uuid.uuid4(), actor=mine.user, **WORDS)
    take(mine, "conditional", conditions="if")


@pytest.mark.parametrize("language", ["ar", "ku", "en"])
@pytest.mark.parametrize("closed", [False, True])
def test_every_page_answers(cast: Cast, mine: Invitation, language: str, closed: bool) -> None:
    busy(mine, cast)
    if closed:
        close_round(round=mine.round, actor=cast.lead)
    client = factories.signed_in(cast.reviewer)
    client.cookies["django_language"] = language
    for url in every_page(mine):
        response = client.get(url)
        assert response.status_code == 200, url
        html = response.content.decode()
        assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in html
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["Content-Language"] == language


def test_the_focal_point_has_one_page_more(cast: Cast, mine: Invitation) -> None:
    focal = place(mine.round, cast.focal_point)
    assert factories.signed_in(cast.focal_point).get(reverse("review_group", args=[focal.uid])).status_code == 200
    assert factories.signed_in(cast.reviewer).get(reverse("review_group", args=[mine.uid])).status_code == 403


def test_the_doors_answer(client: Client, db: None) -> None:
    for name, args in (
        ("invitation_code", []),
        ("invitation_again", []),
        ("invitation_asked", []),
        ("invitation_link", ["x" * 43]),
    ):
        assert client.get(reverse(name, args=args)).status_code == 200


def test_a_review_in_which_one_can_still_write_stands_before_a_closed_one(cast: Cast, mine: Invitation) -> None:
    sooner = mine.round.closes_at - timedelta(hours=6)
    open_round = opened_round(cast, small_version(cast, "other"), closes_at=sooner)
    close_round(round=mine.round, actor=cast.lead)

    page = factories.signed_in(cast.reviewer).get(reverse("invitations")).content.decode()

    open_one, closed_one = (reverse("review", args=[each.uid]) for each in (place(open_round, cast.reviewer), mine))
    assert page.index(open_one) < page.index(closed_one)


def test_the_page_of_the_account_leads_back(cast: Cast) -> None:
    page = factories.signed_in(cast.reviewer).get(reverse("profile")).content.decode()

    assert f'<a href="{reverse("home")}">' in page
