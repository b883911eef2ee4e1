"""Progress over time: how many milestones are verified, against how many the plan has by then, at the earliest and the latest."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import partial

from django.utils.translation import gettext as _

from milestones.pictures.axis import HEAD, Axis, axis_over, draw_axis, draw_named, lanes_of, named_days, near
from milestones.pictures.courses import Scale, direct_labels, draw_scale, stairs
from milestones.pictures.data import Options, Picture, ProgressData, Table
from milestones.pictures.marks import Sign, legend
from milestones.pictures.scene import Scene, heading, rows_of
from milestones.pictures.wording import day_word
from roadmap.domain.document.local import local_number

#: Height of the plot, and from one figure at a line's end to the next.
_HEIGHT, _LINE = 300, 15
_KINDS = ("planned-first", "planned-last", "reached", "claimed")


def progress(data: ProgressData, language: str, options: Options = Options(), *, name: str = "progress") -> Picture:  # noqa: B008 frozen
    """The corridor is what the plan allows; the heavy line is what evidence has verified, up to today."""
    scene = Scene(max(options.width, 300), language)
    names = 70.0
    days = [*data.earliest, *data.latest, *data.verified, *data.claimed, *(anchor.day for anchor in data.anchors)]
    today = near(data.today, days)
    axis = axis_over(
        [*days, *([today] if today else [])],
        left=36,
        width=scene.width - 36 - names,
        pixels_a_day=options.pixels_a_day,
    )
    scene.width = max(scene.width, axis.right + names)
    named = named_days(axis, data.anchors, today, data.today_label)
    top = heading(scene, data.title, drawn=options.heading)
    begin = top + HEAD + lanes_of(named) + 8
    scale = Scale.over([0, data.total], begin, begin + _HEIGHT)
    _draw_corridor(scene, data, axis, scale)
    draw_axis(scene, axis, top, scale.bottom)
    draw_scale(scene, scale, axis, partial(_figure, language=language))
    draw_named(scene, axis, named, top + HEAD, scale.bottom)
    ends = []
    for kind, found, until in _lines(data):
        drawn = _draw_line(scene, kind, _points(found, axis, scale, until), axis.x(until) if until else axis.right)
        count = local_number(_count(found, until), language)
        if until is None:
            ends.append((drawn[1], count, _line_word(kind), kind))
        else:
            _write_count(scene, data, scale, kind, drawn, count)
    direct_labels(scene, axis.right, ends, names, wide=False)
    if not data.total:
        scene.words(axis.left + 8, begin + 18, _("The draft has no milestone yet."), kind="ink-2")
    end = legend(scene, scale.bottom + 14, _entries(data))
    table = progress_table(data, language)
    return scene.finish(name=name, title=data.title, description=_description(data, language), table=table, height=end + 4)


def _write_count(scene: Scene, data: ProgressData, scale: Scale, kind: str, end: tuple[float, float], count: str) -> None:
    """The figure at a line's end. What is claimed stands above what is verified, and is not said again where it is the same."""
    base = scale.y(_count(sorted(data.verified), data.today)) + 5
    if kind == "reached":
        scene.words(end[0] + 10, base, count, strong=True)
    elif _count(sorted(data.claimed), data.today) != _count(sorted(data.verified), data.today):
        scene.words(end[0] + 10, min(end[1] + 5, base - _LINE), count)


def _draw_line(scene: Scene, kind: str, points: Sequence[tuple[float, float]], end: float) -> tuple[float, float]:
    """Answers where the line ends; what has been reached ends in a dot."""
    drawn = stairs(points, max(end, points[-1][0]))
    scene.path(drawn, kind)
    if kind == "reached":
        scene.circle(*drawn[-1], 4.5, "reached-dot")
    return drawn[-1]


def _figure(value: float, *, language: str) -> str:
    return local_number(round(value), language)


def _lines(data: ProgressData) -> Iterator[tuple[str, Sequence[dt.date], dt.date | None]]:
    """Kind of line, the days on which it climbs, and where it ends."""
    yield "planned-first", sorted(data.earliest), None
    yield "planned-last", sorted(data.latest), None
    if data.claimed:
        yield "claimed", sorted(data.claimed), data.today
    yield "reached", sorted(data.verified), data.today


def _count(days: Sequence[dt.date], until: dt.date | None) -> int:
    return bisect_right(days, until) if until else len(days)


def _points(days: Sequence[dt.date], axis: Axis, scale: Scale, until: dt.date | None) -> list[tuple[float, float]]:
    """From nought at the beginning, one up on each day; days after ``until`` are not shown."""
    shown = days[: _count(days, until)]
    tops: dict[dt.date, int] = {day: number for number, day in enumerate(shown, start=1)}
    points = [(axis.x(day), scale.y(number)) for day, number in tops.items()]
    return [(axis.left, scale.y(0)), *points, *([(axis.x(until), scale.y(len(shown)))] if until else [])]


def _draw_corridor(scene: Scene, data: ProgressData, axis: Axis, scale: Scale) -> None:
    """Between the plan at the earliest and at the latest."""
    upper = stairs(_points(sorted(data.earliest), axis, scale, None), axis.right)
    lower = stairs(_points(sorted(data.latest), axis, scale, None), axis.right)
    if upper and lower:
        scene.path((*upper, *reversed(lower)), "corridor", closed=True)


def _line_word(kind: str) -> str:
    return {
        "planned-first": _("Planned at the earliest"),
        "planned-last": _("Planned at the latest"),
        "reached": _("Verified"),
        "claimed": _("Claimed or verified"),
    }[kind]


def _entries(data: ProgressData) -> Iterator[tuple[Sign, str]]:
    for kind, _days, _until in _lines(data):
        yield partial(_line, kind=kind), _line_word(kind)


def _line(scene: Scene, x: float, y: float, *, kind: str) -> None:
    scene.line(x - 12, y, x + 12, y, kind)


def progress_table(data: ProgressData, language: str) -> Table:
    """A line for the end of each month in which something changes, and one for today."""
    lines = [(kind, days) for kind, days, _until in _lines(data)]
    dated = {_month_end(day) for _kind, days in lines for day in days} | ({data.today} if data.today else set())
    head = (_("Day"), *(_line_word(kind) for kind, _days in lines), _("All milestones"))
    rows = (
        (
            day_word(day, language),
            *(_cell(data, kind, days, day, language) for kind, days in lines),
            local_number(data.total, language),
        )
        for day in sorted(dated)
    )
    return rows_of(head, rows, data.title)


def _cell(data: ProgressData, kind: str, days: Sequence[dt.date], day: dt.date, language: str) -> str:
    """How many by the end of the day; nothing is known of evidence to come."""
    if kind in {"reached", "claimed"} and data.today and day > data.today:
        return "–"
    return local_number(bisect_right(days, day), language)


def _month_end(day: dt.date) -> dt.date:
    if (day.year, day.month) == (9999, 12):
        return dt.date(9999, 12, 31)
    return dt.date(day.year + day.month // 12, day.month % 12 + 1, 1) - dt.timedelta(days=1)


def _description(data: ProgressData, language: str) -> str:
    until = data.today or dt.date.max
    counts = {kind: local_number(_count(days, until), language) for kind, days, _end in _lines(data)}
    return _(
        "Verified by today: %(verified)s of %(total)s milestones; in the plan at the earliest %(first)s, at the latest %(last)s."
    ) % {
        "verified": counts["reached"],
        "total": local_number(data.total, language),
        "first": counts["planned-first"],
        "last": counts["planned-last"],
    }
