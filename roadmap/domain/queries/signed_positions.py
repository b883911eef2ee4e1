"""The positions of the groups as a file for the Council may tell them: of one round that is closed, as its own rules allow.

Only what groups signed off is in here: no person, no pseudonym, no comment or red line, no condition in a group's words, and not
what was withheld from whom. Items keep the order of the version, since an order by contention would tell of red lines. Why, and
what was weighed: docs/adr/0017-silence-is-no-consent.md.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from accounts.days import day_of
from accounts.models import User
from accounts.models.text import in_language
from roadmap.domain.queries.convergence import convergence_of
from roadmap.domain.queries.convergence_rows import HIDDEN, SILENT, ItemRow
from roadmap.domain.queries.version_lines import lines_of
from roadmap.domain.statistics import K
from roadmap.enums import RoundState, Stand
from roadmap.models import Round, Version

#: What stands in the way of an annex: no round is closed, or it shows no names and has too few groups to hide one among them.
Obstacle = Literal["", "no_round", "few_groups"]
_ORDER = (*Stand.values, SILENT)


@dataclass(frozen=True)
class SignedRow:
    """An item of the version (``code`` and ``title`` are empty for the whole). ``stands``: values of Stand, or "" where nothing
    was signed off; by group, or in the order of Stand where groups are not named. ``reworded``: its text has changed since.
    """

    code: str
    title: str
    stands: tuple[str, ...]
    reworded: bool


@dataclass(frozen=True)
class SignedPositions:
    """``day``: when the round closed; ``version``: the number of the round's. ``groups`` are names, empty where the round
    does not show them; ``asked`` is how many groups were invited. Rows on which nothing was signed off are left out.
    """

    round: int
    version: int
    day: dt.date
    asked: int
    groups: tuple[str, ...]
    rows: tuple[SignedRow, ...]


def telling_round(version: Version, user: User) -> Round | None:
    """The round whose positions a file of ``version`` can tell: the newest closed one on it or on a version before it."""
    seen = Round.objects.visible_to(user).filter(roadmap=version.roadmap_id, version__number__lte=version.number)
    closed = seen.filter(state__in=(RoundState.CLOSED, RoundState.ANSWERED)).order_by("-number")
    found: Round | None = closed.select_related("version").defer("version__canonical").first()
    return found


def obstacle_to(round_: Round | None) -> Obstacle:
    """Why the positions of a round cannot be told; "" where they can."""
    if round_ is None:
        return "no_round"
    return "few_groups" if not round_.show_group_names and round_.round_groups.count() < K else ""


def signed_positions(version: Version, round_: Round, user: User, *, language: str) -> SignedPositions:
    """Raises LookupError where the person does not see the round."""
    found = convergence_of(round_.roadmap, user, number=round_.number, language=language)
    lines, before = (lines_of([each])[each.pk] for each in (version, round_.version))
    rows = {row.ref: row for row in found.items}
    listed = [_row(found.whole, "", "", named=round_.show_group_names, reworded=False)] if found.whole else []
    for line in lines.values():
        if line.ref in rows:
            title = in_language(dict(line.titles), language)
            changed = line.wording != before[line.ref].wording
            listed.append(_row(rows[line.ref], line.code, title, named=round_.show_group_names, reworded=changed))
    closed = round_.closed_at or round_.closes_at
    return SignedPositions(
        round=round_.number,
        version=round_.version.number,
        day=day_of(closed),
        asked=len(found.groups),
        groups=tuple(group.name for group in found.groups) if round_.show_group_names else (),
        rows=tuple(row for row in listed if any(row.stands)),
    )


def _row(row: ItemRow, code: str, title: str, *, named: bool, reworded: bool) -> SignedRow:
    # That something was withheld from a group is the office's own knowledge: in a file it is as silent as the others.
    stands: Iterable[str] = (SILENT if cell.now.stand == HIDDEN else cell.now.stand for cell in row.cells)
    return SignedRow(code, title, tuple(stands if named else sorted(stands, key=_ORDER.index)), reworded)
