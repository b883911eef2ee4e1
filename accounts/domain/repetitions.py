"""Requests that carry a key: carried out once, answered alike, forgotten after a day."""

from datetime import timedelta
from typing import Any, Final

from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.domain.errors import Conflict
from accounts.models import IdempotencyKey, User

#: How long a repetition of a request is recognised.
KEPT: Final = timedelta(days=1)


class ShownOnce(Conflict):
    """A repetition of what was answered with a secret. ``location`` is the address of what was made, "" for none."""

    code = "shown-once"

    def __init__(self, location: str) -> None:
        super().__init__(_("This was carried out before. Its answer was shown once and is not kept. Ask anew with another key."))
        self.location = location


def claim_key(*, key: str, digest: str, actor: User) -> tuple[IdempotencyKey, bool]:
    """The row of the actor's key, and whether it is new; waits while another transaction is carrying the same key out.

    ``digest`` is of the whole request. Raises Conflict where the key was used for another one.
    """
    row, made = IdempotencyKey.objects.get_or_create(user=actor, key=key, defaults={"request_digest": digest})
    if row.request_digest != digest:
        raise Conflict(_("This Idempotency-Key was used for another request."))
    return row, made


def keep_answer(*, row: IdempotencyKey, status: int, body: Any, location: str, etag: str) -> None:
    """Write down what the request was answered: in the transaction in which it was carried out."""
    row.status, row.body, row.location, row.etag = status, body, location, etag
    row.save(update_fields=["status", "body", "location", "etag"])


def forget_repetitions() -> int:
    """Remove the keys that are older than KEPT, with the answers that they hold; answers how many."""
    gone, _each = IdempotencyKey.objects.filter(created_at__lt=Now() - KEPT).delete()
    return gone
