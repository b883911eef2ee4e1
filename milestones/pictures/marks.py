"""Small signs that say a state by their shape as well as by their colour, and the legend that explains them."""

from collections.abc import Callable, Iterable

from milestones.pictures.data import Passage, Stand, State, Working
from milestones.pictures.lettering import measure
from milestones.pictures.scene import SIZES, Glyph, Scene

#: Draws a sign around a point.
Sign = Callable[[Scene, float, float], None]
_LINE = 20
#: Smaller signs are drawn in thinner lines.
_SMALL = 5
#: Classes of signs.
_STANDS: dict[Stand, str] = {
    "support": "stand-support",
    "conditional": "stand-conditions",
    "cannot_accept": "stand-cannot",
    "none": "stand-none",
    "hidden": "stand-none",
}
#: The icons of static/img/icons.svg (support, conditions, cannot, no-position, lock, red-line) as lines on a square of 24. What
#: one path draws lies as far to the one side of the middle as to the other: it is not mirrored.
_GLYPHS: dict[str, Glyph] = {
    "support": (((5, 12.5), (9.5, 17), (19, 7.5)),),
    "conditional": (((4, 13), (8, 17), (13, 11)), ((14, 7), (20, 7)), ((16, 12), (20, 12)), ((17, 17), (20, 17))),
    "cannot_accept": (((6, 6), (18, 18)),),
    "none": (((6, 12), (18, 12)),),
    "hidden": (
        ((6, 11), (18, 11), (18, 20), (6, 20), (6, 11)),
        ((8.5, 11), (8.5, 8), (9.5, 5.5), (12, 4.5), (14.5, 5.5), (15.5, 8), (15.5, 11)),
    ),
    "red_line": (((8, 5), (6, 8)), ((18, 5), (16, 8)), ((8, 16), (6, 19)), ((18, 16), (16, 19))),
}


def state_sign(scene: Scene, x: float, y: float, state: State, *, radius: float = 5, title: str = "") -> None:
    """Empty, half, dotted, full with a tick; struck out, barred, halted, turned back."""
    r = radius
    if state == "verified":
        scene.circle(x, y, r, "sign-full", title=title)
        side = r * scene.side
        scene.path(((x - side * 0.45, y + r * 0.05), (x - side * 0.1, y + r * 0.4), (x + side * 0.5, y - r * 0.35)), "sign-tick")
        return
    kind = "sign-bad" if state in {"lapsed", "ended", "suspended", "reversed"} else "sign"
    scene.circle(x, y, r, kind, title=title)
    if state == "under_way":
        scene.rect(x - r * 0.5, y - r * 0.5, r * 0.5, r, "sign-fill")
    elif state == "claimed":
        scene.circle(x, y, r * 0.4, "sign-fill")
    elif state == "lapsed":
        scene.cross(x, y, r * 0.45, "sign-stroke-bad")
    elif state == "ended":
        scene.line(x - r * 0.5, y, x + r * 0.5, y, "sign-stroke-bad")
    elif state == "suspended":
        for side in (-0.35, 0.35):
            scene.line(x + side * r, y - r * 0.45, x + side * r, y + r * 0.45, "sign-stroke-bad")
    elif state == "reversed":
        scene.path(((x - r * 0.55, y), (x + r * 0.4, y - r * 0.5), (x + r * 0.4, y + r * 0.5)), "sign-fill-bad", closed=True)


def working_sign(scene: Scene, x: float, y: float, state: Working, *, radius: float = 5, title: str = "") -> None:
    """Full with a tick, half, one end filled; crossed, struck out; empty while nothing is known."""
    r = radius
    if state == "working":
        state_sign(scene, x, y, "verified", radius=r, title=title)
    elif state == "partly":
        state_sign(scene, x, y, "under_way", radius=r, title=title)
    elif state == "disputed":
        scene.circle(x, y, r, "sign-bad", title=title)
        scene.rect(x - r * 0.5, y - r * 0.5, r * 0.5, r, "sign-fill-bad")
    elif state == "not_working":
        state_sign(scene, x, y, "lapsed", radius=r, title=title)
    else:
        scene.circle(x, y, r, "sign", title=title)
        if state == "one_end":
            scene.circle(x - r * 0.35, y, r * 0.3, "sign-fill")


def passage_sign(scene: Scene, x: float, y: float, passage: Passage, *, title: str = "") -> None:
    """A diamond on the line: empty when open, barred when closed, half when limited."""
    scene.diamond(x, y, 7, "gate-closed" if passage == "closed" else "gate", title=title)
    if passage == "closed":
        scene.line(x - 3.5, y, x + 3.5, y, "gate-bar")
    elif passage == "limited":
        scene.path(((x, y - 7), (x, y + 7), (x - 7, y)), "gate-half", closed=True)
    elif passage == "contested":
        scene.cross(x, y, 2.5, "sign-stroke-bad")
    elif passage == "unknown":
        scene.circle(x, y, 1.5, "sign-fill")


def stand_sign(scene: Scene, x: float, y: float, stand: Stand, *, radius: float = 6.5) -> None:
    """As on the page of convergence: a tick, a tick with a list, a barred ring, a short line, a lock; silence is nothing."""
    if stand == "silent":
        return
    kind, scale = _STANDS[stand], radius / 8
    if radius < _SMALL:
        kind = f"{kind} p-stand-small"
    if stand == "cannot_accept":
        scene.circle(x, y, 9 * scale, kind)
    scene.glyph(x, y, _GLYPHS[stand], kind, scale=scale)


def red_line_sign(scene: Scene, x: float, y: float, *, radius: float = 6.5) -> None:
    """A thick line with strokes through it, as on the page."""
    scene.glyph(x, y, (((4, 12), (20, 12)),), "red-line", scale=radius / 8)
    scene.glyph(x, y, _GLYPHS["red_line"], "red-line-strokes", scale=radius / 8)


def legend(scene: Scene, y: float, entries: Iterable[tuple[Sign, str]]) -> float:
    """Signs with their words, set like a text from ``y`` down; answers where it ends."""
    x, y = 0.0, y + _LINE / 2
    for sign, label in entries:
        width = 30 + measure(label, SIZES["fine"]) + 22
        if x and x + width - 22 > scene.width:
            x, y = 0.0, y + _LINE
        sign(scene, x + 12, y)
        scene.words(x + 30, y + 4, label, kind="ink-2", size="fine", width=scene.width - x - 30)
        x += width
    return y + _LINE / 2
