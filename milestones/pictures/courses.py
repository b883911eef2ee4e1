"""Quantities over time: a scale of round numbers, lines that climb in stairs, names at their ends."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from milestones.pictures.axis import Axis
from milestones.pictures.lettering import measure
from milestones.pictures.scene import SIZES, Scene

_LABEL_LINE = 15
Point = tuple[float, float]


@dataclass(frozen=True)
class Scale:
    """From ``low`` at the bottom to ``high`` at the top, with a line at every ``step``."""

    low: float
    high: float
    step: float
    top: float
    bottom: float

    @classmethod
    def over(cls, values: Iterable[float], top: float, bottom: float) -> "Scale":
        """A scale of at most six round steps that holds all values."""
        found = list(values)
        low, high = min(found, default=0), max(found, default=0)
        step = _round_step((high - low) / 5 or 1)
        low, high = math.floor(low / step) * step, math.ceil(high / step) * step
        return cls(low, high if high > low else low + step, step, top, bottom)

    def y(self, value: float) -> float:
        return self.bottom - (value - self.low) / (self.high - self.low) * (self.bottom - self.top)

    @property
    def ticks(self) -> list[float]:
        return [self.low + self.step * place for place in range(round((self.high - self.low) / self.step) + 1)]


def _round_step(least: float) -> float:
    """The next of 1, 2, 5, 10, 20 …, and no part of one."""
    power = 10 ** math.floor(math.log10(max(least, 1)))
    return next(float(power * factor) for factor in (1, 2, 5, 10) if power * factor >= least)


def draw_scale(scene: Scene, scale: Scale, axis: Axis, words: Callable[[float], str]) -> None:
    """A hairline and a figure at each step; the line of nought is firm."""
    for value in scale.ticks:
        y = scale.y(value)
        scene.line(axis.left, y, axis.right, y, "zero" if value == 0 else "hair")
        scene.words(axis.left - 6, y + 4, words(value), kind="ink-3", size="fine", at="end")


def stairs(points: Sequence[Point], end: float) -> list[Point]:
    """A value holds until the next day that changes it, and to the end."""
    found: list[Point] = []
    for x, y in points:
        if found:
            found.append((x, found[-1][1]))
        found.append((x, y))
    return [*found, (end, found[-1][1])] if found else []


def direct_labels(scene: Scene, x: float, ends: Iterable[tuple[float, str, str, str]], room: float, *, wide: bool) -> None:
    """Names at the ends of lines (height, code, name, kind of line), moved apart so that each can be read.

    A piece of the line goes before each name.
    """
    last = -math.inf
    for y, code, name, kind in sorted(ends):
        at = max(y, last + _LABEL_LINE)
        last = at
        scene.path(((x, y), (x + 8, at)), "hair")
        scene.line(x + 8, at, x + 26, at, kind)
        scene.words(x + 31, at + 4, code, size="fine", strong=True, told=name)
        if wide:
            used = 31 + measure(code, SIZES["fine"], strong=True) + 6
            scene.words(
                x + used, at + 4, name if name != code else "", kind="ink-2", size="fine", width=max(room - used, 0), told=name
            )
