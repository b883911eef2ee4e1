"""What the worker does for people and the audit trail. Each task looks for due rows; none carries data."""

import time

from celery import shared_task
from django.core.cache import cache

from accounts.domain.audit import seal_entries
from accounts.domain.mail import send_due_mail
from accounts.domain.purging import purge
from accounts.domain.repetitions import forget_repetitions as forget

#: Cache key of the time (seconds since 1970) at which beat last started a task.
HEARTBEAT = "beat-heartbeat"


@shared_task
def beat_heartbeat() -> None:
    cache.set(HEARTBEAT, time.time(), timeout=None)


@shared_task
def seal_audit() -> None:
    seal_entries()


@shared_task
def send_mail() -> None:
    send_due_mail()


@shared_task
def purge_expired() -> None:
    purge()


@shared_task
def forget_repetitions() -> None:
    forget()
