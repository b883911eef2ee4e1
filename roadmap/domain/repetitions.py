"""Forgetting what repeated requests were answered."""

from datetime import timedelta
from typing import Final

from django.db.models.functions import Now

from roadmap.models import IdempotencyKey

#: How long a repetition of a request is recognised.
KEPT: Final = timedelta(days=1)


def forget_repetitions() -> int:
    """Remove the keys that are older than KEPT, with the answers that they hold; answers how many."""
    gone, _each = IdempotencyKey.objects.filter(created_at__lt=Now() - KEPT).delete()
    return gone
