"""What the members of a group hold, for its focal point: counts of people, small ones hidden."""

from dataclasses import dataclass

from django.db.models import Count

from roadmap.domain.statistics import SUM, suppress_small_line
from roadmap.enums import Stand
from roadmap.models import Invitation, Position


@dataclass(frozen=True)
class Tally:
    """How many members took each stand on one item; None where too few did to be shown."""

    counts: dict[str, int | None]

    @property
    def lines(self) -> list[tuple[str, int]]:
        """The stands that may be shown with a number."""
        return [(str(Stand(stand).label), count) for stand, count in self.counts.items() if stand != SUM and count is not None]

    @property
    def total(self) -> int | None:
        return self.counts[SUM]


NOTHING = Tally(dict.fromkeys([*Stand.values, SUM]))


def tallies(invitation: Invitation) -> dict[str, Tally]:
    """By ``<kind>/<key>`` ("" for the whole): the stands of all members of the focal point's group, in one query."""
    counts: dict[str, dict[str, int]] = {}
    rows = Position.objects.filter(
        round_group=invitation.round_group_id, for_group=False, invitation__revoked_at=None
    ).values_list("item__ref", "stand")
    for ref, stand, people in rows.annotate(people=Count("pk")).order_by():
        counts.setdefault(ref or "", dict.fromkeys(Stand.values, 0))[stand] = people
    return {ref: Tally(suppress_small_line(line)) for ref, line in counts.items()}
