"""Makes the Arabic words of a PDF come out right when they are searched, copied or read by a program.

Typst notes the words of a glyph in the order in which they are written. The two families of readers in use (PDFium in
browsers, Poppler) expect them in the order in which they are seen, and break a word apart at each note that is not needed. So
each glyph gets one letter of its own, notes that say nothing more are dropped, and the rest is turned round. Nothing that is
seen changes.
"""

import io
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import pikepdf

_MAPPING = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>")
_CONTROLS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F])
_SHOWS = {"TJ", "Tj"}
Glyphs = dict[bytes, str]


def mend_reading(content: bytes) -> bytes:
    """The same PDF with readable Arabic. The same input gives the same bytes."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        known: dict[tuple[int, int], Glyphs] = {}
        for page in pdf.pages:
            fonts = {str(name): _glyphs(font, known) for name, font in page.Resources.get("/Font", {}).items()}
            mended = pikepdf.unparse_content_stream(list(_mended(pikepdf.parse_content_stream(page), fonts)))
            page.Contents = pdf.make_stream(mended)
        kept = io.BytesIO()
        pdf.save(kept, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return kept.getvalue()


def _glyphs(font: Any, known: dict[tuple[int, int], Glyphs]) -> Glyphs:
    """What each glyph of the font stands for, written back without the marks that belong to glyphs of their own."""
    if font.objgen not in known:
        glyphs: Glyphs = {}

        def letter(found: re.Match[bytes]) -> bytes:
            text = bytes.fromhex(found[2].decode()).decode("utf-16-be").translate(_CONTROLS)
            text = "".join(char for char in text if not unicodedata.combining(char)) or text
            glyphs[bytes.fromhex(found[1].decode())] = text
            return b"<%s> <%s>" % (found[1], text.encode("utf-16-be").hex().upper().encode())

        font.ToUnicode.write(_MAPPING.sub(letter, font.ToUnicode.read_bytes()))
        known[font.objgen] = glyphs
    return known[font.objgen]


def _mended(instructions: Any, fonts: dict[str, Glyphs]) -> Iterator[Any]:
    """The page's instructions; ``held`` is a noted piece until its end shows whether the note is needed."""
    held: list[Any] = []
    open_marks: list[bool] = []
    glyphs: Glyphs = {}
    for each in instructions:
        operator = str(each.operator)
        if operator == "Tf":
            glyphs = fonts.get(str(each.operands[0]), {})
        if operator in {"BDC", "BMC"}:
            noted = operator == "BDC" and "/ActualText" in each.operands[1]
            open_marks.append(noted)
            if noted:
                held = [each]
                continue
        if operator == "EMC" and open_marks.pop():
            yield from _noted([*held, each], glyphs)
            held = []
        elif held:
            held.append(each)
        else:
            yield each


def _noted(piece: list[Any], glyphs: Glyphs) -> list[Any]:
    """One noted piece: without its note where a single glyph says it, else with right-to-left words turned round."""
    text = str(piece[0].operands[1]["/ActualText"]).translate(_CONTROLS)
    if glyphs.get(b"".join(_codes(piece))) == text:
        return piece[1:-1]
    if any(unicodedata.bidirectional(char) in {"R", "AL"} for char in text):
        piece[0].operands[1]["/ActualText"] = pikepdf.String(text[::-1])
    return piece


def _codes(piece: list[Any]) -> Iterator[bytes]:
    for each in piece:
        if str(each.operator) in _SHOWS:
            strings = each.operands[0] if str(each.operator) == "TJ" else [each.operands[0]]
            yield from (bytes(string) for string in strings if isinstance(string, pikepdf.String))
