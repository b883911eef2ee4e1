"""The workers' tasks, and that a broker that is away hinders nobody."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.conf import settings as configured
from django.core import mail
from django.utils import timezone
from kombu import Connection

from roadmap import tasks
from roadmap.config.celery import app
from roadmap.domain.rounds import open_round
from roadmap.enums import MailState, RoundState
from roadmap.models import OutboxMail, Round
from tests import factories
from tests.conftest import Cast
from tests.roadmap.round_factories import opened_round, prepared_round


def test_every_task_that_beat_starts_of_the_roadmap_exists() -> None:
    named = {entry["task"] for entry in configured.CELERY_BEAT_SCHEDULE.values()}
    app.loader.import_default_modules()
    ours = {name for name in named if name.startswith("roadmap.tasks.")}
    assert {f"roadmap.tasks.{name}" for name in ("deliver_outbox", "close_due_rounds", "queue_due_reminders")} <= ours
    assert ours <= set(app.tasks)


def test_the_tasks_send_remind_and_close(cast: Cast) -> None:
    round_ = opened_round(cast)
    assert tasks.deliver_outbox() == 3
    assert len(mail.outbox) == 3
    Round.objects.update(remind_at=timezone.now() - timedelta(seconds=1))
    assert tasks.queue_due_reminders() == 3
    Round.objects.update(opened_at=timezone.now() - timedelta(days=3), closes_at=timezone.now() - timedelta(seconds=1))
    assert (tasks.close_due_rounds(), tasks.close_due_rounds()) == (1, 0)
    round_.refresh_from_db()
    assert round_.state == RoundState.CLOSED
    assert tasks.deliver_outbox() == 0


@pytest.fixture
def dead_broker(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A broker at whose address nobody answers."""
    monkeypatch.setattr(app.conf, "broker_url", "redis://127.0.0.1:1/0")
    monkeypatch.setattr(app.conf, "broker_write_url", "redis://127.0.0.1:1/0")
    _forget_connections()
    yield
    _forget_connections()


def _forget_connections() -> None:
    app._pool = None
    app.amqp._producer_pool = None


@pytest.mark.django_db(transaction=True)
def test_opening_a_round_does_not_need_the_broker(cast: Cast, dead_broker: None, caplog: pytest.LogCaptureFixture) -> None:
    round_ = prepared_round(cast)
    began = time.monotonic()
    open_round(round=round_, actor=cast.lead)
    assert time.monotonic() - began < 5
    assert "in on_commit()" in caplog.text
    assert set(OutboxMail.objects.values_list("state", flat=True)) == {MailState.QUEUED}


@pytest.fixture
def waiting_tasks(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], int]]:
    """A broker in memory, and how many tasks wait there."""
    monkeypatch.setattr(app.conf, "broker_url", "memory://")
    monkeypatch.setattr(app.conf, "broker_write_url", "memory://")
    _forget_connections()
    with Connection("memory://") as connection, connection.SimpleQueue("celery") as queue:
        queue.clear()
        yield queue.qsize
        queue.clear()
    _forget_connections()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("members", "woken"), [(47, 1), (48, 2), (98, 2)])
def test_as_many_workers_are_woken_as_there_is_work_for(
    cast: Cast, waiting_tasks: Callable[[], int], members: int, woken: int
) -> None:
    """The cast brings three reviewers; a chunk has fifty mails."""
    for _member in range(members):
        factories.membership(factories.user(), cast.group)
    round_ = prepared_round(cast)
    assert waiting_tasks() == 0
    open_round(round=round_, actor=cast.lead)
    assert OutboxMail.objects.count() == members + 3
    assert waiting_tasks() == woken
