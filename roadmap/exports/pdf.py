"""PDF, set by typst: no network, no file but the template and the fonts installed with the product."""

import importlib.util
import json
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import structlog
import typst
from django.utils.translation import gettext as _

from roadmap.domain.document.local import direction
from roadmap.domain.document.markup import blocks
from roadmap.domain.document.presenting import Cell, Presented, Record, Row, Words
from roadmap.exports.base import Exporter, Progress, Source
from roadmap.exports.book import Annex, Book, Chapter, make_book
from roadmap.exports.chips import chip_words
from roadmap.exports.drawings import drawn
from roadmap.exports.figures import Table
from roadmap.exports.reading import mend_reading

_TEMPLATES = Path(__file__).with_name("typst")
_FONTS = ("fontpkg_amiri", "fontpkg_noto_serif", "fontpkg_noto_sans")
#: PDF/UA-1: readable with a screen reader, with a structure tree.
STANDARD: Final = "ua-1"
log = structlog.get_logger(__name__)


def build(source: Source, progress: Progress) -> bytes:
    """The document as PDF. The words reach typst as data, never as markup."""
    progress()
    book = make_book(source)
    progress()
    data = data_of(book)
    progress()
    content = typeset(data)
    progress()
    return mend_reading(content) if source.dir == "rtl" else content


def data_of(book: Book) -> str:
    """The book as JSON text, as the template reads it."""
    return json.dumps(_data(book), ensure_ascii=False)


def typeset(data: str) -> bytes:
    """The words as PDF/UA; where the standard refuses them for a letter that no face has, the same without its promise: one
    letter, shown as a box, must not keep a version from being read.
    """
    try:
        return _compile(data, [STANDARD])
    except typst.TypstError as error:
        if not str(error).startswith("PDF/UA-1 error"):
            raise
        log.warning("export_without_standard", reason=str(error))
        return _compile(data, [])


def _compile(data: str, standards: list[Any]) -> bytes:
    return compiled("document.typ", data, pdf_standards=standards)


def compiled(template: str, data: str, **options: Any) -> bytes:
    """One run of typst over JSON text. ``package_path`` and the cache lead nowhere: packages cannot be fetched."""
    nowhere = str(_TEMPLATES / "none")
    return bytes(
        typst.compile(
            str(_TEMPLATES / template),
            root=str(_TEMPLATES),
            font_paths=list(font_paths()),
            ignore_system_fonts=True,
            sys_inputs={"data": data},
            package_path=nowhere,
            package_cache_path=nowhere,
            **options,
        )
    )


@lru_cache(maxsize=1)
def font_paths() -> tuple[str, ...]:
    """Folders of the font packages; found without importing them."""
    found = []
    for name in _FONTS:
        spec = importlib.util.find_spec(name)
        if spec is None or spec.origin is None:
            raise RuntimeError(f"The font package {name} is not installed.")
        found.append(str(Path(spec.origin).parent / "files"))
    return tuple(found)


def _data(book: Book) -> dict[str, Any]:
    source, shown = book.source, book.source.shown
    return {
        "language": source.language,
        "dir": source.dir,
        "symbol": book.symbol,
        "head": book.running_head,
        "title": _words(shown.title),
        "summary": _words(shown.summary) if shown.summary else None,
        "facts": [list(fact) for fact in book.facts],
        "digest": source.digest,
        "labels": {
            "roadmap": _("Roadmap"),
            "contents": _("Contents"),
            "annex": _("Annex"),
            "digest": _("SHA-256 of the canonical content of this version"),
            "page": _("Page"),
        },
        "chapters": [_chapter(chapter) for chapter in book.chapters],
        "annexes": [_annex(annex) for annex in book.annexes],
    }


def _words(words: Words) -> dict[str, str]:
    return {"text": words.text, "lang": words.language, "dir": words.dir, "foreign": words.language if words.foreign else ""}


def _chapter(chapter: Chapter) -> dict[str, Any]:
    return {
        "numeral": chapter.numeral,
        "title": chapter.part.label,
        "groups": [
            {
                "title": _words(group.label) if group.label else None,
                "code": group.code,
                "items": [_item(item) for item in group.items],
            }
            for group in chapter.part.groups
        ],
    }


def _item(item: Presented) -> dict[str, Any]:
    return {
        "number": item.number,
        "code": item.code,
        "kind": item.kind,
        "title": _words(item.title),
        "chips": [words for chip in item.chips if (words := chip_words(chip))],
        "rows": [_row(row) for row in item.rows],
        "children": [_item(child) for child in item.children],
    }


def _record(record: Record) -> dict[str, Any]:
    named = {"code": record.link.code, "title": _words(record.link.title)} if record.link else {}
    return {**named, "parts": [{"label": cell.label, "words": [_words(words) for words in cell.words]} for cell in record.cells]}


def _row(row: Row) -> dict[str, Any]:
    shaped: dict[str, Any] = {"type": row.type, "label": row.label, "name": row.name}
    if row.type == "table":
        shaped["columns"] = list(row.columns)
        shaped["lines"] = [
            {"code": line.link.code, "title": _words(line.link.title), "cells": [_cell(cell) for cell in line.cells]}
            for line in row.lines
        ]
    elif row.type == "records":
        shaped["records"] = [_record(record) for record in row.records]
    elif row.type == "refs":
        shaped["links"] = [{"code": link.code, "title": _words(link.title)} for link in row.links]
    elif row.type == "markdown":
        shaped["blocks"] = [_block(block, words) for words in row.words for block in blocks(words.text)]
    else:
        shaped["words"] = [_words(words) for words in row.words]
    return shaped


def _block(block: Any, words: Words) -> dict[str, Any]:
    return {
        "type": block.type,
        "depth": block.depth,
        "mark": block.mark,
        "lang": words.language,
        "dir": direction(words.language),
        "runs": [{"text": run.text, "strong": run.strong, "emphasis": run.emphasis, "href": run.href} for run in block.runs],
    }


def _cell(cell: Cell) -> dict[str, Any]:
    return {"words": [_words(words) for words in cell.words], "value": cell.value}


def _annex(annex: Annex) -> dict[str, Any]:
    return {
        "title": annex.title,
        "note": annex.note,
        "drawings": [drawn(each.svg, each.alt) for each in annex.drawings],
        "tables": [_table(table) for table in annex.tables],
    }


def _table(table: Table) -> dict[str, Any]:
    return {
        "caption": table.caption,
        "columns": list(table.columns),
        "weights": list(table.weights),
        "lines": [[_cell(cell) for cell in line] for line in table.lines],
    }


EXPORTER = Exporter("pdf", "application/pdf", 4, build)
