"""Taking the order among the members of a cycle out of the network, and putting it back.

Whole lists are replaced and the old ones kept: a cycle may have a thousand members, and link by link would take longer than all
days do.
"""

from typing import Any

from milestones.domain.schedule.network import Network


def cut(network: Network, cycle: list[int]) -> None:
    """Take out what makes members of the cycle wait for one another; options only where all of them are members."""
    network.kept = network.kept or [lists.copy() for lists in _columns(network)]
    inside = set(cycle)
    network.cycles.append(inside)
    for node in cycle:
        _cut_links(network, node, inside)
    for node in cycle:
        if network.anys[node]:
            _cut_options(network, node, inside)
    for node in cycle:
        after = network.after[node] = network.waits_out[node] + network.anys_out[node]
        after += [link[0] for link in network.leads_out[node]] if network.leads_out[node] else ()
        options = sum(map(len, network.anys[node])) if network.anys[node] else 0
        network.before[node] = len(network.waits[node]) + len(network.leads[node]) + options


def _cut_links(network: Network, node: int, inside: set[int]) -> None:
    for waits in (network.waits, network.waits_out):
        waits[node] = [other for other in waits[node] if other not in inside]
    for leads in (network.leads, network.leads_out):
        if leads[node]:
            leads[node] = [link for link in leads[node] if link[0] not in inside]
    if network.anys_out[node]:
        network.anys_out[node] = network.anys_out[node].copy()


def _cut_options(network: Network, node: int, inside: set[int]) -> None:
    closed = [options for options in network.anys[node] if inside.issuperset(options)]
    if closed:
        network.anys[node] = [options for options in network.anys[node] if options not in closed]
        for option in (option for options in closed for option in options):
            network.anys_out[option].remove(node)


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
