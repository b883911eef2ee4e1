"""Taking out of the network what stands in the way of days, and putting it back: the order among the members of a cycle, windows
that push each other on for ever, options that can only come too late.

Whole lists are replaced and the old ones kept: a cycle may have a thousand members, and link by link would take longer than all
days do.
"""

from collections.abc import Iterable
from typing import Any

from milestones.domain.schedule.network import NOTHING, PATIENCE, Network, same_day


def cut(network: Network, cycle: list[int]) -> None:
    """Take out what makes members of the cycle wait for one another; options only where all of them are members."""
    _keep(network)
    inside = set(cycle)
    network.cycles.append(inside)
    for waits in (network.waits, network.waits_out):
        for node in cycle:
            waits[node] = NOTHING if inside.issuperset(waits[node]) else [each for each in waits[node] if each not in inside]
    for leads in (network.leads, network.leads_out):
        for node in cycle:
            if leads[node]:
                leads[node] = [link for link in leads[node] if link[0] not in inside]
    _cut_options(network, cycle, inside)
    _count_anew(network, cycle)


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


def _count_anew(network: Network, nodes: list[int]) -> None:
    """Tell from the other lists who comes after each of the nodes, and how many come before it."""
    waits, leads, anys, before = network.waits, network.leads, network.anys, network.before
    waits_out, leads_out, anys_out, after = network.waits_out, network.leads_out, network.anys_out, network.after
    for node in nodes:
        after[node] = waits_out[node]
        if anys_out[node] or leads_out[node]:
            after[node] = [*waits_out[node], *anys_out[node], *(link[0] for link in leads_out[node])]
        before[node] = len(waits[node]) + len(leads[node])
        if anys[node]:
            before[node] += sum(map(len, anys[node]))


def drop_pulls(network: Network, ring: list[int]) -> None:
    """Take the pulls of a ring out, each of whose nodes is pushed by the one before it."""
    _keep(network, ring)
    pairs = {(ring[place - 1], node) for place, node in enumerate(ring)}
    links = [link for node in ring for key in network.members[node] for link in network.terms[key].links]
    for link, arc in ((link, network.arc(link)) for link in links if link not in network.dropped):
        if arc.kind == "pulls" and (arc.source, arc.target) in pairs and not same_day(link, arc):
            network.dropped.add(link)
            network.pulls[arc.target].remove((arc.source, arc.days, arc.up))
            network.pulls_out[arc.source].remove((arc.target, arc.days, arc.down))


def close_option(network: Network, node: int, option: int) -> None:
    """Rule out an option that can only come after the node itself."""
    _keep(network, {node, *(each for options in network.anys[node] for each in options)})
    for key in network.members[node]:
        for options in network.terms[key].anys:
            names = [each for each in options if network.node[each] == option]
            if names:
                network.take_any(key, options)
                network.dropped_options.update((key, name) for name in names)
                network.put_any(key, options)


def _keep(network: Network, nodes: Iterable[int] = ()) -> None:
    """Keep the lists as they are, before some of them are replaced. Those of ``nodes`` may be altered in place then."""
    network.kept = network.kept or [lists.copy() for lists in _columns(network)]
    for lists in _columns(network)[:-1]:
        for node in nodes:
            lists[node] = lists[node].copy()


def mend(network: Network) -> None:
    """Put back what was taken out."""
    for lists, kept in zip(_columns(network), network.kept, strict=bool(network.kept)):
        lists[:] = kept
    network.kept, network.cycles, network.patience = [], [], PATIENCE
    network.dropped, network.dropped_options = set(), set()


def _columns(network: Network) -> tuple[list[Any], ...]:
    """All that is altered, by node; numbers come last."""
    return (
        network.waits,
        network.waits_out,
        network.leads,
        network.leads_out,
        network.pulls,
        network.pulls_out,
        network.anys,
        network.anys_out,
        network.after,
        network.before,
    )
