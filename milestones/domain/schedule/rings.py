"""Windows that push each other on for ever: B at least ten days after A, and not after A + 5d.

A node is traced back along the links that hold it where it is. If the trace closes, and going round adds days wherever one
starts in the calendar, then no day is ever late enough.
"""

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

from milestones.domain.schedule.days import NEVER_BEGUN, NEVER_ENDED, UNREAL_FUTURE, UNREAL_PAST
from milestones.domain.schedule.network import Network, Step

#: Month ends repeat within four years, but for one in a century: a ring that adds days from each of these starts is taken to add
#: them from all.
_STARTS = 4 * 366
_SOME_DAY = dt.date(2023, 1, 1).toordinal()


#: Options chosen together, as (node, option); and by node and group of options.
Choices = frozenset[tuple[int, int]]
Way = dict[tuple[int, tuple[int, ...]], int]


class Diverges(Exception):  # noqa: N818 a finding, not an error
    """``rings``: the nodes of each, pushed by the one before. ``option``: (node, option) where a ring only shows that this
    option can never be the first to come; ``is_guess`` where that is not certain, but it was waited for too long."""

    def __init__(self, rings: list[list[int]], option: tuple[int, int] | None = None, *, is_guess: bool = False) -> None:
        super().__init__()
        self.rings, self.option, self.is_guess = rings, option, is_guess


class EndsNever(Exception):  # noqa: N818 a finding, not an error
    """``option``: (node, option) where the option would have to be in time for itself, and can never be."""

    def __init__(self, option: tuple[int, int]) -> None:
        super().__init__()
        self.option = option


class Holder(NamedTuple):
    """What moved a node: the node at the other end of the link, the days between or the function, whether it is an option, and
    whether a pull: all others say who comes first."""

    node: int
    between: int
    step: Step = None
    is_option: bool = False
    is_pull: bool = False

    def moved(self, day: int) -> int:
        """The day to which the link leads from a day of the other end."""
        return day + self.between if self.step is None else self.step(day)


def choices_of(held: Mapping[int, Holder]) -> Choices:
    """The options through which a ring goes."""
    return frozenset((node, holder.node) for node, holder in held.items() if holder.is_option)


def ring_behind(holder: Callable[[int], Holder | None], node: int, seen: set[int] | None = None) -> dict[int, Holder]:
    """The ring to which the trace of a node leads, with what holds each: the one before it. Empty where it does not close, or
    leads to what was ``seen`` before; what is traced is seen."""
    trace: dict[int, Holder] = {}
    while node not in trace and not (seen and node in seen):
        held = holder(node)
        if held is None:
            break
        trace[node] = held
        node = held.node
    if seen is not None:
        seen.update(trace)
    if node not in trace:
        return {}
    nodes = list(trace)
    return {each: trace[each] for each in nodes[nodes.index(node) :][::-1]}


def find_holder(
    network: Network, days: list[int], node: int, rank: list[int], chosen: Way | None = None, *, untied: bool = False
) -> Holder | None:
    """The link that holds the node the most, where it was ``untied`` only of those from nodes before it; None for a fixed day,
    and for the day on which something has happened.

    Of options, the one that is first, unless another is ``chosen``."""
    if node in network.done:
        return None
    links = [Holder(other, 0) for other in network.waits[node]]
    links += [Holder(*link) for link in network.leads[node]]
    links += [Holder(*link, is_pull=True) for link in network.pulls[node]]
    for options in network.anys[node]:
        option = (chosen or {}).get((node, options), _first_of(options, days, rank, rank[node]))
        if option is not None:
            links.append(Holder(option, 0, is_option=True))
    best, most = None, network.lower[node]
    for each in links:
        day = each.moved(days[each.node])
        if day > most and (not untied or rank[each.node] < rank[node]):
            best, most = each, day
    return best


def _first_of(options: tuple[int, ...], days: list[int], rank: list[int], before: int) -> int | None:
    """The option that may hold its node: of those that stand before it the first, and none while another is sooner."""
    standing = [each for each in options if rank[each] < before] or options
    first = min(standing, key=lambda each: (days[each], rank[each]))
    return first if days[first] == min([days[each] for each in options]) else None


def adds_days(ring: Collection[Holder], start: int) -> bool:
    """Whether going round once ends later than it began, wherever it begins."""
    # From a day that nothing bounds, months lead least far.
    if _round(ring, NEVER_BEGUN) > NEVER_BEGUN:
        return True
    return all(_round(ring, begin) > begin for begin in _starts(ring, start if start > UNREAL_PAST else _SOME_DAY))


def takes_days(ring: Collection[Holder], start: int) -> bool:
    """Whether going round once ends earlier than it began, wherever it begins."""
    if _round(ring, NEVER_ENDED) < NEVER_ENDED:
        return True
    last = start if start < UNREAL_FUTURE else _SOME_DAY
    return all(_round(ring, begin) < begin for begin in _starts(ring, last - _STARTS))


def _starts(ring: Collection[Holder], first: int) -> range:
    """Days on which to begin a round; a single one where all lengths are in days."""
    return range(first, first + (1 if all(each.step is None for each in ring) else _STARTS))


def _round(ring: Collection[Holder], day: int) -> int:
    """Where going round once ends."""
    for each in ring:
        day = each.moved(day)
    return day
