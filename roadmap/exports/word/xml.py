"""Paragraphs, runs and tables as WordprocessingML text. python-docx knows no right-to-left, and text is faster."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufefc]")
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#: Width of the text on an A4 page with margins of 2.3 cm, in twentieths of a point.
TEXT_WIDTH = 9300


@dataclass(frozen=True)
class Style:
    """How a run looks beyond its paragraph's style."""

    bold: bool = False
    italic: bool = False
    grey: bool = False
    small: bool = False


PLAIN = Style()
BOLD = Style(bold=True)
FINE = Style(small=True, grey=True)


def has_right_to_left(text: str) -> bool:
    """Whether a text holds Arabic or Hebrew letters; such a run is told to Word as right to left."""
    return _RIGHT_TO_LEFT.search(text) is not None


@dataclass(frozen=True)
class Setter:
    """Writes XML for one document; ``rtl`` turns paragraphs and tables round. ``near``: the side at which paragraphs stand,
    where it is another than that at which their lines begin.
    """

    rtl: bool
    near: str = ""

    def run(self, text: str, style: Style = PLAIN) -> str:
        """A piece of text; line breaks and tabs in it are kept."""
        if not text:
            return ""
        arabic = has_right_to_left(text)
        properties = "".join(
            (
                "<w:b/><w:bCs/>" if style.bold else "",
                "<w:i/><w:iCs/>" if style.italic and not arabic else "",
                '<w:color w:val="5F5F5F"/>' if style.grey else "",
                '<w:sz w:val="17"/><w:szCs w:val="20"/>' if style.small else "",
                "<w:rtl/>" if arabic else "",
            )
        )
        pieces = []
        for line_number, line in enumerate(text.split("\n")):
            pieces.append("<w:br/>" if line_number else "")
            for tab_number, part in enumerate(line.split("\t")):
                pieces.append("<w:tab/>" if tab_number else "")
                pieces.append(f'<w:t xml:space="preserve">{escape(part)}</w:t>' if part else "")
        return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{''.join(pieces)}</w:r>"

    def paragraph(self, runs: str, style: str = "", *, indent: int = 0, hanging: int = 0, keep: bool = False) -> str:
        """``style`` is a style's id; ``indent`` and ``hanging`` are in twentieths of a point."""
        properties = "".join(
            (
                f"<w:pStyle w:val={quoteattr(style)}/>" if style else "",
                "<w:keepNext/>" if keep else "",
                "<w:bidi/>" if self.rtl else "",
                f'<w:ind w:left="{indent}" w:hanging="{hanging}"/>' if indent or hanging else "",
                f'<w:jc w:val="{self.near}"/>' if self.near else "",
            )
        )
        return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{runs}</w:p>"

    def marked(self, runs: str, number: int, name: str) -> str:
        """Runs as a place that others lead to; ``number`` is its own in the document."""
        return f'<w:bookmarkStart w:id="{number}" w:name={quoteattr(name)}/>{runs}<w:bookmarkEnd w:id="{number}"/>'

    def leading_to(self, runs: str, name: str) -> str:
        return f'<w:hyperlink w:anchor={quoteattr(name)} w:history="1">{runs}</w:hyperlink>'

    def field(self, code: str, shown: str = "") -> str:
        """A field such as PAGE; ``shown`` is what stands there until Word computes it."""
        return (
            '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'
            f'<w:r><w:instrText xml:space="preserve"> {escape(code)} </w:instrText></w:r>'
            f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{shown or self.run("1")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )

    def table(self, columns: Sequence[str], weights: Sequence[int], lines: Iterable[Sequence[str]]) -> str:
        """A table whose first line is repeated on each page. Cells are XML of paragraphs."""
        total = sum(weights)
        widths = [TEXT_WIDTH * weight // total for weight in weights]
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        head = self.line(
            [self.paragraph(self.run(label, Style(bold=True, small=True)), "Cell") for label in columns], widths, head=True
        )
        body = "".join(self.line(line, widths) for line in lines)
        return f"<w:tbl>{self.table_properties()}<w:tblGrid>{grid}</w:tblGrid>{head}{body}</w:tbl>{self.paragraph('')}"

    def table_properties(self) -> str:
        visual = "<w:bidiVisual/>" if self.rtl else ""
        edges = "".join(
            f'<w:{edge} w:val="single" w:sz="{size}" w:space="0" w:color="7F7F7F"/>'
            for edge, size in (("top", 8), ("bottom", 8), ("insideH", 4))
        )
        return (
            f'<w:tblPr>{visual}<w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/>'
            f'<w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
        )

    def line(self, cells: Sequence[str], widths: Sequence[int], *, head: bool = False) -> str:
        properties = f"<w:trPr><w:cantSplit/>{'<w:tblHeader/>' if head else ''}</w:trPr>"
        inner = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{cell or self.paragraph("")}</w:tc>'
            for cell, width in zip(cells, widths, strict=True)
        )
        return f"<w:tr>{properties}{inner}</w:tr>"
