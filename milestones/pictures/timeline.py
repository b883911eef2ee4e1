"""The timeline: when each milestone can happen at the earliest and at the latest, and what it waits for."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from milestones.pictures.axis import HEAD, Axis, axis_over, draw_axis, draw_named, lanes_of, named_days, near
from milestones.pictures.data import Group, Options, Picture, TimelineData, TimelineLink, TimelineRow
from milestones.pictures.lettering import ELLIPSIS, measure, wrapped
from milestones.pictures.marks import legend, state_sign
from milestones.pictures.scene import SIZES, Scene, heading
from milestones.pictures.timeline_bars import draw_bar
from milestones.pictures.timeline_legend import timeline_entries
from milestones.pictures.timeline_links import draw_links
from milestones.pictures.timeline_table import timeline_table
from roadmap.domain.document.local import short_list

#: Least height of a row, height of a group's band; most width of a code.
_ROW, _BAND, _CODES = 26, 26, 74
#: Height of what stands over and under the rows: years and months, named days, the legend.
_AROUND = 110
#: Under this width titles stand above their bars.
_NARROW = 600
#: More links than this make a thicket: ``auto`` keeps the critical ones.
_THICKET = 120


@dataclass(frozen=True)
class _Sheet:
    """Where things stand: ``label`` is the width of the left column, 0 where titles stand above; ``titles`` where these begin."""

    scene: Scene
    axis: Axis
    label: float
    titles: float

    @property
    def leading(self) -> int:
        """From one line of a title to the next; Arabic needs more."""
        return 19 if self.scene.rtl else 15

    def lines_of(self, row: TimelineRow) -> list[str]:
        room = (self.label or self.scene.width) - self.titles - 12
        # On a phone nothing can be pointed at to read the rest.
        return wrapped(row.title, SIZES["text"], room, 2 if self.label else 3, strong=row.critical)


@dataclass(frozen=True)
class _Line:
    """A row of the sheet: a milestone with the lines of its title, or a group; ``bar`` is the height of its bar's line."""

    what: TimelineRow | Group
    top: float
    height: float
    bar: float = 0
    words: tuple[str, ...] = ()


def timeline(
    data: TimelineData,
    language: str,
    options: Options = Options(),  # noqa: B008 frozen
    *,
    name: str = "timeline",
    also: Iterable[dt.date] = (),
) -> Picture:
    """Rows by group in the order of their days; the language must be the active one. The axis covers the days in ``also`` too."""
    label = _label(options)
    left = max(label, 8)
    days = [*_days(data), *also]
    today = near(data.today, days)
    axis = axis_over(
        [*days, *([today] if today else [])], left=left, width=options.width - left - 8, pixels_a_day=options.pixels_a_day
    )
    scene = Scene(max(axis.right + 8, options.width if options.pixels_a_day is None else 0), language)
    sheet = _Sheet(scene, axis, label, _titles(data))
    named = named_days(axis, data.anchors, today, data.today_label)
    top = heading(scene, data.title, drawn=options.heading)
    body = top + HEAD + lanes_of(named)
    lines = list(_lines(data, sheet, body))
    bottom = lines[-1].top + lines[-1].height if lines else body + _ROW
    if label:
        _draw_ground(scene, lines)
    draw_axis(scene, axis, top, bottom)
    draw_named(scene, axis, named, top + HEAD, bottom)
    rows = {line.what.key: line for line in lines if isinstance(line.what, TimelineRow)}
    places = {row.key: (row, rows[row.key].bar) for row in data.rows}
    draw_links(scene, axis, _chosen(data.links, options), places)
    if not label:
        _draw_ground(scene, lines)
    for line in rows.values():
        _draw_row(sheet, line, data.today)
    if not data.rows:
        scene.words(0, body + 18, _("No milestone has been placed in time yet."), kind="ink-2")
    end = legend(scene, bottom + 12, timeline_entries(data)) if data.rows else bottom
    table = timeline_table(data, language)
    drawn = scene.finish(name=name, title=data.title, description=_description(data), table=table, height=end + 4)
    return replace(drawn, titles=round(label)) if options.pixels_a_day else drawn


def _label(options: Options) -> float:
    """The width of the left column."""
    return 0.0 if options.width < _NARROW else min(options.titles, options.width * 0.4)


def _titles(data: TimelineData) -> float:
    """Where titles begin: behind the longest code."""
    widest = max((measure(row.code, SIZES["fine"]) for row in data.rows), default=0)
    return 20 + min(widest, _CODES) + 10 if widest else 22


def _days(data: TimelineData) -> list[dt.date]:
    of_rows = chain.from_iterable((row.earliest, row.latest, row.actual, row.ended) for row in data.rows)
    halts = chain.from_iterable((each.since, each.until) for row in data.rows for each in row.suspensions)
    return [day for day in (*of_rows, *halts, *(anchor.day for anchor in data.anchors)) if day]


def timeline_pages(
    data: TimelineData, language: str, options: Options, *, tallest: float, name: str = "timeline", shape: float = 0
) -> list[Picture]:
    """The same timeline in pictures of at most ``tallest`` pixels without their legends, on one axis. Links between them are left
    out; the table tells them. With ``shape`` they are made as wide as gives the tallest that height to its width.
    """
    label = _label(options)
    sheet = _Sheet(Scene(options.width, language), axis_over(_days(data), left=label, width=1), label, _titles(data))
    pages: list[list[TimelineRow]] = [[]]
    begin = reach = 0.0
    for line in _lines(data, sheet, 0):
        if isinstance(line.what, Group):
            continue
        if pages[-1] and line.top + line.height - begin > tallest:
            pages.append([])
            # The name of the group is repeated.
            begin = line.top - _BAND
        pages[-1].append(line.what)
        reach = max(reach, line.top + line.height - begin)
    if shape:
        options = replace(options, width=max(options.width, round((reach + _AROUND) / shape)))
    parts = [replace(data, rows=tuple(rows)) for rows in pages]
    return [timeline(part, language, options, name=f"{name}-{number}", also=_days(data)) for number, part in enumerate(parts)]


def _lines(data: TimelineData, sheet: _Sheet, top: float) -> Iterator[_Line]:
    """Groups and rows from the top down. A group without rows is left out; rows without a known group come last."""
    known = {group.key for group in data.groups}
    members: dict[str, list[TimelineRow]] = {key: [] for key in (*known, "")}
    for row in data.rows:
        members[row.group if row.group in known else ""].append(row)
    for group in (*data.groups, None):
        rows = members[group.key if group else ""]
        if rows and group:
            yield _Line(group, top, _BAND)
            top += _BAND
        for row in sorted(rows, key=_in_time):
            words = tuple(sheet.lines_of(row))
            tall = max(_ROW, sheet.leading * len(words) + 10)
            height = tall if sheet.label else sheet.leading * max(len(words), 1) + 26
            yield _Line(row, top, height, top + (height / 2 if sheet.label else height - 12), words)
            top += height


def _in_time(row: TimelineRow) -> tuple[dt.date, dt.date, str]:
    begin = row.actual or row.earliest or row.latest or row.ended or dt.date.max
    return begin, row.latest or dt.date.max, row.code


def _chosen(links: tuple[TimelineLink, ...], options: Options) -> list[TimelineLink]:
    if options.links == "none":
        return []
    few = options.links == "critical" or (options.links == "auto" and len(links) > _THICKET)
    return [link for link in links if link.critical or not few]


def _draw_ground(scene: Scene, lines: list[_Line]) -> None:
    """Bands with the groups' names, hairlines under the rows."""
    for line in lines:
        if isinstance(line.what, Group):
            group, x = line.what, 8.0
            scene.rect(0, line.top + 1, scene.width, _BAND - 2, "band")
            if group.code:
                scene.words(x, line.top + 17.5, group.code, kind="ink-2", size="fine", strong=True)
                x += measure(group.code, SIZES["fine"]) + 12
            scene.words(x, line.top + 17.5, group.label, strong=True, width=scene.width - x - 8)
        else:
            scene.line(0, line.top + line.height, scene.width, line.top + line.height, "hair")


def _draw_row(sheet: _Sheet, line: _Line, today: dt.date | None) -> None:
    row, scene = line.what, sheet.scene
    assert isinstance(row, TimelineRow)  # noqa: S101 groups are ground
    first = line.bar - sheet.leading * (len(line.words) - 1) / 2 + 4.5 if sheet.label else line.top + 16
    if not sheet.label:
        scene.rect(0, line.top + 1, scene.width, line.bar - line.top - 10, "paper")
    state_sign(scene, 9, first - 4.5, row.state, radius=4.5)
    scene.words(20, first, row.code, kind="code", size="fine", width=sheet.titles - 26)
    for place, words in enumerate(line.words):
        told = row.title if words.endswith(ELLIPSIS) else ""
        scene.words(sheet.titles, first + sheet.leading * place, words, strong=row.critical, told=told)
    draw_bar(scene, sheet.axis, row, line.bar, today)


def _description(data: TimelineData) -> str:
    """What the picture says, in a sentence or two for one who cannot see it."""
    critical = sum(row.critical for row in data.rows)
    impossible = [row.code for row in data.rows if row.impossible]
    unknown = [row.code for row in data.rows if row.unknown]
    suspended = [row.code for row in data.rows if row.state == "suspended"]
    lapsed = sum(row.state == "lapsed" for row in data.rows)
    parts: Iterable[str] = (
        ngettext("%(count)d milestone.", "%(count)d milestones.", len(data.rows)) % {"count": len(data.rows)},
        _("On the critical path: %(count)d.") % {"count": critical},
        _("Impossible as written: %(codes)s.") % {"codes": ", ".join(impossible)} if impossible else "",
        _("Days that cannot be computed: %(codes)s.") % {"codes": short_list(unknown)} if unknown else "",
        _("Suspended: %(codes)s.") % {"codes": short_list(suspended)} if suspended else "",
        _("Lapsed: %(count)d.") % {"count": lapsed} if lapsed else "",
    )
    return " ".join(part for part in parts if part)
