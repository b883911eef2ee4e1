"""Writing on the reviewer's pages, without a script: what was typed is kept whatever happens."""

import hashlib
import uuid
from typing import Any

import pytest
import rfc8785
from django.test import Client
from django.urls import reverse

from roadmap.domain.comments import save_draft
from roadmap.domain.rounds import close_round
from roadmap.enums import CommentState, Visibility
from roadmap.models import Comment, Invitation, Position
from tests import factories
from tests.conftest import Cast
from tests.roadmap.domain.test_comments import EXAMS, WORDS, place, post
from tests.roadmap.domain.test_positions import take
from tests.roadmap.round_factories import opened_round


@pytest.fixture
def mine(cast: Cast) -> Invitation:
    return place(opened_round(cast, widest_visibility=Visibility.ROUND), cast.reviewer)


@pytest.fixture
def browser(cast: Cast) -> Client:
    return factories.signed_in(cast.reviewer)


def on(name: str, invitation: Invitation, ref: str = EXAMS) -> str:
    return reverse(f"review_item{name}", args=[invitation.uid, *ref.split("/")])


def of(name: str, invitation: Invitation, comment: Comment) -> str:
    return reverse(f"review_{name}", args=[invitation.uid, comment.uid])


def typed(**more: Any) -> dict[str, Any]:
    return {**WORDS, "client_key": str(uuid.uuid4()), **more}


def test_a_comment_is_posted_and_shows_its_receipt(browser: Client, mine: Invitation) -> None:
    given = typed(text="من يعدّ؟", proposed="تُعدّ", kind="suggestion", visibility="round")
    answer = browser.post(on("_comment", mine), given)
    comment = Comment.objects.get()
    assert answer.headers["Location"] == of("receipt", mine, comment)
    assert browser.post(on("_comment", mine), given).headers["Location"] == of("receipt", mine, comment)
    page = browser.get(of("receipt", mine, comment)).content.decode()
    said = {"receipt": comment.receipt, "text": "من يعدّ؟", "proposed": "تُعدّ"}
    assert comment.receipt in page
    assert hashlib.sha256(rfc8785.dumps(said)).hexdigest() in page
    assert "خريطة" not in page
    assert "Exams" not in page
    assert (comment.state, comment.visibility, Comment.objects.count()) == (CommentState.POSTED, "round", 1)


def test_the_words_that_are_meant_stand_above_the_comment(browser: Client, mine: Invitation) -> None:
    form = browser.get(on("", mine)).context["comment_form"]
    assert (form["quote"].is_hidden, form["quote"].value()) == (False, None)
    browser.post(on("_comment", mine), typed(quote="تُعدّ <b>الشهادات</b>"))
    comment = Comment.objects.get()
    shown = '<blockquote class="comment-passage" dir="auto">تُعدّ &lt;b&gt;الشهادات&lt;/b&gt;</blockquote>'
    pages = (on("", mine), of("comment", mine, comment))
    assert [browser.get(page).content.decode().count(shown) for page in pages] == [1, 1]
    assert browser.get(of("comment_edit", mine, comment)).context["form"]["quote"].value() == "تُعدّ <b>الشهادات</b>"
    refused = browser.post(on("_comment", mine), typed(quote="الشهادات", visibility="world"))
    assert (refused.status_code, refused.context["comment_form"]["quote"].value()) == (400, "الشهادات")


def test_the_office_alone_reads_it_unless_one_says_otherwise(browser: Client, mine: Invitation) -> None:
    form = browser.get(on("", mine)).context["comment_form"]
    assert form["visibility"].value() == "office"
    assert [value for value, _label in form.fields["visibility"].choices] == ["office", "group", "round"]


def test_what_is_not_right_comes_back_with_what_was_typed(browser: Client, mine: Invitation) -> None:
    answer = browser.post(on("_comment", mine), typed(text="  ", proposed="Half a sentence", visibility="world"))
    html = answer.content.decode()
    assert (answer.status_code, Comment.objects.count()) == (400, 0)
    assert "Half a sentence" in html
    override = browser.post(on("_comment", mine), typed(text="abc \u202e def"))
    assert (override.status_code, "abc \u202e def" in override.content.decode()) == (400, True)


def test_a_get_of_a_form_leads_to_its_page(browser: Client, mine: Invitation) -> None:
    assert browser.get(on("_comment", mine)).headers["Location"] == on("", mine)
    assert browser.get(on("_position", mine)).headers["Location"] == on("", mine)
    whole = reverse("review_whole", args=[mine.uid])
    for name in ("comment", "position"):
        assert browser.get(reverse(f"review_whole_{name}", args=[mine.uid])).headers["Location"] == whole


def test_a_general_comment_and_a_position_on_the_whole(browser: Client, mine: Invitation) -> None:
    browser.post(reverse("review_whole_comment", args=[mine.uid]), typed())
    browser.post(reverse("review_whole_position", args=[mine.uid]), {"stand": "support"})
    assert Comment.objects.get().item is None
    assert Position.objects.get().item is None


def test_a_draft_of_nothing_is_not_kept_and_says_so(browser: Client, mine: Invitation) -> None:
    given = typed(text="", draft="1")
    answer = browser.post(on("_comment", mine), given, follow=True)
    assert answer.redirect_chain == [(on("", mine), 302)]
    assert "Nothing is written, so no draft is kept." in answer.content.decode()
    browser.post(on("_comment", mine), {**given, "text": "Half a"})
    browser.post(of("comment_edit", mine, Comment.objects.get()), given)
    assert not Comment.objects.exists()


def test_a_draft_is_kept_gone_on_with_and_deleted(browser: Client, mine: Invitation) -> None:
    given = typed(text="Half a")
    assert browser.post(on("_comment", mine), {**given, "draft": "1"}).headers["Location"] == on("", mine)
    draft = Comment.objects.get()
    assert draft.state == CommentState.DRAFT
    edit = of("comment_edit", mine, draft)
    assert "Half a" in browser.get(edit).content.decode()
    assert browser.get(of("receipt", mine, draft)).status_code == 404
    browser.post(edit, {**given, "text": "Half a sentence", "draft": "1"})
    answer = browser.post(edit, {**given, "text": "A sentence"})
    assert answer.headers["Location"] == of("receipt", mine, draft)
    draft.refresh_from_db()
    assert (draft.state, draft.text) == (CommentState.POSTED, "A sentence")
    other = save_draft(invitation=mine, item_ref=EXAMS, client_key=uuid.uuid4(), actor=mine.user, **WORDS)
    browser.post(of("comment_edit", mine, other), {"delete": "1"})
    assert list(Comment.objects.all()) == [draft]


def test_a_comment_is_edited_and_withdrawn(browser: Client, mine: Invitation) -> None:
    comment = post(mine)
    browser.post(of("comment_edit", mine, comment), typed(text="Better", base_revision=1))
    comment.refresh_from_db()
    assert (comment.text, comment.revision) == ("Better", 2)
    assert browser.get(of("comment_withdraw", mine, comment)).status_code == 200
    browser.post(of("comment_withdraw", mine, comment))
    comment.refresh_from_db()
    assert comment.state == CommentState.WITHDRAWN
    assert browser.get(of("comment", mine, comment)).status_code == 404


def test_an_edit_that_clashes_shows_both_texts_and_can_be_sent_again(browser: Client, mine: Invitation) -> None:
    comment = post(mine)
    edit = of("comment_edit", mine, comment)
    browser.post(edit, typed(text="From the phone", base_revision=1))
    answer = browser.post(edit, typed(text="From the desk", base_revision=1))
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "From the phone" in html
    assert "From the desk" in html
    revision = answer.context["form"]["base_revision"].value()
    browser.post(edit, typed(text="From the desk", base_revision=revision))
    comment.refresh_from_db()
    assert comment.text == "From the desk"


def test_a_draft_that_was_saved_elsewhere_meanwhile_is_shown_beside_what_was_typed(browser: Client, mine: Invitation) -> None:
    draft = save_draft(invitation=mine, item_ref=EXAMS, client_key=uuid.uuid4(), actor=mine.user, **WORDS)
    edit, key = of("comment_edit", mine, draft), str(draft.client_key)
    browser.post(edit, typed(text="From the phone", client_key=key, base_revision=1, draft="1"))
    answer = browser.post(edit, typed(text="From the desk", client_key=key, base_revision=1, draft="1"))
    html = answer.content.decode()
    assert (answer.status_code, "From the phone" in html, "From the desk" in html) == (409, True, True)
    assert Comment.objects.get().text == "From the phone"
    browser.post(edit, typed(text="From the desk", client_key=key, base_revision=answer.context["form"]["base_revision"].value()))
    draft.refresh_from_db()
    assert (draft.state, draft.text) == (CommentState.POSTED, "From the desk")


def test_a_reply_hangs_under_what_it_answers(browser: Client, cast: Cast, mine: Invitation) -> None:
    first = post(place(mine.round, cast.rival), visibility="round", text="They see it")
    thread = of("comment", mine, first)
    assert "They see it" in browser.get(thread).content.decode()
    answer = browser.post(thread, typed(text="We too", visibility="round"))
    reply = Comment.objects.get(parent=first)
    assert (answer.headers["Location"], reply.text) == (of("receipt", mine, reply), "We too")
    browser.post(thread, typed(text="Later", draft="1"))
    assert Comment.objects.get(state="draft").parent == first
    assert browser.post(thread, typed(text="")).status_code == 400


def test_a_late_post_is_refused_with_its_text(browser: Client, cast: Cast, mine: Invitation) -> None:
    comment = post(mine)
    theirs = post(place(mine.round, cast.rival), visibility="round")
    draft = save_draft(invitation=mine, item_ref=EXAMS, client_key=uuid.uuid4(), actor=mine.user, **WORDS)
    close_round(round=mine.round, actor=cast.lead)
    given = typed(text="Written on a slow line", proposed="Worded so", base_revision=1)
    for url in (
        on("_comment", mine),
        reverse("review_whole_comment", args=[mine.uid]),
        of("comment", mine, theirs),
        of("comment_edit", mine, comment),
        of("comment_edit", mine, draft),
    ):
        answer = browser.post(url, given)
        html = answer.content.decode()
        assert answer.status_code == 409, url
        assert html.count("<textarea") == 2
        assert "Written on a slow line</textarea>" in html
        assert "Worded so</textarea>" in html
    position = browser.post(on("_position", mine), {"stand": "conditional", "conditions": "If it lasts"})
    assert (position.status_code, "If it lasts</textarea>" in position.content.decode()) == (409, True)
    assert "<strong>Accept with conditions</strong>" in position.content.decode()
    assert browser.post(of("comment_withdraw", mine, comment)).status_code == 409
    assert browser.post(reverse("review_finish", args=[mine.uid])).status_code == 409
    assert Comment.objects.filter(text__startswith="Written").count() == 0


def test_a_refusal_leads_to_the_form_that_it_is_about(browser: Client, mine: Invitation) -> None:
    comment = browser.post(on("_comment", mine), typed(text="")).content.decode()
    position = browser.post(on("_position", mine), {"stand": "conditional", "conditions": ""}).content.decode()

    assert ('<a href="#write">' in comment, '<a href="#position">' in comment) == (True, False)
    assert ('<a href="#write">' in position, '<a href="#position">' in position) == (False, True)


def test_the_same_key_with_other_words_keeps_both(browser: Client, mine: Invitation) -> None:
    given = typed(text="First words")
    browser.post(on("_comment", mine), given)
    answer = browser.post(on("_comment", mine), {**given, "text": "Other words"})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "First words" in html
    assert "Other words</textarea>" in html


def test_a_closed_round_offers_no_form(browser: Client, cast: Cast, mine: Invitation) -> None:
    comment = post(mine)
    close_round(round=mine.round, actor=cast.lead)
    for url in (
        reverse("review", args=[mine.uid]),
        on("", mine),
        reverse("review_whole", args=[mine.uid]),
        of("comment", mine, comment),
        of("comment_edit", mine, comment),
        of("comment_withdraw", mine, comment),
    ):
        html = browser.get(url).content.decode()
        posts = [part.split(">")[0] for part in html.split("<form")[1:] if 'method="post"' in part.split(">")[0]]
        assert len(posts) == 3, url  # leaving, the language, signing out


def test_a_position_is_taken_and_one_goes_on(browser: Client, mine: Invitation) -> None:
    assert browser.post(on("_position", mine), {"stand": "support"}).headers["Location"] == on("", mine)
    onward = browser.post(on("_position", mine), {"stand": "conditional", "conditions": "if", "onward": "1"})
    assert onward.headers["Location"] not in {on("", mine), reverse("review", args=[mine.uid])}
    bad = browser.post(on("_position", mine), {"stand": "conditional", "conditions": " "})
    assert bad.status_code == 400
    assert browser.post(on("_position", mine), {"conditions": "kept words"}).status_code == 400
    assert Position.objects.get().conditions == "if"


def test_the_last_item_leads_back_to_the_first_page(browser: Client, mine: Invitation) -> None:
    last = browser.get(reverse("review_items", args=[mine.uid])).context["parts"][-1]["rows"][-1]["item"]
    answer = browser.post(on("_position", mine, last.ref), {"stand": "support", "onward": "1"})
    assert answer.headers["Location"] == reverse("review", args=[mine.uid])


def test_the_focal_point_signs_off_for_the_group(cast: Cast, browser: Client, mine: Invitation) -> None:
    focal = place(mine.round, cast.focal_point)
    client = factories.signed_in(cast.focal_point)
    given = {"group-stand": "conditional", "group-conditions": "if seen", "group-base_revision": "0"}
    assert client.post(on("_position", focal), given).status_code == 302
    assert Position.objects.get().for_group
    clash = client.post(on("_position", focal), {**given, "group-stand": "support"})
    assert clash.status_code == 409
    assert browser.post(on("_position", mine), given).status_code == 403
    assert "if seen" in browser.get(on("", mine)).content.decode()


def test_one_says_that_one_is_done_and_goes_on(browser: Client, mine: Invitation) -> None:
    url = reverse("review_finish", args=[mine.uid])
    browser.post(url)
    assert Invitation.objects.get(pk=mine.pk).finished_at is not None
    browser.post(url, {"again": "1"})
    assert Invitation.objects.get(pk=mine.pk).finished_at is None


def test_looking_changes_nothing(browser: Client, cast: Cast, mine: Invitation) -> None:
    from tests.roadmap.web.review.test_entering import whole_database
    from tests.roadmap.web.review.test_pages import busy, every_page

    busy(mine, cast)
    take(mine)
    before = whole_database()
    for url in every_page(mine):
        assert browser.get(url).status_code == 200
    assert whole_database() == before
