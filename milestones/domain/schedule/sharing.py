"""Another choice of who shares a day with whom: the nodes that this concerns are made anew, all others stay."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from milestones.domain.schedule.network import Network, share_days
from milestones.domain.schedule.terms import Link, Terms


def concerned(network: Network, edited: Collection[Terms]) -> set[str]:
    """Who shares a day with these milestones so far, or would have, or will. ``edited``: their terms from now on."""
    named = {name for new in edited for name in (new.key, *new.together)}
    return {key for name in named for key in network.parted.get(name) or network.members[network.node[name]]}


def share(network: Network, edited: Collection[Terms]) -> None:
    """Let milestones share their day with others than before. ``edited``: their terms from now on, of which partners, and
    whether and when they happened, are taken over."""
    keys = concerned(network, edited)
    nodes = {network.node[key] for key in keys}
    links, options = list(_links(network, keys)), list(_options(network, keys, nodes))
    for link in links:
        network.take(link)
    for option in options:
        network.take_any(*option)
    for new in edited:
        old = network.terms[new.key]
        network.terms[new.key] = replace(old, together=new.together, achieved=new.achieved, lower=new.lower, upper=new.upper)
    _settle_in(network, keys, nodes)
    for link in links:
        network.put(link)
    for option in options:
        network.put_any(*option)


def _links(network: Network, keys: set[str]) -> Iterator[Link]:
    """The links that the milestones state, and those in which others name them."""
    for key in keys:
        yield from network.terms[key].links
        yield from (link for link in network.naming[key] if link.owner not in keys)


def _options(network: Network, keys: set[str], nodes: set[int]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The groups of options that the milestones have, or are in. A single option is waited for."""
    owners = {owner for node in nodes for owner in (node, *network.anys_out[node], *network.waits_out[node])}
    for owner in (key for node in owners for key in network.members[node]):
        for options in network.terms[owner].anys:
            if owner in keys or not keys.isdisjoint(options):
                yield owner, options


def _settle_in(network: Network, keys: set[str], nodes: set[int]) -> None:
    """Give those who share a day a node, of their own nodes as far as these go."""
    members, bygone, parted = share_days({key: network.terms[key] for key in sorted(keys, key=network.place.__getitem__)})
    for key in keys:
        network.bygone.pop(key, None)
        network.parted.pop(key, None)
    network.bygone.update(bygone)
    network.parted.update(parted)
    for node in sorted(nodes, reverse=True):
        network.members[node] = []
        network.vacant.append(node)
    for group in members:
        node = network.add_node(group)
        network.node.update(dict.fromkeys(group, node))
        nodes.add(node)
    for node in nodes:
        network.bound(node)
