"""The list of languages that a roadmap is written in."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.models.text import LANGUAGES
from roadmap.domain.document.values import Context, Json, Value


class Languages(Value):
    """Some of en, ar, ku, each once, in that order."""

    def load(self, raw: Json, path: str, context: Context) -> Json:
        if raw is None or raw == "":
            return None
        if not isinstance(raw, list) or any(each not in LANGUAGES for each in raw):
            context.report(path, _("Give a list of languages out of en, ar and ku."))
            return None
        return [code for code in LANGUAGES if code in raw] or None

    def words(self, value: Json, language: str) -> str:  # noqa: ARG002 values have one shape
        return ", ".join(value or [])

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": {"enum": list(LANGUAGES)}, "uniqueItems": True}
