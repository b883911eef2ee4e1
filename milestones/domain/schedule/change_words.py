"""The changes of a what-if in a few words each."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models.text import in_language

#: What may change, in the words of a button and of a heading.
LABELS = {
    "window": _("A window moves"),
    "anchor": _("A named day moves"),
    "achieved": _("A milestone is verified on a day"),
    "delay": _("An area is late by some weeks"),
    "drop": _("A milestone is dropped"),
    "leave": _("An area walks out"),
    "succeed": _("An area is succeeded by another"),
}


def change_words(changes: Iterable[Mapping[str, Any]]) -> str:
    """All changes on one line, items by their keys: it is read where no draft is at hand."""
    return "; ".join(f"{LABELS[each['change']]}: {', '.join(_values(each))}" for each in changes)


def _values(change: Mapping[str, Any]) -> list[str]:
    """What a change says, in the order in which it was written; names of people's own in the reader's language."""
    found: list[str] = []
    for name, value in change.items():
        if name != "change" and value not in (None, "", []):
            found += [str(part) for part in value] if isinstance(value, list) else [_one(value)]
    return found


def _one(value: Any) -> str:
    return in_language(dict(value)) if isinstance(value, Mapping) else str(value)
