"""What the reviewer's pages must never say, looked for on data that could leak (safety: Reviewers)."""

import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from roadmap.domain.comments import save_draft
from roadmap.domain.queries.shown import shown_document
from roadmap.domain.queries.threads import replies_to, threads_on
from roadmap.enums import RoundState, Visibility
from roadmap.models import Comment, Invitation, Round
from roadmap.web.review.showing import author_words
from tests import factories
from tests.conftest import Cast
from tests.roadmap.domain.test_comments import EXAMS, WORDS, place, post
from tests.roadmap.domain.test_positions import take
from tests.roadmap.round_factories import opened_round
from tests.roadmap.web.review.test_pages import every_page

MOMENT = datetime(2023, 7, 21, 4, 33, 21, 987654, tzinfo=UTC)
SHELLING = "criteria/no-shelling"


@pytest.fixture
def mine(cast: Cast) -> Invitation:
    """The reviewer's place in a round where others wrote all they could, at a telling time."""
    round_ = opened_round(cast, widest_visibility=Visibility.ROUND, withheld={cast.group: [SHELLING]})
    mine, colleague, rivals = (place(round_, person) for person in (cast.reviewer, cast.focal_point, cast.rival))
    own = post(mine, visibility="round", text="My own words")
    save_draft(invitation=mine, item_ref=EXAMS, client_key=uuid.uuid4(), actor=mine.user, **WORDS)
    for author, visibility, text in (
        (rivals, "office", "SECRET rival to office"),
        (rivals, "group", "SECRET rival to own group"),
        (colleague, "office", "SECRET colleague to office"),
        (rivals, "round", "open rival"),
        (colleague, "group", "open colleague"),
    ):
        for ref in (EXAMS, None):
            post(author, ref, visibility=visibility, text=text)
    post(rivals, SHELLING, visibility="round", text="SECRET on a withheld item")
    post(rivals, None, own, visibility="office", text="SECRET reply")
    save_draft(
        invitation=rivals, item_ref=EXAMS, client_key=uuid.uuid4(), actor=rivals.user,
        **{**WORDS, "visibility": "round", "text": "SECRET draft"},
    )  # fmt: skip
    take(rivals, "conditional", conditions="SECRET condition")
    take(colleague, "conditional", conditions="SECRET condition of a colleague")
    Comment.objects.exclude(posted_at=None).update(posted_at=MOMENT, created_at=MOMENT, edited_at=MOMENT)
    User.objects.update(created_at=MOMENT)
    return mine


def pages(cast: Cast, mine: Invitation) -> dict[str, str]:
    client = factories.signed_in(cast.reviewer)
    others = Comment.objects.visible_to(cast.reviewer).posted().exclude(invitation=mine)
    urls = [*every_page(mine), *[reverse("review_comment", args=[mine.uid, comment.uid]) for comment in others]]
    return {url: client.get(url).content.decode() for url in urls}


def test_no_page_holds_what_was_not_opened_to_the_member(cast: Cast, mine: Invitation) -> None:
    found = pages(cast, mine)
    for url, html in found.items():
        assert "SECRET" not in html, url
        assert "shelling" not in html.lower(), url
    whole = "".join(found.values())
    assert "open rival" in whole
    assert "open colleague" in whole


def test_the_fingerprint_is_that_of_what_is_shown(cast: Cast, mine: Invitation) -> None:
    """The version's own would tell a group that something is withheld from it."""
    url = reverse("review", args=[mine.uid])
    version, shown = mine.round.version.digest, shown_document(mine).digest()
    for html in pages(cast, mine).values():
        assert version not in html
    assert f'<bdi class="hash" dir="ltr">{shown}</bdi>' in factories.signed_in(cast.reviewer).get(url).content.decode()
    rivals = reverse("review", args=[place(mine.round, cast.rival).uid])
    assert f'<bdi class="hash" dir="ltr">{version}</bdi>' in factories.signed_in(cast.rival).get(rivals).content.decode()


def test_replies_stand_in_the_order_of_the_day_that_is_shown(cast: Cast, mine: Invitation) -> None:
    """Before and after midnight in UTC is one day in Damascus, whose days are shown: no order within it."""
    first, rivals = post(mine, visibility="round"), place(mine.round, cast.rival)
    night = datetime(2023, 7, 21, 20, 30, tzinfo=UTC)
    late, early = uuid.UUID(int=1), uuid.UUID(int=2)
    for uid, hours in ((early, 1), (late, 5)):
        reply = post(rivals, None, first, visibility="round")
        Comment.objects.filter(pk=reply.pk).update(uid=uid, posted_at=night + timedelta(hours=hours))
    assert [reply.uid for reply in replies_to(mine, first)] == [late, early]


def test_no_page_names_anybody(cast: Cast, mine: Invitation) -> None:
    people = User.objects.all()
    groups = [cast.rival_group.name["en"], cast.rival_group.key]
    pseudonyms = list(Invitation.objects.values_list("pseudonym", flat=True))
    for url, html in pages(cast, mine).items():
        for word in [person.email for person in people] + [person.display_name for person in people] + groups + pseudonyms:
            assert word not in html, (url, word)
        for person in people:
            assert str(person.uid) not in html


def test_no_page_holds_a_time_of_day_or_a_row_number(cast: Cast, mine: Invitation) -> None:
    Round.objects.filter(pk=mine.round_id).update(opened_at=MOMENT)
    Comment.objects.filter(invitation=mine)
    for url, html in pages(cast, mine).items():
        for telling in ("04:33", "07:33", "4:33", "33:21", "987654", "1689914"):
            assert telling not in html, (url, telling)
        assert not re.search(r'(?:id|value|name|data-[a-z]+)="(?:comment|invitation|user|item)?[-_]?\d{2,}"', html), url
    assert "21 July 2023" in "".join(pages(cast, mine).values())


def test_the_order_is_not_that_of_arrival(cast: Cast, mine: Invitation) -> None:
    rivals = place(mine.round, cast.rival)
    sent = [post(rivals, "criteria/exams", visibility="round", text=f"n{number}") for number in range(8)]
    shown = [comment for comment in threads_on(mine, sent[0].item).roots if comment in sent]
    assert shown == sorted(sent, key=lambda comment: comment.uid)


def test_what_is_withheld_answers_like_what_does_not_exist(cast: Cast, mine: Invitation) -> None:
    client = factories.signed_in(cast.reviewer)
    hidden = Comment.objects.filter(text__startswith="SECRET").first()
    answers = set()
    for kind, key in (("criteria", "no-shelling"), ("criteria", "none"), ("nonsense", "none")):
        for name in ("review_item", "review_item_comment", "review_item_position"):
            response = client.get(reverse(name, args=[mine.uid, kind, key]))
            answers.add((response.status_code, response.content))
    for uid in (hidden.uid, uuid.uuid4()):
        for name in ("comment", "comment_edit", "comment_withdraw", "receipt"):
            response = client.get(reverse(f"review_{name}", args=[mine.uid, uid]))
            answers.add((response.status_code, response.content))
    for name in ("review", "review_items", "review_whole", "review_comments", "review_group"):
        for uid in (place(mine.round, cast.rival).uid, uuid.uuid4()):
            response = client.get(reverse(name, args=[uid]))
            answers.add((response.status_code, response.content))
    assert {status for status, _content in answers} == {404}
    assert len(answers) == 1


def test_others_comments_are_read_and_not_changed(cast: Cast, mine: Invitation) -> None:
    client = factories.signed_in(cast.reviewer)
    theirs = Comment.objects.get(text="open rival", item=None)
    assert client.get(reverse("review_comment", args=[mine.uid, theirs.uid])).status_code == 200
    for name in ("comment_edit", "comment_withdraw", "receipt"):
        assert client.get(reverse(f"review_{name}", args=[mine.uid, theirs.uid])).status_code == 403
        assert client.post(reverse(f"review_{name}", args=[mine.uid, theirs.uid])).status_code == 403


def test_the_office_has_no_place_in_a_review_and_strangers_none_at_all(cast: Cast, mine: Invitation) -> None:
    url = reverse("review", args=[mine.uid])
    statuses = {
        name: factories.signed_in(getattr(cast, name)).get(url).status_code
        for name in ("lead", "administrator", "outsider", "monitor", "rival", "focal_point")
    }
    assert statuses == {"lead": 403, "administrator": 403, "outsider": 404, "monitor": 404, "rival": 404, "focal_point": 404}
    assert Client().get(url).headers["Location"] == reverse("invitation_code")


@pytest.mark.parametrize(
    ("names", "visibility", "whose", "said"),
    [
        (True, "round", "reviewer", "You"),
        (True, "round", "focal_point", "A member of Women of Homs"),
        (True, "round", "rival", "A member of Doctors of Idlib"),
        (True, "group", "focal_point", "A member of Women of Homs"),
        (False, "round", "rival", "A participant"),
        (False, "round", "focal_point", "A participant"),
        (False, "group", "focal_point", "A member of your group"),
    ],
)
def test_as_much_is_said_of_the_author_as_the_round_allows(
    cast: Cast, names: bool, visibility: str, whose: str, said: str
) -> None:
    round_ = opened_round(cast, widest_visibility=Visibility.ROUND, show_group_names=names)
    comment = post(place(round_, getattr(cast, whose)), visibility=visibility)
    assert author_words(comment, place(round_, cast.reviewer)) == said


def test_an_answer_is_read_once_released_and_by_its_author_only(cast: Cast, mine: Invitation) -> None:
    from roadmap.models import Response

    own = Comment.objects.get(text="My own words")
    theirs = Comment.objects.get(text="open rival", item=None)
    for comment in (own, theirs):
        Response.objects.create(comment=comment, outcome="accepted", reason={"en": "ANSWER given"}, author=cast.lead)
    assert "ANSWER" not in "".join(pages(cast, mine).values())
    past = MOMENT + timedelta(days=1)
    Round.objects.filter(pk=mine.round_id).update(state=RoundState.ANSWERED, opened_at=MOMENT, closes_at=past, closed_at=past)
    assert "ANSWER" not in "".join(pages(cast, mine).values())
    Response.objects.update(released_at=past)
    read = {url for url, html in pages(cast, mine).items() if "ANSWER given" in html}
    assert read == {reverse("review_comments", args=[mine.uid]), reverse("review_comment", args=[mine.uid, own.uid])}
