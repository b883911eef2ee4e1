"""Small signs that say a state by their shape as well as by their colour, and the legend that explains them."""

from collections.abc import Callable, Iterable

from milestones.pictures.data import Passage, Stand, State, Working
from milestones.pictures.lettering import measure
from milestones.pictures.scene import SIZES, Scene

#: Draws a sign around a point.
Sign = Callable[[Scene, float, float], None]
_LINE = 20


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


def stand_sign(scene: Scene, x: float, y: float, stand: Stand, *, radius: float = 6) -> None:
    """A full disc, a ring with a bar, a cross, a short line; what is hidden is three dots, silence is nothing."""
    if stand == "support":
        scene.circle(x, y, radius, "stand-support")
    elif stand == "conditional":
        scene.circle(x, y, radius - 0.75, "stand-conditions")
        scene.line(x - radius * 0.45, y, x + radius * 0.45, y, "stand-conditions")
    elif stand == "cannot_accept":
        scene.cross(x, y, radius * 0.75, "stand-cannot")
    elif stand == "hidden":
        for side in (-1, 0, 1):
            scene.circle(x + side * radius * 0.66, y, radius / 6, "sign-fill")
    elif stand == "none":
        scene.line(x - radius * 0.5, y, x + radius * 0.5, y, "stand-none")


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
