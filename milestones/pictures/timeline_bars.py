"""What stands on the line of one milestone: the room between earliest and latest, the day of its verification, suspensions."""

import datetime as dt
from collections.abc import Iterator, Sequence

from django.utils.translation import ngettext

from milestones.pictures.axis import Axis
from milestones.pictures.data import Suspension, TimelineRow
from milestones.pictures.lettering import measure
from milestones.pictures.marks import state_sign
from milestones.pictures.scene import SIZES, Scene
from milestones.pictures.wording import suspension_words, unknown_word

#: A suspension of a day is still seen.
_NARROWEST = 4
#: Between the end of a bar and words about it.
_BESIDE = 10
#: Where something begins and ends along the line.
_Span = tuple[float, float]


def draw_bar(scene: Scene, axis: Axis, row: TimelineRow, y: float, today: dt.date | None) -> None:
    """``y`` is the line of the bar; what is in force reaches to ``today``. Signs stand over suspensions, words behind them."""
    is_open = not (row.impossible or row.actual or row.ended)
    if is_open:
        _draw_room(scene, axis, row, y)
    halts = [_draw_suspension(scene, axis, each, y, today) for each in row.suspensions]
    if row.impossible:
        _draw_impossible(scene, axis, row, y)
    elif row.actual:
        _draw_past(scene, axis, row, row.actual, y)
    elif row.ended:
        state_sign(scene, axis.x(row.ended), y, "ended", radius=6.5)
    else:
        _draw_ends(scene, axis, row, y, halts)


def _draw_room(scene: Scene, axis: Axis, row: TimelineRow, y: float) -> None:
    """The room between earliest and latest; dashed where the latest day has passed, dotted where days are not known."""
    begin = axis.x(row.earliest) if row.earliest else axis.left
    end = axis.x(row.latest) if row.latest else axis.right
    if row.unknown:
        scene.line(begin, y, end, y, "unknown")
        return
    if not row.earliest and not row.latest:
        scene.line(begin, y, end, y, "open")
        return
    kind = "room-lapsed" if _is_over(row) else f"room{_critical(row)}" if row.earliest and row.latest else "room-open"
    if end - begin > 1:
        scene.rect(begin, y - 4, end - begin, 8, kind, round_by=1.5)


def _draw_ends(scene: Scene, axis: Axis, row: TimelineRow, y: float, halts: Sequence[_Span]) -> None:
    """Both ends, the latest crossed out where it has passed, and the slack, clear of what is suspended."""
    if row.earliest:
        scene.rect(axis.x(row.earliest) - 1.25, y - 6.5, 2.5, 13, f"begin{_critical(row)}")
    if row.latest:
        end = axis.x(row.latest)
        scene.diamond(end, y, 6.5 if row.critical else 5.5, "end-lapsed" if _is_over(row) else f"end{_critical(row)}")
        if _is_over(row):
            scene.cross(end, y, 2.5, "lapsed-mark")
        if row.slack:
            _write_slack(scene, axis, row.slack, (axis.x(row.earliest) if row.earliest else axis.left, end), halts, y)
    if row.unknown:
        _write(scene, unknown_word(row.unknown), (axis.x(row.earliest) if row.earliest else axis.left) + 10, y, "bad-word")


def _critical(row: TimelineRow) -> str:
    return "-critical" if row.critical else ""


def _is_over(row: TimelineRow) -> bool:
    return row.state == "lapsed"


def _draw_past(scene: Scene, axis: Axis, row: TimelineRow, actual: dt.date, y: float) -> None:
    """The day on which it was verified, and the latest that was agreed."""
    if row.latest and axis.x(row.latest) - axis.x(actual) > 12:
        end = axis.x(row.latest)
        scene.line(axis.x(actual), y, end, y, "past")
        scene.diamond(end, y, 3.5, "end-past")
    state_sign(scene, axis.x(actual), y, row.state, radius=6.5)


def _draw_suspension(scene: Scene, axis: Axis, halt: Suspension, y: float, today: dt.date | None) -> _Span:
    begin, until = axis.x(halt.since), halt.until or today
    end = max(axis.x(until) if until else axis.right, begin + _NARROWEST)
    suspension_bar(scene, begin, end, y, suspension_words(halt, scene.language))
    return begin, end


def suspension_bar(scene: Scene, begin: float, end: float, y: float, words: str = "") -> None:
    """A barred stretch, told apart by its bars as well as by its colour."""
    scene.rect(begin, y - 5.5, end - begin, 11, "suspended", title=words)
    scene.line(begin + 1, y, end - 1, y, "suspended-bars")


def _write_slack(scene: Scene, axis: Axis, slack: int, bar: _Span, halts: Sequence[_Span], y: float) -> None:
    words = ngettext("%(count)d day", "%(count)d days", slack) % {"count": slack}
    width = measure(words, SIZES["fine"])
    free = (
        x
        for x in _places(bar, halts, width)
        if axis.left <= x and x + width < axis.right and not any(x - 2 < end and begin < x + width + 2 for begin, end in halts)
    )
    x = next(free, None)
    if x is not None:
        _write(scene, words, x, y, "ink-3")


def _places(bar: _Span, halts: Sequence[_Span], width: float) -> Iterator[float]:
    """Where words about a bar may begin, best first: behind it, or behind a suspension that runs on from it; inside; before."""
    begin, end = bar
    yield end + _BESIDE
    yield from sorted(over + _BESIDE for since, over in halts if since < end + _BESIDE + width and over > end)
    if end - begin > width + 2 * _BESIDE + 4:
        yield end - _BESIDE - width
    yield begin - _BESIDE - width


def _write(scene: Scene, words: str, x: float, y: float, kind: str) -> None:
    """Words on the line of a bar, on paper, so that no line runs through them."""
    scene.rect(x - 2, y - 7, measure(words, SIZES["fine"]) + 4, 14, "paper")
    scene.words(x, y + 4, words, kind=kind, size="fine")


def _draw_impossible(scene: Scene, axis: Axis, row: TimelineRow, y: float) -> None:
    """From the day by which it must be to the day from which it can be: the wrong way round."""
    assert row.earliest  # noqa: S101 what impossible means
    assert row.latest  # noqa: S101
    begin, end = axis.x(row.latest), axis.x(row.earliest)
    scene.line(begin, y, end, y, "impossible")
    scene.diamond(begin, y, 5.5, "end-impossible")
    scene.rect(end - 1.25, y - 6.5, 2.5, 13, "begin-impossible")
    scene.cross((begin + end) / 2, y, 5, "impossible-mark")
