"""The lines of the scoreboard: what is measured on both sides, round by round, and how it reads."""

import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from bench.machine import Sample

Side = Callable[[], Sample]


@dataclass
class Line:
    """One piece of work on the product and on its floor.

    ``sides`` holds (product, floor) by size. ``target`` is the most that the ratio may be; ``is_rate`` turns it round: how much
    of the floor's rate the product reaches, and the target is the least. ``judged`` is the size that the target counts for (the
    largest unless said). ``most_growth``: how many times longer the product may take at the largest size than at the smallest.
    """

    row: int
    work: str
    floor: str
    sides: dict[int, tuple[Side, Side]]
    target: float
    judged: int = 0
    is_rate: bool = False
    most_growth: float | None = None
    note: str = ""
    found: dict[int, list[tuple[Sample, Sample]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.judged = self.judged or max(self.sides)

    def measure(self) -> None:
        """One round: at each size the product, then the floor, back to back."""
        for size, (product, floor) in self.sides.items():
            self.found.setdefault(size, []).append((product(), floor()))

    # --- What was found --------------------------------------------------------------------------------------------

    def ratios(self, name: str, size: int | None = None) -> list[float]:
        """By round: product over floor, in ``wall`` or ``cpu``; the floor over the product for a rate."""
        pairs = [(getattr(one, name), getattr(other, name)) for one, other in self.found[size or self.judged]]
        return [(b / a if self.is_rate else a / b) if a and b else 0.0 for a, b in pairs]

    def median(self, side: int, name: str, size: int) -> float:
        return statistics.median(getattr(pair[side], name) for pair in self.found[size])

    def growth(self) -> float | None:
        """The product at the largest size over the smallest, the median of the rounds."""
        if len(self.found) < 2:
            return None
        small, large = self.found[min(self.found)], self.found[max(self.found)]
        return statistics.median(b[0].wall / a[0].wall for a, b in zip(small, large, strict=True) if a[0].wall)

    def met(self) -> bool:
        ratio, growth = statistics.median(self.ratios("wall")), self.growth()
        fast = ratio >= self.target if self.is_rate else ratio <= self.target
        return fast and (self.most_growth is None or growth is None or growth <= self.most_growth)

    def as_dict(self) -> dict[str, Any]:
        """For results.json; milliseconds of one unit of work."""
        return {
            "row": self.row,
            "work": self.work,
            "floor": self.floor,
            "target": {"ratio": self.target, "rate": self.is_rate, "size": self.judged, "growth": self.most_growth},
            "met": self.met(),
            "ratio": {name: _spread(self.ratios(name)) for name in ("wall", "cpu")},
            "growth": self.growth(),
            "sizes": {
                str(size): {
                    "product": {name: round(self.median(0, name, size), 3) for name in ("wall", "cpu")},
                    "floor": {name: round(self.median(1, name, size), 3) for name in ("wall", "cpu")},
                    "ratio": {name: _spread(self.ratios(name, size)) for name in ("wall", "cpu")},
                }
                for size in self.found
            },
            "note": self.note,
        }


def _spread(values: list[float]) -> dict[str, float]:
    found = {"median": statistics.median(values), "least": min(values), "most": max(values)}
    return {name: round(value, 3) for name, value in found.items()}


HEADS = (
    f"{'row':>3} {'work':<46}{'floor ms':>9}{'ours ms':>9}{'wall':>7}{'cpu':>7}  {'spread':<13}{'target':>7}  {'':<5}growth",
)


def table(lines: list[Line]) -> Iterator[str]:
    """One line of text for each; ratios are medians over rounds, the spread is of the wall's."""
    yield from HEADS
    for line in lines:
        size = line.judged
        wall, cpu = _spread(line.ratios("wall")), _spread(line.ratios("cpu"))
        sign = "≥" if line.is_rate else "≤"
        mark = "" if line.met() else "MISS"
        yield (
            f"{line.row:>3} {line.work:<46}{line.median(1, 'wall', size):>9.2f}{line.median(0, 'wall', size):>9.2f}"
            f"{wall['median']:>7.2f}{cpu['median']:>7.2f}  {wall['least']:.2f}–{wall['most']:<8.2f}"
            f"{sign + format(line.target, 'g'):>7}  {mark:<5}{_growth(line)}"
        )


def _growth(line: Line) -> str:
    growth = line.growth()
    if growth is None:
        return line.note
    sizes = sorted(line.found)
    times = " / ".join(f"{line.median(0, 'wall', size):.1f}" for size in sizes)
    limit = f" (≤ {line.most_growth:g})" if line.most_growth else ""
    return f"×{growth:.2f}{limit} for {' / '.join(f'{size:,}' for size in sizes)}: {times} ms {line.note}".rstrip()
