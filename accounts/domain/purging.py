"""Forgetting what is over."""

from dataclasses import dataclass
from datetime import timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import ApiToken, Session

#: How long an expired or revoked token stays in its owner's list.
TOKENS_KEPT = timedelta(days=90)


@dataclass(frozen=True)
class Purged:
    sessions: int
    attempts: int
    tokens: int


@transaction.atomic
def purge() -> Purged:
    """Remove sessions that ended, failed sign-ins older than the lock-out window, and tokens long over.

    Runs every minute, so that nothing about an address outlives the window by more.
    """
    now = timezone.now()
    sessions, _ = Session.objects.filter(expire_date__lte=now).delete()
    attempts, _ = AccessAttempt.objects.filter(attempt_time__lte=now - settings.LOCK_OUT_WINDOW).delete()
    tokens, _ = ApiToken.objects.filter(expires_at__lt=now - TOKENS_KEPT).delete()
    return Purged(sessions, attempts, tokens)
