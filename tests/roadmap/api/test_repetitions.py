"""``Idempotency-Key`` for what a round and a draft are told: carried out once, and nothing secret written down."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import IdempotencyKey, IdentityReading
from roadmap.models import Assignment, InvitationLink
from tests.conftest import Cast
from tests.roadmap.api.client import Api
from tests.roadmap.round_factories import opened_round, small_version

pytestmark = pytest.mark.django_db
ROUND = "roadmaps/small/rounds/1/"
MEASURE = "roadmaps/small/measures/exam-passage/"


def twice(api: Api, address: str, body: Any = None) -> tuple[Any, Any]:
    first, again = (api.post(address, body, idempotency_key="k") for _ in range(2))
    return first, again


def told(response: Any) -> tuple[Any, ...]:
    return (
        response.status_code,
        response.json() if response.content else None,
        response.headers.get("Location"),
        response.headers.get("ETag"),
    )


def is_replayed(first: Any, again: Any) -> bool:
    return told(first) == told(again) and "Idempotency-Replayed" not in first and again["Idempotency-Replayed"] == "true"


def test_a_draft_is_told_once(cast: Cast) -> None:
    small_version(cast)
    api = Api(cast.lead)
    before = api.get("roadmaps/small/measures/").json()["count"]
    assert is_replayed(*twice(api, MEASURE + "duplicate/"))
    assert api.get("roadmaps/small/measures/").json()["count"] == before + 1


@pytest.mark.parametrize(("action", "body"), [("move/", {"after": ""}), ("confirm/", {"path": "title.en"})])
def test_an_item_is_moved_and_confirmed_once(cast: Cast, action: str, body: dict[str, str]) -> None:
    small_version(cast)
    first, again = twice(Api(cast.lead), MEASURE + action, body)
    assert first.status_code == 200
    assert is_replayed(first, again)


def test_a_round_gets_more_time_once(cast: Cast) -> None:
    opened_round(cast)
    first, again = twice(Api(cast.lead), ROUND + "extend/", {"closes_at": (timezone.now() + timedelta(days=30)).isoformat()})
    assert first.status_code == 200
    assert is_replayed(first, again)


def test_an_answer_without_a_body_is_told_again_as_it_was(cast: Cast) -> None:
    uid = opened_round(cast).invitations.get(user=cast.reviewer).uid
    first, again = twice(Api(cast.lead), f"{ROUND}invitations/{uid}/withdraw/")
    assert (first.status_code, first.content) == (204, b"")
    assert is_replayed(first, again)


def test_a_member_finishes_once_and_may_go_on(cast: Cast) -> None:
    own = f"invitations/{opened_round(cast).invitations.get(user=cast.reviewer).uid}/"
    api = Api(cast.reviewer)
    first, again = twice(api, own + "finish/")
    assert first.json()["finished"] is True
    assert is_replayed(first, again)
    assert api.post(own + "reopen/", idempotency_key="r").json()["finished"] is False
    assert told(api.post(own + "finish/", idempotency_key="k")) == told(first)
    assert api.get(own).json()["finished"] is False


def test_a_place_is_given_once(cast: Cast) -> None:
    small_version(cast)
    first, again = twice(
        Api(cast.administrator), "roadmaps/small/assignments/", {"person": str(cast.outsider.uid), "role": "drafter"}
    )
    assert first.status_code == 200, first.content
    assert is_replayed(first, again)
    assert Assignment.objects.filter(user=cast.outsider).count() == 1


def written_down() -> str:
    return str(list(IdempotencyKey.objects.values()))


def test_codes_are_made_once_and_never_written_down(cast: Cast) -> None:
    """A repetition that made new ones would end those that were handed over meanwhile."""
    opened_round(cast)
    first, again = twice(Api(cast.lead), f"{ROUND}groups/{cast.group.uid}/codes/")
    codes = [slip["code"] for slip in first.json()]
    assert codes
    made = list(InvitationLink.objects.values_list("pk", flat=True))
    assert (again.status_code, again.json()["title"], "Location" in again) == (409, "shown-once", False)
    assert list(InvitationLink.objects.values_list("pk", flat=True)) == made
    assert not any(code in written_down() + again.content.decode() for code in codes)


def test_who_somebody_is_is_told_once_and_never_written_down(cast: Cast) -> None:
    cast.administrator.may_read_identities = True
    cast.administrator.save()
    uid = opened_round(cast).invitations.get(user=cast.reviewer).uid
    api = Api(cast.administrator)
    first, again = twice(api, f"{ROUND}invitations/{uid}/person/", {"reason": "a threat was reported"})
    assert (first.json()["email"], again.status_code, again.json()["title"]) == (cast.reviewer.email, 409, "shown-once")
    assert cast.reviewer.email not in written_down() + again.content.decode()
    assert IdentityReading.objects.count() == 1


def test_a_key_that_waits_for_a_refusal_is_free_again(cast: Cast) -> None:
    opened_round(cast)
    api = Api(cast.lead)
    past = {"closes_at": (timezone.now() - timedelta(days=1)).isoformat()}
    assert api.post(ROUND + "extend/", past, idempotency_key="k").status_code >= 400
    later = {"closes_at": (timezone.now() + timedelta(days=30)).isoformat()}
    assert api.post(ROUND + "extend/", later, idempotency_key="k").status_code == 200
