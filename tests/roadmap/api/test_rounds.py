"""Rounds, deliveries and answers through the API."""

from datetime import timedelta

import pytest
from django.utils import timezone

from roadmap.domain.rounds import close_round
from roadmap.models import Comment, Round
from tests.conftest import Cast
from tests.roadmap.api.client import Api
from tests.roadmap.round_factories import opened_round, posted_comment, small_version

pytestmark = pytest.mark.django_db
ROUND = "roadmaps/small/rounds/1/"


def terms(**more):
    closes_at = (timezone.now() + timedelta(days=2)).isoformat()
    return {"version": 1, "groups": ["homs-women", "idlib-doctors"], "closes_at": closes_at, **more}


def test_from_preparation_to_release(cast: Cast) -> None:
    small_version(cast)
    api = Api(cast.lead)
    made = api.post("roadmaps/small/rounds/", terms(withheld={"homs-women": ["measures/exam-passage"]}))
    assert (made.status_code, made["Location"], made.json()["state"]) == (201, "/api/v1/" + ROUND, "draft")
    withheld = {group["key"]: group["withheld"] for group in made.json()["groups"]}
    assert "measures/exam-passage" in withheld["homs-women"]
    assert withheld["idlib-doctors"] == []
    changed = api.patch(ROUND, {"questions": {"en": "What is missing?"}}, if_match=made["ETag"])
    assert changed.json()["questions"] == {"en": "What is missing?"}
    assert api.patch(ROUND, {"show_group_names": True}, if_match=made["ETag"]).status_code == 412
    assert api.patch(ROUND, {"show_group_names": True}).status_code == 428
    assert api.get(ROUND)["ETag"] == changed["ETag"]
    opened = api.post(ROUND + "open/", idempotency_key="once")
    again = api.post(ROUND + "open/", idempotency_key="once")
    assert opened.json() == again.json()
    assert opened.json()["state"] == "open"
    later = (timezone.now() + timedelta(days=3)).isoformat()
    assert api.post(ROUND + "extend/", {"closes_at": later}).status_code == 200
    assert api.post(ROUND + "open/").status_code == 409
    assert api.delete(ROUND).status_code == 409
    posted_comment(cast.reviewer.invitations.get())
    assert api.post(ROUND + "close/").json()["state"] == "closed"
    assert api.post(ROUND + "release/").json()["title"] == "answers-missing"
    (comment,) = api.get(ROUND + "comments/").json()["results"]
    address = f"{ROUND}comments/{comment['uid']}/"
    assert api.get(address)["ETag"] == '"0"'
    answered = api.put(address + "response/", {"outcome": "noted"}, if_match='"0"')
    assert answered.json()["response"]["outcome"] == "noted"
    assert api.get(address).json() == answered.json()
    clash = Api(cast.drafter).put(address + "response/", {"outcome": "declined", "reason": {"en": "No"}}, if_match='"0"')
    assert clash.status_code == 409
    assert {"path": "outcome", "mine": "declined", "theirs": "noted"} in clash.json()["contested"]
    assert api.post(ROUND + "release/").json()["state"] == "answered"


def test_wrong_terms_are_named(cast: Cast) -> None:
    small_version(cast)
    answer = Api(cast.lead).post("roadmaps/small/rounds/", terms(version=7, groups=["nobody"]))
    assert answer.status_code == 400
    assert [error["path"] for error in answer.json()["errors"]] == ["version", "groups"]
    assert not Round.objects.exists()


def test_deliveries_and_mails_name_nobody(cast: Cast) -> None:
    opened_round(cast)
    api = Api(cast.lead)
    rows = api.get(ROUND + "deliveries/").json()["results"]
    assert [(row["group"], row["invited"], row["queued"]) for row in rows] == [("homs-women", 2, 2), ("idlib-doctors", 1, 1)]
    mails = api.get(ROUND + "mails/")
    assert mails.json()["count"] == 3
    group = api.get(ROUND).json()["groups"][0]["uid"]
    members = api.get(f"{ROUND}groups/{group}/members/")
    assert members.json()["count"] == 2
    for person in (cast.reviewer, cast.focal_point, cast.rival):
        assert person.email not in (mails.content + members.content).decode()
        assert person.display_name not in (mails.content + members.content).decode()


def test_withdraw_and_codes(cast: Cast) -> None:
    opened_round(cast)
    api = Api(cast.lead)
    group = api.get(ROUND).json()["groups"][0]["uid"]
    slips = api.post(f"{ROUND}groups/{group}/codes/")
    assert len(slips.json()) == 2
    member = api.get(f"{ROUND}groups/{group}/members/").json()["results"][0]["uid"]
    assert api.post(f"{ROUND}invitations/{member}/withdraw/").status_code == 204
    assert api.post(f"{ROUND}invitations/{member}/withdraw/").status_code == 409
    assert len(api.post(f"{ROUND}groups/{group}/codes/").json()) == 1


def test_list_of_comments_can_be_filtered(cast: Cast) -> None:
    round_ = opened_round(cast)
    mine, rival = cast.reviewer.invitations.get(), cast.rival.invitations.get()
    posted_comment(mine, text="About exams", kind="question", folded="about exams")
    posted_comment(rival, ref=None, text="عن الكل", folded="عن الكل", language="ar")
    withdrawn = posted_comment(mine, text="Withdrawn", state="withdrawn")
    close_round(round=round_, actor=cast.lead)
    api = Api(cast.lead)

    def texts(**query: str) -> list[str]:
        return [row["text"] for row in api.get(ROUND + "comments/", query).json()["results"]]

    assert texts() == ["عن الكل", "About exams"]
    assert texts(item="criteria/exams") == ["About exams"]
    assert texts(item="whole") == ["عن الكل"]
    assert texts(kind="question") == ["About exams"]
    assert texts(group=str(cast.rival_group.uid)) == ["عن الكل"]
    assert texts(language="ar") == ["عن الكل"]
    assert texts(q="exams") == ["About exams"]
    assert texts(state="answered") == []
    assert api.get(ROUND + "comments/", {"group": "x"}).status_code == 400
    assert api.get(f"{ROUND}comments/{withdrawn.uid}/").status_code == 404
    noted = api.post(
        ROUND + "comments/note/", {"comments": [row["uid"] for row in api.get(ROUND + "comments/").json()["results"]]}
    )
    assert noted.json() == {"noted": 2}
    assert texts(state="noted") == ["عن الكل", "About exams"]


def test_lists_take_a_constant_number_of_queries(cast: Cast, django_assert_num_queries) -> None:
    opened_round(cast)
    api = Api(cast.lead)
    api.get("roadmaps/small/rounds/")
    for number in (1, 3):
        while Comment.objects.count() < number:
            posted_comment(cast.reviewer.invitations.get())
        with django_assert_num_queries(4):  # token, round, assignment, comments
            assert api.get(ROUND + "comments/").json()["count"] == number
        with django_assert_num_queries(4):
            api.get(ROUND + "mails/")
        with django_assert_num_queries(6):  # token, roadmap, assignment, rounds, groups, what is withheld
            api.get("roadmaps/small/rounds/")
        with django_assert_num_queries(8):
            api.get(ROUND + "deliveries/")


def test_pages_of_comments(cast: Cast) -> None:
    opened_round(cast)
    for number in range(5):
        posted_comment(cast.reviewer.invitations.get(), text=str(number))
    api = Api(cast.lead)
    first = api.get(ROUND + "comments/", {"page_size": 2}).json()
    assert (first["count"], first["previous"], [row["text"] for row in first["results"]]) == (5, None, ["0", "1"])
    last = api.get(ROUND + "comments/", {"page_size": 2, "page": 3}).json()
    assert (last["count"], last["next"], [row["text"] for row in last["results"]]) == (5, None, ["4"])
    assert api.get(ROUND + "comments/", {"page": 9}).status_code == 404


def test_a_group_comes_later(cast: Cast) -> None:
    opened_round(cast, groups=[cast.group])
    api = Api(cast.lead)
    assert api.post(ROUND + "groups/", {"group": "nobody"}).json()["errors"][0]["path"] == "group"
    invited = api.post(ROUND + "groups/", {"group": "idlib-doctors", "withheld": ["measures/exam-passage"]})
    assert invited.json() == {"invited": 1}
    assert "measures/exam-passage" in api.get(ROUND).json()["groups"][1]["withheld"]
    assert api.post(ROUND + "mails/retry/").json() == {"queued": 0}


def test_round_in_preparation_can_be_dropped(cast: Cast) -> None:
    small_version(cast)
    api = Api(cast.lead)
    made = api.post("roadmaps/small/rounds/", terms())
    assert api.client.delete(made["Location"]).status_code == 204
    assert not Round.objects.exists()
