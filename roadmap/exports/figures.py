"""Figures that other parts of the product draw for the files of a version: registered like kinds of the document.

The book sets each in an annex of its own. PDF takes the drawing, Word its pixels; both tell the words that stand for it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from roadmap.domain.document.presenting import Cell
from roadmap.exports.base import Source


@dataclass(frozen=True)
class Table:
    """``weights`` are the columns' shares of the width. The first column names the line."""

    caption: str
    columns: tuple[str, ...]
    weights: tuple[int, ...]
    lines: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Drawing:
    """An SVG that needs nothing else, set as wide as the text; ``pixels`` gives the same as PNG. ``alt``: it in words."""

    svg: str
    width: float
    height: float
    alt: str
    pixels: Callable[[], bytes]


@dataclass(frozen=True)
class Figure:
    """One annex: drawings that follow one another, and the same as tables."""

    title: str
    drawings: tuple[Drawing, ...]
    note: str = ""
    tables: tuple[Table, ...] = ()


#: Draws what it can for a version; knows no more of it than the source says, so that the same version gives the same bytes.
Maker = Callable[[Source], Iterable[Figure]]
_makers: list[Maker] = []


def register_figures(maker: Maker) -> None:
    """Called once when an app is ready. The language of the source is active when ``maker`` is called."""
    if maker not in _makers:
        _makers.append(maker)


def figures_of(source: Source) -> list[Figure]:
    return [figure for maker in _makers for figure in maker(source)]
