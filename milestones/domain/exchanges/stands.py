"""What groups said of items, as the package finder takes it: a group's last word holds, a red line is a refusal."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from roadmap.domain.queries.convergence_rows import Convergence
from roadmap.enums import Stand


@dataclass(frozen=True)
class GroupStands:
    """``stands``: ``<kind>/<key>`` → group's key → its stand; ``names``: of the groups, in the language of reading."""

    stands: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


def stands_of(convergence: Convergence) -> GroupStands:
    """The last word of each group on each item. What is said of the roadmap as a whole refuses no single item."""
    stands: dict[str, dict[str, str]] = defaultdict(dict)
    for row in convergence.items:
        for cell in row.cells:
            spoken = [held.stand for held in cell.stands if held.stand in Stand.values and held.stand != Stand.NONE]
            if spoken:
                stands[row.ref][cell.group] = spoken[-1]
    names = {group.key: group.name for group in convergence.groups}
    for limit in convergence.red_lines:
        if limit.ref:
            stands[limit.ref][limit.group] = Stand.CANNOT_ACCEPT.value
            names.setdefault(limit.group, limit.group_name)
    return GroupStands(dict(stands), names)
