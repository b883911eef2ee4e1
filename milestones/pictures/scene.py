"""A scene of shapes and words, written as SVG.

Everything is placed from the edge where lines of the language begin: in Arabic the scene is mirrored here, once.
"""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Literal

from milestones.pictures.data import Picture, Table
from milestones.pictures.lettering import ELLIPSIS, fitted, isolated
from roadmap.domain.document.local import direction

Where = Literal["start", "middle", "end"]
#: Lines from point to point on a square of 24.
Glyph = tuple[tuple[tuple[float, float], ...], ...]
_TURNED: dict[Where, Where] = {"start": "end", "middle": "middle", "end": "start"}
#: Font sizes in pixels; their classes are in static/css/pictures.css.
SIZES = {"fine": 11.0, "text": 12.5, "large": 15.0, "title": 19.0}
_UNPRINTABLE = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127])


def escaped(words: str) -> str:
    """Words that can stand in text and in attributes; what XML cannot hold is dropped."""
    return escape(words.translate(_UNPRINTABLE), quote=True)


def number(value: float) -> str:
    """A coordinate with one decimal at most."""
    return f"{value:.1f}".removesuffix(".0")


class Scene:
    """Coordinates are in pixels: ``x`` from the edge where lines begin, ``y`` from the top."""

    def __init__(self, width: float, language: str) -> None:
        self.width = width
        self.rtl = direction(language) == "rtl"
        self.language = language
        #: Turns a sign that means the same in every script, such as a tick, back to how it is written: 1 or -1.
        self.side = -1 if self.rtl else 1
        self._parts: list[str] = []

    def _x(self, x: float, width: float = 0) -> str:
        return number(self.width - x - width if self.rtl else x)

    def rect(self, x: float, y: float, width: float, height: float, kind: str, *, round_by: float = 0, title: str = "") -> None:
        rounding = f' rx="{number(round_by)}"' if round_by else ""
        place = f'x="{self._x(x, width)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'
        self._add(f'rect class="p-{kind}" {place}{rounding}', "rect", title)

    def line(self, x1: float, y1: float, x2: float, y2: float, kind: str) -> None:
        self._add(f'path class="p-{kind}" d="M{self._x(x1)} {number(y1)}L{self._x(x2)} {number(y2)}"', "path")

    def circle(self, x: float, y: float, radius: float, kind: str, *, title: str = "") -> None:
        self._add(f'circle class="p-{kind}" cx="{self._x(x)}" cy="{number(y)}" r="{number(radius)}"', "circle", title)

    def path(self, points: Iterable[tuple[float, float]], kind: str, *, closed: bool = False, title: str = "") -> None:
        """Straight lines from point to point."""
        drawn = "L".join(f"{self._x(x)} {number(y)}" for x, y in points)
        self._add(f'path class="p-{kind}" d="M{drawn}{"Z" if closed else ""}"', "path", title)

    def glyph(self, x: float, y: float, lines: Glyph, kind: str, *, scale: float) -> None:
        """Lines around a point in one path, as they are written in every script."""
        drawn = (
            "L".join(f"{self._x(x + self.side * (right - 12) * scale)} {number(y + (down - 12) * scale)}" for right, down in line)
            for line in lines
        )
        self._add(f'path class="p-{kind}" d="M{"M".join(drawn)}"', "path")

    def diamond(self, x: float, y: float, radius: float, kind: str, *, title: str = "") -> None:
        self.path(((x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)), kind, closed=True, title=title)

    def cross(self, x: float, y: float, radius: float, kind: str) -> None:
        for up in (1, -1):
            self.line(x - radius, y - radius * up, x + radius, y + radius * up, kind)

    def words(
        self,
        x: float,
        y: float,
        words: str,
        *,
        kind: str = "ink",
        size: str = "text",
        at: Where = "start",
        width: float | None = None,
        strong: bool = False,
        told: str = "",
    ) -> None:
        """One line on the base line ``y``; cut to ``width`` pixels, then the whole (or ``told``) is told where one points at it.

        ``at`` says which end of the words stands at ``x``. Readers of SVG differ on what an end is in text from right to left, so
        lines are set from left to right, and the words are isolated in their own direction.
        """
        shown = fitted(words, SIZES[size], width, strong=strong) if width is not None else words
        if not shown:
            return
        anchor = _TURNED[at] if self.rtl else at
        anchored = "" if anchor == "start" else f' text-anchor="{anchor}"'
        weight = " p-strong" if strong else ""
        whole = told or (words if shown != words and shown.endswith(ELLIPSIS) else "")
        pointed = f"<title>{escaped(whole)}</title>" if whole else ""
        self._parts.append(
            f'<text class="p-{size} p-{kind}{weight}" x="{self._x(x)}" y="{number(y)}"{anchored}>'
            f"{pointed}{escaped(isolated(shown))}</text>"
        )

    def _add(self, opened: str, name: str, title: str = "") -> None:
        self._parts.append(f"<{opened}><title>{escaped(title)}</title></{name}>" if title else f"<{opened}/>")

    def finish(self, *, name: str, title: str, description: str, table: Table, height: float) -> Picture:
        """The picture. ``name`` makes the ids of its title and description; one of each name stands on a page."""
        width, tall = round(self.width), round(height)
        titled, worded = f"picture-{name}-title", f"picture-{name}-words"
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="p-root" viewBox="0 0 {width} {tall}" width="{width}" height="{tall}"'
            f' direction="ltr" lang="{escaped(self.language)}" role="img" aria-labelledby="{titled} {worded}">'
            f'<title id="{titled}">{escaped(title)}</title><desc id="{worded}">{escaped(description)}</desc>'
            f'<g id="picture-{name}">{"".join(self._parts)}</g></svg>'
        )
        return Picture(name, title, description, svg, table, width, tall, self.rtl)


def heading(scene: Scene, title: str, *, drawn: bool) -> float:
    """The title inside the picture where ``drawn``; answers the height that it takes."""
    if not drawn:
        return 0
    scene.words(0, 22, title, size="title", strong=True, width=scene.width)
    return 40


def arrow_head(scene: Scene, x: float, y: float, kind: str, *, down: bool = False) -> None:
    """A small filled head that points on in time, or down."""
    if down:
        scene.path(((x, y), (x - 3, y - 5), (x + 3, y - 5)), kind, closed=True)
    else:
        scene.path(((x, y), (x - 5, y - 3), (x - 5, y + 3)), kind, closed=True)


def rows_of(head: Sequence[str], rows: Iterable[Sequence[str]], caption: str) -> Table:
    """A table twin with rows as long as its head. Raises ValueError where one is not."""
    found = tuple(tuple(row) for row in rows)
    if any(len(row) != len(head) for row in found):
        raise ValueError("A row of a table twin is as long as its head.")
    return Table(caption, tuple(head), found)
