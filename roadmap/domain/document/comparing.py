"""What changed between two documents: added, removed, changed, moved; by item and by word."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models.text import LANGUAGES
from roadmap.domain.document.catalogue import ROADMAP_FIELDS
from roadmap.domain.document.containers import Composite, NamedDays, PerRef, Rows
from roadmap.domain.document.document import Document, Entry
from roadmap.domain.document.leaves import leaves
from roadmap.domain.document.local import direction
from roadmap.domain.document.presenting import Reading, Words, keys_of, words_of
from roadmap.domain.document.registry import Field, Kind, kinds
from roadmap.domain.document.values import Date, Ref, Text, TextList, Value
from roadmap.domain.document.wordwise import Parts, compare_lists, compare_texts

State = Literal["added", "removed", "changed", "moved"]


@dataclass(frozen=True)
class FieldChange:
    """One leaf that changed. ``language`` is that of a text, "" for what has none; ``whole``: the parts are entries of a list.

    ``before`` and ``after``: what is no text, as the roadmap file writes it.
    """

    path: str
    label: str
    language: str
    parts: Parts
    whole: bool = False
    before: Any = None
    after: Any = None

    @property
    def dir(self) -> str:
        return direction(self.language) if self.language else "auto"


@dataclass(frozen=True)
class ItemChange:
    """One item that differs. ``moved`` holds its place among its kind before and after, from 1, where it was moved.

    ``states`` may hold both ``changed`` and ``moved``. The roadmap's own fields are an item without kind and ref.
    """

    ref: str
    kind: str
    kind_label: str
    code: str
    title: Words
    states: tuple[State, ...]
    fields: tuple[FieldChange, ...] = ()
    moved: tuple[int, int] | None = None

    @property
    def anchor(self) -> str:
        return self.ref.replace("/", "-") or "roadmap"

    @property
    def main(self) -> State:
        return self.states[0]

    def in_language(self, language: str) -> tuple[FieldChange, ...]:
        """The changes that concern a reader of ``language``."""
        return tuple(each for each in self.fields if each.language in ("", language))

    def in_others(self, language: str) -> tuple[FieldChange, ...]:
        return tuple(each for each in self.fields if each.language not in ("", language))


@dataclass(frozen=True)
class Comparison:
    """All differences, in the order of the newer document; removed items stand at the end of their kind."""

    language: str
    items: tuple[ItemChange, ...]
    unchanged: int

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many items are in each state."""
        found = Counter(state for item in self.items for state in item.states)
        return {state: found[state] for state in ("added", "removed", "changed", "moved")}

    def __bool__(self) -> bool:
        return bool(self.items)


def compare_documents(old: Document, new: Document, language: str) -> Comparison:
    """What changed from ``old`` to ``new``, worded in ``language``. Equal items cost one comparison each."""
    with override(language):
        work = _Work(Reading(old, language), Reading(new, language))
        items = [*work.roadmap(), *(change for each in kinds() for change in work.kind(each))]
        return Comparison(language, tuple(items), work.unchanged)


@dataclass
class _Work:
    old: Reading
    new: Reading
    unchanged: int = 0
    _order: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        self._order = (self.new.language, *(code for code in LANGUAGES if code != self.new.language))

    def roadmap(self) -> Iterator[ItemChange]:
        """The roadmap's own fields."""
        before, after = self.old.document.roadmap, self.new.document.roadmap
        if before != after:
            fields = tuple(self._fields(ROADMAP_FIELDS, before, after))
            title = self.new.text(after.get("title") or {})
            yield ItemChange("", "", _("Roadmap"), "", title, ("changed",), fields)

    def kind(self, kind: Kind) -> Iterator[ItemChange]:
        before, after = self.old.document.of(kind.name), self.new.document.of(kind.name)
        old = {entry.key: entry for entry in before}
        new = {entry.key: entry for entry in after}
        moved = moved_keys(before, after)
        places = {key: place for place, key in enumerate(old, start=1)} if moved else {}
        for place, entry in enumerate(after, start=1):
            was = old.get(entry.key)
            if was is None:
                yield self._one_sided(kind, entry, "added")
            else:
                here = (places[entry.key], place) if entry.key in moved else None
                yield from self._both(kind, was, entry, here)
        for entry in before:
            if entry.key not in new:
                yield self._one_sided(kind, entry, "removed")

    def _both(self, kind: Kind, was: Entry, entry: Entry, moved: tuple[int, int] | None) -> Iterator[ItemChange]:
        fields: tuple[FieldChange, ...] = ()
        if was.code != entry.code:
            fields = (FieldChange("code", _("Code"), "", compare_lists([was.code], [entry.code]), whole=True),)
        if was.data != entry.data:
            fields += tuple(self._fields(kind.fields, was.data, entry.data))
        states: tuple[State, ...] = (*(("changed",) if fields else ()), *(("moved",) if moved else ()))
        if not states:
            self.unchanged += 1
            return
        title = self.new.title(entry)
        yield ItemChange(entry.ref, kind.name, str(kind.label), entry.code, title, states, fields, moved)

    def _one_sided(self, kind: Kind, entry: Entry, state: Literal["added", "removed"]) -> ItemChange:
        """All words of an item that only one side has, its heading apart."""
        sides = ({}, entry.data) if state == "added" else (entry.data, {})
        shown = tuple(each for each in kind.fields if each.name != kind.heading)
        fields = tuple(self._fields(shown, *sides))
        title = (self.new if state == "added" else self.old).title(entry)
        return ItemChange(entry.ref, kind.name, str(kind.label), entry.code, title, (state,), fields)

    def _fields(self, fields: tuple[Field, ...], before: dict[str, Any], after: dict[str, Any]) -> Iterator[FieldChange]:
        for each in fields:
            if before.get(each.name) == after.get(each.name):
                continue
            old, new = leaves((each,), before), leaves((each,), after)
            for path in {**old, **new}:
                if old.get(path) != new.get(path):
                    yield from self._leaf(each, path, old.get(path), new.get(path))

    def _leaf(self, each: Field, path: str, old: Any, new: Any) -> Iterator[FieldChange]:
        value_type, label, language = self._at(each, path)
        if language:
            yield FieldChange(path, label, language, compare_texts(old or "", new or ""))
        elif isinstance(value_type, TextList):
            yield from self._text_list(path, label, old or [], new or [])
        elif isinstance(value_type, Ref):
            parts = compare_lists(_titles(value_type, old, self.old), _titles(value_type, new, self.new))
            yield FieldChange(path, label, "", parts, whole=True, before=old, after=new)
        else:
            sides = ((old, self.old), (new, self.new))
            before, after = ([words.text for words in words_of(value_type, value, reading)] for value, reading in sides)
            yield FieldChange(path, label, "", compare_lists(before, after), whole=True, before=old, after=new)

    def _text_list(self, path: str, label: str, old: list[dict[str, str]], new: list[dict[str, str]]) -> Iterator[FieldChange]:
        """A list of texts is compared once for each language in which it differs."""
        for language in self._order:
            before, after = ([text[language] for text in texts if language in text] for texts in (old, new))
            if before != after:
                yield FieldChange(f"{path}.{language}", label, language, compare_lists(before, after), whole=True)

    def _at(self, each: Field, path: str) -> tuple[Value, str, str]:
        """The type of value at a leaf, its label and, for a text, its language."""
        value, labels, language = each.value, [str(each.label)], ""
        for name in path.split(".")[1:]:
            if isinstance(value, PerRef):
                labels.append(self._name(value.kind, name))
                value = value.of
            elif isinstance(value, Rows):
                by = value.parts[value.by]
                labels.append(self._code(by.kind, name) if isinstance(by, Ref) else name)
                value = value.row
            elif isinstance(value, NamedDays):
                labels.append(name)
                value = Date()
            elif isinstance(value, Composite):
                labels.append(str(each.part_labels.get(name, name)))
                value = value.parts[name]
            elif isinstance(value, Text):
                language = name
        return value, " · ".join(labels), language

    def _code(self, kind: str, key: str) -> str:
        link = self.new.link(kind, key) or self.old.link(kind, key)
        return link.code if link else key

    def _name(self, kind: str, key: str) -> str:
        link = self.new.link(kind, key) or self.old.link(kind, key)
        return link.title.text if link else key


def _titles(value_type: Ref, value: Any, reading: Reading) -> list[str]:
    links = reading.links(value_type.kind, keys_of(value_type, value)) if value else ()
    return [f"{link.code} {link.title.text}" for link in links]


def moved_keys(before: list[Entry], after: list[Entry]) -> set[str]:
    """The fewest entries of one kind that must have been moved to come from one order to the other, by key.

    These are all but a longest sequence that rises in both, so that one move is one move.
    """
    kept, staying = {entry.key for entry in after}, {entry.key for entry in before}
    old = [entry.key for entry in before if entry.key in kept]
    new = [entry.key for entry in after if entry.key in staying]
    return set(new) - _rising(old, new) if old != new else set()


def _rising(old: list[str], new: list[str]) -> set[str]:
    """A longest selection of ``new`` whose order is that of ``old``."""
    places = {key: place for place, key in enumerate(old)}
    ends: list[int] = []
    chain: dict[str, str | None] = {}
    last: list[str] = []
    for key in new:
        length = bisect_left(ends, places[key])
        chain[key] = last[length - 1] if length else None
        if length == len(ends):
            ends.append(places[key])
            last.append(key)
        else:
            ends[length] = places[key]
            last[length] = key
    kept: set[str] = set()
    link: str | None = last[-1] if last else None
    while link is not None:
        kept.add(link)
        link = chain[link]
    return kept
