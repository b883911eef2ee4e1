"""The passes of ``bench.passes`` with networkx, whose results the schedule is tested against."""

from typing import Any

import networkx as nx

from bench.passes import Arcs


def graph_of(arcs: Arcs) -> Any:
    """The same as a graph of networkx; of two links between the same nodes the longer counts."""
    graph = nx.DiGraph()
    graph.add_nodes_from(range(len(arcs)))
    for node, after in enumerate(arcs):
        for other, days in after:
            known = graph.get_edge_data(node, other, {"days": days})["days"]
            graph.add_edge(node, other, days=max(days, known))
    return graph


def networkx_pass(graph: Any, lower: list[int], upper: list[int]) -> tuple[list[int], list[int]]:
    """First and last days along networkx's topological order, and back."""
    order = list(nx.topological_sort(graph))
    first, last = list(lower), list(upper)
    for node in order:
        for other, link in graph.adj[node].items():
            first[other] = max(first[other], first[node] + link["days"])
    for node in reversed(order):
        for other, link in graph.adj[node].items():
            last[node] = min(last[node], last[other] - link["days"])
    return first, last
