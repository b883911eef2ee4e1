"""How an item reads on the desk: the presentation of the document in each language chosen, side by side, with what is behind."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import get_language, override

from roadmap.domain.document import Document, Entry, Field
from roadmap.domain.document.containers import Composite, PerRef
from roadmap.domain.document.local import direction
from roadmap.domain.document.presenting import Cell as ShownCell
from roadmap.domain.document.presenting import Link, Presented, Reading, Record, Row, Words, present_entry
from roadmap.domain.document.values import Text, TextList, Value
from roadmap.web.desk.forms.building import text_state


@dataclass(frozen=True)
class Cell:
    """A value in one language. ``path`` names a text that one may confirm when it is ``outdated``. No language: in all alike."""

    words: tuple[Words, ...]
    language: str = ""
    state: str = ""
    path: str = ""
    value: str = ""

    @property
    def dir(self) -> str:
        return direction(self.language) if self.language else "auto"


@dataclass(frozen=True)
class TableLine:
    link: Link
    cells: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class CardRow:
    """A labelled value of an item; ``type`` as in :class:`~roadmap.domain.document.presenting.Row`."""

    name: str
    label: str
    type: str
    cells: tuple[Cell, ...] = ()
    links: tuple[Link, ...] = ()
    lines: tuple[TableLine, ...] = ()
    records: tuple[Record, ...] = ()


@dataclass
class Card:
    """An item on the desk. ``item`` is its presentation in the language of the page."""

    item: Presented
    titles: tuple[Cell, ...]
    rows: tuple[CardRow, ...]


@dataclass
class CardMaker:
    """Makes cards of one document in the languages chosen."""

    document: Document
    shown: list[str]

    def __post_init__(self) -> None:
        self.page = Reading(self.document, (get_language() or "en")[:2])
        self.readings = {code: Reading(self.document, code) for code in self.shown}

    def card(self, entry: Entry) -> Card:
        """One item. The active language must be that of the page."""
        item = present_entry(entry, self.page)
        others = {code: _presented(entry, reading) for code, reading in self.readings.items()}
        heading = entry.definition.by_name[entry.definition.heading]
        # What the place of the card says already, under its parent and its heading, is not said again.
        rows = tuple(self._row(row, entry, others) for row in item.rows if row.name not in entry.definition.parents)
        chips = tuple(chip for chip in item.chips if chip.name != entry.definition.grouped_by)
        return Card(replace(item, chips=chips), tuple(self._texts(heading, entry)), rows)

    def _row(self, row: Row, entry: Entry, others: Mapping[str, Presented]) -> CardRow:
        each = entry.definition.by_name[row.name]
        if row.type == "refs":
            return CardRow(row.name, row.label, "refs", links=row.links)
        if row.type == "records":
            return CardRow(row.name, row.label, "records", records=row.records)
        if row.type == "table":
            return CardRow(row.name, row.label, "table", lines=tuple(self._lines(each, row, entry)))
        if each.is_text:
            return CardRow(row.name, row.label, row.type, cells=tuple(self._texts(each, entry)))
        if not holds_text(each.value):
            return CardRow(row.name, row.label, row.type, cells=(Cell(row.words),))
        found = []
        for code, presented in others.items():
            words = next((other.words for other in presented.rows if other.name == row.name), ())
            found.append(Cell(words, code, self._state_below(each.name, entry, code)))
        return CardRow(row.name, row.label, row.type, cells=tuple(found))

    def _texts(self, each: Field, entry: Entry) -> Iterator[Cell]:
        return self._in_languages(each.name, entry.data.get(each.name) or {}, entry)

    def _in_languages(self, path: str, text: Mapping[str, str], entry: Entry) -> Iterator[Cell]:
        """A text in each language shown; one that is missing has no words."""
        for code in self.shown:
            words = (Words(text[code], code),) if text.get(code) else ()
            state = text_state(path, code, text, _revisions(entry), self.document.source_language)
            yield Cell(words, code, state, f"{path}.{code}")

    def _lines(self, each: Field, row: Row, entry: Entry) -> Iterator[TableLine]:
        """What is said of each area: what has texts in every language shown, the rest once."""
        assert isinstance(each.value, PerRef)  # noqa: S101 only such values are tables
        of = each.value.of
        parts = list(of.parts.items()) if isinstance(of, Composite) else [("", of)]
        for line in row.lines:
            cells = []
            for column, (name, part) in enumerate(parts):
                path = ".".join(filter(None, (each.name, line.link.ref.partition("/")[2], name)))
                cells.append(tuple(self._table_cells(part, path, line.cells[column], entry)))
            yield TableLine(line.link, tuple(cells))

    def _table_cells(self, part: Value, path: str, shown: ShownCell, entry: Entry) -> Iterator[Cell]:
        if isinstance(part, Text):
            text = _at(entry.data, path)
            yield from self._in_languages(path, text, entry) if text else ()
        else:
            yield Cell(shown.words, value=shown.value)

    def _state_below(self, name: str, entry: Entry, code: str) -> str:
        """``outdated`` where some text inside a value is older than its source."""
        revisions, source = _revisions(entry), self.document.source_language
        for path, revision in revisions.items():
            above, _dot, last = path.rpartition(".")
            if last == code and above.startswith(f"{name}.") and revision < revisions.get(f"{above}.{source}", 0):
                return "outdated"
        return ""


def _presented(entry: Entry, reading: Reading) -> Presented:
    """An item as one column has it: the words around its texts are of the column's language too."""
    with override(reading.language):
        return present_entry(entry, reading)


def holds_text(value_type: Value) -> bool:
    """Whether a value is worded differently in each language."""
    if isinstance(value_type, Composite):
        return any(holds_text(part) for part in value_type.parts.values())
    return isinstance(value_type, Text | TextList)


def _revisions(entry: Entry) -> Mapping[str, int]:
    return entry.draft.field_revisions if entry.draft else {}


def _at(data: Mapping[str, Any], path: str) -> Any:
    value: Any = data
    for name in path.split("."):
        value = (value or {}).get(name)
    return value
