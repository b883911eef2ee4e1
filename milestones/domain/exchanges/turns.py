"""In which turn each commitment of a package can happen, one after what it requires."""

from collections.abc import Iterator, Mapping

from milestones.domain.exchanges.candidates import Candidate
from milestones.domain.graphs import knots

LONGEST, FEW = 4, 4


def units(chosen: Mapping[str, Candidate]) -> list[tuple[str, ...]]:
    """What happens together, in the order of the document; most are units of one."""
    rank = {key: number for number, key in enumerate(chosen)}
    beside: dict[str, list[str]] = {key: [] for key in chosen}
    days: dict[int, str] = {}
    for key, each in chosen.items():
        for other in each.together:
            if other in chosen:
                beside[key].append(other)
                beside[other].append(key)
        if each.day is not None and (first := days.setdefault(each.day, key)) != key:
            beside[key].append(first)
            beside[first].append(key)
    found = (tuple(sorted(group, key=rank.__getitem__)) for group in knots(chosen, beside.__getitem__))
    return sorted(found, key=lambda unit: rank[unit[0]])


def turns(chosen: Mapping[str, Candidate]) -> dict[str, int]:
    """Commitment → its turn, from 1. One that is missing waits in a circle and can never happen."""
    found: dict[str, int] = {}
    waiting = units(chosen)
    turn = 0
    while waiting:
        turn += 1
        ready = [unit for unit in waiting if all(_may(chosen[key], unit, chosen, found) for key in unit)]
        if not ready:
            break
        found.update({key: turn for unit in ready for key in unit})
        waiting = [unit for unit in waiting if unit not in ready]
    return found


def circles(chosen: Mapping[str, Candidate]) -> Iterator[tuple[list[str], set[str]]]:
    """What keeps ``chosen`` from happening: each circle of commitments, and the options outside of it one of which would do."""
    happen = turns(chosen)
    waiting = [unit for unit in units(chosen) if unit[0] not in happen]
    place = {key: str(number) for number, unit in enumerate(waiting) for key in unit}
    held = {str(number): _held(unit, chosen, happen) for number, unit in enumerate(waiting)}
    after = {number: {place[key] for clause in clauses for key in clause if key in place} for number, clauses in held.items()}
    for group in knots(after, lambda number: sorted(after[number])):
        if {other for number in group for other in after[number]} <= set(group):
            members = [key for number in group for key in waiting[int(number)]]
            yield members, {key for number in group for clause in held[number] for key in clause} - set(members)


def short_rings(candidates: Mapping[str, Candidate]) -> Iterator[list[str]]:
    """Rings of at most ``LONGEST`` commitments each of which has the next as an option: a shortest through each option.

    What shares its day with others, and who has many options, is left to :func:`circles`.
    """
    alone = {key: each for key, each in candidates.items() if not each.together and each.day is None}
    few = {key: each for key, each in alone.items() if len(each.options) <= FEW}
    known: set[frozenset[str]] = set()
    for start, each in few.items():
        for option in each.options:
            ring = _way(option, start, few) if option in few else None
            if ring and frozenset(ring) not in known:
                known.add(frozenset(ring))
                yield ring


def _way(first: str, last: str, few: Mapping[str, Candidate]) -> list[str] | None:
    """A shortest way by options, both ends in it."""
    ways = [[first]]
    for _step in range(LONGEST - 1):
        ways = [[*way, option] for way in ways for option in few[way[-1]].options if option in few and option not in way]
        if found := next((way for way in ways if way[-1] == last), None):
            return found
    return None


def _held(unit: tuple[str, ...], chosen: Mapping[str, Candidate], happen: Mapping[str, int]) -> list[tuple[str, ...]]:
    """What a unit waits for: each clause is met by any one of its keys."""
    met = happen.keys() | set(unit)
    clauses: list[tuple[str, ...]] = [(other,) for key in unit for other in chosen[key].requires if other in chosen]
    clauses += [chosen[key].options for key in unit if chosen[key].options]
    return [clause for clause in clauses if not met.intersection(clause)]


def before(key: str, chosen: Mapping[str, Candidate], turn: Mapping[str, int]) -> list[str]:
    """What is to be verified before a commitment: all that it requires, and of its options the one that happens first."""
    each = chosen[key]
    needed = [other for other in each.requires if other in chosen and turn[other] < turn[key]]
    options = [other for other in each.options if other in chosen]
    if options and min(turn[other] for other in options) < turn[key]:
        first = min(options, key=turn.__getitem__)
        needed += [first] if first not in needed else []
    return needed


def _may(each: Candidate, unit: tuple[str, ...], chosen: Mapping[str, Candidate], found: Mapping[str, int]) -> bool:
    met = found.keys() | set(unit)
    return all(other in met for other in each.requires if other in chosen) and (
        not each.options or any(other in met for other in each.options)
    )
