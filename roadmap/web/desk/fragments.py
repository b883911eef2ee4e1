"""Rendered pieces of the desk, kept in the cache under a digest of all that they are made of: never stale, no invalidation."""

import functools
import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import orjson
from django.conf import settings
from django.core.cache import cache
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

DAY = 60 * 60 * 24
QUARTER = 60 * 15
_AT_ONCE = 100
_SOURCES = ("templates/roadmap/desk", "templates/roadmap/document", "templates/components", "roadmap/web/desk")


def key_of(name: str, *parts: Any) -> str:
    """The cache key of a fragment: its name, the language of the page, and a digest of what it shows."""
    made_of = orjson.dumps([get_language(), parts], option=orjson.OPT_NON_STR_KEYS, default=str)
    return f"desk:{name}:{release(*_SOURCES)}:{hashlib.blake2b(made_of, digest_size=16).hexdigest()}"


def fragments(makers: Mapping[str, Callable[[], str]], *, seconds: int = DAY) -> dict[str, SafeString]:
    """The HTML for each key; what the cache lacks is made and kept. One question to the cache.

    What is made is kept a hundred at a time: a draft of thousands that takes a server too long at first is done at a second try.
    """
    found: dict[str, str] = cache.get_many(makers)
    lacking = [key for key in makers if key not in found]
    for start in range(0, len(lacking), _AT_ONCE):
        made = {key: makers[key]() for key in lacking[start : start + _AT_ONCE]}
        cache.set_many(made, seconds)
        found.update(made)
    # What is kept was rendered by templates, which escape.
    return {key: mark_safe(found[key]) for key in makers}  # noqa: S308


@functools.cache
def release(*sources: str) -> str:
    """Changes with the folders named and the translations, so that a new release shows nothing of the old one."""
    root = Path(settings.BASE_DIR)
    files = [path for folder in sources for path in sorted((root / folder).rglob("*")) if path.suffix in {".html", ".py"}]
    files += sorted((root / "locale").rglob("*.mo"))
    digest = hashlib.blake2b(digest_size=6)
    for path in files:
        digest.update(f"{path.name}:{path.stat().st_mtime_ns}".encode())
    return digest.hexdigest()
