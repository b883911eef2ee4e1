"""The texts of a version as a Word document, by hand: escaped, between tags, zipped."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

import orjson
from django.db import connection

_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="word/document.xml"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
)

_AMOUNTS = ("baseline", "threshold")


def write_document(version: int) -> bytes:
    """Each item with its number, code and title as a heading, its texts with their labels, and a table of its states."""
    body = "".join(_item(number, item) for number, item in enumerate(_criteria(version), start=1))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _TYPES)
        package.writestr("_rels/.rels", _RELATIONS)
        package.writestr("word/document.xml", f"{_HEAD}{body}</w:body></w:document>")
    return target.getvalue()


def _item(number: int, item: dict[str, Any]) -> str:
    title = f"{number}. {item['code']} {item['title']['en']}"
    heading = f'<w:p><w:pPr><w:pStyle w:val="Heading3"/></w:pPr>{_run(title)}</w:p>'
    chip = f"<w:p>{_run(item['dimension'])}</w:p>"
    texts = "".join(
        f"<w:p>{_run(f'{label}: ', bold=True)}{_run(item[label]['en'])}</w:p>"
        for label in ("definition", "indicator", "unit", "verification")
    )
    amounts = "".join(f"<w:p>{_run(f'{label}: ', bold=True)}{_run(str(item[label]['value']))}</w:p>" for label in _AMOUNTS)
    lines = [
        ("State per area", "State", "Note"),
        *((key, each["state"], each["note"]["en"]) for key, each in item["states"].items()),
    ]
    rows = "".join(f"<w:tr>{''.join(f'<w:tc><w:p>{_run(cell)}</w:p></w:tc>' for cell in line)}</w:tr>" for line in lines)
    return f"{heading}{chip}{texts}{amounts}<w:tbl>{rows}</w:tbl>"


def _run(text: str, *, bold: bool = False) -> str:
    return f'<w:r>{"<w:rPr><w:b/></w:rPr>" if bold else ""}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def texts_of(version: int) -> list[str]:
    """All texts of the items, in order."""
    return [text for item in _criteria(version) for text in _within(item)]


def _criteria(version: int) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT canonical FROM roadmap_version WHERE id = %s", [version])
        return list(orjson.loads(cursor.fetchone()[0])["criteria"])


def _within(value: dict[str, Any]) -> Iterator[str]:
    for name, each in value.items():
        if isinstance(each, dict):
            yield from _within(each)
        elif isinstance(each, str) and name == "en":
            yield each
