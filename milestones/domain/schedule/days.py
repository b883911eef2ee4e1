"""Days as whole numbers (1 = 1 January of year 1), and lengths as functions between them that keep their order.

Below ``UNREAL_PAST`` and above ``UNREAL_FUTURE`` stand days that nothing bounds. Arithmetic goes through them, so that a chain of
lengths without any fixed day is still added up; a reader sees None.
"""

import datetime as dt
from bisect import bisect_right
from functools import cache, cached_property

from milestones.domain.durations import Length

NEVER_BEGUN = -(10**9)
NEVER_ENDED = 10**9
FIRST, LAST = 1, dt.date.max.toordinal()
UNREAL_PAST, UNREAL_FUTURE = -(10**8), 10**8
#: There and back again, months lead no further from where they began: 31 January + 1m - 1m is 28 January.
_ASTRAY = 4
_SOME_DAY = dt.date(2023, 1, 1).toordinal()
_CYCLE_BEGINS, _CYCLE_DAYS, _CYCLE_MONTHS = dt.date(2000, 1, 1).toordinal(), 146_097, 4800
#: Days whose answers are kept at a time, of each length and direction.
_MOST_REMEMBERED = 10_000


def number(day: dt.date) -> int:
    return day.toordinal()


def day(value: int) -> dt.date | None:
    """The date; None where nothing bounds it, or no calendar holds it."""
    return dt.date.fromordinal(value) if FIRST <= value <= LAST else None


def nearest(value: int) -> dt.date:
    """The date; the first or last one of the calendar where that does not hold it."""
    return dt.date.fromordinal(min(max(value, FIRST), LAST))


class Months:
    """``count`` calendar months forward (negative: back) as a monotone function, with both adjoints.

    ``after(x)``: the day meant. ``soonest(y)``: the first x with after(x) ≥ y. ``latest(y)``: the last x with after(x) ≤ y.
    The calendar goes on beyond its first and last year. Days that nothing bounds move by the shortest length for ``after`` and
    the one that bounds least for the adjoints.
    """

    def __init__(self, count: int) -> None:
        self.count = count
        self._after: dict[int, int] = {}
        self._soonest: dict[int, int] = {}
        self._latest: dict[int, int] = {}

    @cached_property
    def _lengths(self) -> tuple[int, int]:
        """The least and the most days that it ever is: month ends repeat within four years, but for one in a century."""
        days = [_moved(start, self.count) - start for start in range(_SOME_DAY, _SOME_DAY + 4 * 366)]
        return min(days), max(days)

    def after(self, value: int) -> int:
        if not UNREAL_PAST < value < UNREAL_FUTURE:
            return value + self._lengths[value > 0]
        found = self._after.get(value)
        return _remember(self._after, value, _moved(value, self.count)) if found is None else found

    def soonest(self, value: int) -> int:
        if not UNREAL_PAST < value < UNREAL_FUTURE:
            return value - self._lengths[1]
        found = self._soonest.get(value)
        return _remember(self._soonest, value, self._first_beyond(value - 1)) if found is None else found

    def latest(self, value: int) -> int:
        if not UNREAL_PAST < value < UNREAL_FUTURE:
            return value - self._lengths[0]
        found = self._latest.get(value)
        return _remember(self._latest, value, self._first_beyond(value) - 1) if found is None else found

    def _first_beyond(self, value: int) -> int:
        """The first day with after(day) > value."""
        guess = _moved(value, -self.count)
        around = range(guess - _ASTRAY, guess + _ASTRAY + 1)
        return around[bisect_right(around, value, key=self.after)]


def _moved(value: int, months: int) -> int:
    """The day so many months later. The calendar repeats itself every 400 years."""
    cycles, place = divmod(value - _CYCLE_BEGINS, _CYCLE_DAYS)
    more, months = divmod(months, _CYCLE_MONTHS)
    return Length(months, "m").after(dt.date.fromordinal(_CYCLE_BEGINS + place)).toordinal() + (cycles + more) * _CYCLE_DAYS


def _remember(found: dict[int, int], value: int, answer: int) -> int:
    if len(found) >= _MOST_REMEMBERED:
        found.clear()
    found[value] = answer
    return answer


@cache
def months(count: int) -> Months:
    """Always the same one: links are told apart by their functions."""
    return Months(count)


def linear(length: Length) -> int | None:
    """The length in days; None where the calendar decides."""
    if length.unit == "d" or not length.count:
        return length.count
    return 7 * length.count if length.unit == "w" else None


def bend(length: Length) -> Months:
    """A length of months or years."""
    return months(length.count * (12 if length.unit == "y" else 1))
