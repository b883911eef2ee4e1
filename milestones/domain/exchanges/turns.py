"""In which turn each commitment of a package can happen, one after what it requires."""

from collections.abc import Mapping

from milestones.domain.exchanges.candidates import Candidate
from milestones.domain.exchanges.graphs import knots


def units(chosen: Mapping[str, Candidate]) -> list[tuple[str, ...]]:
    """What happens together, in the order of the document; most are units of one."""
    rank = {key: number for number, key in enumerate(chosen)}
    beside: dict[str, list[str]] = {key: [] for key in chosen}
    for key, each in chosen.items():
        for other in each.together:
            if other in chosen:
                beside[key].append(other)
                beside[other].append(key)
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
