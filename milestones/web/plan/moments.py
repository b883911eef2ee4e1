"""Ends of windows as one reads them: milestones by their codes. They are kept by their keys, which no page shows."""

import re

from django import forms
from django.utils.translation import gettext as _

from milestones.domain.durations import TYPED
from milestones.domain.timeframes import named_days, parse_offset
from roadmap.domain.document import Document

#: A code, and what is counted from it; after a code a minus needs no space before it.
_FROM_CODE = re.compile(r"^(?P<code>[a-z]{1,3}-\d+(?:\.\w+)?)\s*(?P<length>[+-].*)?$", re.IGNORECASE)


def by_key(typed: str, document: Document) -> str:
    """``gov-lists + 2w`` for ``M-01.G1 + 2w``; what names no milestone by its code stays as it was typed."""
    found = _FROM_CODE.match(typed.translate(TYPED).strip())
    keys = {entry.code.casefold(): entry.key for entry in document.of("milestones")}
    key = keys.get(found["code"].casefold()) if found else None
    if not found or key is None:
        return typed
    length = found["length"] or ""
    return f"{key} {length[0]} {length[1:].strip()}" if length else key


def by_code(kept: str, document: Document) -> str:
    """``M-01.G1 + 2w`` for ``gov-lists + 2w``."""
    offset = parse_offset(kept)
    entry = document.find("milestones", offset.anchor) if offset and offset.anchor not in named_days(document) else None
    return entry.code + str(offset).removeprefix(entry.key) if entry and entry.code else kept


def unknown_code(typed: str, document: Document) -> str:
    """What is wrong with an end that counts from a code that no milestone has; "" where it does not."""
    found = _FROM_CODE.match(typed.translate(TYPED).strip())
    if not found or parse_offset(typed) or by_key(typed, document) != typed:
        return ""
    return _("No milestone has the code %(code)s.") % {"code": found["code"]}


class MomentInput(forms.TextInput):
    """One end of a window, with milestones by their codes."""

    def __init__(self, document: Document, attrs: dict[str, str]) -> None:
        self.document = document
        super().__init__(attrs)

    def format_value(self, value: str | None) -> str | None:
        return by_code(value, self.document) if value else None
