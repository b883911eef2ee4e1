"""What is missing before a draft can be frozen, and what should be looked at."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from accounts.models.text import MultilingualText
from roadmap.domain.document import Document, Entry, Field, Gap
from roadmap.domain.document.catalogue import ROADMAP_FIELDS
from roadmap.domain.document.containers import Composite, PerRef, Rows
from roadmap.domain.document.local import local_list
from roadmap.domain.document.registry import Label, checks
from roadmap.domain.document.values import Json, Text, Value


def find_gaps(document: Document) -> list[Gap]:
    """Everything missing, what blocks freezing first; in the order of the document. What several items miss is told once."""
    gaps = [*_roadmap_gaps(document)]
    for entry in document:
        gaps += _required(entry, document)
        gaps += entry.definition.gaps(entry, document) if entry.definition.gaps else ()
        gaps += _translations(entry, document)
    for check in checks():
        gaps += check(document)
    return sorted(dict.fromkeys(gaps), key=lambda gap: not gap.blocking)


def slips(document: Document) -> Iterator[Gap]:
    """What is written and means nothing, such as a window that counts from a name that nobody gave."""
    for entry in document:
        found = entry.definition.gaps(entry, document) if entry.definition.gaps else ()
        yield from (gap for gap in found if gap.is_slip)


def slip_lines(document: Document) -> Iterator[str]:
    """The slips as commands print them beside their answer."""
    for gap in slips(document):
        yield f"warning: {gap.ref} {gap.path}: {gap.message}"


def blocking(gaps: list[Gap]) -> list[Gap]:
    return [gap for gap in gaps if gap.blocking]


def _roadmap_gaps(document: Document) -> Iterator[Gap]:
    for each in ROADMAP_FIELDS:
        if each.required and not document.roadmap.get(each.name):
            yield Gap("", each.name, _("Missing: %(field)s.") % {"field": each.label})
    if not document.of("areas"):
        yield Gap("", "areas", _("The roadmap names no area of control."))
    if not document.of("criteria"):
        yield Gap("", "criteria", _("The roadmap has no criterion: nobody can tell what it leads to."))


def _required(entry: Entry, document: Document) -> Iterator[Gap]:
    for each in entry.definition.fields:
        if not each.required:
            continue
        value = entry.data.get(each.name)
        if value is None:
            yield Gap(entry.ref, each.name, _("Missing: %(field)s.") % {"field": each.label})
        elif each.is_text and not value.get(document.source_language):
            yield Gap(
                entry.ref,
                f"{each.name}.{document.source_language}",
                _("Missing in the source language: %(field)s.") % {"field": each.label},
            )


def _translations(entry: Entry, document: Document) -> Iterator[Gap]:
    """Texts that some language of the roadmap lacks, or that are older than their source: doubtful, not blocking.

    What is recorded stays in the words of whoever said it: nobody edits it, and nobody is asked to translate it.
    """
    if entry.definition.recorded:
        return
    revisions = entry.draft.field_revisions if entry.draft else {}
    for path, label, text in texts_of(entry):
        missing = [code for code in document.languages if code not in text]
        if missing:
            yield Gap(
                entry.ref,
                f"{path}.{missing[0]}",
                _("%(field)s: no text in %(languages)s.") % {"field": label, "languages": _names(missing)},
                blocking=False,
            )
        newest = revisions.get(f"{path}.{document.source_language}", 0) if text.get(document.source_language) else 0
        older = [c for c in text if c != document.source_language and revisions.get(f"{path}.{c}", 0) < newest]
        if older:
            yield Gap(
                entry.ref,
                f"{path}.{older[0]}",
                _("%(field)s: the text in %(languages)s is older than its source.")
                % {"field": label, "languages": _names(older)},
                blocking=False,
            )


def texts_of(entry: Entry) -> Iterator[tuple[str, Label, MultilingualText]]:
    """Every multilingual text of an item that is drafted and not empty: path, label, text."""
    for each in entry.definition.fields:
        value = entry.data.get(each.name)
        if value and not each.recorded:
            yield from _texts(each, each.value, value, each.name)


def _texts(each: Field, value_type: Value, value: Json, path: str) -> Iterator[tuple[str, Label, MultilingualText]]:
    if isinstance(value_type, Text):
        yield path, each.label, value
    elif isinstance(value_type, Composite):
        for name, part in value_type.parts.items():
            if value.get(name):
                yield from _texts(each, part, value[name], f"{path}.{name}")
    elif isinstance(value_type, Rows) and value_type.by:
        for row in value:
            yield from _texts(each, value_type.row, row, f"{path}.{row[value_type.by]}")
    elif isinstance(value_type, PerRef):
        for key, part in value.items():
            yield from _texts(each, value_type.of, part, f"{path}.{key}")


def _names(codes: list[str]) -> str:
    names = {"en": _("English"), "ar": _("Arabic"), "ku": _("Kurmanji")}
    return local_list(names[code] for code in codes)
