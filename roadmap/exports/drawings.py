"""A drawing apart from its words, as typst/drawing.typ sets it: shapes as an image, words as text of the page.

Of words in an image typst's renderer makes too little: where Amiri draws an Arabic letter in several strokes, it moves on by the
widest of them only, so that the letter before stands in it ("الكشف" is read as "لكشف"); and vowel signs get no text, for which
PDF/UA refuses the file.
"""

import re
import unicodedata
from html import unescape
from itertools import accumulate
from typing import Any, Final

_WORDS = re.compile(r"<text([^>]*)>(?:<title>[^<]*</title>)?([^<]*)</text>")
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
_BOX = re.compile(r'viewBox="([^"]*)"')
#: First strong isolate and its end: how a drawing says that words keep their own direction.
_ISOLATE, _END = "\u2068", "\u2069"
#: What SVG takes where nothing is said.
_SIZE: Final = 16.0
_WEIGHTS = {"normal": 400, "bold": 700}
_RIGHT_TO_LEFT = {"R", "AL"}


def drawn(svg: str, alt: str) -> dict[str, Any]:
    """The drawing as the template reads it. ``svg`` has a viewBox; its words lie over its shapes."""
    box = _BOX.search(svg)
    if box is None:
        raise ValueError("A drawing has a viewBox.")
    x, y, width, height = (float(number) for number in box[1].split())
    words = [_placed(dict(_ATTRIBUTE.findall(found[1])), unescape(found[2])) for found in _WORDS.finditer(svg)]
    return {"svg": _WORDS.sub("", svg), "alt": alt, "corner": (x, y), "size": (width, height), "words": words}


def _placed(attributes: dict[str, str], words: str) -> dict[str, Any]:
    """One line of words at its place on the base line."""
    weight = attributes.get("font-weight", "normal")
    own = _alone(words)
    return {
        "words": own,
        "at": (float(attributes.get("x", 0)), float(attributes.get("y", 0))),
        "anchor": attributes.get("text-anchor", "start"),
        "size": float(attributes.get("font-size", _SIZE)),
        "weight": _WEIGHTS.get(weight) or int(weight),
        "fill": attributes.get("fill", "#000000"),
        "arabic": any(unicodedata.bidirectional(char) == "AL" for char in own),
        "rtl": _first_strong(own) in _RIGHT_TO_LEFT,
    }


def _alone(words: str) -> str:
    """Words out of the isolate that holds them all: they are set in their own direction, and a search finds nothing else."""
    inner = words[1:-1]
    depths = list(accumulate(_depth(char) for char in inner))
    whole = words.startswith(_ISOLATE) and words.endswith(_END) and min(depths, default=0) == 0
    return inner if whole else words


def _depth(char: str) -> int:
    return (char == _ISOLATE) - (char == _END)


def _first_strong(words: str) -> str:
    """The direction of the first letter that has one; letters of isolates inside do not count (rule P2 of UAX 9)."""
    depth = 0
    for char in words:
        depth += _depth(char)
        if not depth and (way := unicodedata.bidirectional(char)) in {"L", *_RIGHT_TO_LEFT}:
            return way
    return "L"
