"""Two requests with one key at the same time. The race is first shown without what prevents it: the key's being unique."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from accounts.domain.tokens import make_token
from accounts.models import Group, IdempotencyKey
from tests.conftest import Cast

pytestmark = pytest.mark.django_db(transaction=True)
_LONG = 20


def execute(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture
def slowly() -> Iterator[None]:
    """Groups are written slowly, so that the two requests meet every time."""
    execute(
        "CREATE FUNCTION test_dawdle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.4); RETURN NEW; END $$",
        "CREATE TRIGGER test_dawdle BEFORE INSERT ON accounts_group FOR EACH ROW EXECUTE FUNCTION test_dawdle()",
    )
    yield
    execute("DROP TRIGGER test_dawdle ON accounts_group", "DROP FUNCTION test_dawdle()")


@pytest.fixture
def lock_off() -> Iterator[None]:
    execute("ALTER TABLE roadmap_idempotencykey DROP CONSTRAINT idempotency_key_once")
    yield
    IdempotencyKey.objects.all().delete()
    execute("ALTER TABLE roadmap_idempotencykey ADD CONSTRAINT idempotency_key_once UNIQUE (user_id, key)")


def post_twice(cast: Cast) -> list[tuple[int, object, bool]]:
    """Status, body and whether it was replayed, of the same request sent twice at once."""
    _token, text = make_token(name="script", expires_at=timezone.now() + timedelta(days=1), actor=cast.administrator)

    def post() -> tuple[int, object, bool]:
        try:
            headers = {"authorization": f"Bearer {text}", "idempotency-key": "once"}
            body = {"name": {"en": "Teachers"}}
            response = Client(headers=headers).post("/api/v1/groups/", body, content_type="application/json")
            return response.status_code, response.json(), "Idempotency-Replayed" in response
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        return [future.result(_LONG) for future in [pool.submit(post) for _ in range(2)]]


@pytest.mark.usefixtures("slowly", "lock_off")
def test_without_it_both_are_carried_out(cast: Cast) -> None:
    post_twice(cast)
    assert IdempotencyKey.objects.count() == 2


@pytest.mark.usefixtures("slowly")
def test_one_waits_for_the_other_and_gets_its_answer(cast: Cast) -> None:
    first, second = sorted(post_twice(cast), key=lambda told: told[2])
    assert (first[0], first[2], second[2]) == (201, False, True)
    assert first[:2] == second[:2]
    assert Group.objects.filter(key__startswith="teachers").count() == 1
