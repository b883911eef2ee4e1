"""The whole roadmap as one value: what is shown, frozen, compared, exported."""

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import orjson
import rfc8785

from accounts.domain.errors import Message
from accounts.models.text import in_language
from roadmap.domain.document.containers import Rows
from roadmap.domain.document.registry import Kind, kind, kinds
from roadmap.domain.document.values import filled

FORMAT = "scne-roadmap/1"


@dataclass(frozen=True)
class Draft:
    """What only an item of the working draft has: its row, and the revisions that guard its editing."""

    id: int
    uid: str
    revision: int
    field_revisions: dict[str, int]


@dataclass
class Entry:
    """An item of the document; ``data`` maps field names to canonical values, empty ones absent."""

    kind: str
    key: str
    code: str
    data: dict[str, Any]
    draft: Draft | None = None

    @property
    def ref(self) -> str:
        """The item's identity in every version: ``<kind>/<key>``."""
        return f"{self.kind}/{self.key}"

    @property
    def definition(self) -> Kind:
        return kind(self.kind)

    def title(self, language: str | None = None) -> str:
        """The heading in ``language`` (default: the active one), else in another one, else the code."""
        return in_language(self.data.get(self.definition.heading) or {}, language) or self.code


@dataclass(frozen=True)
class Gap:
    """What is missing or doubtful: ``blocking`` keeps the draft from being frozen. ``ref`` is "" for the roadmap itself.

    ``is_slip``: what is written there means nothing, so that nothing follows from it. Who reads in a file is told at once.
    """

    ref: str
    path: str
    message: Message
    blocking: bool = True
    is_slip: bool = False


@dataclass
class Document:
    """A roadmap's content. ``roadmap`` holds its own fields and its key; ``sections`` the entries of each kind in order."""

    roadmap: dict[str, Any]
    sections: dict[str, list[Entry]] = field(default_factory=dict)
    draft: Draft | None = None

    def __iter__(self) -> Iterator[Entry]:
        for each in kinds():
            yield from self.sections.get(each.name, ())

    def of(self, name: str) -> list[Entry]:
        """The entries of one kind."""
        return self.sections.get(name, [])

    @cached_property
    def by_ref(self) -> dict[str, Entry]:
        return {entry.ref: entry for entry in self}

    def entry(self, ref: str) -> Entry | None:
        return self.by_ref.get(ref)

    def put(self, entry: Entry) -> None:
        """Put an entry in the place of the one with its key: the draft as it will be once that is saved."""
        self.sections[entry.kind] = [entry if each.key == entry.key else each for each in self.of(entry.kind)]
        self.__dict__.pop("by_ref", None)

    def find(self, kind_name: str, key: str | None) -> Entry | None:
        return self.by_ref.get(f"{kind_name}/{key}") if key else None

    @property
    def languages(self) -> list[str]:
        return list(self.roadmap.get("languages") or ["en"])

    @property
    def source_language(self) -> str:
        return str(self.roadmap.get("source_language") or "en")

    def as_dict(self) -> dict[str, Any]:
        """The roadmap file (``scne-roadmap/1``) as plain data.

        A kind without items is absent, so that a kind added to the format later changes no older hash.
        """
        listed = {
            each.name: [{"key": e.key, "code": e.code, **e.data} for e in self.of(each.name)]
            for each in kinds()
            if self.of(each.name)
        }
        return {"format": FORMAT, "roadmap": dict(self.roadmap), **listed}

    def canonical(self) -> bytes:
        """RFC 8785 canonical JSON in UTF-8: the bytes that are hashed."""
        return rfc8785.dumps(self.as_dict())

    def digest(self) -> str:
        """SHA-256 of :meth:`canonical`, hexadecimal."""
        return hashlib.sha256(self.canonical()).hexdigest()

    def for_group(self, withheld: Collection[str] = ()) -> "Document":
        """The document as a group is shown it: without what is withheld from it, without reports, and without who reported
        (docs/adr/0015). The document itself where nothing is left out.
        """
        refs = {*withheld, *(entry.ref for entry in self if entry.definition.recorded)}
        shown = self.without(refs) if refs else self
        told = {name: [_told(entry) for entry in entries] for name, entries in shown.sections.items()}
        return shown if told == shown.sections else Document(roadmap=self.roadmap, sections=told)

    def without(self, refs: set[str]) -> "Document":
        """The document as one sees it from whom ``refs`` are withheld: no trace of them, nor of what hangs under them."""
        hidden = set(refs)
        for each in kinds():
            hidden |= {entry.ref for entry in self.of(each.name) if _hangs_on(entry, hidden)}
        kept = {name: [_pruned(e, hidden) for e in entries if e.ref not in hidden] for name, entries in self.sections.items()}
        return Document(roadmap=self.roadmap, sections=kept)


def _hangs_on(entry: Entry, hidden: set[str]) -> bool:
    """Whether an item stands under what is hidden, or would have to be told in part: an exchange is shown whole or not at all."""
    kind = entry.definition
    whole = [each for each in kind.fields if each.name in kind.parents or (each.required and isinstance(each.value, Rows))]
    refs = (f"{target}/{key}" for each in whole for target, key in each.value.refers(entry.data.get(each.name)))
    return any(ref in hidden for ref in refs)


def _told(entry: Entry) -> Entry:
    """The entry without what of its rows is the office's own knowledge."""
    kept = {
        each.name: [
            {part: value for part, value in row.items() if part not in each.office_parts} for row in entry.data[each.name]
        ]
        for each in entry.definition.fields
        if each.office_parts and entry.data.get(each.name)
    }
    return Entry(entry.kind, entry.key, entry.code, {**entry.data, **kept}, entry.draft) if kept else entry


def _pruned(entry: Entry, hidden: set[str]) -> Entry:
    """The entry without references to what is hidden."""
    fields = entry.definition.by_name

    def is_hidden(kind: str, key: str) -> bool:
        return f"{kind}/{key}" in hidden

    data = {name: fields[name].value.without(value, is_hidden) for name, value in entry.data.items()}
    return Entry(entry.kind, entry.key, entry.code, filled(data), entry.draft)


def from_canonical(canonical: str | bytes) -> Document:
    """The document of a version, from its canonical JSON. It was checked when it was frozen and is trusted here."""
    raw = orjson.loads(canonical)
    sections = {}
    for each in kinds():
        sections[each.name] = [Entry(each.name, item.pop("key"), item.pop("code"), item) for item in raw.get(each.name, ())]
    return Document(roadmap=raw["roadmap"], sections=sections)
