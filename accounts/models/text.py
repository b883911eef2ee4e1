"""Text that exists in several languages side by side."""

from typing import Any

from django.db import models
from django.utils.translation import get_language

LANGUAGES = ("en", "ar", "ku")
MultilingualText = dict[str, str]


def page_first() -> list[str]:
    """All languages; that of the page comes first, where a person begins to read and to write."""
    page = (get_language() or "")[:2]
    return sorted(LANGUAGES, key=lambda code: code != page)


class TextField(models.JSONField):
    """A column of ``{"en": …, "ar": …, "ku": …}``; a missing language is absent, never an empty string."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("default", dict)
        kwargs.setdefault("blank", True)
        super().__init__(**kwargs)


def in_language(text: MultilingualText, language: str | None = None) -> str:
    """The text in ``language`` (default: the active one), else in the first that has it, else ``""``."""
    wanted = (language or get_language() or "en")[:2]
    for code in (wanted, *LANGUAGES):
        if text.get(code):
            return text[code]
    return ""


def language_of(text: MultilingualText, language: str | None = None) -> str:
    """The language in which :func:`in_language` answers, for ``lang`` attributes."""
    wanted = (language or get_language() or "en")[:2]
    return next((code for code in (wanted, *LANGUAGES) if text.get(code)), wanted)
