"""Alive, and ready: every part for itself, and no detail that helps an attacker."""

import time

import pytest
from celery import current_app
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test import Client
from kombu import Connection

from accounts.tasks import HEARTBEAT, beat_heartbeat
from accounts.web import health

pytestmark = pytest.mark.django_db


def ready(client: Client) -> tuple[int, object]:
    response = client.get("/readyz")
    return response.status_code, response.json()


def all_but(*missing: str) -> dict[str, object]:
    checks = {name: name not in missing for name in ("database", "broker", "migrations", "beat")}
    return {"ready": not missing, "checks": checks}


def test_alive_asks_nothing(client: Client, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"alive": True})
    assert client.post("/healthz").status_code == 405


def test_ready_when_everything_is(client: Client) -> None:
    beat_heartbeat()
    assert ready(client) == (200, all_but())


def test_a_beat_that_fell_silent(client: Client) -> None:
    assert ready(client) == (503, all_but("beat"))
    cache.set(HEARTBEAT, time.time() - health.BEAT_SILENT_AFTER - 1)
    assert ready(client) == (503, all_but("beat"))


def test_a_broker_that_is_away(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    beat_heartbeat()
    nobody_listens = Connection("redis://127.0.0.1:1/0")
    monkeypatch.setattr(current_app, "connection_for_write", lambda **_: nobody_listens)
    assert ready(client) == (503, all_but("broker"))


def test_a_cache_that_is_away(client: Client, settings: pytest.FixtureRequest) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}}
    assert ready(client) == (503, all_but("beat"))


def test_a_database_that_is_away(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    beat_heartbeat()
    monkeypatch.setattr(health._CHECKS["migrations"], "applied", False)

    def away(*_: object) -> None:
        raise OperationalError("connection to server at 10.0.0.5 failed")

    monkeypatch.setattr(connection, "cursor", away)
    response = client.get("/readyz")
    monkeypatch.undo()
    assert (response.status_code, response.json()) == (503, all_but("database", "migrations"))
    assert "10.0.0.5" not in response.content.decode()


def test_a_migration_that_waits(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    beat_heartbeat()
    monkeypatch.setattr(health._CHECKS["migrations"], "applied", False)
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM django_migrations WHERE app = 'accounts'"
            " AND name = (SELECT max(name) FROM django_migrations WHERE app = 'accounts')"
        )
    assert ready(client) == (503, all_but("migrations"))
