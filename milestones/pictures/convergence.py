"""Convergence: how each group stands on each item now, and how it stood in the rounds before."""

from collections.abc import Iterator, Sequence
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from milestones.pictures.data import ConvergenceData, Group, Options, Picture, Stand, StandRow, Table
from milestones.pictures.lettering import ELLIPSIS, wrapped
from milestones.pictures.marks import Sign, legend, red_line_sign, stand_sign
from milestones.pictures.scene import SIZES, Scene, heading, rows_of
from milestones.pictures.wording import stand_word

_ROW, _CODES = 34, 64
_STANDS: tuple[Stand, ...] = ("support", "conditional", "cannot_accept", "none", "silent", "hidden")
#: Classes of cells.
_CELLS: dict[Stand, str] = {
    "support": "support",
    "conditional": "conditions",
    "cannot_accept": "cannot",
    "none": "none",
    "silent": "silent",
    "hidden": "hidden",
}
#: A piece of the strip of earlier rounds.
_PAST_WIDTH = 10.0
#: From this width on two signs stand side by side.
_TWO_SIGNS = 40.0
_LEAST, _MOST = 52.0, 120.0
#: Columns of this width carry names, narrower ones codes that the legend explains.
_NAMED = 70.0


def convergence(data: ConvergenceData, language: str, options: Options = Options(), *, name: str = "convergence") -> Picture:  # noqa: B008 frozen
    """A line for each item, a column for each group; small marks under a sign are the rounds before, oldest first."""
    narrow = options.width < 600
    label = 0.0 if narrow else min(360.0, options.width * 0.4)
    columns = max(len(data.groups), 1)
    # Without a column for titles they stand above, with their codes.
    column = min(max((options.width - label) / columns, _LEAST if not narrow else 24.0), _MOST)
    scene = Scene(max(label + column * columns, options.width), language)
    y = heading(scene, data.title, drawn=options.heading)
    y = _draw_groups(scene, data, y, label, column)
    for row in data.rows:
        y = _draw_row(scene, row, y, label, label or options.width, column)
    scene.line(0, y, scene.width, y, "hair")
    if not data.rows:
        scene.words(0, y + 20, _("No group has taken a position yet."), kind="ink-2")
        y += 28
    end = legend(scene, y + 10, _signs(data))
    if column < _NAMED:
        end = legend(scene, end + 2, ((partial(_code, code=_short(group)), group.label) for group in data.groups))
    return scene.finish(
        name=name, title=data.title, description=_description(data), table=convergence_table(data), height=end + 4
    )


def _draw_groups(scene: Scene, data: ConvergenceData, top: float, first: float, column: float) -> float:
    """Names over the columns, in as many lines as the longest needs, three at most."""
    leading = 16 if scene.rtl else 14
    names = [
        wrapped(group.label, SIZES["fine"], column - 8, 3, strong=True) if column >= _NAMED else [_short(group)]
        for group in data.groups
    ]
    tall = max((len(lines) for lines in names), default=1) * leading
    for place, (group, lines) in enumerate(zip(data.groups, names, strict=True)):
        for number, words in enumerate(lines):
            y = top + tall - (len(lines) - 1 - number) * leading
            scene.words(
                first + column * (place + 0.5), y, words, kind="ink-2", size="fine", at="middle", strong=True, told=group.label
            )
    return top + tall + 8


def _short(group: Group) -> str:
    return group.code or group.label[:3]


def _draw_row(scene: Scene, row: StandRow, top: float, label: float, room: float, column: float) -> float:
    """Answers where the row ends. ``room`` is the width that the title and its code have."""
    scene.line(0, top, scene.width, top, "hair")
    leading = 19 if scene.rtl else 15
    lines = wrapped(row.title, SIZES["text"], room - _CODES - 12, 2)
    above = 0.0 if label else leading * len(lines) + 6
    height = above + max(_ROW, leading * len(lines) + 10 if label else 0) + (4 if _past(row) else 0)
    base = top + (height / 2 - leading * (len(lines) - 1) / 2 + 4.5 if label else leading)
    scene.words(2, base, row.code, kind="code", size="fine", width=_CODES - 6)
    for number, words in enumerate(lines):
        scene.words(_CODES, base + leading * number, words, told=row.title if words.endswith(ELLIPSIS) else "")
    for place, stands in enumerate(row.stands):
        box = (label + column * place, top + above, column, height - above)
        _draw_cell(scene, stands, *box, red=place in row.red_lines, told=_told(row, place))
    return top + height


def _past(row: StandRow) -> bool:
    return any(len(stands) > 1 for stands in row.stands)


def _told(row: StandRow, place: int) -> str:
    """The stands of one group in words, oldest first, and whether a red line of its holds."""
    stands = " → ".join(map(stand_word, row.stands[place])) or "–"
    return f"{stands}; {_('Red line of a member')}" if place in row.red_lines else stands


def _draw_cell(
    scene: Scene, stands: Sequence[Stand], x: float, y: float, width: float, height: float, *, red: bool, told: str
) -> None:
    """The present stand as a sign on its colour, a red line beside it or, where it is narrow, above; the rounds before below."""
    now = stands[-1] if stands else "silent"
    scene.rect(x + 1.5, y + 1.5, width - 3, height - 3, f"cell-{_CELLS[now]}", round_by=2, title=told)
    earlier = stands[:-1][-int((width - 8) // _PAST_WIDTH) :]
    across, down = x + width / 2, y + height / 2 - (5 if earlier else 0)
    aside, above = ((9.0, 0.0) if width >= _TWO_SIGNS else (0.0, 6.5)) if red and now != "silent" else (0.0, 0.0)
    stand_sign(scene, across - aside, down + above, now, radius=5.5 if above else 6.5)
    if red:
        red_line_sign(scene, across + aside, down - above, radius=5.5 if above else 6.5)
    left = x + width / 2 - len(earlier) * _PAST_WIDTH / 2
    for place, stand in enumerate(earlier):
        stand_sign(scene, left + (place + 0.5) * _PAST_WIDTH, y + height - 9, stand, radius=4)


def _signs(data: ConvergenceData) -> Iterator[tuple[Sign, str]]:
    shown = {stand for row in data.rows for stands in row.stands for stand in stands}
    for stand in _STANDS:
        if stand in shown:
            yield partial(_cell, stand=stand), stand_word(stand)
    if any(row.red_lines for row in data.rows):
        yield _red, _("A red line of a member holds")
    if any(_past(row) for row in data.rows):
        yield _strip, _("Small signs: the rounds before, oldest first")


def _cell(scene: Scene, x: float, y: float, *, stand: Stand) -> None:
    scene.rect(x - 11, y - 9, 22, 18, f"cell-{_CELLS[stand]}", round_by=2)
    stand_sign(scene, x, y, stand, radius=5.5)


def _red(scene: Scene, x: float, y: float) -> None:
    scene.rect(x - 11, y - 9, 22, 18, "cell-silent", round_by=2)
    red_line_sign(scene, x, y, radius=5.5)


def _strip(scene: Scene, x: float, y: float) -> None:
    for place, stand in enumerate(("cannot_accept", "conditional", "support")):
        stand_sign(scene, x + (place - 1) * 8, y, stand, radius=3.5)  # type: ignore[arg-type]


def _code(scene: Scene, x: float, y: float, *, code: str) -> None:
    scene.words(x + 13, y + 4, code, kind="ink-2", size="fine", at="end", strong=True, width=38)


def convergence_table(data: ConvergenceData) -> Table:
    """A line for each item; a cell tells the stands of all rounds, oldest first."""
    head = (_("Code"), _("Item"), *(group.label for group in data.groups))
    rows = ((row.code, row.title, *(_told(row, place) for place in range(len(row.stands)))) for row in data.rows)
    caption = data.title
    if len(data.rounds) > 1:
        caption = _("%(title)s (rounds: %(rounds)s)") % {"title": data.title, "rounds": ", ".join(data.rounds)}
    return rows_of(head, rows, caption)


def _description(data: ConvergenceData) -> str:
    now = [[stands[-1] for stands in row.stands if stands] for row in data.rows]
    agreed = sum(bool(stands) and all(stand in {"support", "conditional"} for stand in stands) for stands in now)
    blocked = sum("cannot_accept" in stands for stands in now)
    return " ".join(
        (
            ngettext("%(count)d item.", "%(count)d items.", len(data.rows)) % {"count": len(data.rows)},
            _("Accepted by all, with or without conditions: %(count)d.") % {"count": agreed},
            _("Not acceptable to some: %(count)d.") % {"count": blocked},
        )
    )
