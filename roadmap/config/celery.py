"""The Celery application. The broker carries only hints that there is work: every job is a row in the database."""

import os

from celery import Celery
from celery.signals import beat_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roadmap.config.settings.dev")

app = Celery("roadmap")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@beat_init.connect
def announce_beat(**_: object) -> None:
    """Send the first heartbeat at once: a new schedule begins ten seconds late, and /readyz waits for it."""
    app.send_task("accounts.tasks.beat_heartbeat", expires=10)
