"""DOCX: the same book as the PDF, to be worked on in Word; right to left where the language is."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from roadmap.domain.document.markup import Block, blocks
from roadmap.domain.document.presenting import Cell, Line, Presented, Record, Row
from roadmap.exports.base import Exporter, Progress, Source
from roadmap.exports.book import Annex, Book, make_book
from roadmap.exports.chips import chip_words
from roadmap.exports.figures import Table
from roadmap.exports.word.package import wrap
from roadmap.exports.word.pictures import Pictures
from roadmap.exports.word.xml import BOLD, FINE, PLAIN, Setter, Style

_INDENT = 567


def build(source: Source, progress: Progress) -> bytes:
    """The document as DOCX."""
    progress()
    book = make_book(source)
    progress()
    setter = Setter(rtl=source.dir == "rtl")
    typesetter = _Typesetter(book, setter)
    body = "".join(typesetter.body())
    progress()
    return wrap(
        body,
        setter=setter,
        language=source.language,
        title=source.shown.title.text,
        running_head=book.running_head,
        pictures=typesetter.pictures.files,
    )


class _Typesetter:
    def __init__(self, book: Book, setter: Setter) -> None:
        self.book = book
        self.set = setter
        self.pictures = Pictures()

    def body(self) -> Iterator[str]:
        yield from self.cover()
        yield from self.contents()
        for chapter in self.book.chapters:
            yield self.heading(f"{chapter.numeral}. {chapter.part.label}", 1)
            for group in chapter.part.groups:
                if group.label:
                    yield self.heading(f"{group.code} {group.label.text}".strip(), 2)
                for item in group.items:
                    yield from self.item(item, 3 if group.label else 2)
        for number, annex in enumerate(self.book.annexes, start=1):
            yield from self.annex(number, annex)

    def cover(self) -> Iterator[str]:
        shown, setter = self.book.source.shown, self.set
        yield setter.paragraph(setter.run(self.book.symbol, BOLD), "Subtitle")
        yield setter.paragraph(setter.run(shown.title.text), "Title")
        if shown.summary:
            yield setter.paragraph(setter.run(shown.summary.text))
        for label, value in self.book.facts:
            yield setter.paragraph(setter.run(f"{label}: ", FINE) + setter.run(value))
        yield setter.paragraph(setter.run(_("SHA-256 of the canonical content of this version"), FINE))
        yield setter.paragraph(setter.run(self.book.source.digest, Style(small=True)))
        yield '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'

    def contents(self) -> Iterator[str]:
        """A field that Word fills with page numbers; until then it shows the chapters."""
        setter = self.set
        yield setter.paragraph(setter.run(_("Contents"), BOLD), "Subtitle")
        titles = [f"{chapter.numeral}. {chapter.part.label}" for chapter in self.book.chapters]
        titles += [self.annex_title(number, annex) for number, annex in enumerate(self.book.annexes, start=1)]
        yield setter.paragraph(setter.field('TOC \\o "1-2" \\h \\z', setter.run("\n".join(titles))), "Contents")
        yield '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'

    def heading(self, text: str, level: int) -> str:
        return self.set.paragraph(self.set.run(text), f"Heading{level}", keep=True)

    def item(self, item: Presented, level: int) -> Iterator[str]:
        """A numbered paragraph with what is said of it, then those that hang under it."""
        setter = self.set
        title = setter.run(f"{item.number}.\t") + setter.run(f"{item.code} ") + setter.run(item.title.text)
        yield setter.paragraph(title, f"Heading{min(level, 5)}", indent=_INDENT, hanging=_INDENT, keep=True)
        chips = [words for chip in item.chips if (words := chip_words(chip))]
        if chips:
            yield setter.paragraph(setter.run(" · ".join(chips), FINE), indent=_INDENT)
        for row in item.rows:
            yield from self.row(row)
        for child in item.children:
            yield from self.item(child, level + 1)

    def row(self, row: Row) -> Iterator[str]:
        setter = self.set
        if row.type == "table":
            yield setter.table(
                (row.label, *row.columns),
                (3, *((6,) if len(row.columns) == 1 else (2, 5))),
                (self.line(line) for line in row.lines),
            )
        elif row.type == "records":
            yield setter.paragraph(setter.run(f"{row.label}: ", FINE), indent=_INDENT)
            for record in row.records:
                yield setter.paragraph(self.record(record), indent=2 * _INDENT)
        elif row.type == "markdown":
            for words in row.words:
                yield from (self.block(block) for block in blocks(words.text))
        else:
            texts = [f"{link.code} {link.title.text}" for link in row.links] or [words.text for words in row.words]
            label = setter.run(f"{row.label}: ", FINE)
            style = FINE if row.name == "source" else PLAIN
            yield setter.paragraph(label + setter.run("\n".join(texts), style), indent=_INDENT)

    def record(self, record: Record) -> str:
        """A row of a list as one paragraph: the item, and on a line of its own each part behind its label."""
        named = [f"{record.link.code} {record.link.title.text}"] if record.link else []
        said = (f"{cell.label}: {', '.join(words.text for words in cell.words)}" for cell in record.cells)
        return self.set.run("\n".join([*named, *said]), PLAIN)

    def line(self, line: Line) -> list[str]:
        return [self.cell(Cell((line.link.title,), line.link.code), coded=True), *(self.cell(cell) for cell in line.cells)]

    def cell(self, cell: Cell, *, coded: bool = False) -> str:
        setter = self.set
        code = setter.run(f"{cell.value} ", FINE) if coded and cell.value else ""
        return setter.paragraph(code + setter.run("\n".join(words.text for words in cell.words)), "Cell")

    def block(self, block: Block) -> str:
        setter = self.set
        runs = "".join(
            setter.run(run.text, Style(bold=run.strong or block.type == "heading", italic=run.emphasis)) for run in block.runs
        )
        if block.type == "entry":
            mark = setter.run(f"{block.mark}\t")
            return setter.paragraph(mark + runs, indent=_INDENT + 340 * block.depth, hanging=340)
        return setter.paragraph(runs, indent=_INDENT * (2 if block.type == "quote" else 1))

    def annex_title(self, number: int, annex: Annex) -> str:
        return _("Annex %(number)d. %(title)s") % {"number": number, "title": annex.title}

    def annex(self, number: int, annex: Annex) -> Iterator[str]:
        setter = self.set
        yield '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
        yield self.heading(self.annex_title(number, annex), 1)
        if annex.note:
            yield setter.paragraph(setter.run(annex.note, FINE))
        for drawing in annex.drawings:
            yield setter.paragraph(self.pictures.add(drawing))
        for table in annex.tables:
            yield from self.annex_table(table)

    def annex_table(self, table: Table) -> Iterator[str]:
        if table.caption:
            yield self.heading(table.caption, 2)
        lines = ([self.cell(cell, coded=place == 0) for place, cell in enumerate(line)] for line in table.lines)
        yield self.set.table(table.columns, table.weights, lines)


EXPORTER = Exporter("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", 3, build)
