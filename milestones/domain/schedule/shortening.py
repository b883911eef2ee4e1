"""Chains as they are handed out. Each is the chain of the milestone before, and one step more: of hundreds in one line, all whole
chains together grow with the square of their number. So whoever reads such a plan gets the last steps, and where they go on from.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from milestones.domain.schedule.results import Row, Step

#: So many steps all chains of a plan may have together, to be handed out whole as data: 2,000 milestones with 6,000 dependencies
#: have 90,000, a dozen megabytes. On a page, where each is a sentence, fewer.
MOST_STEPS, MOST_SENTENCES = 100_000, 20_000
#: So many steps of each are handed out beyond that.
LAST_STEPS = 8


def is_long(rows: Iterable[Row], most: int) -> bool:
    """Whether all chains together have more steps than this."""
    return sum(len(row.chain) + len(row.latest_chain) for row in rows) > most


def last_steps(steps: tuple[Step, ...]) -> tuple[str, tuple[Step, ...]]:
    """The last steps, and the milestone whose own chain leads up to them; "" where these are all."""
    if len(steps) <= LAST_STEPS:
        return "", steps
    return steps[-LAST_STEPS - 1].milestone, steps[-LAST_STEPS:]


def shortened(rows: Sequence[Row]) -> list[Row]:
    """The rows as they are, or where they are long each with the last steps of its chains."""
    return [_cut(row) for row in rows] if is_long(rows, MOST_STEPS) else list(rows)


def _cut(row: Row) -> Row:
    start, chain = last_steps(row.chain)
    latest_start, latest = last_steps(row.latest_chain)
    return replace(row, chain=chain, chain_from=start, latest_chain=latest, latest_chain_from=latest_start)
