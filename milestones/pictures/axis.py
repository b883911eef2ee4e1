"""Time along a line: from days to pixels, with years and months named in the reader's language."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from milestones.pictures.data import Anchor
from milestones.pictures.lettering import measure
from milestones.pictures.scene import SIZES, Scene
from roadmap.domain.document.local import local_month

#: Height of the years' and months' lines, and of a line with the names of days.
HEAD, LANE = 40, 17
_LEAST_DAYS = 60
_FURTHEST = 20_000


@dataclass(frozen=True)
class Axis:
    """``first`` stands at ``left``; ``last`` is the first day that is not shown any more."""

    first: dt.date
    last: dt.date
    left: float
    width: float

    @property
    def pixels_a_day(self) -> float:
        return self.width / (self.last - self.first).days

    @property
    def right(self) -> float:
        return self.left + self.width

    def x(self, day: dt.date) -> float:
        """The beginning of a day; a day outside stands at the edge."""
        return self.left + min(max((day - self.first).days * self.pixels_a_day, 0), self.width)


def near(today: dt.date | None, days: Iterable[dt.date]) -> dt.date | None:
    """``today``, unless an axis over ``days`` would have to grow by more than a third to show it."""
    known = list(days)
    if today is None or not known:
        return today
    first, last = min(known), max(known)
    room = max((last - first).days / 3, _LEAST_DAYS)
    return today if -room <= (today - first).days and (today - last).days <= room else None


def axis_over(days: Iterable[dt.date], *, left: float, width: float, pixels_a_day: float | None = None) -> Axis:
    """An axis of whole months that shows all days with some air behind the last; zoomed where ``pixels_a_day`` is given."""
    known = sorted(days) or [dt.date(2000, 1, 1)]
    first = known[0].replace(day=1)
    span = max((known[-1] - first).days, _LEAST_DAYS)
    end = min(first.toordinal() + int(span * 1.06) + 3, dt.date(9998, 12, 1).toordinal())
    last = _month_after(dt.date.fromordinal(end))
    if pixels_a_day is not None:
        width = min(max((last - first).days * pixels_a_day, width / 4), _FURTHEST)
    return Axis(first, last, left, width)


def draw_axis(scene: Scene, axis: Axis, top: float, bottom: float) -> None:
    """Years above, months or quarters below where there is room, a hairline at each."""
    months = axis.pixels_a_day * 30.4
    step = 1 if months >= 20 else (3 if months >= 9 else 12)
    years = max(1, -int(-40 // (months * 12)))
    for here, after in _spans(axis, 12 * years):
        x = axis.x(here)
        scene.line(x, top, x, bottom, "grid-year")
        if axis.x(after) - x > 44:
            scene.words(x + 5, top + 14, str(here.year), strong=True)
    if step < 12:
        label = _labels(scene.language, step, months * step - 6)
        for here, after in _spans(axis, step):
            x = axis.x(here)
            if here.month > 1:
                scene.line(x, top + 20, x, bottom, "grid")
            if axis.x(after) - x >= months * step * 0.9:
                scene.words(x + 5, top + 33, label[here.month - 1], kind="ink-3", size="fine")
    scene.line(axis.left, top + HEAD, axis.right, top + HEAD, "rule")


def _labels(language: str, step: int, room: float) -> Sequence[str]:
    """A name for each month: the longest kind of which all fit; quarters are numbered."""
    if step == 3:
        return [_("Q%(number)d") % {"number": month // 3 + 1} for month in range(12)]
    for kind in ("full", "short"):
        names = [local_month(month, language, short=kind == "short") for month in range(1, 13)]
        if max(measure(name, SIZES["fine"]) for name in names) <= room:
            return names
    return [f"{month:02d}" for month in range(1, 13)] if room >= 13 else [""] * 12


def _spans(axis: Axis, months: int) -> Iterator[tuple[dt.date, dt.date]]:
    """Stretches of so many months, counted from January; the first and the last may be cut."""
    begin = axis.first
    marks = [begin]
    while marks[-1] < axis.last:
        total = marks[-1].year * 12 + marks[-1].month - 1
        following = (total // months + 1) * months
        if following // 12 > 9999:
            break
        marks.append(min(dt.date(following // 12, following % 12 + 1, 1), axis.last))
    yield from pairwise(marks)


def _month_after(day: dt.date) -> dt.date:
    return dt.date(day.year + day.month // 12, day.month % 12 + 1, 1)


@dataclass(frozen=True)
class Named:
    """A named day, the lane in which its name stands, and on which side of its line."""

    day: dt.date
    label: str
    kind: str
    lane: int
    before: bool


def named_days(axis: Axis, anchors: Iterable[Anchor], today: dt.date | None, label: str = "") -> list[Named]:
    """Names in as few lanes as possible, so that none runs over another."""
    wanted = [(anchor.day, anchor.label, "anchor") for anchor in anchors]
    if today:
        wanted.append((today, label or pgettext("a day", "Today"), "today"))
    found: list[Named] = []
    ends: list[float] = []
    for day, name, kind in sorted(wanted):
        width = measure(name, SIZES["fine"], strong=True) + 12
        x = axis.x(day)
        before = x + width > axis.right
        begin = x - width if before else x
        lane = next((place for place, end in enumerate(ends) if end <= begin), len(ends))
        ends[lane : lane + 1] = [begin + width]
        found.append(Named(day, name, kind, lane, before))
    return found


def lanes_of(named: Sequence[Named]) -> int:
    """Height that the names take."""
    return LANE * (max(each.lane for each in named) + 1) if named else 0


def draw_named(scene: Scene, axis: Axis, named: Sequence[Named], top: float, bottom: float) -> None:
    for each in named:
        x = axis.x(each.day)
        y = top + LANE * each.lane
        scene.line(x, y + 3, x, bottom, each.kind)
        at = (x - 5, "end") if each.before else (x + 5, "start")
        kind = "today-word" if each.kind == "today" else "ink-2"
        scene.words(at[0], y + 12, each.label, kind=kind, size="fine", at=at[1], strong=True)  # type: ignore[arg-type]
