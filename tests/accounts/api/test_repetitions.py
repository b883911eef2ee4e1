"""``Idempotency-Key`` for people, groups, members and tokens: once carried out, once answered, no secret written down."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts import tasks
from accounts.domain.repetitions import forget_repetitions
from accounts.domain.tokens import make_token, person_with_token
from accounts.enums import Role
from accounts.models import ApiToken, Group, IdempotencyKey, Membership, User
from tests import factories
from tests.conftest import Cast

pytestmark = pytest.mark.django_db
TOKENS, PEOPLE, GROUPS = (f"/api/v1/{name}/" for name in ("tokens", "people", "groups"))


def post(client: Client, path: str, body: object = None, key: str = "k1") -> object:
    return client.post(path, {} if body is None else body, content_type="application/json", headers={"Idempotency-Key": key})


@pytest.fixture
def admin(cast: Cast) -> Client:
    _token, text = make_token(name="script", expires_at=timezone.now() + timedelta(days=1), actor=cast.administrator)
    return Client(headers={"authorization": f"Bearer {text}"})


def told(response: object) -> tuple[int, object, str | None, str | None]:
    return response.status_code, response.json(), response.headers.get("Location"), response.headers.get("ETag")


def test_a_person_is_added_once(cast: Cast, admin: Client) -> None:
    body = {"email": "new@example.org", "role": "reviewer"}
    first, again = post(admin, PEOPLE, body), post(admin, PEOPLE, body)
    assert told(first) == told(again)
    assert (first.status_code, first["Location"]) == (201, f"{PEOPLE}{first.json()['uid']}/")
    assert ("Idempotency-Replayed" in first, again["Idempotency-Replayed"]) == (False, "true")
    assert User.objects.filter(email="new@example.org").count() == 1
    assert post(admin, PEOPLE, body, key="k2").status_code == 409


def test_a_group_is_added_once_and_its_etag_told_again(cast: Cast, admin: Client) -> None:
    body = {"name": {"en": "Teachers"}}
    first, again = post(admin, GROUPS, body), post(admin, GROUPS, body)
    assert told(first) == told(again)
    assert first["ETag"] == admin.get(first["Location"])["ETag"]
    assert Group.objects.filter(key__startswith="teachers").count() == 1
    other = post(admin, GROUPS, {"name": {"en": "Bakers"}})
    assert (other.status_code, other.json()["title"]) == (409, "conflict")


def test_a_member_is_added_once(cast: Cast, admin: Client) -> None:
    members = f"{GROUPS}{cast.group.uid}/members/"
    first, again = (post(admin, members, {"email": "t@example.org"}) for _ in range(2))
    assert told(first) == told(again)
    assert (first.status_code, first["Location"]) == (201, f"{members}{first.json()['uid']}/")
    assert Membership.objects.filter(user__email="t@example.org").count() == 1


def test_what_was_done_meanwhile_is_not_undone_by_a_repetition(cast: Cast, admin: Client) -> None:
    one = f"{PEOPLE}{cast.rival.uid}/"
    first = post(admin, f"{one}deactivate/", key="off")
    post(admin, f"{one}reactivate/", key="on")
    assert told(post(admin, f"{one}deactivate/", key="off")) == told(first)
    cast.rival.refresh_from_db()
    assert cast.rival.is_active


def test_the_rule_is_applied_to_a_repetition_too(cast: Cast, admin: Client) -> None:
    members = f"{GROUPS}{cast.group.uid}/members/"
    assert post(admin, members, {"email": "secret-member@example.org"}).status_code == 201
    User.objects.filter(pk=cast.administrator.pk).update(role=Role.FACILITATOR)
    again = post(admin, members, {"email": "secret-member@example.org"})
    assert again.status_code == 403
    assert "secret-member" not in again.content.decode()


def test_the_key_of_another_is_another_key(cast: Cast, admin: Client) -> None:
    other = factories.user(role=Role.ADMINISTRATOR)
    body = {"name": {"en": "Teachers"}}
    first, second = post(admin, GROUPS, body), post(factories.signed_in(other), GROUPS, body)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["uid"] != second.json()["uid"]


def test_what_was_refused_may_be_tried_again_with_the_same_key(cast: Cast, admin: Client) -> None:
    assert post(admin, PEOPLE, {"email": "x"}).status_code == 400
    assert post(admin, PEOPLE, {"email": "lead@example.org", "role": "monitor"}).status_code == 409
    assert not IdempotencyKey.objects.exists()
    assert post(admin, PEOPLE, {"email": "x@example.org", "role": "monitor"}).status_code == 201


@pytest.mark.parametrize("key", ["two words", "ü", "x" * 81])
def test_a_key_is_short_and_visible(cast: Cast, admin: Client, key: str) -> None:
    assert post(admin, GROUPS, {"name": {"en": "Teachers"}}, key=key).status_code == 400


def test_a_token_is_made_once_and_its_secret_is_never_written_down(cast: Cast) -> None:
    browser = factories.signed_in(cast.lead)
    wanted = {"name": "Sheet", "expires_at": (timezone.now() + timedelta(days=3)).isoformat()}
    first, again = post(browser, TOKENS, wanted), post(browser, TOKENS, wanted)
    secret = first.json()["token"]
    assert person_with_token(secret)[0] == cast.lead
    assert (again.status_code, again.json()["title"], again["Location"]) == (409, "shown-once", first["Location"])
    assert secret not in again.content.decode()
    row = IdempotencyKey.objects.get()
    assert (row.status, row.body) == (201, None)
    assert not any(secret in str(value) for value in IdempotencyKey.objects.values().get().values())
    assert ApiToken.objects.count() == 1
    # What a client does that lost the answer: end that token, and make another with another key.
    assert browser.delete(again["Location"]).status_code == 204
    assert post(browser, TOKENS, wanted, key="k2").status_code == 201


def test_keys_are_forgotten_after_a_day(cast: Cast, admin: Client) -> None:
    post(admin, GROUPS, {"name": {"en": "Teachers"}}, key="old")
    post(admin, GROUPS, {"name": {"en": "Bakers"}}, key="new")
    IdempotencyKey.objects.filter(key="old").update(created_at=timezone.now() - timedelta(hours=25))
    assert forget_repetitions() == 1
    assert list(IdempotencyKey.objects.values_list("key", flat=True)) == ["new"]
    IdempotencyKey.objects.update(created_at=timezone.now() - timedelta(hours=25))
    tasks.forget_repetitions()
    assert not IdempotencyKey.objects.exists()
