"""DOCX: the same book as the PDF, to be worked on in Word; right to left where the language is."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from roadmap.domain.document.markup import Block, blocks
from roadmap.domain.document.paragraphs import Group
from roadmap.domain.document.presenting import Cell, Line, Presented, Record, Row
from roadmap.exports.base import Exporter, Progress, Source
from roadmap.exports.book import Annex, Book, Chapter, make_book
from roadmap.exports.chips import chip_words
from roadmap.exports.figures import Table
from roadmap.exports.word.package import wrap
from roadmap.exports.word.pictures import Pictures
from roadmap.exports.word.xml import FINE, PLAIN, Setter, Style

#: In twentieths of a point: of what is said of an item, and of the values on the cover.
_INDENT, _FACTS = 709, 2552


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


def _chapter_title(chapter: Chapter) -> str:
    return f"{chapter.numeral}. {chapter.part.label}"


def _group_title(group: Group) -> str:
    return f"{group.code} {group.label.text if group.label else ''}".strip()


def _mark(number: int) -> str:
    """The name of a place in the document; Word hides those that begin so."""
    return f"_Toc{number:04}"


class _Typesetter:
    def __init__(self, book: Book, setter: Setter) -> None:
        self.book = book
        self.set = setter
        self.pictures = Pictures()
        #: How many headings were set.
        self.marks = 0

    def body(self) -> Iterator[str]:
        yield from self.cover()
        yield from self.contents()
        for chapter in self.book.chapters:
            yield self.heading(_chapter_title(chapter), 1)
            for group in chapter.part.groups:
                if group.label:
                    yield self.heading(_group_title(group), 2)
                for item in group.items:
                    yield from self.item(item, 3 if group.label else 2)
        for number, annex in enumerate(self.book.annexes, start=1):
            yield from self.annex(number, annex)

    def cover(self) -> Iterator[str]:
        shown, setter = self.book.source.shown, self.set
        yield setter.paragraph(setter.run(self.book.symbol), "Subtitle")
        yield setter.paragraph(setter.run(shown.title.text), "Title")
        if shown.summary:
            yield setter.paragraph(setter.run(shown.summary.text))
        for label, value in self.book.facts:
            named = setter.run(f"{label}:", Style(grey=True)) + setter.run(f"\t{value}")
            yield setter.paragraph(named, indent=_FACTS, hanging=_FACTS)
        yield setter.paragraph(setter.run(_("SHA-256 of the canonical content of this version"), FINE))
        yield setter.paragraph(setter.run(self.book.source.digest, Style(small=True)))
        yield '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'

    def contents(self) -> Iterator[str]:
        """Each chapter, group and annex with its page. Word computes the pages when the document is opened or printed."""
        setter = self.set
        yield setter.paragraph(setter.run(_("Contents")), "Subtitle")
        for mark, (title, level) in enumerate(self.headings(), start=1):
            line = setter.run(title) + setter.run("\t") + setter.field(f"PAGEREF {_mark(mark)} \\h", setter.run("–"))
            yield setter.paragraph(setter.leading_to(line, _mark(mark)), f"Contents{level}")
        yield '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'

    def headings(self) -> Iterator[tuple[str, int]]:
        """What stands in the contents, with its level, in the order in which it is set."""
        for chapter in self.book.chapters:
            yield _chapter_title(chapter), 1
            yield from ((_group_title(group), 2) for group in chapter.part.groups if group.label)
        yield from ((self.annex_title(number, annex), 1) for number, annex in enumerate(self.book.annexes, start=1))

    def heading(self, text: str, level: int) -> str:
        """One that the contents lead to."""
        self.marks += 1
        return self.set.paragraph(
            self.set.marked(self.set.run(text), self.marks, _mark(self.marks)), f"Heading{level}", keep=True
        )

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
            yield self.set.paragraph(self.set.run(table.caption), "Heading2", keep=True)
        lines = ([self.cell(cell, coded=place == 0) for place, cell in enumerate(line)] for line in table.lines)
        yield self.set.table(table.columns, table.weights, lines)


EXPORTER = Exporter("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", 3, build)
