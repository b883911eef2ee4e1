"""Comments from draft to withdrawal."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.domain.errors import Conflict, Forbidden, Invalid
from accounts.models import AuditEntry, User
from roadmap.domain.comments import (
    Clash,
    Late,
    allowed_visibilities,
    discard_draft,
    edit_comment,
    post_comment,
    save_draft,
    withdraw_comment,
)
from roadmap.domain.rounds import close_round
from roadmap.enums import CommentKind, CommentState, RoundState, Visibility
from roadmap.models import Comment, Invitation, Round, Theme
from tests.conftest import Cast
from tests.roadmap.round_factories import opened_round

EXAMS = "criteria/exams"
WORDS = {"kind": "concern", "visibility": "office", "text": "Who counts the certificates?"}


def place(round_: Round, user: User) -> Invitation:
    return Invitation.objects.select_related("round__version", "round_group__group", "user").get(round=round_, user=user)


@pytest.fixture
def mine(cast: Cast) -> Invitation:
    return place(opened_round(cast, widest_visibility=Visibility.ROUND), cast.reviewer)


def post(invitation: Invitation, item_ref: str | None = EXAMS, parent: Comment | None = None, **words: object) -> Comment:
    return post_comment(
        invitation=invitation,
        item_ref=item_ref,
        client_key=words.pop("client_key", None) or uuid.uuid4(),
        parent=parent,
        actor=invitation.user,
        **{**WORDS, **words},
    )


def problem_paths(refusal: pytest.ExceptionInfo[Invalid]) -> list[str]:
    return [problem.path for problem in refusal.value.problems]


def test_a_posted_comment_says_what_was_typed_where_and_when(mine: Invitation) -> None:
    theme = Theme.objects.create(slug="bakeries", name={"en": "bakeries"})
    before = timezone.now()
    comment = post(
        mine,
        kind="suggestion",
        text="  من يعدّ الشهادات؟ ",
        proposed="تُعدّ الشهادات",
        quote="الشهادة",
        theme=theme,
        visibility="round",
    )
    comment.refresh_from_db()
    assert (comment.round, comment.invitation, comment.round_group) == (mine.round, mine, mine.round_group)
    assert (comment.item.ref, comment.item.version, comment.parent) == (EXAMS, mine.round.version, None)
    assert (comment.kind, comment.theme, comment.visibility) == (CommentKind.SUGGESTION, theme, Visibility.ROUND)
    assert (comment.text, comment.proposed, comment.quote) == ("من يعدّ الشهادات؟", "تُعدّ الشهادات", "الشهادة")
    assert comment.folded == "من يعد الشهادات؟ تعد الشهادات"
    assert (comment.language, comment.state, comment.revision) == ("ar", CommentState.POSTED, 1)
    assert before <= comment.posted_at <= timezone.now()
    assert [len(part) for part in comment.receipt.split("-")] == [4, 4, 4]


def test_a_comment_on_the_whole_has_no_item(mine: Invitation) -> None:
    assert post(mine, None).item is None


def test_the_trail_knows_who_posted(mine: Invitation) -> None:
    comment = post(mine)
    entry = AuditEntry.objects.get(table="roadmap_comment", row=str(comment.pk))
    assert (entry.actor, entry.verb) == (str(mine.user_id), "post_comment")


def test_the_same_key_is_the_same_comment_also_after_closing(mine: Invitation, cast: Cast) -> None:
    key = uuid.uuid4()
    first = post(mine, client_key=key)
    again = post(mine, client_key=key)
    close_round(round=mine.round, actor=cast.lead)
    late = post(mine, client_key=key)
    assert (again, late, Comment.objects.count()) == (first, first, 1)
    assert again.receipt == late.receipt == first.receipt != ""


def test_the_same_key_with_other_words_loses_neither(mine: Invitation) -> None:
    key = uuid.uuid4()
    first = post(mine, client_key=key)
    with pytest.raises(Clash) as refusal:
        post(mine, client_key=key, text="Something else")
    assert (refusal.value.current, refusal.value.status, refusal.value.code) == (first, 409, "clash")
    assert Comment.objects.get().text == WORDS["text"]


def test_another_members_key_is_another_comment(cast: Cast, mine: Invitation) -> None:
    key = uuid.uuid4()
    post(mine, client_key=key)
    post(place(mine.round, cast.rival), client_key=key)
    assert Comment.objects.count() == 2


def test_after_closing_nothing_is_accepted(mine: Invitation, cast: Cast) -> None:
    kept = post(mine)
    draft = save_draft(invitation=mine, item_ref=EXAMS, client_key=uuid.uuid4(), actor=mine.user, **WORDS)
    close_round(round=mine.round, actor=cast.lead)
    with pytest.raises(Late):
        post(mine)
    with pytest.raises(Late):
        save_draft(invitation=mine, item_ref=EXAMS, client_key=uuid.uuid4(), actor=mine.user, **WORDS)
    with pytest.raises(Late):
        post(mine, client_key=draft.client_key)
    with pytest.raises(Late):
        edit_comment(comment=kept, base_revision=1, actor=mine.user, **{**WORDS, "text": "Other"})
    with pytest.raises(Late) as refusal:
        withdraw_comment(comment=kept, actor=mine.user)
    assert (refusal.value.status, refusal.value.code) == (409, "late")
    assert {c.state for c in Comment.objects.all()} == {CommentState.POSTED, CommentState.DRAFT}


def test_the_databases_clock_closes_before_anybody_did(mine: Invitation) -> None:
    now = timezone.now()
    Round.objects.filter(pk=mine.round_id).update(opened_at=now - timedelta(days=2), closes_at=now - timedelta(seconds=1))
    assert Round.objects.get(pk=mine.round_id).state == RoundState.OPEN
    with pytest.raises(Late):
        post(mine)


def test_a_withdrawn_invitation_accepts_nothing(mine: Invitation) -> None:
    Invitation.objects.filter(pk=mine.pk).update(revoked_at=timezone.now())
    with pytest.raises(Forbidden):
        post(mine)


def test_nobody_writes_in_another_members_place(mine: Invitation, cast: Cast) -> None:
    comment = post(mine)
    with pytest.raises(Forbidden):
        post_comment(invitation=mine, item_ref=EXAMS, client_key=uuid.uuid4(), actor=cast.focal_point, **WORDS)
    with pytest.raises(Forbidden):
        edit_comment(comment=comment, base_revision=1, actor=cast.focal_point, **WORDS)
    with pytest.raises(Forbidden):
        withdraw_comment(comment=comment, actor=cast.lead)
    with pytest.raises(Forbidden):
        discard_draft(comment=comment, actor=cast.rival)


def test_a_withheld_item_is_like_none(cast: Cast) -> None:
    round_ = opened_round(cast, withheld={cast.group: ["measures/exam-passage"]})
    mine, rivals = place(round_, cast.reviewer), place(round_, cast.rival)
    refusals = []
    for ref in ("measures/exam-passage", "milestones/gov-lists", "measures/none", "nonsense"):
        with pytest.raises(Invalid) as refusal:
            post(mine, ref)
        refusals.append((str(refusal.value), problem_paths(refusal)))
    assert refusals == [("There is no such item.", ["item"])] * 4
    assert post(rivals, "milestones/gov-lists").item.ref == "milestones/gov-lists"


@pytest.mark.parametrize(
    ("words", "paths"),
    [
        ({"text": "   "}, ["text"]),
        ({"kind": "praise"}, ["kind"]),
        ({"visibility": "world"}, ["visibility"]),
        ({"text": "x" * 10_001}, ["text"]),
        ({"text": "safe \u202e evil"}, ["text"]),
        ({"proposed": "a\x00b"}, ["proposed"]),
    ],
)
def test_what_is_not_right_is_named(mine: Invitation, words: dict[str, str], paths: list[str]) -> None:
    with pytest.raises(Invalid) as refusal:
        post(mine, **words)
    assert problem_paths(refusal) == paths
    assert Comment.objects.count() == 0


def test_a_proposed_wording_may_stand_alone(mine: Invitation) -> None:
    assert post(mine, text="", proposed="Certificates are counted.", kind="suggestion").text == ""


@pytest.mark.parametrize(
    ("widest", "allowed"),
    [("office", ["office"]), ("group", ["office", "group"]), ("round", ["office", "group", "round"])],
)
def test_no_audience_is_wider_than_the_round(cast: Cast, widest: str, allowed: list[str]) -> None:
    mine = place(opened_round(cast, widest_visibility=widest), cast.reviewer)
    assert allowed_visibilities(widest) == allowed
    for visibility in Visibility.values:
        if visibility in allowed:
            post(mine, visibility=visibility)
        else:
            with pytest.raises(Invalid):
                post(mine, visibility=visibility)


def test_a_reply_hangs_under_the_first_comment_of_its_thread(mine: Invitation, cast: Cast) -> None:
    first = post(mine, visibility="round")
    rivals = place(mine.round, cast.rival)
    reply = post(rivals, None, first, visibility="round")
    answer = post(mine, "criteria/no-shelling", reply, visibility="group")
    assert [(c.parent, c.item.ref) for c in (reply, answer)] == [(first, EXAMS)] * 2


def test_a_reply_is_never_wider_than_what_it_answers(mine: Invitation, cast: Cast) -> None:
    first = post(mine, visibility="round")
    colleague = place(mine.round, cast.focal_point)
    among_us = post(colleague, None, first, visibility="group")
    with pytest.raises(Invalid) as refusal:
        post(mine, None, among_us, visibility="round")
    assert problem_paths(refusal) == ["visibility"]
    assert post(mine, None, among_us, visibility="group").parent == first


def test_one_answers_only_what_one_can_read(mine: Invitation, cast: Cast) -> None:
    rivals = place(mine.round, cast.rival)
    colleague = place(mine.round, cast.focal_point)
    unreadable = [
        post(mine, visibility="office"),
        post(mine, visibility="group"),
        save_draft(invitation=mine, item_ref=EXAMS, client_key=uuid.uuid4(), actor=mine.user, **{**WORDS, "visibility": "round"}),
        withdraw_comment(comment=post(mine, visibility="round"), actor=mine.user),
    ]
    for comment in unreadable:
        with pytest.raises(Invalid) as refusal:
            post(rivals, None, comment, visibility="office")
        assert problem_paths(refusal) == ["parent"]
    assert post(colleague, None, unreadable[1], visibility="group").parent == unreadable[1]


def test_a_draft_is_replaced_then_posted_by_its_key(mine: Invitation) -> None:
    key = uuid.uuid4()
    save = {"invitation": mine, "item_ref": EXAMS, "client_key": key, "actor": mine.user}
    draft = save_draft(**save, **{**WORDS, "text": "Half"})
    assert (draft.state, draft.receipt, draft.posted_at) == (CommentState.DRAFT, "", None)
    save_draft(**save, **{**WORDS, "text": "Half a"})
    posted = post(mine, client_key=key, text="Half a sentence, finished.")
    assert (posted.pk, posted.state, posted.text) == (draft.pk, CommentState.POSTED, "Half a sentence, finished.")
    with pytest.raises(Clash):
        save_draft(**save, **{**WORDS, "text": "Too late for this"})
    assert save_draft(**save, **{**WORDS, "text": "Half a sentence, finished."}) == posted


def test_a_draft_of_nothing_is_not_kept_and_one_that_was_emptied_is_gone(mine: Invitation) -> None:
    said = {"invitation": mine, "item_ref": EXAMS, "client_key": uuid.uuid4(), "actor": mine.user}
    nothing = {**WORDS, "text": " \n", "proposed": ""}
    assert save_draft(**said, **nothing) is None
    quoted = save_draft(**said, **{**nothing, "quote": "counted"})
    assert quoted is not None
    assert save_draft(**said, base_revision=1, **WORDS).revision == 2
    with pytest.raises(Clash):
        save_draft(**said, base_revision=1, **nothing)
    assert Comment.objects.get().text == WORDS["text"]
    assert save_draft(**said, base_revision=2, **nothing) is None
    assert not Comment.objects.exists()


@pytest.mark.parametrize("keep", [save_draft, post_comment])
def test_a_draft_saved_elsewhere_meanwhile_clashes_unless_it_says_the_same(mine: Invitation, keep: Any) -> None:
    said = {"invitation": mine, "item_ref": EXAMS, "client_key": uuid.uuid4(), "actor": mine.user}
    save_draft(**said, base_revision=7, **WORDS)
    phone = {**WORDS, "text": "From the phone"}
    assert save_draft(**said, base_revision=1, **phone).revision == 2
    with pytest.raises(Clash) as refusal:
        keep(**said, base_revision=1, **WORDS)
    assert (refusal.value.current.text, Comment.objects.get().text) == ("From the phone", "From the phone")
    assert keep(**said, base_revision=1, **phone).text == "From the phone"


def test_a_draft_saved_again_without_what_it_answered_is_no_reply_any_more(mine: Invitation, cast: Cast) -> None:
    first = post(place(mine.round, cast.rival), visibility="round")
    said = {"invitation": mine, "client_key": uuid.uuid4(), "actor": mine.user}
    reply = save_draft(**said, item_ref=None, parent=first, **WORDS)
    assert (reply.parent, reply.item) == (first, first.item)
    save_draft(**said, item_ref="criteria/no-shelling", **WORDS)
    reply.refresh_from_db()
    assert reply.item is not None
    assert (reply.parent, reply.item.ref) == (None, "criteria/no-shelling")


def test_a_draft_can_be_deleted_and_a_comment_not(mine: Invitation, cast: Cast) -> None:
    posted = post(mine)
    draft = save_draft(invitation=mine, item_ref=EXAMS, client_key=uuid.uuid4(), actor=mine.user, **WORDS)
    close_round(round=mine.round, actor=cast.lead)
    discard_draft(comment=draft, actor=mine.user)
    discard_draft(comment=draft, actor=mine.user)
    with pytest.raises(Conflict):
        discard_draft(comment=posted, actor=mine.user)
    assert list(Comment.objects.all()) == [posted]


def test_an_edit_keeps_receipt_and_place(mine: Invitation) -> None:
    comment = post(mine)
    edited = edit_comment(
        comment=comment, base_revision=1, actor=mine.user, **{**WORDS, "text": "Who counts them?", "visibility": "group"}
    )
    edited.refresh_from_db()
    assert (edited.text, edited.visibility, edited.revision) == ("Who counts them?", "group", 2)
    assert (edited.receipt, edited.posted_at, edited.item) == (comment.receipt, comment.posted_at, comment.item)
    assert edited.edited_at > edited.posted_at


def test_an_edit_from_an_older_text_clashes_and_the_same_words_do_not(mine: Invitation) -> None:
    comment = post(mine)
    edit_comment(comment=comment, base_revision=1, actor=mine.user, **{**WORDS, "text": "From the phone"})
    edit_comment(comment=comment, base_revision=1, actor=mine.user, **{**WORDS, "text": "From the phone"})
    with pytest.raises(Clash) as refusal:
        edit_comment(comment=comment, base_revision=1, actor=mine.user, **{**WORDS, "text": "From the desk"})
    assert refusal.value.current.text == "From the phone"
    assert Comment.objects.get().revision == 2


def test_an_edit_is_checked_like_a_post(mine: Invitation) -> None:
    comment = post(mine)
    for words in ({"text": ""}, {"visibility": "world"}):
        with pytest.raises(Invalid):
            edit_comment(comment=comment, base_revision=1, actor=mine.user, **{**WORDS, **words})
    withdraw_comment(comment=comment, actor=mine.user)
    with pytest.raises(Conflict):
        edit_comment(comment=comment, base_revision=2, actor=mine.user, **{**WORDS, "text": "Back"})


def test_withdrawing_twice_is_withdrawing_once(mine: Invitation) -> None:
    comment = post(mine)
    first = withdraw_comment(comment=comment, actor=mine.user)
    again = withdraw_comment(comment=comment, actor=mine.user)
    assert (first.state, first.revision, again.revision) == (CommentState.WITHDRAWN, 2, 2)
    draft = save_draft(invitation=mine, item_ref=EXAMS, client_key=uuid.uuid4(), actor=mine.user, **WORDS)
    with pytest.raises(Conflict):
        withdraw_comment(comment=draft, actor=mine.user)
