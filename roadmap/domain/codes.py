"""Codes such as C-03 and M-12.G2, and keys: given once, never used twice."""

import uuid

from django.utils.translation import gettext as _

from accounts.domain.errors import Invalid, Problem
from roadmap.domain.document import Document, Entry, Kind
from roadmap.domain.document.values import CODE
from roadmap.models import Roadmap


def next_code(roadmap: Roadmap, definition: Kind, entry: Entry, document: Document) -> str:
    """The next code of the item's series; numbers are counted per roadmap and never used twice."""
    if definition.name == "areas":
        return _area_letter(roadmap, definition)
    series = definition.series(entry, document) if definition.series else f"{definition.prefix}-"
    width = 1 if definition.series else 2
    taken = set(definition.model.objects.filter(roadmap=roadmap, code__startswith=series).values_list("code", flat=True))
    number = roadmap.code_counters.get(series, 0) + 1
    while f"{series}{number:0{width}}" in taken:
        number += 1
    roadmap.code_counters[series] = number
    Roadmap.objects.filter(pk=roadmap.pk).update(code_counters=roadmap.code_counters)
    return f"{series}{number:0{width}}"


def _area_letter(roadmap: Roadmap, definition: Kind) -> str:
    taken = set(definition.model.objects.filter(roadmap=roadmap).values_list("code", flat=True))
    letters = [chr(code) for code in range(ord("A"), ord("Z") + 1) if chr(code) != "T"]
    return next(
        (letter for letter in [*letters, *(a + b for a in letters for b in letters)] if letter not in taken),
        "Z",
    )


def free_key(roadmap: Roadmap, definition: Kind, code: str) -> str:
    stem = f"{definition.name}-{code}".lower().replace(".", "-").replace("_", "-")
    taken = set(definition.model.objects.filter(roadmap=roadmap, key__startswith=stem).values_list("key", flat=True))
    return stem if stem not in taken else f"{stem}-{uuid.uuid4().hex[:6]}"


def require_free_code(definition: Kind, roadmap: Roadmap, code: str) -> None:
    """A code is given once: also that of a deleted item is taken."""
    if not code:
        return
    if not CODE.fullmatch(code):
        problem = _("Use up to 20 letters, digits, points and hyphens.")
    elif definition.model.objects.filter(roadmap=roadmap, code=code).exists():
        problem = _("This code is taken, perhaps by a deleted item.")
    else:
        return
    raise Invalid(_("Some fields need your attention."), [Problem("code", problem)])
