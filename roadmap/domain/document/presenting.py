"""How an item reads: from the registry alone to labelled rows that page, review, PDF and DOCX show alike.

No request, no query: what is shown of an entry depends on its document and the language of reading only.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models.text import in_language, language_of
from roadmap.domain.document.containers import Composite, PerRef, Rows
from roadmap.domain.document.document import Document, Entry
from roadmap.domain.document.local import direction, local_day, local_number
from roadmap.domain.document.registry import Field
from roadmap.domain.document.values import Choice, Date, Flag, Number, Ref, Refs, Text, TextList, Value


@dataclass(frozen=True)
class Words:
    """A text and the language that it is really in. ``foreign``: not the language of reading, which has none."""

    text: str
    language: str
    foreign: bool = False

    @property
    def dir(self) -> str:
        return direction(self.language)


@dataclass(frozen=True)
class Link:
    """Another item of the document."""

    ref: str
    kind: str
    code: str
    title: Words

    @property
    def anchor(self) -> str:
        """The item's place on a page, such as ``criteria-detention-clarity``."""
        return self.ref.replace("/", "-")


@dataclass(frozen=True)
class Chip:
    """A short value beside the title: a choice with its stored ``value``, or the items it refers to."""

    name: str
    label: str
    value: str = ""
    words: str = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Cell:
    """A part of a table's line. ``value`` is the stored choice, for its mark; ``label`` names it where it stands in a record."""

    words: tuple[Words, ...]
    value: str = ""
    label: str = ""


@dataclass(frozen=True)
class Line:
    """What is said of one item, such as one area."""

    link: Link
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Record:
    """A row of a list: the item that it is about, where it is about one, and what it says, part by part."""

    link: Link | None
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Row:
    """A labelled value. ``type`` says what is filled: ``words``, ``links``, ``lines`` of a table, or ``records``."""

    name: str
    label: str
    type: Literal["text", "markdown", "refs", "table", "records"]
    words: tuple[Words, ...] = ()
    links: tuple[Link, ...] = ()
    columns: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    records: tuple[Record, ...] = ()


@dataclass(frozen=True)
class Presented:
    """An item as it is read. ``number`` is its paragraph's number in the document, 0 outside of one; ``level`` its heading's."""

    ref: str
    kind: str
    key: str
    kind_label: str
    code: str
    title: Words
    chips: tuple[Chip, ...]
    rows: tuple[Row, ...]
    number: int = 0
    level: int = 3
    children: tuple["Presented", ...] = field(default=())

    @property
    def title_language(self) -> str:
        return self.title.language

    @property
    def anchor(self) -> str:
        """As :attr:`Link.anchor`."""
        return f"{self.kind}-{self.key}"


@dataclass
class Reading:
    """A document being read in one language: words its values. Labels follow Django's active language."""

    document: Document
    language: str
    _links: dict[str, Link] = field(default_factory=dict)

    def text(self, value: dict[str, str]) -> Words:
        """A multilingual text, in another language where there is none in that of reading."""
        found = language_of(value, self.language)
        return Words(in_language(value, self.language), found, foreign=found != self.language)

    def plain(self, text: str) -> Words:
        """Words that are of the language of reading, or of none."""
        return Words(text, self.language)

    def number(self, number: float) -> str:
        return local_number(number, self.language)

    def link(self, kind: str, key: str | None) -> Link | None:
        """Another item; None where the document has none (it may be withheld)."""
        ref = f"{kind}/{key}"
        if ref not in self._links:
            entry = self.document.find(kind, key)
            if entry is None:
                return None
            self._links[ref] = Link(ref, kind, entry.code, self.title(entry))
        return self._links[ref]

    def title(self, entry: Entry) -> Words:
        return self.text(entry.data.get(entry.definition.heading) or {"en": entry.code})

    def links(self, kind: str, keys: Iterable[str]) -> tuple[Link, ...]:
        """The items that a reference names, in the order of the document."""
        found = [link for key in keys if (link := self.link(kind, key))]
        return tuple(sorted(found, key=lambda link: self.order[link.ref]))

    @cached_property
    def order(self) -> dict[str, int]:
        return {entry.ref: place for place, entry in enumerate(self.document)}


def present(entry: Entry, document: Document, language: str) -> Presented:
    """One item as it reads in ``language``."""
    with override(language):
        return present_entry(entry, Reading(document, language))


def present_entry(entry: Entry, reading: Reading, *, without: frozenset[str] = frozenset(), **placed: Any) -> Presented:
    """One item without the fields named, ``placed`` by number, level and children.

    The active language must be that of ``reading``.
    """
    kind = entry.definition
    chips, rows = [], []
    for each in kind.fields:
        value = entry.data.get(each.name)
        if each.name not in entry.data or each.name == kind.heading or each.place == "hidden" or each.name in without:
            continue
        if each.place == "chip":
            chips.append(_chip(each, value, reading))
        elif row := _row(each, value, entry, reading):
            rows.append(row)
    return Presented(
        ref=entry.ref,
        kind=entry.kind,
        key=entry.key,
        kind_label=str(kind.label),
        code=entry.code,
        title=reading.title(entry),
        chips=tuple(chips),
        rows=tuple(rows),
        **placed,
    )


def _chip(each: Field, value: Any, reading: Reading) -> Chip:
    label = str(each.label)
    if isinstance(each.value, Ref):
        return Chip(each.name, label, links=reading.links(each.value.kind, keys_of(each.value, value)))
    if isinstance(each.value, Choice):
        return Chip(each.name, label, value=value, words=str(each.value.choices(value).label))
    return Chip(each.name, label, words=label)


def _row(each: Field, value: Any, entry: Entry, reading: Reading) -> Row | None:
    """The row of one field; None where it has nothing to show."""
    label = str(each.label)
    if each.show:
        return Row(each.name, label, "text", words=each.show(value, entry, reading))
    if isinstance(each.value, PerRef):
        return _table(each, each.value, value, reading)
    if isinstance(each.value, Rows):
        return _records(each, each.value, value, reading)
    if isinstance(each.value, Ref):
        links = reading.links(each.value.kind, keys_of(each.value, value))
        return Row(each.name, label, "refs", links=links) if links else None
    if isinstance(each.value, Composite):
        return Row(each.name, label, "text", words=tuple(_parts(each, each.value, value, reading)))
    return Row(each.name, label, "markdown" if each.markdown else "text", words=words_of(each.value, value, reading))


def _parts(each: Field, value_type: Composite, value: dict[str, Any], reading: Reading) -> Iterator[Words]:
    """The parts of a value, each with its label: a number or a mark alone would say nothing."""
    for name, part in value_type.parts.items():
        label = str(each.part_labels.get(name, ""))
        for words in words_of(part, value.get(name), reading):
            yield replace(words, text=label) if isinstance(part, Flag) else replace(words, text=f"{label}: {words.text}")


def keys_of(value_type: Ref, value: Any) -> list[str]:
    return list(value) if isinstance(value_type, Refs) else [value]


def words_of(value_type: Value, value: Any, reading: Reading) -> tuple[Words, ...]:
    """A value in words, one block for each of its texts."""
    if not value and value != 0:
        return ()
    found: tuple[Words, ...]
    match value_type:
        case Text():
            found = (reading.text(value),)
        case TextList():
            found = tuple(reading.text(text) for text in value)
        case Number():
            found = (reading.plain(_number(value_type, value, reading)),)
        case Date():
            found = (reading.plain(local_day(dt.date.fromisoformat(value), reading.language)),)
        case Ref():
            found = tuple(_named(link) for link in reading.links(value_type.kind, keys_of(value_type, value)))
        case PerRef() | Rows() | Composite():
            found = tuple(_within(value_type, value, reading))
        case _:
            link = reading.link(value_type.suggests, value) if value_type.suggests else None
            found = (_named(link) if link else reading.plain(value_type.words_in(value, reading.document, reading.language)),)
    return found


def _table(each: Field, value_type: PerRef, value: dict[str, Any], reading: Reading) -> Row | None:
    parts = value_type.of.parts if isinstance(value_type.of, Composite) else {"": value_type.of}
    lines = []
    for key, part in value.items():
        link = reading.link(value_type.kind, key)
        if link:
            cells = [_cell(of, part.get(name) if name else part, reading) for name, of in parts.items()]
            lines.append(Line(link, tuple(cells)))
    if not lines:
        return None
    lines.sort(key=lambda line: reading.order[line.link.ref])
    columns = tuple(str(each.part_labels.get(name, "")) for name in parts)
    return Row(each.name, str(each.label), "table", columns=columns, lines=tuple(lines))


def _records(each: Field, value_type: Rows, value: list[dict[str, Any]], reading: Reading) -> Row | None:
    """A list of maps; rows that are told apart by an item begin with it, in the order of the document."""
    by = value_type.parts.get(value_type.by)
    parts = {name: part for name, part in value_type.parts.items() if name != value_type.by}
    found = []
    for row in value:
        link = reading.link(by.kind, row[value_type.by]) if isinstance(by, Ref) else None
        told = {name: Cell(words) for name, words in each.row_show(row, reading).items()} if each.row_show else {}
        own = {name: _cell(part, row[name], reading) for name, part in parts.items() if name in row and name not in told}
        labelled = (replace(cell, label=str(each.part_labels.get(name, name))) for name, cell in (told | own).items())
        found.append(Record(link, tuple(cell for cell in labelled if cell.words)))
    found.sort(key=lambda record: reading.order[record.link.ref] if record.link else 0)
    return Row(each.name, str(each.label), "records", records=tuple(found)) if found else None


def _named(link: Link) -> Words:
    return replace(link.title, text=f"{link.code} {link.title.text}")


def _of_item(value_type: PerRef, key: str, part: Any, reading: Reading) -> Words:
    """What is said of one item within a cell: its name and the words."""
    link = reading.link(value_type.kind, key)
    said = words_of(value_type.of, part, reading)
    text = " · ".join(words.text for words in said)
    language = said[-1].language if said else reading.language
    return Words(f"{link.title.text if link else key}: {text}", language, any(words.foreign for words in said))


def _line(value_type: Rows, row: dict[str, Any], reading: Reading) -> Words:
    """A row of a list in one line."""
    said = words_of(value_type.row, row, reading)
    language = said[-1].language if said else reading.language
    return Words(" · ".join(words.text for words in said), language, any(words.foreign for words in said))


def _within(value_type: PerRef | Rows | Composite, value: Any, reading: Reading) -> Iterator[Words]:
    """What a value is made of: a block for each of its items, rows or parts."""
    match value_type:
        case PerRef():
            yield from (_of_item(value_type, key, part, reading) for key, part in value.items())
        case Rows():
            yield from (_line(value_type, row, reading) for row in value)
        case _:
            yield from (words for name, part in value_type.parts.items() for words in words_of(part, value.get(name), reading))


def _number(value_type: Number, value: float, reading: Reading) -> str:
    """``3``, or ``3 of 5`` where it is a mark."""
    if not value_type.is_mark or value_type.maximum is None:
        return reading.number(value)
    return _("%(value)s of %(highest)s") % {"value": reading.number(value), "highest": reading.number(value_type.maximum)}


def _cell(value_type: Value, value: Any, reading: Reading) -> Cell:
    return Cell(words_of(value_type, value, reading), value if isinstance(value_type, Choice) and value else "")
