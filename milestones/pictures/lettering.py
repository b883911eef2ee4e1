"""How wide words are, and how they are cut to fit.

The same picture is shown with the page's face (Mada) and saved with the faces of documents (Noto Sans, Amiri). Widths are sums
of the advances of the wider face: Latin of Noto Sans; Arabic of Amiri's isolated letters, which joined take up 0.70 of that in
Amiri and at most 0.84 in Mada (measured with HarfBuzz on the demonstration's titles). So words fit everywhere, and the same words
give the same bytes.
"""

import unicodedata
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

from roadmap.exports.pdf import font_paths

#: Isolated to joined width of Arabic letters, for the wider of both faces.
_JOINED = 0.84
#: Semibold to regular width.
_STRONG = 1.07
_UNIT = 200
ELLIPSIS = "…"
#: What is not left standing before an ellipsis.
_LOOSE = " ,;:،؛–"
#: First strong isolate and its end: words keep their own direction inside a line of either.
_ISOLATE, _END = "\u2068", "\u2069"


def isolated(words: str) -> str:
    """Words in their own direction, for one who sets lines from left to right."""
    return f"{_ISOLATE}{words}{_END}"


def measure(words: str, size: float, *, strong: bool = False) -> float:
    """Width in pixels at a font size in pixels."""
    return sum(map(_advance, words)) * size * (_STRONG if strong else 1)


def fitted(words: str, size: float, width: float, *, strong: bool = False) -> str:
    """The words, cut with an ellipsis where they are wider than ``width`` pixels; empty where not even a letter fits.

    They are cut behind a word, unless that leaves less than half of what fits.
    """
    words = " ".join(words.split())
    if measure(words, size, strong=strong) <= width:
        return words
    room = width - measure(ELLIPSIS, size, strong=strong)
    kept = 0
    for char in words:
        room -= measure(char, size, strong=strong)
        if room < 0:
            break
        kept += 1
    whole = words[: words.rfind(" ", 0, kept + 1)] if " " in words[: kept + 1] else ""
    shown = whole if len(whole) > kept / 2 else words[:kept]
    return f"{shown.rstrip(_LOOSE)}{ELLIPSIS}" if kept else ""


def wrapped(words: str, size: float, width: float, lines: int, *, strong: bool = False) -> list[str]:
    """At most ``lines`` lines broken between words; the last is cut to fit."""
    found: list[str] = []
    rest = words.split()
    while rest and len(found) < lines - 1:
        line = [rest.pop(0)]
        while rest and measure(" ".join((*line, rest[0])), size, strong=strong) <= width:
            line.append(rest.pop(0))
        found.append(fitted(" ".join(line), size, width, strong=strong))
    return [*found, fitted(" ".join(rest), size, width, strong=strong)] if rest else found


@lru_cache(maxsize=4096)
def _advance(char: str) -> float:
    """The advance of one letter, in ems."""
    if unicodedata.combining(char) or unicodedata.category(char) == "Cf":
        return 0.0
    arabic = unicodedata.bidirectional(char) in {"AL", "R", "AN"}
    width = _face("Amiri-Regular.ttf" if arabic else "NotoSans[wdth,wght].ttf").getlength(char) / _UNIT
    return width * _JOINED if arabic else width


@lru_cache(maxsize=2)
def _face(name: str) -> ImageFont.FreeTypeFont:
    """A face with plain advances: the shaper is not there on every machine, and its answer would change the bytes."""
    path = next(found for folder in font_paths() if (found := Path(folder) / name).exists())
    return ImageFont.truetype(str(path), _UNIT, layout_engine=ImageFont.Layout.BASIC)
