"""The tasks of beat each make one domain call."""

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache

from accounts import tasks
from accounts.domain.mail import request_password_mail
from accounts.enums import MailKind
from accounts.models import MailRequest, Session
from tests import factories
from tests.conftest import Cast


@pytest.mark.django_db
def test_mail_is_sent_and_sessions_are_forgotten(cast: Cast) -> None:
    request_password_mail(email="rival@example.org", kind=MailKind.RESET, actor=None)
    tasks.send_mail()
    assert [message.to for message in mail.outbox] == [["rival@example.org"]]
    factories.signed_in(cast.rival)
    Session.objects.update(expire_date="2020-01-01T00:00Z")
    tasks.purge_expired()
    assert not Session.objects.exists()


def test_the_heart_beats() -> None:
    tasks.beat_heartbeat()
    assert cache.get(tasks.HEARTBEAT) > 1.7e9


def test_beat_knows_every_task_of_ours_and_purges_often_enough() -> None:
    known = {entry["task"]: entry["schedule"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert {name: known[f"accounts.tasks.{name}"] for name in ("beat_heartbeat", "seal_audit", "send_mail", "purge_expired")} == {
        "beat_heartbeat": 10.0,
        "seal_audit": 10.0,
        "send_mail": 10.0,
        "purge_expired": 60.0,
    }


@pytest.mark.django_db(transaction=True)
def test_a_worker_is_woken_when_the_promise_is_committed(monkeypatch: pytest.MonkeyPatch) -> None:
    woken: list[str] = []
    monkeypatch.setattr(tasks.send_mail, "delay", lambda: woken.append("now"))
    request_password_mail(email="x@example.org", kind=MailKind.RESET, actor=None)
    assert woken == ["now"]


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_away_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise OSError("no broker")

    monkeypatch.setattr(tasks.send_mail, "delay", away)
    request_password_mail(email="x@example.org", kind=MailKind.RESET, actor=None)
    assert MailRequest.objects.count() == 1
