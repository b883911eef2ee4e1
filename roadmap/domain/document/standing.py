"""Standing entries: what every new roadmap begins with, and a file may name without saying what it is."""

from collections.abc import Iterator

from roadmap.domain.document.document import Document, Entry
from roadmap.domain.document.leaves import referred
from roadmap.domain.document.registry import Kind, kinds


def add_standing(document: Document, *, only_named: bool = False) -> None:
    """Put the standing entries that the document lacks behind its own; of a file that was read, only those that it names."""
    for each in kinds():
        lacking = list(_lacking(each, document))
        named = _named(each.name, document) if lacking and only_named else ()
        document.sections[each.name] = [
            *document.of(each.name),
            *(entry for entry in lacking if not only_named or entry.key in named),
        ]
    document.__dict__.pop("by_ref", None)


def _lacking(kind: Kind, document: Document) -> Iterator[Entry]:
    there = {entry.key for entry in document.of(kind.name)}
    return (entry for entry in (kind.standing() if kind.standing else ()) if entry.key not in there)


def _named(kind: str, document: Document) -> set[str]:
    """Keys of the items of a kind to which the document refers."""
    return {
        key
        for entry in document
        for each, target in entry.definition.references()
        if target == kind
        for key in referred(entry, each, target)
    }
