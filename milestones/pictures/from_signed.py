"""The heat map of a file: positions that groups signed off in one closed round, named or counted as that round allows."""

from collections.abc import Iterator
from typing import get_args

from django.utils.translation import gettext as _

from milestones.pictures.data import ConvergenceData, Group, Stand, StandRow, Table
from milestones.pictures.scene import rows_of
from milestones.pictures.wording import stand_word
from roadmap.domain.document.local import local_day, local_list, local_number
from roadmap.domain.queries.signed_positions import SignedPositions, SignedRow

_STANDS: dict[str, Stand] = {stand: stand for stand in get_args(Stand)} | {"": "silent"}
#: The columns of the table: what may have been signed off, from yes to no.
_TOLD: tuple[Stand, ...] = ("support", "conditional", "cannot_accept", "none")


def signed_data(signed: SignedPositions) -> ConvergenceData:
    """Columns are groups, numbered; where the round names none, a column is no group: each row begins with those in favour."""
    names = signed.groups or ("",) * signed.asked
    groups = (Group(f"g{number}", str(number) if name else "", name) for number, name in enumerate(names, start=1))
    return ConvergenceData(
        title=_("Convergence of the groups' positions"),
        groups=tuple(groups),
        rounds=(_("Round %(number)d") % {"number": signed.round},),
        rows=tuple(StandRow(row.code or "–", _title(row), tuple((_STANDS[each],) for each in row.stands)) for row in signed.rows),
    )


def _title(row: SignedRow) -> str:
    return row.title or _("The roadmap as a whole")


def signed_table(signed: SignedPositions, language: str) -> Table:
    """A line for each item: who took which position, or how many where the round names no group."""
    head = (_("Code"), _("Item"), *map(stand_word, _TOLD))
    rows = ((row.code, _title(row), *(_who(row, stand, signed, language) for stand in _TOLD)) for row in signed.rows)
    return rows_of(head, rows, _("Convergence of the groups' positions"))


def _who(row: SignedRow, stand: Stand, signed: SignedPositions, language: str) -> str:
    if not signed.groups:
        return local_number(row.stands.count(stand), language)
    return local_list(name for name, each in zip(signed.groups, row.stands, strict=True) if each == stand) or "–"


def signed_note(signed: SignedPositions, language: str) -> str:
    """What the annex tells, of which round and day, and what it is not."""
    return " ".join(_sentences(signed, language))


def _sentences(signed: SignedPositions, language: str) -> Iterator[str]:
    told = {"round": signed.round, "version": signed.version, "day": local_day(signed.day, language), "count": signed.asked}
    yield (
        _(
            "Positions of groups as signed off in review round %(round)d on version %(version)d, which closed on %(day)s; "
            "%(count)d groups were invited."
        )
        % told
    )
    yield _("They are those of groups, never of persons, and are no part of the version or of its hash.")
    yield _("Silence is no consent: a group that signed off nothing on an item does not count as agreeing.")
    if not signed.groups:
        yield _("That round did not show the names of groups, so none is named: each line begins with those in favour.")
    changed = [row.code for row in signed.rows if row.reworded]
    if changed:
        yield _("The text of these items has changed since: %(codes)s.") % {"codes": local_list(changed)}
