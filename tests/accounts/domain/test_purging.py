"""What is over is forgotten; nothing about an address outlives the lock-out window."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.utils import timezone

from accounts.domain.purging import TOKENS_KEPT, Purged, purge
from accounts.domain.tokens import hash_of
from accounts.models import ApiToken, Session
from tests import factories
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


def test_only_what_is_over_goes(cast: Cast) -> None:
    now = timezone.now()
    factories.signed_in(cast.reviewer)
    factories.signed_in(cast.rival)
    Session.objects.filter(user=cast.rival).update(expire_date=now - timedelta(seconds=1))
    for minutes in (29, 31):
        attempt = AccessAttempt.objects.create(username=str(minutes), ip_address="fd00::1", failures_since_start=1)
        AccessAttempt.objects.filter(pk=attempt.pk).update(attempt_time=now - timedelta(minutes=minutes))
    for days in (0, 1):
        end = now - TOKENS_KEPT + timedelta(days=days, minutes=-1)
        ApiToken.objects.create(user=cast.lead, name=str(days), token_hash=hash_of(str(days)), expires_at=end)
    assert timedelta(minutes=30) == settings.LOCK_OUT_WINDOW
    assert purge() == Purged(sessions=1, attempts=1, tokens=1)
    assert Session.objects.get().user == cast.reviewer
    assert AccessAttempt.objects.get().username == "29"
    assert ApiToken.objects.get().name == "1"
