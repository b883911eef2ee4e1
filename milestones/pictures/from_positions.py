"""The heat map's data from the convergence of the groups' positions. That was read for one person: it holds what they may see."""

from typing import get_args

from django.utils.translation import gettext as _

from milestones.pictures.data import ConvergenceData, Group, Stand, StandRow
from roadmap.domain.queries.convergence_rows import SILENT, Convergence, ItemRow

_STANDS: dict[str, Stand] = {stand: stand for stand in get_args(Stand)} | {SILENT: "silent"}


def convergence_data(convergence: Convergence, *, quiet: bool = False) -> ConvergenceData:
    """The items in the order given; those on which nobody has said anything only with ``quiet``. Groups are numbered."""
    rows = [row for row in convergence.items if quiet or not row.is_quiet]
    if convergence.whole and (quiet or not convergence.whole.is_quiet):
        rows.insert(0, convergence.whole)
    shown = (*convergence.earlier, *([convergence.shown] if convergence.shown else []))
    return ConvergenceData(
        title=_("Convergence of the groups' positions"),
        groups=tuple(Group(each.key, str(number), each.name) for number, each in enumerate(convergence.groups, start=1)),
        rounds=tuple(_("Round %(number)d") % {"number": each.number} for each in shown),
        rows=tuple(_row(row) for row in rows),
    )


def _row(row: ItemRow) -> StandRow:
    stands = tuple(tuple(_STANDS[held.stand] for held in cell.stands) for cell in row.cells)
    drawn = frozenset(place for place, cell in enumerate(row.cells) if cell.has_red_line)
    return StandRow(row.code or "–", row.title or _("The roadmap as a whole"), stands, drawn)
