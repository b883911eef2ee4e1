"""What numbers beside an answer of the API would tell a member: hashes, revisions, tallies."""

import hashlib
from typing import Any

import pytest
import rfc8785

from roadmap.domain.comments import edit_comment
from roadmap.models import Round
from tests.conftest import Cast
from tests.roadmap.api.client import Api
from tests.roadmap.domain.test_comments import EXAMS, WORDS, post
from tests.roadmap.domain.test_positions import take
from tests.roadmap.round_factories import opened_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_(cast: Cast) -> Round:
    return opened_round(cast, withheld={cast.group: {"measures/exam-passage"}}, widest_visibility="round")


def place(person: Any) -> str:
    return f"invitations/{person.invitations.get().uid}/"


@pytest.mark.parametrize("name", ["reviewer", "rival"])
def test_the_digest_is_that_of_what_is_shown(cast: Cast, round_: Round, name: str) -> None:
    person = getattr(cast, name)
    api, here = Api(person), place(person)
    told = api.get(here + "document/").json()
    digest = hashlib.sha256(rfc8785.dumps(told["document"])).hexdigest()
    assert told["digest"] == api.get(here).json()["digest"] == digest
    assert (digest == round_.version.digest) == (name == "rival")
    answers = [api.get(path).content.decode() for path in ("invitations/", here, here + "document/")]
    assert any(round_.version.digest in answer for answer in answers) == (name == "rival")


def test_how_often_another_rewrote_a_comment_is_not_told(cast: Cast, round_: Round) -> None:
    mine = cast.reviewer.invitations.get()
    comment = post(mine, visibility="round")
    edit_comment(comment=comment, base_revision=1, actor=cast.reviewer, **{**WORDS, "visibility": "round", "text": "Anew"})
    own = Api(cast.reviewer).get(f"{place(cast.reviewer)}comments/{comment.uid}/")
    theirs = Api(cast.rival).get(f"{place(cast.rival)}comments/{comment.uid}/")
    assert (own["ETag"], theirs.status_code, theirs.headers.get("ETag")) == ('"2"', 200, None)
    assert "revision" not in theirs.json()


def test_nobody_and_too_few_look_the_same(cast: Cast, round_: Round) -> None:
    """Every item that wants a position is there, and the whole, whether anybody took one or not."""
    api, here = Api(cast.focal_point), place(cast.focal_point)
    before = api.get(here + "group/").json()
    take(cast.reviewer.invitations.get(), "support", EXAMS)
    after = api.get(here + "group/").json()
    rows = after["results"]
    assert before == after
    wanted = [
        "criteria/exams",
        "criteria/no-shelling",
        "measures/cross-line-convoys",
        "parked/constitution",
        "sections/introduction",
    ]
    assert rows[0]["item"] is None
    assert [row["item"] for row in rows[1:]] == wanted
    assert {row["total"] for row in rows} == {None}


def test_a_draft_saved_in_another_place_is_not_overwritten(cast: Cast, round_: Round) -> None:
    api, here = Api(cast.reviewer), place(cast.reviewer) + "comments/"
    said = {"item": EXAMS, "text": "First", "draft": True}
    made = api.post(here, said)
    address, key = here + made.json()["uid"] + "/", made.json()["client_key"]
    assert api.patch(address, {"text": "From the phone"}, if_match='"1"')["ETag"] == '"2"'
    again = {**said, "text": "From the desk", "client_key": key}
    for clash in (
        api.patch(address, {"text": "From the desk"}, if_match='"1"'),
        api.post(here, again, if_match='"1"'),
        api.post(here, {**again, "draft": False}, if_match='"1"'),
    ):
        told = clash.json()
        assert (clash.status_code, told["title"], told["revision"]) == (409, "clash", 2)
        assert told["contested"] == [{"path": "text", "mine": "From the desk", "theirs": "From the phone"}]
    assert api.get(address).json()["text"] == "From the phone"
    assert api.post(here, {**again, "draft": False}, if_match='"2"').json()["state"] == "posted"
