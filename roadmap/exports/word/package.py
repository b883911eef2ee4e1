"""The file around the words: styles, page, header and footer; nothing about persons, programs or times."""

import io
import re
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.rel import _Relationship
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor, Twips
from lxml import etree

from roadmap.exports.word.xml import TEXT_WIDTH, Setter, W

_FONT = "Times New Roman"
#: The earliest time that a zip file can hold: the same version gives the same bytes.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_DROPPED = {"docProps/thumbnail.jpeg", "docProps/core.xml", "docProps/app.xml", "word/stylesWithEffects.xml"}
#: Marks of the editing sessions in which the template was made.
_SESSIONS = re.compile(rb'<w:rsids>.*?</w:rsids>|<w:rsid w:val="[0-9A-F]+"/>| w:rsid\w*="[0-9A-F]+"', re.DOTALL)
_STYLES = (("Heading 1", 16, 18), ("Heading 2", 13, 12), ("Heading 3", 11, 10), ("Heading 4", 11, 8), ("Heading 5", 11, 8))
#: Stands for the body until the file is written; nothing else in it is called so.
_PLACE = "w:altChunk"
#: Signs that XML cannot hold, not even escaped.
_BROKEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LANGUAGES = {"en": "en-GB", "ar": "ar-SA", "ku": "ku-TR"}


def wrap(
    body: str, *, setter: Setter, language: str, title: str, running_head: str, pictures: Mapping[str, bytes] | None = None
) -> bytes:
    """A DOCX of ``body`` (XML of paragraphs and tables). ``pictures``: PNG by the relationship id that the body uses."""
    document = docx.Document()
    for name, content in (pictures or {}).items():
        _add_picture(document, name, content)
    _set_styles(document, language)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.3)
    section.different_first_page_header_footer = True
    _fill(section.header, setter.paragraph(setter.run(running_head), "Header"))
    # From left to right in every language: between fields a right-to-left line would turn 3/90 round.
    numbers = Setter(rtl=False, near="right" if setter.rtl else "")
    page = numbers.paragraph(numbers.field("PAGE") + numbers.run("/") + numbers.field("NUMPAGES"), "Footer")
    _fill(section.footer, page)
    _fill(section.first_page_footer, page)
    if setter.rtl:
        grid = section._sectPr.find(qn("w:docGrid"))  # noqa: SLF001 python-docx has no call for it
        for name in ("w:bidi", "w:rtlGutter"):
            grid.addprevious(OxmlElement(name))
    element = document.element.body
    for child in list(element)[:-1]:
        element.remove(child)
    element.insert(0, OxmlElement(_PLACE))
    kept = io.BytesIO()
    document.save(kept)
    return _without_traces(kept.getvalue(), body, title, language)


def _add_picture(document, name: str, content: bytes) -> None:  # type: ignore[no-untyped-def] # python-docx is untyped
    """The same bytes are kept once; the relationship gets the name that the body gave it."""
    part = document.part.package.get_or_add_image_part(io.BytesIO(content))
    document.part.rels[name] = _Relationship(name, RELATIONSHIP_TYPE.IMAGE, part, document.part.partname.baseURI)


def _set_styles(document, language: str) -> None:  # type: ignore[no-untyped-def] # python-docx is untyped
    normal = document.styles["Normal"]
    _face(normal, 10.5, language)
    normal.paragraph_format.space_after = Pt(5)
    for name, size, before in _STYLES:
        style = document.styles[name]
        _face(style, size, language)
        _upright(style)
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(4)
    for name, points in (("Cell", 9.0), ("Contents1", 10.5), ("Contents2", 10.5)):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        _face(style, points, language)
        style.paragraph_format.space_after = Pt(2)
        if name != "Cell":
            _set_contents(style, second=name == "Contents2")
    for name, points in (("Title", 24), ("Subtitle", 14)):
        style = document.styles[name]
        _face(style, points, language)
        style.font.color.rgb = RGBColor(0, 0, 0)
        _upright(style)
        _plain(style)


def _set_contents(style, *, second: bool) -> None:  # type: ignore[no-untyped-def]
    """Dots up to the page at the end of the line; groups stand in from their chapter."""
    form = style.paragraph_format
    form.tab_stops.add_tab_stop(Twips(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    form.left_indent = Cm(0.6) if second else Cm(0)
    form.space_before = Pt(0 if second else 4)


def _upright(style) -> None:  # type: ignore[no-untyped-def]
    """Bold and never italic, for Latin and Arabic letters alike: Arabic has no italics."""
    style.font.bold = style.font.cs_bold = True
    style.font.italic = style.font.cs_italic = False


def _plain(style) -> None:  # type: ignore[no-untyped-def]
    """Without the template's rule and spaced letters: Arabic letters are joined, and do not bear it."""
    for properties, names in ((style.element.rPr, ("w:spacing", "w:kern")), (style.element.pPr, ("w:pBdr", "w:numPr"))):
        for name in names:
            for found in properties.findall(qn(name)):
                properties.remove(found)


def _face(style, size: float, language: str) -> None:  # type: ignore[no-untyped-def]
    """Latin and Arabic letters have sizes and faces of their own; Arabic is set one point larger to look alike."""
    style.font.name, style.font.size = _FONT, Pt(size)
    properties = style.element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    for name in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
        fonts.attrib.pop(qn(name), None)
    for name in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(name), _FONT)
    for name, attributes in (
        ("w:szCs", {"w:val": str(int((size + 1.5) * 2))}),
        ("w:lang", {"w:val": _LANGUAGES["en" if language == "ar" else language], "w:bidi": _LANGUAGES["ar"]}),
    ):
        for old in properties.findall(qn(name)):
            properties.remove(old)
        made = OxmlElement(name)
        for key, value in attributes.items():
            made.set(qn(key), value)
        properties.append(made)


def _fill(part, xml: str) -> None:  # type: ignore[no-untyped-def]
    part.is_linked_to_previous = False
    element = part._element  # noqa: SLF001 python-docx has no call for it
    for child in list(element):
        element.remove(child)
    element.append(parse_xml(xml.replace("<w:p>", f'<w:p xmlns:w="{W}">', 1)))


def _without_traces(content: bytes, body: str, title: str, language: str) -> bytes:
    """The package without author, program, thumbnail and times; what is left of the properties is title and language.

    The body comes in last, as it is: parsing it and writing it again would take longer than all else.
    """
    kept, place, words = io.BytesIO(), f"<{_PLACE}/>".encode(), _BROKEN.sub("", body).encode()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            if name not in _DROPPED:
                _write(new, name, _untied(name, old.read(name)).replace(place, words))
        _write(new, "docProps/core.xml", _core(title, language))
    return kept.getvalue()


def _write(package: zipfile.ZipFile, name: str, content: bytes) -> None:
    info = zipfile.ZipInfo(name, _NO_TIME)
    info.compress_type = zipfile.ZIP_DEFLATED
    package.writestr(info, content)


def _untied(name: str, content: bytes) -> bytes:
    """Relationships and content types without what was dropped."""
    if name.startswith("word/") and name.endswith(".xml"):
        return _SESSIONS.sub(b"", content)
    if name not in {"_rels/.rels", "[Content_Types].xml", "word/_rels/document.xml.rels"}:
        return content
    root = parse_xml(content)
    gone = {part.rpartition("/")[2] for part in _DROPPED - {"docProps/core.xml"}}
    for child in list(root):
        target = child.get("Target") or child.get("PartName") or ""
        if target.rpartition("/")[2] in gone or child.get("Extension") == "jpeg":
            root.remove(child)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _core(title: str, language: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title)}</dc:title><dc:language>{escape(language)}</dc:language></cp:coreProperties>"
    ).encode()
