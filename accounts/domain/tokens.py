"""API tokens: made and revoked by their owner, shown once, kept as a hash."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import verb
from accounts.domain.errors import Conflict, Invalid, Problem
from accounts.domain.wording import as_typed
from accounts.models import ApiToken, User

PREFIX = "scne_"
LONGEST_LIFE = timedelta(days=366)


@verb
def make_token(*, name: str, expires_at: datetime, actor: User) -> tuple[ApiToken, str]:
    """A new token of the actor's and its text, which is never shown again.

    Raises Invalid without a name, or for an end in the past or later than LONGEST_LIFE from now.
    """
    name = as_typed(name, "name")
    if not name:
        message = _("Give the token a name, so that you know it again.")
        raise Invalid(message, [Problem("name", message)])
    now = timezone.now()
    if not now < expires_at <= now + LONGEST_LIFE:
        message = _("A token ends within a year from now.")
        raise Invalid(message, [Problem("expires_at", message)])
    text = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(user=actor, name=name[:80], token_hash=hash_of(text), expires_at=expires_at)
    return token, text


@verb
def revoke_token(*, token: ApiToken, actor: User) -> None:
    """End a token at once. Raises Conflict if it was revoked before."""
    if token.revoked_at:
        raise Conflict(_("The token is revoked already."))
    token.revoked_at = timezone.now()
    token.save(update_fields=["revoked_at"])


@verb
def revoke_all_tokens(*, person: User, actor: User | None) -> None:
    ApiToken.objects.filter(user=person, revoked_at=None).update(revoked_at=timezone.now())


def person_with_token(text: str) -> tuple[User, ApiToken] | None:
    """Whose valid token this is. The day of use is noted, not the hour."""
    token = (
        ApiToken.objects.select_related("user")
        .filter(token_hash=hash_of(text), revoked_at=None, expires_at__gt=timezone.now(), user__is_active=True)
        .first()
    )
    if token is None:
        return None
    today = timezone.now().date()
    if token.last_used_on != today:
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=today)
    return token.user, token


def hash_of(text: str) -> bytes:
    """SHA-256: a token has 256 random bits, so a slow hash would add nothing."""
    return hashlib.sha256(text.encode()).digest()
