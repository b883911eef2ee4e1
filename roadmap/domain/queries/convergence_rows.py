"""Convergence as plain values: who stands where on an item, how that moved over the rounds, and what stands most in the way.

No row of the database and no person is in here, so that a page, the API and a drawing may all take it as it is. How the figure is
made and why silence does not count: docs/adr/0017-silence-is-no-consent.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal
from uuid import UUID

from roadmap.domain.queries.limits import Limit
from roadmap.enums import Stand

#: Beside the values of Stand: the item was not shown to the group; the group has signed off nothing.
HIDDEN, SILENT = "hidden", ""
_RANK: dict[str, int] = {Stand.CANNOT_ACCEPT: 0, Stand.CONDITIONAL: 1, Stand.SUPPORT: 2}
Move = Literal["", "first", "nearer", "further", "same", "silent"]


@dataclass(frozen=True)
class RoundMark:
    """A round by its number, the number of its version, and its state."""

    number: int
    version: int
    state: str


@dataclass(frozen=True)
class GroupColumn:
    """A group that was invited to the round shown; ``name`` is in the language of reading."""

    key: str
    uid: UUID
    name: str


@dataclass(frozen=True)
class Held:
    """What a group held in one round: a value of Stand, SILENT, or HIDDEN. ``conditions`` in its own words and ``language``."""

    round: int
    stand: str
    conditions: str = ""
    language: str = ""


@dataclass(frozen=True)
class Cell:
    """One group on one item. ``stands``: a Held for each round to which it was invited while the item was there, oldest first;
    the last is that of the round shown. ``has_red_line``: a member's red line on the item holds.
    """

    group: str
    stands: tuple[Held, ...]
    has_red_line: bool = False

    @property
    def now(self) -> Held:
        return self.stands[-1]

    @property
    def before(self) -> tuple[Held, ...]:
        return self.stands[:-1]

    @property
    def move(self) -> Move:
        """From the group's last earlier position to that of the round shown; "silent": it had one and took none again."""
        earlier = next((_RANK[held.stand] for held in reversed(self.before) if held.stand in _RANK), None)
        now = _RANK.get(self.now.stand)
        if now is None:
            return "silent" if earlier is not None and self.now.stand != HIDDEN else ""
        if earlier is None:
            return "first"
        return "same" if now == earlier else "nearer" if now > earlier else "further"


@dataclass(frozen=True)
class Step:
    """An item in one round: of the groups ``asked`` (invited, and shown the item) so many took each position.

    ``reworded``: the item says something else than in the round before in which it stood.
    """

    round: int
    version: int
    asked: int
    support: int
    conditional: int
    cannot: int
    reworded: bool = False

    @property
    def accepting(self) -> int:
        return self.support + self.conditional

    @property
    def share(self) -> int | None:
        """The figure of convergence: groups that accept, with conditions or without, of all that were asked, in whole per cent,
        halves up. Silence is not consent. None where no group was asked.
        """
        return (200 * self.accepting + self.asked) // (2 * self.asked) if self.asked else None


@dataclass(frozen=True)
class ItemRow:
    """An item of the version shown; ``ref``, ``kind`` and ``code`` are empty for the whole. ``cells`` are in the order of the
    groups, ``steps`` those of the rounds in which the item stood, oldest first. ``against``: groups that cannot accept it in
    the round shown, or whose red line or refusal holds.
    """

    ref: str
    kind: str
    code: str
    title: str
    place: int
    areas: frozenset[str]
    sectors: frozenset[str]
    cells: tuple[Cell, ...]
    steps: tuple[Step, ...]
    against: int

    @property
    def now(self) -> Step:
        return self.steps[-1]

    @cached_property
    def nearer(self) -> int:
        return sum(cell.move == "nearer" for cell in self.cells)

    @cached_property
    def further(self) -> int:
        return sum(cell.move == "further" for cell in self.cells)

    @cached_property
    def is_quiet(self) -> bool:
        """Whether no group has said anything on it, in this round or before."""
        return not self.against and not any(held.stand not in {SILENT, HIDDEN} for cell in self.cells for held in cell.stands)

    @property
    def contention(self) -> tuple[int, int, int, int]:
        """What sorts the most contested first: by groups against it, groups with conditions, least agreement, place."""
        share = self.now.share
        return -self.against, -self.now.conditional, 0 if share is None else share, self.place

    def has_said(self, group: str) -> bool:
        """Whether a group has taken a position on it, or drawn a red line."""
        return any(
            cell.has_red_line or any(held.stand not in {SILENT, HIDDEN} for held in cell.stands)
            for cell in self.cells
            if cell.group == group
        )


@dataclass(frozen=True)
class ChosenRows:
    """What rows are narrowed down to; empty values do not restrict. Items on which nobody said anything only with ``quiet``."""

    kind: str = ""
    area: str = ""
    sector: str = ""
    group: str = ""
    quiet: bool = False

    def fits(self, row: ItemRow) -> bool:
        return (
            (self.quiet or not row.is_quiet)
            and self.kind in {"", row.kind}
            and (not self.area or self.area in row.areas)
            and (not self.sector or self.sector in row.sectors)
            and (not self.group or row.has_said(self.group))
        )


@dataclass(frozen=True)
class Convergence:
    """A roadmap's items against the groups of one round. ``shown`` is None while no round was opened.

    ``items`` begin with the most contested; ``whole`` is the roadmap as such. ``absent``: names of groups that were invited to
    an earlier round but not to this one. ``red_lines``: what holds, by place of the item; those on items that the version no
    longer has are last.
    """

    rounds: tuple[RoundMark, ...] = ()
    shown: RoundMark | None = None
    groups: tuple[GroupColumn, ...] = ()
    absent: tuple[str, ...] = ()
    whole: ItemRow | None = None
    items: tuple[ItemRow, ...] = ()
    red_lines: tuple[Limit, ...] = ()

    @cached_property
    def by_ref(self) -> dict[str, ItemRow]:
        return {row.ref: row for row in ((self.whole,) if self.whole else ()) + self.items}

    @property
    def earlier(self) -> tuple[RoundMark, ...]:
        """The rounds before the one shown, oldest first."""
        return tuple(each for each in self.rounds if self.shown and each.number < self.shown.number)

    def narrowed(self, chosen: ChosenRows) -> "Convergence":
        """The same with only the rows chosen; the figures of a row stay those of all groups. A group leaves its own column."""
        rows = tuple(_of_group(row, chosen.group) for row in self.items if chosen.fits(row))
        narrow = chosen.kind or chosen.area or chosen.sector
        whole = None if narrow or self.whole is None else _of_group(self.whole, chosen.group)
        groups = tuple(each for each in self.groups if chosen.group in {"", each.key})
        refs = {row.ref for row in rows} | ({""} if whole else set())
        kept = (each for each in self.red_lines if (each.ref in refs or not narrow) and chosen.group in {"", each.group})
        return replace(self, groups=groups, whole=whole, items=rows, red_lines=tuple(kept))


def _of_group(row: ItemRow, group: str) -> ItemRow:
    return replace(row, cells=tuple(cell for cell in row.cells if cell.group == group)) if group else row


def most_contested_first(rows: Iterable[ItemRow]) -> tuple[ItemRow, ...]:
    return tuple(sorted(rows, key=lambda row: row.contention))
