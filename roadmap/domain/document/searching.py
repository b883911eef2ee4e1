"""Finding items of a document: by words in any language, by area, sector and dimension, by what is missing.

Pure functions over a :class:`Document`; nothing is asked of the database.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from roadmap.domain.document.document import Document, Entry, Gap
from roadmap.domain.document.folding import fold, fold_words
from roadmap.domain.document.leaves import referred


@dataclass(frozen=True)
class Wanted:
    """What is looked for; empty values do not restrict. ``area``, ``sector`` are keys; ``incomplete``: only items with a gap."""

    words: str = ""
    area: str = ""
    sector: str = ""
    dimension: str = ""
    incomplete: bool = False

    def __bool__(self) -> bool:
        return bool(self.words.strip() or self.area or self.sector or self.dimension or self.incomplete)


def search(document: Document, wanted: Wanted, gaps: Iterable[Gap] = ()) -> set[str]:
    """Refs of the entries that fit everything wanted. What hangs under an item shares its sector and dimension."""
    words = fold_words(wanted.words)
    doubtful = {gap.ref for gap in gaps} if wanted.incomplete else set()
    return {
        entry.ref
        for entry in document
        if (not wanted.incomplete or entry.ref in doubtful)
        and (not wanted.area or refers_to(entry, "areas", wanted.area))
        and (not wanted.sector or any(refers_to(each, "sectors", wanted.sector) for each in _with_parents(entry, document)))
        and (not wanted.dimension or _has_dimension(entry, wanted.dimension, document))
        and (not words or has_words(entry, words))
    }


def with_context(document: Document, found: set[str]) -> set[str]:
    """The entries found and those that they hang under, so that nothing found is shown without its place."""
    return found | {parent.ref for ref in found if (entry := document.entry(ref)) for parent in parents_of(entry, document)}


def parents_of(entry: Entry, document: Document) -> Iterator[Entry]:
    """The items under which an item hangs: the measure or the criterion of a milestone."""
    for each, target in entry.definition.references():
        if each.name in entry.definition.parents and (above := document.find(target, entry.data.get(each.name))):
            yield above


def refers_to(entry: Entry, kind: str, key: str) -> bool:
    """Whether an entry is the item ``kind/key`` or refers to it in any of its fields."""
    if entry.kind == kind and entry.key == key:
        return True
    return any(target == kind and key in referred(entry, each, target) for each, target in entry.definition.references())


def has_words(entry: Entry, words: list[str]) -> bool:
    """Whether every folded word occurs in the entry's code or texts, in whatever language."""
    text = fold(" ".join((entry.code, entry.key, *strings(entry.data))))
    return all(word in text for word in words)


def strings(value: Any) -> Iterator[str]:
    """Every string inside a canonical value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from strings(part)


def _with_parents(entry: Entry, document: Document) -> Iterator[Entry]:
    yield entry
    yield from parents_of(entry, document)


def _has_dimension(entry: Entry, dimension: str, document: Document) -> bool:
    """A criterion has it; a measure has it by a criterion that it serves; a milestone by what it hangs under."""
    for each in _with_parents(entry, document):
        if each.data.get("dimension") == dimension:
            return True
        served = [document.find(target, key) for f, target in each.definition.references() for key in referred(each, f, target)]
        if each.kind != "mandates" and any(other and other.data.get("dimension") == dimension for other in served):
            return True
    return False
