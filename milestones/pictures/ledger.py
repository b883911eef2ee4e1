"""The ledger: what each party gives and gets, and how its net goes in time.

One who only gains, or stands outside, is seen at once.
"""

import datetime as dt
from collections.abc import Iterator
from functools import partial

from django.utils.translation import gettext as _

from milestones.pictures.axis import HEAD, axis_over, draw_axis, draw_named, lanes_of, named_days, near
from milestones.pictures.courses import Scale, direct_labels, draw_scale, stairs
from milestones.pictures.data import Account, LedgerData, Options, Picture, Table
from milestones.pictures.lettering import fitted, measure, wrapped
from milestones.pictures.marks import Sign, legend
from milestones.pictures.scene import SIZES, Scene, heading, rows_of
from milestones.pictures.wording import day_word, points

_ROW, _BAR, _COURSES = 46, 20, 230
_COURSE_KINDS = ("course-a", "course-b", "course-c", "course-d")


def ledger(data: LedgerData, language: str, options: Options = Options(), *, name: str = "ledger") -> Picture:  # noqa: B008 frozen
    """Gives run back from the middle, gets run on; the net (gets less gives) stands at the end of the line."""
    scene = Scene(max(options.width, 300), language)
    top = heading(scene, data.title, drawn=options.heading)
    if not data.accounts:
        scene.words(0, top + 14, _("No side gives or gets anything yet."), kind="ink-2")
        bottom = top + 14
    else:
        bottom = _draw_accounts(scene, data, top)
    bottom = legend(scene, bottom + 6, _entries(data)) + 4
    if any(course.points for course in data.courses):
        bottom = _draw_courses(scene, data, bottom + 18)
    return scene.finish(
        name=name,
        title=data.title,
        description=_description(data, language),
        table=ledger_table(data, language),
        height=bottom + 4,
    )


def _draw_accounts(scene: Scene, data: LedgerData, top: float) -> float:
    label = _label(scene)
    half = (scene.width - label - (88 if scene.width >= 600 else 56)) / 2
    middle = label + half
    most = max((max(each.gives, each.gets) for each in data.accounts), default=0) or 1
    unit = (half - 44) / most
    scene.words(middle - 8, top + 14, _("Gives"), kind="ink-2", size="fine", at="end", strong=True)
    scene.words(middle + 8, top + 14, _("Gets"), kind="ink-2", size="fine", strong=True)
    scene.words(scene.width, top + 14, _("Net"), kind="ink-2", size="fine", at="end", strong=True)
    y = top + 22
    for account in data.accounts:
        height = _ROW + (20 if account.warning else 0)
        scene.line(0, y, scene.width, y, "hair")
        scene.line(middle, y, middle, y + _ROW - 3 * bool(account.warning), "zero")
        _draw_account(scene, account, y, middle, unit)
        y += height
    scene.line(0, y, scene.width, y, "hair")
    return y


def _label(scene: Scene) -> float:
    """Width of the names' column."""
    return min(250.0, scene.width * (0.3 if scene.width >= 600 else 0.38))


def _draw_account(scene: Scene, account: Account, top: float, middle: float, unit: float) -> None:
    """Name, bars with their figures, net; under them what is wrong."""
    centre = top + _ROW / 2
    language = scene.language
    label = _label(scene)
    x = 0.0
    if account.code:
        scene.words(x, centre + 4.5, account.code, kind="ink-2", size="fine", strong=True)
        x = max(measure(account.code, SIZES["fine"], strong=True) + 8, 20)
    lines = wrapped(account.name, SIZES["text"], label - x - 10, 2)
    leading = 19 if scene.rtl else 15
    for place, words in enumerate(lines):
        scene.words(x, centre + 4.5 + (place - (len(lines) - 1) / 2) * leading, words, told=account.name)
    for amount, kind, way in ((account.gives, "gives", -1), (account.gets, "gets", 1)):
        width = max(amount, 0) * unit
        scene.rect(middle - (width if way < 0 else 0), centre - _BAR / 2, width, _BAR, kind)
        at = "end" if way < 0 else "start"
        shown = points(amount, language)
        scene.words(middle + way * (width + 6), centre + 4.5, shown, kind="ink-2", at=at)  # type: ignore[arg-type]
    kind = "bad-word" if account.warning else "ink"
    scene.words(
        scene.width, centre + 5, points(account.balance, language, signed=True), kind=kind, size="large", at="end", strong=True
    )
    if account.warning:
        _draw_warning(scene, account.warning, top + _ROW - 3, x)


def _draw_warning(scene: Scene, warning: str, y: float, x: float) -> None:
    shown = fitted(warning, SIZES["fine"], scene.width - x - 40, strong=True)
    scene.rect(x, y, measure(shown, SIZES["fine"], strong=True) + 30, 18, "warning", round_by=2)
    scene.path(((x + 8, y + 14), (x + 14, y + 4), (x + 20, y + 14)), "sign-fill-bad", closed=True)
    scene.words(x + 25, y + 13, shown, kind="bad-word", size="fine", strong=True, told=warning)


def _draw_courses(scene: Scene, data: LedgerData, top: float) -> float:
    """The net of each party from day to day, named at the end of its line."""
    scene.words(0, top + 4, _("Net over time"), strong=True)
    top += 14
    longest = max((measure(course.name, SIZES["fine"]) for course in data.courses), default=0)
    names = min(longest + 76, 240.0) if scene.width >= 600 else 46.0
    days = [day for course in data.courses for day, _value in course.points]
    today = near(data.today, days)
    axis = axis_over([*days, *([today] if today else [])], left=40, width=scene.width - 40 - names)
    named = named_days(axis, (), today, data.today_label)
    begin = top + HEAD + lanes_of(named) + 8
    values = [value for course in data.courses for _day, value in course.points]
    scale = Scale.over([0, *values], begin, begin + _COURSES)
    draw_axis(scene, axis, top, scale.bottom)
    draw_scale(scene, scale, axis, partial(points, language=scene.language, signed=True))
    draw_named(scene, axis, named, top + HEAD, scale.bottom)
    ends = []
    for place, course in enumerate(data.courses):
        if course.points:
            line = [(axis.x(day), scale.y(value)) for day, value in course.points]
            kind = _COURSE_KINDS[place % len(_COURSE_KINDS)]
            scene.path(stairs([(axis.left, scale.y(0)), *line], axis.right), kind)
            ends.append((line[-1][1], course.code or course.name, course.name, kind))
    direct_labels(scene, axis.right, ends, names - 8, wide=names > 60)
    return scale.bottom + 10


def _entries(data: LedgerData) -> Iterator[tuple[Sign, str]]:
    if data.accounts:
        yield partial(_swatch, kind="gives"), _("What it costs to give, in points")
        yield partial(_swatch, kind="gets"), _("What it brings, in points")


def _swatch(scene: Scene, x: float, y: float, *, kind: str) -> None:
    scene.rect(x - 10, y - 5, 20, 10, kind)


def ledger_table(data: LedgerData, language: str) -> Table:
    """A line for each party; then, where there is time, the net on each day on which one changes."""
    head = (_("Code"), _("Party"), _("Gives"), _("Gets"), _("Net"), _("Note"))
    dated = sorted({day for course in data.courses for day, _value in course.points})
    accounts = [
        (
            *(each.code or "–", each.name, points(each.gives, language), points(each.gets, language)),
            *(points(each.balance, language, signed=True), each.warning or "–"),
        )
        for each in data.accounts
    ]
    notes = [_at(data, day, language) for day in dated]
    return rows_of(head, [*accounts, *notes], data.title)


def _at(data: LedgerData, day: dt.date, language: str) -> tuple[str, ...]:
    held = [(course.code or course.name, [value for when, value in course.points if when <= day]) for course in data.courses]
    words = " · ".join(f"{name} {points(values[-1], language, signed=True)}" for name, values in held if values)
    return "–", _("Net on %(day)s") % {"day": day_word(day, language)}, "–", "–", "–", words


def _description(data: LedgerData, language: str) -> str:
    warned = [f"{each.name}: {each.warning}" for each in data.accounts if each.warning]
    nets = [f"{each.name} {points(each.balance, language, signed=True)}" for each in data.accounts]
    if not nets:
        return data.title
    return " ".join((_("Net, what is got less what is given: %(nets)s.") % {"nets": "; ".join(nets)}, *warned))
