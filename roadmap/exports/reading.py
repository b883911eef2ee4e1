"""Makes the Arabic words of a PDF come out right when they are searched, copied or read by a program.

Typst draws a vowel sign as a glyph of its own, a little beside its letter, and notes the words of both beside them. Readers
break the word at the gap, and disagree on the order of what is noted (PDFium in browsers, Poppler in most others). So a letter
and its signs become one glyph, which is read as both; notes that say nothing more are dropped. Nothing that is seen changes.
"""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import Any, Final

import pikepdf

from roadmap.exports.embedded import EmbeddedFont, Joined, Part, as_seen, plain, without_signs

_SHOWS: Final = {"TJ", "Tj"}
#: A sign stands nearer to the start of its letter than this, in thousandths of the type size.
_NEAR: Final = 1500


def mend_reading(content: bytes) -> bytes:
    """The same PDF with readable Arabic. The same input gives the same bytes."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        fonts: dict[tuple[int, int], EmbeddedFont] = {}
        for page in pdf.pages:
            named: dict[str, EmbeddedFont] = {}
            resources: Any = page.Resources.get("/Font", {})
            for name, font in resources.items():
                named[str(name)] = fonts.setdefault(font.objgen, EmbeddedFont(font))
            mended = _Page(named).mended(pikepdf.parse_content_stream(page))
            page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(mended))
        for font in fonts.values():
            font.save()
        kept = io.BytesIO()
        pdf.save(kept, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return kept.getvalue()


@dataclass(frozen=True, slots=True)
class _Shown:
    """A glyph as it is drawn: its place on the page, and where it ends in its run, in thousandths of the type size."""

    code: int
    at: pikepdf.Matrix
    end: float


@dataclass(frozen=True, slots=True)
class _Signs:
    """Signs that are drawn apart from the letter that follows: their cluster, and where their drawing stands in the page."""

    font: EmbeddedFont
    shown: list[_Shown]
    text: str
    index: int


class _Page:
    """One page, instruction by instruction, with as much of the state of a PDF viewer as the places of glyphs need."""

    def __init__(self, fonts: dict[str, EmbeddedFont]) -> None:
        self._fonts = fonts
        self._font: EmbeddedFont | None = None
        self._size = 1.0
        # Matrices are multiplied where a sign is drawn: a few hundred times, of a hundred thousand.
        self._saved: list[tuple[Any, ...]] = []
        self._moves: tuple[Any, ...] = ()
        self._line: Any = None
        self._out: list[Any] = []
        self._waiting: list[_Signs] = []

    def mended(self, instructions: Iterable[Any]) -> list[Any]:
        """The page's instructions; a noted piece is held until its end shows what it is."""
        held: list[Any] = []
        noted: list[bool] = []
        for each in instructions:
            operator = str(each.operator)
            if operator in {"BDC", "BMC"}:
                noted.append(operator == "BDC" and "/ActualText" in each.operands[1])
                if noted[-1]:
                    held = [each]
                    continue
            if operator == "EMC" and noted.pop():
                self._note([*held, each])
                held = []
            elif held:
                held.append(each)
            else:
                self._draw(each)
        return [each for each in self._out if each is not None]

    def _note(self, piece: list[Any]) -> None:
        """A piece with a note of its words. The note goes where its glyphs, once joined, say the same."""
        text = plain(str(piece[0].operands[1]["/ActualText"]))
        shows = [each for each in piece if str(each.operator) in _SHOWS]
        fonts = [self._fonts.get(str(each.operands[0])) for each in piece if str(each.operator) == "Tf"]
        if len(shows) == len(fonts) == 1 and self._says(fonts[0], list(_codes(shows[0])), text):
            for each in piece[1:-1]:
                self._draw(each, text)
            return
        piece[0].operands[1]["/ActualText"] = pikepdf.String(as_seen(text))
        self._waiting = []
        for each in piece:
            self._follow(each)
        self._out.extend(piece)

    def _says(self, font: EmbeddedFont | None, codes: list[int], text: str) -> bool:
        """Whether glyphs say a noted text without the note: signs, or one letter with all the signs that are noted."""
        if font is None or not codes:
            return False
        letters, drawn = without_signs(text), [code for code in codes if not font.is_sign(code)]
        if len(drawn) < len(codes) or self._waiting:
            return letters != text and len(letters) == 1
        return len(codes) == 1 and font.own_text(codes[0]) == text

    def _draw(self, each: Any, text: str = "") -> None:
        """Take one instruction over. ``text`` is what the cluster at its beginning says, where that was noted."""
        self._follow(each)
        if str(each.operator) in _SHOWS and self._font is not None:
            each = self._shown(self._font, each, text)
        self._out.append(each)

    def _follow(self, each: Any) -> None:
        match str(each.operator):
            case "q":
                self._saved.append(self._moves)
            case "Q":
                self._moves = self._saved.pop()
            case "cm":
                self._moves = (each, *self._moves)
            case "Tf":
                self._font, self._size = self._fonts.get(str(each.operands[0])), float(each.operands[1])
            case "Tm":
                self._line = each

    def _shown(self, font: EmbeddedFont, show: Any, text: str) -> Any:
        """What is drawn instead: the same, or with the letter that it begins with joined to its signs."""
        if not self._waiting and not any(map(font.is_sign, _codes(show))):
            return show
        glyphs = list(self._placed(font, show))
        signs = list(takewhile(lambda glyph: font.is_sign(glyph.code), glyphs))
        if glyphs and len(signs) == len(glyphs):
            self._waiting.append(_Signs(font, signs, text or font.texts[signs[0].code], len(self._out)))
            return show
        waiting, self._waiting = [each for each in self._waiting if each.font is font], []
        # A noted piece is one letter, which may be drawn in several strokes.
        cluster = glyphs if text and any(font.is_sign(glyph.code) for glyph in glyphs) else glyphs[: len(signs) + 1]
        if not waiting and len(cluster) < 2:
            return show
        parts = tuple(self._part(glyph) for glyph in [*(one for each in waiting for one in each.shown), *cluster])
        if any(max(abs(part.x), abs(part.y)) > _NEAR for part in parts):
            return show
        said = text or (waiting[0].text if waiting else font.texts[cluster[0].code])
        joined = font.join(Joined(parts, said, cluster[-1].end))
        if joined is None:
            return show
        for each in waiting:
            self._out[each.index] = None
        return _replaced(show, len(cluster), joined)

    def _placed(self, font: EmbeddedFont, show: Any) -> Iterator[_Shown]:
        start, pen = self._start(), 0.0
        for piece in _pieces(show):
            if not isinstance(piece, pikepdf.String):
                pen -= float(piece)
                continue
            for code in _codes_of(piece):
                moved = pikepdf.Matrix(1, 0, 0, 1, pen * self._size / 1000, 0)
                pen += font.width(code)
                yield _Shown(code, moved @ start, pen)

    def _start(self) -> pikepdf.Matrix:
        """Where the run begins: from its own space to that of the page."""
        at = pikepdf.Matrix()
        for each in (*([self._line] if self._line else []), *self._moves):
            at = at @ pikepdf.Matrix(*(float(operand) for operand in each.operands))
        return at

    def _part(self, glyph: _Shown) -> Part:
        across = glyph.at @ self._start().inverse()
        return Part(glyph.code, round(across.e * 1000 / self._size), round(across.f * 1000 / self._size))


def _pieces(show: Any) -> list[Any]:
    return list(show.operands[0]) if str(show.operator) == "TJ" else [show.operands[0]]


def _codes_of(string: pikepdf.String) -> Iterator[int]:
    content = bytes(string)
    return (int.from_bytes(content[place : place + 2]) for place in range(0, len(content), 2))


def _codes(show: Any) -> Iterator[int]:
    return (code for piece in _pieces(show) if isinstance(piece, pikepdf.String) for code in _codes_of(piece))


def _replaced(show: Any, count: int, joined: int) -> Any:
    """The drawing with one glyph instead of its first ``count``."""
    rest: list[Any] = []
    for piece in _pieces(show):
        if not isinstance(piece, pikepdf.String):
            rest.extend([] if count else [piece])
            continue
        content = bytes(piece)
        skipped = min(count, len(content) // 2)
        count -= skipped
        rest.extend([pikepdf.String(content[2 * skipped :])] if len(content) > 2 * skipped else [])
    array = pikepdf.Array([pikepdf.String(joined.to_bytes(2)), *rest])
    return pikepdf.ContentStreamInstruction([array], pikepdf.Operator("TJ"))
