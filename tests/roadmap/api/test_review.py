"""What members read and write through the API, and what they must not learn from it."""

import datetime as dt
import re
import uuid

import pytest
from django.utils import timezone

from roadmap.domain.responses import answer_comment, release_answers
from roadmap.domain.rounds import close_round
from roadmap.models import Comment, Invitation, Position, Round
from tests.conftest import Cast
from tests.roadmap.api.client import Api
from tests.roadmap.round_factories import opened_round, posted_comment

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_(cast: Cast) -> Round:
    return opened_round(cast, withheld={cast.group: {"measures/exam-passage"}}, widest_visibility="round")


def place(person) -> str:
    return f"invitations/{person.invitations.get().uid}/"


def words(**more):
    return {"text": "Say which exams.", "item": "criteria/exams", "visibility": "round", **more}


def test_own_invitations(cast: Cast, round_: Round, django_assert_num_queries) -> None:
    api = Api(cast.reviewer)
    api.get("themes/")
    with django_assert_num_queries(2):
        (one,) = api.get("invitations/").json()["results"]
    assert one["uid"] == str(cast.reviewer.invitations.get().uid)
    detail = api.get(f"invitations/{one['uid']}/").json()
    assert detail["left"]["answered"] == 0
    assert {name: detail[name] for name in one} == one


def test_document_has_no_trace_of_what_is_withheld(cast: Cast, round_: Round) -> None:
    mine = Api(cast.reviewer).get(place(cast.reviewer) + "document/")
    theirs = Api(cast.rival).get(place(cast.rival) + "document/")
    assert b"exam-passage" in theirs.content
    assert b"exam-passage" not in mine.content
    assert round_.version.digest.encode() in theirs.content
    assert round_.version.digest.encode() not in mine.content


def test_post_once_by_either_key(cast: Cast, round_: Round) -> None:
    api, here = Api(cast.reviewer), place(cast.reviewer) + "comments/"
    first = api.post(here, words(), idempotency_key="a")
    assert first.status_code == 201
    assert re.fullmatch(r"[0-9A-Z-]{14}", first.json()["receipt"])
    assert api.post(here, words(), idempotency_key="a").json() == first.json()
    key = str(uuid.uuid4())
    second = api.post(here, words(text="Other", client_key=key))
    assert api.post(here, words(text="Other", client_key=key)).json() == second.json()
    clash = api.post(here, words(text="Different", client_key=key))
    assert (clash.status_code, clash.json()["title"]) == (409, "clash")
    assert clash.json()["contested"] == [{"path": "text", "mine": "Different", "theirs": "Other"}]
    assert Comment.objects.count() == 2


def test_edit_withdraw(cast: Cast, round_: Round) -> None:
    api, here = Api(cast.reviewer), place(cast.reviewer) + "comments/"
    made = api.post(here, words())
    address = here + made.json()["uid"] + "/"
    assert api.patch(address, {"text": "New"}).status_code == 428
    changed = api.patch(address, {"text": "New"}, if_match=made["ETag"])
    assert (changed.json()["text"], changed["ETag"], changed.json()["kind"]) == ("New", '"2"', made.json()["kind"])
    late = api.patch(address, {"text": "Newer"}, if_match=made["ETag"])
    assert late.status_code == 409
    assert late.json()["contested"] == [{"path": "text", "mine": "Newer", "theirs": "New"}]
    assert late.json()["revision"] == 2
    assert api.delete(address).status_code == 204
    assert api.get(address).status_code == 404


def test_draft_is_seen_by_nobody_else_until_posted(cast: Cast, round_: Round) -> None:
    api, here = Api(cast.reviewer), place(cast.reviewer) + "comments/"
    made = api.post(here, words(draft=True))
    address = here + made.json()["uid"] + "/"
    assert (made.json()["state"], made.json()["receipt"]) == ("draft", "")
    assert Api(cast.rival).get(place(cast.rival) + "comments/").json()["count"] == 0
    assert Api(cast.lead).get("roadmaps/small/rounds/1/comments/").json()["count"] == 0
    changed = api.patch(address, {"text": "Better"}, if_match=made["ETag"])
    assert changed.json()["text"] == "Better"
    posted = api.post(here, words(text="Better", client_key=made.json()["client_key"]))
    assert (posted.json()["uid"], posted.json()["state"]) == (made.json()["uid"], "posted")
    assert Api(cast.rival).get(place(cast.rival) + "comments/").json()["count"] == 1
    other = api.post(here, words(draft=True))
    assert api.delete(here + other.json()["uid"] + "/").status_code == 204


def test_a_draft_of_nothing_is_refused_and_the_one_that_was_there_stays(cast: Cast, round_: Round) -> None:
    api, here = Api(cast.reviewer), place(cast.reviewer) + "comments/"
    assert api.post(here, words(draft=True, text=" ")).status_code == 400
    made = api.post(here, words(draft=True))
    address = here + made.json()["uid"] + "/"
    assert api.patch(address, {"text": ""}, if_match=made["ETag"]).status_code == 400
    assert api.get(address).json()["text"] == made.json()["text"] != ""


def test_nobody_changes_what_another_wrote(cast: Cast, round_: Round) -> None:
    comment = posted_comment(cast.reviewer.invitations.get(), visibility="round")
    rival, address = Api(cast.rival), f"{place(cast.rival)}comments/{comment.uid}/"
    assert rival.get(address).status_code == 200
    assert rival.patch(address, {"text": "x"}, if_match='"1"').status_code == 403
    assert rival.delete(address).status_code == 403
    assert Api(cast.rival).get(f"{place(cast.reviewer)}comments/").status_code == 404


def test_others_are_not_recognisable(cast: Cast, round_: Round) -> None:
    """Names, addresses, pseudonyms, groups, times, receipts and keys of others are there to leak, and do not."""
    when = timezone.now() - dt.timedelta(hours=3)
    mine = cast.reviewer.invitations.get()
    comment = posted_comment(mine, visibility="round", receipt="ABCD-EFGH-JKMN", posted_at=when, edited_at=when)
    hidden = posted_comment(mine, visibility="group", text="For our group only")
    answer = Api(cast.rival).get(place(cast.rival) + "comments/")
    told = answer.content.decode()
    (row,) = answer.json()["results"]
    assert row["uid"] == str(comment.uid)
    assert set(row) == {
        "uid",
        "own",
        "author",
        "item",
        "answers",
        "kind",
        "theme",
        "language",
        "quote",
        "text",
        "proposed",
        "day",
    }
    assert row["author"] == "A participant"
    for secret in (
        cast.reviewer.email,
        cast.reviewer.display_name,
        mine.pseudonym,
        str(mine.uid),
        cast.group.key,
        cast.group.name["en"],
        when.isoformat()[:16],
        comment.receipt,
        str(comment.client_key),
        hidden.text,
        str(hidden.uid),
    ):
        assert secret not in told


def test_order_is_not_that_of_arrival(cast: Cast, round_: Round) -> None:
    for _number in range(8):
        posted_comment(cast.reviewer.invitations.get(), visibility="round")
    rows = Api(cast.rival).get(place(cast.rival) + "comments/").json()["results"]
    assert [row["uid"] for row in rows] == sorted(row["uid"] for row in rows)


def test_withheld_items_do_not_exist(cast: Cast, round_: Round) -> None:
    posted_comment(cast.rival.invitations.get(), ref="measures/exam-passage", visibility="round", text="On the passage")
    api, here = Api(cast.reviewer), place(cast.reviewer)
    assert api.get(here + "comments/").json()["count"] == 0
    for ref in ("measures/exam-passage", "measures/no-such"):
        answer = api.post(here + "comments/", words(item=ref))
        assert (answer.status_code, answer.json()["errors"][0]["path"]) == (400, "item")
    bodies = {api.put(f"{here}positions/{ref}/", {"stand": "support"}).content for ref in ("measures/exam-passage", "measures/x")}
    assert len(bodies) == 1


def test_positions(cast: Cast, round_: Round) -> None:
    api, here = Api(cast.reviewer), place(cast.reviewer)
    taken = api.put(here + "positions/criteria/exams/", {"stand": "support"})
    assert (taken.status_code, taken["ETag"]) == (200, '"1"')
    assert api.put(here + "positions/whole/", {"stand": "conditional"}).json()["errors"][0]["path"] == "conditions"
    assert api.put(here + "positions/whole/", {"stand": "conditional", "conditions": "If"}).status_code == 200
    assert api.put(here + "positions/whole/", {"stand": "support", "for_group": True}, if_match='"0"').status_code == 403
    assert [row["item"] for row in api.get(here + "positions/").json()["results"]] == ["criteria/exams", None]
    assert Api(cast.rival).get(place(cast.rival) + "positions/").json()["results"] == []


def test_focal_point_signs_off_for_the_group(cast: Cast, round_: Round) -> None:
    api, here = Api(cast.focal_point), place(cast.focal_point)
    stand = {"stand": "support", "for_group": True}
    assert api.put(here + "positions/whole/", stand).status_code == 428
    assert api.put(here + "positions/whole/", stand, if_match='"0"').status_code == 200
    clash = api.put(here + "positions/whole/", {**stand, "stand": "cannot_accept"}, if_match='"0"')
    assert (clash.status_code, clash.json()["revision"]) == (409, 1)
    theirs = Api(cast.reviewer).get(place(cast.reviewer) + "positions/").json()["results"]
    assert theirs == api.get(here + "positions/").json()["results"]
    listed = Api(cast.lead).get("roadmaps/small/rounds/1/positions/").json()["results"]
    assert [(row["group"], row["item"], row["stand"]) for row in listed] == [("homs-women", None, "support")]


def test_finish_and_go_on(cast: Cast, round_: Round) -> None:
    api, here = Api(cast.reviewer), place(cast.reviewer)
    assert api.post(here + "finish/").json()["finished"] is True
    assert api.post(here + "reopen/").json()["finished"] is False


def test_late_post_is_refused(cast: Cast, round_: Round) -> None:
    close_round(round=round_, actor=cast.lead)
    api, here = Api(cast.reviewer), place(cast.reviewer)
    for answer in (api.post(here + "comments/", words()), api.put(here + "positions/whole/", {"stand": "support"})):
        assert (answer.status_code, answer.json()["title"]) == (409, "late")
    assert not Comment.objects.exists()
    assert not Position.objects.exists()


def test_answers_are_seen_once_released(cast: Cast, round_: Round) -> None:
    comment = posted_comment(cast.reviewer.invitations.get())
    close_round(round=round_, actor=cast.lead)
    answer_comment(comment=comment, outcome="declined", reason={"en": "Not yet"}, actor=cast.lead)
    api, here = Api(cast.reviewer), place(cast.reviewer) + "comments/"
    assert api.get(here).json()["results"][0]["response"] is None
    release_answers(round=round_, actor=cast.lead)
    told = {"outcome": "declined", "reason": {"en": "Not yet"}, "change": None, "later": None}
    assert api.get(here).json()["results"][0]["response"] == told
    assert api.get(f"{here}{comment.uid}/").json()["response"] == told


def test_an_answer_is_for_who_commented(cast: Cast, round_: Round) -> None:
    comment = posted_comment(cast.reviewer.invitations.get(), visibility="round")
    close_round(round=round_, actor=cast.lead)
    answer_comment(comment=comment, outcome="declined", reason={"en": "Not yet"}, actor=cast.lead)
    release_answers(round=round_, actor=cast.lead)
    answer = Api(cast.rival).get(place(cast.rival) + "comments/")
    assert answer.json()["count"] == 1
    assert b"Not yet" not in answer.content
    assert b"declined" not in answer.content


def test_withdrawn_invitation_opens_nothing(cast: Cast, round_: Round) -> None:
    here = place(cast.reviewer)
    Invitation.objects.filter(user=cast.reviewer).update(revoked_at=timezone.now())
    api = Api(cast.reviewer)
    assert api.get("invitations/").json()["count"] == 0
    assert api.get(here).status_code == api.post(here + "comments/", words()).status_code == 404


def test_lists_take_a_constant_number_of_queries(cast: Cast, round_: Round, django_assert_num_queries) -> None:
    api, here = Api(cast.rival), place(cast.rival)
    api.get(here + "document/")
    for number in (1, 3):
        while Comment.objects.count() < number:
            posted_comment(cast.reviewer.invitations.get(), visibility="round")
        with django_assert_num_queries(3):  # token, invitation, comments
            assert api.get(here + "comments/").json()["count"] == number
        with django_assert_num_queries(3):
            api.get(here + "positions/")
        with django_assert_num_queries(3):
            api.get(here + "document/")


def test_filters_and_replies(cast: Cast, round_: Round) -> None:
    api, here = Api(cast.reviewer), place(cast.reviewer) + "comments/"
    theirs = posted_comment(cast.rival.invitations.get(), visibility="round")
    hidden = posted_comment(cast.rival.invitations.get())
    api.post(here, words(item=None, text="On the whole"))
    assert [row["text"] for row in api.get(here, {"item": "whole"}).json()["results"]] == ["On the whole"]
    assert [row["uid"] for row in api.get(here, {"item": "criteria/exams"}).json()["results"]] == [str(theirs.uid)]
    assert [row["text"] for row in api.get(here, {"own": "1"}).json()["results"]] == ["On the whole"]
    reply = api.post(here, words(answers=str(theirs.uid), text="I agree"))
    assert (reply.json()["answers"], reply.json()["item"]) == (str(theirs.uid), "criteria/exams")
    refused = [api.post(here, words(answers=uid)) for uid in (str(hidden.uid), str(uuid.uuid4()))]
    assert [(answer.status_code, answer.json()["errors"][0]["path"]) for answer in refused] == [(400, "answers")] * 2
    assert refused[0].content == refused[1].content
    assert api.post(here, words(), idempotency_key="ü").status_code == 400
