"""Drawings in WordprocessingML: pixels with the words that stand for them."""

from xml.sax.saxutils import quoteattr

from roadmap.exports.figures import Drawing
from roadmap.exports.word.xml import TEXT_WIDTH

#: English Metric Units in a twentieth of a point.
_EMU = 635
#: The tallest that a picture may be under its heading, in twentieths of a point.
_TALLEST = 12_500
_NAMESPACES = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


class Pictures:
    """Those of one document; ``files`` are their pixels by relationship id."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def add(self, drawing: Drawing) -> str:
        """A run that shows the drawing as wide as the text, or as tall as the page allows."""
        number = len(self.files) + 1
        name = f"rIdPicture{number}"
        self.files[name] = drawing.pixels()
        scale = min(TEXT_WIDTH / drawing.width, _TALLEST / drawing.height) * _EMU
        size = f'cx="{round(drawing.width * scale)}" cy="{round(drawing.height * scale)}"'
        alt = quoteattr(drawing.alt)
        return (
            f'<w:r><w:drawing><wp:inline {_NAMESPACES} distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
            f'<wp:docPr id="{number}" name="Picture {number}" descr={alt}/>'
            '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
            f'<pic:cNvPr id="{number}" name="Picture {number}" descr={alt}/><pic:cNvPicPr/></pic:nvPicPr>'
            f'<pic:blipFill><a:blip r:embed="{name}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
            f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
            "</pic:spPr>"
            "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )
