"""The roadmap arranged as a United Nations document: chapters, annexes, figures. PDF and DOCX set the same book."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.enums import Language
from roadmap.domain.document.document import Entry
from roadmap.domain.document.local import local_day, local_list
from roadmap.domain.document.paragraphs import Part
from roadmap.domain.document.presenting import Cell, Presented, Row, Words
from roadmap.domain.document.registry import kind, kinds
from roadmap.exports.base import Source
from roadmap.exports.figures import Drawing, Table, figures_of
from roadmap.exports.lists import in_order
from roadmap.exports.numerals import numeral


@dataclass(frozen=True)
class Chapter:
    numeral: str
    part: Part


@dataclass(frozen=True)
class Annex:
    title: str
    note: str = ""
    tables: tuple[Table, ...] = ()
    drawings: tuple[Drawing, ...] = ()


@dataclass(frozen=True)
class Book:
    """All that is set: ``facts`` are the labelled lines of the cover; a value may have several lines."""

    source: Source
    facts: tuple[tuple[str, str], ...]
    chapters: tuple[Chapter, ...]
    annexes: tuple[Annex, ...]

    @property
    def symbol(self) -> str:
        return self.source.shown.symbol

    @property
    def running_head(self) -> str:
        """What stands on every page: the symbol and the version."""
        version = _("Version %(number)d") % {"number": self.source.number}
        return f"{self.symbol} · {version}" if self.symbol else version


def make_book(source: Source) -> Book:
    """The active language must be that of ``source``."""
    shown = source.shown
    items = list(shown)
    chapters = tuple(Chapter(numeral(place, source.language), part) for place, part in enumerate(shown.parts, start=1))
    figures = (Annex(each.title, each.note, each.tables, each.drawings) for each in figures_of(source))
    annexes = [_states(source), _by_sector(source), *_by_area(source, items), *figures]
    return Book(source, tuple(_facts(source)), chapters, tuple(annex for annex in annexes if annex))


def _facts(source: Source) -> Iterable[tuple[str, str]]:
    document = source.document
    yield _("Version"), str(source.number)
    yield _("Date"), local_day(source.day, source.language)
    if source.shown.t0:
        yield _("Anchor date (T0)"), source.shown.t0
    mandates = document.of("mandates")
    if mandates:
        yield str(kind("mandates").plural), "\n".join(entry.title(source.language) for entry in mandates)
    yield _("Original"), str(Language(document.source_language).label)
    yield _("Languages"), " · ".join(str(Language(code).label) for code in document.languages)


def row(item: Presented, name: str) -> Row | None:
    return next((each for each in item.rows if each.name == name), None)


def _words(item: Presented, name: str) -> tuple[Words, ...]:
    found = row(item, name)
    return found.words if found else ()


def _states(source: Source) -> Annex | None:
    """Where each criterion stands in each area: one table a dimension."""
    areas = source.document.of("areas")
    part = next((part for part in source.shown.parts if part.kind == "criteria"), None)
    if part is None or not areas:
        return None
    tables = tuple(
        Table(
            caption=group.label.text if group.label else "",
            columns=(_("Criterion"), *(area.title(source.language) for area in areas)),
            weights=(4, *(2 for _area in areas)),
            lines=tuple(_state_line(item, areas) for item in group.items),
        )
        for group in part.groups
    )
    return Annex(_("State of the criteria in each area"), tables=tables)


def _state_line(item: Presented, areas: list[Entry]) -> tuple[Cell, ...]:
    found = row(item, "states")
    cells = {line.link.ref: line.cells[0] for line in found.lines} if found else {}
    return (named(item), *(cells.get(area.ref, Cell(())) for area in areas))


def named(item: Presented) -> Cell:
    """The cell that names an item: its code, then its title."""
    return Cell((item.title,), item.code)


def _by_sector(source: Source) -> Annex | None:
    """The measures of each sector, with the areas that they link and the criteria that they serve."""
    part = next((part for part in source.shown.parts if part.kind == "measures"), None)
    if part is None:
        return None
    tables = tuple(
        Table(
            caption=group.label.text if group.label else "",
            columns=(_("Measure"), _("Areas"), _("Criteria served"), _("Direction")),
            weights=(5, 2, 2, 2),
            lines=tuple(_measure_line(item, source) for item in group.items),
        )
        for group in part.groups
    )
    return Annex(_("Measures by sector"), tables=tables)


def _measure_line(item: Presented, source: Source) -> tuple[Cell, ...]:
    chips = {chip.name: chip for chip in item.chips}
    served = row(item, "criteria")
    codes = (chips["areas"].links if "areas" in chips else (), served.links if served else ())
    plain = [Words(in_order(local_list(link.code for link in links), source.language), source.language) for links in codes]
    direction = Words(chips["direction"].words, source.language) if "direction" in chips else Words("", source.language)
    return (named(item), Cell((plain[0],)), Cell((plain[1],)), Cell((direction,)))


def _dated(items: list[Presented]) -> dict[str, list[Presented]]:
    """Items that happen within a window, by kind."""
    spanning = [each.name for each in kinds() if each.span]
    found = {name: [item for item in items if item.kind == name] for name in spanning}
    return {name: members for name, members in found.items() if members}


def _letter(item: Presented) -> str:
    """The letter of the area that an item belongs to; ``T`` for third parties, as in codes."""
    return next((link.code for chip in item.chips for link in chip.links if link.kind == "areas"), "T")


def _by_area(source: Source, items: list[Presented]) -> Iterable[Annex]:
    """What each area will have done, and what third parties will: one table each."""
    owners = [(area.code, area.title(source.language)) for area in source.document.of("areas")] + [("T", _("Third parties"))]
    for name, members in _dated(items).items():
        listed = kind(name)
        tables = tuple(
            Table(
                caption=owner,
                columns=(str(listed.label), *(str(listed.by_name[column].label) for column in listed.columns)),
                weights=(4, *(3 for _column in listed.columns)),
                lines=tuple(
                    (named(item), *(Cell(_words(item, column)[:1]) for column in listed.columns))
                    for item in members
                    if _letter(item) == letter
                ),
            )
            for letter, owner in owners
        )
        yield Annex(_("%(items)s by area") % {"items": listed.plural}, tables=tuple(table for table in tables if table.lines))
