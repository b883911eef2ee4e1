"""Where the groups of a round stand, as their focal points signed it off."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import F

from roadmap.enums import Stand
from roadmap.models import Position, Round


@dataclass
class ItemStands:
    """The groups' positions on one item; ``ref`` and ``code`` are empty for the whole."""

    ref: str
    code: str
    positions: list[Position] = field(default_factory=list)

    def count(self, stand: str) -> int:
        return sum(position.stand == stand for position in self.positions)


def stands_of(round_: Round) -> list[ItemStands]:
    """Items on which a group took a position, the whole first; what members hold themselves is not told. One query.

    What was signed off stands, also when the invitation of who signed it was withdrawn since.
    """
    rows = Position.objects.filter(round=round_, for_group=True)
    rows = rows.select_related("item", "round_group__group")
    found: dict[str, ItemStands] = {}
    for position in rows.order_by(F("item__position").asc(nulls_first=True), "round_group__group__key"):
        ref, code = (position.item.ref, position.item.code) if position.item else ("", "")
        found.setdefault(ref, ItemStands(ref, code)).positions.append(position)
    return list(found.values())


def totals(items: Iterable[ItemStands]) -> dict[str, int]:
    """How often each stand was taken."""
    listed = list(items)
    return {stand: sum(each.count(stand) for each in listed) for stand in Stand.values}
