"""``/healthz``: this process answers. ``/readyz``: it and all it needs are ready. No version, no name, no error text."""

import time
from collections.abc import Callable

from celery import current_app
from django.core.cache import cache
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from accounts.access import PUBLIC, access
from accounts.tasks import HEARTBEAT

#: Seconds without a heartbeat (one every ten) after which beat counts as stopped.
BEAT_SILENT_AFTER = 60


@access(PUBLIC)
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 the signature is Django's
    return JsonResponse({"alive": True})


@access(PUBLIC)
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """200 if everything answers, else 503; each part is ``true`` or ``false``."""
    checks = {name: check() for name, check in _CHECKS.items()}
    ready = all(checks.values())
    return JsonResponse({"ready": ready, "checks": checks}, status=200 if ready else 503)


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    return True


def _broker() -> bool:
    try:
        with current_app.connection_for_write(connect_timeout=1) as broker:
            broker.ensure_connection(max_retries=1, timeout=1)
    except (OperationalError, OSError):
        return False
    return True


class _Migrations:
    """Once all are applied they stay applied as long as this process lives."""

    applied = False

    def __call__(self) -> bool:
        if not self.applied:
            try:
                executor = MigrationExecutor(connection)
                plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
            except Error:
                return False
            self.applied = not plan
        return self.applied


def _beat() -> bool:
    try:
        last = cache.get(HEARTBEAT)
    except (OSError, RedisError):
        return False
    return last is not None and time.time() - float(last) <= BEAT_SILENT_AFTER


_CHECKS: dict[str, Callable[[], bool]] = {
    "database": _database,
    "broker": _broker,
    "migrations": _Migrations(),
    "beat": _beat,
}
