"""Taking the order among the members of a cycle out of the network, and putting it back.

Whole lists are replaced and the old ones kept: a cycle may have a thousand members, and link by link would take longer than all
days do.
"""

from itertools import filterfalse
from typing import Any

from milestones.domain.schedule.network import Network


def cut(network: Network, cycle: list[int]) -> None:
    """Take out what makes members of the cycle wait for one another; options only where all of them are members."""
    network.kept = network.kept or [lists.copy() for lists in _columns(network)]
    inside = set(cycle)
    network.cycles.append(inside)
    for waits in (network.waits, network.waits_out):
        for node in cycle:
            waits[node] = list(filterfalse(inside.__contains__, waits[node]))
    for leads in (network.leads, network.leads_out):
        for node in cycle:
            if leads[node]:
                leads[node] = [link for link in leads[node] if link[0] not in inside]
    _cut_options(network, cycle, inside)
    waits_out, anys_out, leads_out = network.waits_out, network.anys_out, network.leads_out
    for node in cycle:
        after = network.after[node] = waits_out[node] + anys_out[node]
        if leads_out[node]:
            after += [link[0] for link in leads_out[node]]
        network.before[node] = len(network.waits[node]) + len(network.leads[node])
        if network.anys[node]:
            network.before[node] += sum(map(len, network.anys[node]))


def _cut_options(network: Network, cycle: list[int], inside: set[int]) -> None:
    anys, anys_out = network.anys, network.anys_out
    for node in cycle:
        if anys_out[node]:
            anys_out[node] = anys_out[node].copy()
    for node in cycle:
        closed = [options for options in anys[node] if inside.issuperset(options)]
        if closed:
            anys[node] = [options for options in anys[node] if options not in closed]
            for option in (option for options in closed for option in options):
                anys_out[option].remove(node)


def mend(network: Network) -> None:
    """Put back what was cut out of cycles."""
    for lists, kept in zip(_columns(network), network.kept, strict=bool(network.kept)):
        lists[:] = kept
    network.kept, network.cycles = [], []


def _columns(network: Network) -> tuple[list[Any], ...]:
    """All that cutting alters, by node."""
    return (
        network.waits,
        network.waits_out,
        network.leads,
        network.leads_out,
        network.anys,
        network.anys_out,
        network.after,
        network.before,
    )
