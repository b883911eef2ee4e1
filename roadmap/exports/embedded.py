"""One font that a PDF carries: what its glyphs are read as, how wide they are, and glyphs joined from others."""

import io
import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import pikepdf
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

_MAPPING = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>")
_CONTROLS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F])
#: A glyph is addressed by its code; codes of two bytes end here.
_LAST_CODE: Final = 0xFFFF


@dataclass(frozen=True, slots=True)
class Part:
    """A glyph at its place, in thousandths of the type size from the start of the letter."""

    code: int
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Joined:
    """A letter with its signs: how it is drawn, what it is read as, and its advance in thousandths of the type size."""

    parts: tuple[Part, ...]
    text: str
    width: float


def plain(text: str) -> str:
    """Without the invisible characters that only steer direction."""
    return text.translate(_CONTROLS)


def as_seen(text: str) -> str:
    """In the order from left to right on the paper, in which readers expect the letters of a single glyph."""
    return text[::-1] if any(unicodedata.bidirectional(char) in {"R", "AL"} for char in text) else text


def without_signs(text: str) -> str:
    """The letters alone; a text of signs alone stays."""
    return "".join(char for char in text if not unicodedata.combining(char)) or text


class EmbeddedFont:
    """A TrueType font of a PDF, addressed by glyph. ``save`` writes back what was changed."""

    def __init__(self, font: Any) -> None:
        self._font = font
        self._descendant = font.DescendantFonts[0]
        self._joined: dict[Joined, int] = {}

    @cached_property
    def texts(self) -> dict[int, str]:
        """What typst notes for each glyph: for a vowel sign the whole cluster in which it was met first."""
        found = _MAPPING.findall(self._font.ToUnicode.read_bytes())
        return {int(code, 16): plain(bytes.fromhex(text.decode()).decode("utf-16-be")) for code, text in found}

    @cached_property
    def _widths(self) -> dict[int, float]:
        widths: dict[int, float] = {}
        rest = list(self._descendant.get("/W", []))
        while rest:
            first, second = int(rest.pop(0)), rest.pop(0)
            if isinstance(second, pikepdf.Array):
                widths |= {first + place: float(width) for place, width in enumerate(second)}
            else:
                width = float(rest.pop(0))
                widths |= dict.fromkeys(range(first, int(second) + 1), width)
        return widths

    def width(self, code: int) -> float:
        """Advance of the glyph, in thousandths of the type size."""
        return self._widths.get(code, float(self._descendant.get("/DW", 1000)))

    @cached_property
    def _signs(self) -> frozenset[int]:
        return frozenset(
            code for code, text in self.texts.items() if not self.width(code) and any(map(unicodedata.combining, text))
        )

    def is_sign(self, code: int) -> bool:
        """Whether the glyph stands over or under another: a vowel sign, which takes no room of its own."""
        return code in self._signs

    def own_text(self, code: int) -> str:
        """What the glyph says by itself: a letter without the signs over it, a sign without its letter."""
        text = self.texts.get(code, "")
        return "".join(filter(unicodedata.combining, text)) if self.is_sign(code) else without_signs(text)

    def join(self, joined: Joined) -> int | None:
        """The code of one glyph for a letter and its signs; None where the font takes no more."""
        if "/FontFile2" not in self._descendant.FontDescriptor:
            return None
        code = self._joined.get(joined, self._count + len(self._joined))
        if code > _LAST_CODE:
            return None
        self._joined[joined] = code
        return code

    @cached_property
    def _program(self) -> TTFont:
        content = self._descendant.FontDescriptor.FontFile2.read_bytes()
        program = TTFont(io.BytesIO(content), recalcTimestamp=False)
        program.setGlyphOrder([f"g{code}" for code in range(program["maxp"].numGlyphs)])
        return program

    @property
    def _count(self) -> int:
        return int(self._program["maxp"].numGlyphs)

    def save(self) -> None:
        """Write the glyphs that were joined, and what every glyph is read as."""
        self._write_readings()
        if self._joined:
            self._write_glyphs()

    def _write_readings(self) -> None:
        def letter(found: re.Match[bytes]) -> bytes:
            return b"<%s> <%s>" % (found[1], _hex(as_seen(self.own_text(int(found[1], 16)))))

        table = _MAPPING.sub(letter, self._font.ToUnicode.read_bytes())
        added = b"".join(
            b"1 beginbfchar\n<%04X> <%s>\nendbfchar\n" % (code, _hex(as_seen(joined.text)))
            for joined, code in self._joined.items()
        )
        self._font.ToUnicode.write(table.replace(b"endcmap", added + b"endcmap"))

    def _write_glyphs(self) -> None:
        program, scale = self._program, self._program["head"].unitsPerEm / 1000
        order = program.getGlyphOrder()
        shapes, metrics = program["glyf"], program["hmtx"]
        for joined, code in self._joined.items():
            pen = TTGlyphPen(shapes.glyphs)
            for part in joined.parts:
                pen.addComponent(f"g{part.code}", (1, 0, 0, 1, round(part.x * scale), round(part.y * scale)))
            glyph = pen.glyph()
            glyph.recalcBounds(shapes)
            order.append(f"g{code}")
            shapes.glyphs[f"g{code}"] = glyph
            metrics.metrics[f"g{code}"] = (round(joined.width * scale), glyph.xMin)
            self._descendant.W.extend([code, code, joined.width])
        program.setGlyphOrder(order)
        shapes.setGlyphOrder(order)
        descriptor = self._descendant.FontDescriptor
        kept = io.BytesIO()
        program.save(kept)
        descriptor.FontFile2.write(kept.getvalue())
        descriptor.FontFile2.Length1 = len(kept.getvalue())
        if "/CIDSet" in descriptor:
            del descriptor.CIDSet


def _hex(text: str) -> bytes:
    return text.encode("utf-16-be").hex().upper().encode()
