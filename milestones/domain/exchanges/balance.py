"""One figure for how even a draft is, from 0 to 1, and the two it is made of (docs/adr: the balance figure)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Balance:
    """``reciprocity``: does each area gain in proportion to what it gives; ``reach``: do the gains reach every area.

    Each is 1 minus the share of all gains that would have to go to other areas for it to be so (Hoover's index); reach is
    stretched so that 0 means that one area gains all. None: cannot be said. ``value`` is the smaller one: a draft is as
    balanced as its worse side.
    """

    reciprocity: float | None
    reach: float | None

    @property
    def value(self) -> float | None:
        return min((each for each in (self.reciprocity, self.reach) if each is not None), default=None)

    def as_dict(self) -> dict[str, Any]:
        return {name: None if each is None else round(each, 4) for name, each in self._parts()}

    def _parts(self) -> list[tuple[str, float | None]]:
        return [("value", self.value), ("reciprocity", self.reciprocity), ("reach", self.reach)]


def balance_of(areas: Sequence[str], gives: Mapping[str, float], gets: Mapping[str, float]) -> Balance:
    """The balance among ``areas``; what third parties give counts only as gains of the areas.

    Reciprocity cannot be said while no area gives anything; it is 0 where areas give and none gains. Reach cannot be said while
    there are fewer than two areas, or none gains.
    """
    given = [float(gives.get(area, 0)) for area in areas]
    gained = [float(gets.get(area, 0)) for area in areas]
    reciprocity = reach = None
    if any(given):
        reciprocity = 1 - _apart(_shares(gained), _shares(given)) if any(gained) else 0.0
    if len(areas) > 1 and any(gained):
        even = 1 / len(areas)
        reach = 1 - _apart(_shares(gained), [even] * len(areas)) / (1 - even)
    return Balance(_within(reciprocity), _within(reach))


def _shares(amounts: Sequence[float]) -> list[float]:
    whole = sum(amounts)
    return [amount / whole for amount in amounts]


def _apart(one: Sequence[float], other: Sequence[float]) -> float:
    """Half the sum of the differences: the share that would have to move to make both alike."""
    return sum(abs(a - b) for a, b in zip(one, other, strict=True)) / 2


def _within(figure: float | None) -> float | None:
    """Without the last bit that sums of fractions add."""
    return None if figure is None else min(1.0, max(0.0, figure))
