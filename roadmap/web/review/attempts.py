"""How often one address may try; counted under a keyed digest of it, and forgotten after the lock-out window."""

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from accounts.lockout import address_mark

#: A code has 100 random bits: the limit is against noise, and generous to many behind one address.
LIMIT = 20


def too_many(request: HttpRequest, what: str) -> bool:
    """Whether this address has used up its attempts at ``what``."""
    return int(cache.get(_key(request, what), 0)) >= LIMIT


def note_attempt(request: HttpRequest, what: str) -> None:
    key = _key(request, what)
    cache.add(key, 0, timeout=int(settings.LOCK_OUT_WINDOW.total_seconds()))
    cache.incr(key)


def _key(request: HttpRequest, what: str) -> str:
    return f"attempts:{what}:{address_mark(request)}"
