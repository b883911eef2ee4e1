"""The schedule of roadmaps without options against the longest paths that networkx finds."""

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.networkx_passes import graph_of, networkx_pass
from bench.passes import arcs_of, plain_pass
from milestones.domain.schedule import Schedule
from tests.milestones.domain.schedule.graphs import START, day, milestone, roadmap

BEGIN = START.toordinal()


@st.composite
def layered(draw: st.DrawFn) -> tuple[int, list[tuple[int, int, int]], list[int], list[int]]:
    """How many milestones, links (from, to, days between), first days, and last days."""
    count = draw(st.integers(2, 25))
    pairs = st.integers(1, count - 1).flatmap(lambda to: st.tuples(st.integers(0, to - 1), st.just(to), st.integers(0, 40)))
    links = draw(st.lists(pairs, max_size=3 * count, unique_by=lambda link: link[:2]))
    numbers = st.lists(st.integers(0, 200), min_size=count, max_size=count)
    return count, links, draw(numbers), [500 + last for last in draw(numbers)]


@settings(max_examples=100, deadline=None)
@given(layered())
def test_first_and_last_days_are_the_longest_paths(given_: tuple[int, list[tuple[int, int, int]], list[int], list[int]]) -> None:
    count, links, first, last = given_
    entries = [milestone(f"m{n}", begin=day(first[n]), end=day(last[n])) for n in range(count)]
    for number, (before, after, days) in enumerate(links):
        entries.append(milestone(f"link{number}", begin=f"m{before} + {days}d", together_with=[f"m{after}"]))
    schedule = Schedule(roadmap(*entries))

    graph = nx.DiGraph()
    graph.add_nodes_from(range(count))
    graph.add_weighted_edges_from(links)
    for number in range(count):
        reach = nx.DiGraph(graph)
        reach.add_weighted_edges_from(
            [("start", n, first[n]) for n in range(count)] + [(n, "end", -last[n]) for n in range(count)]
        )
        below = reach.subgraph(nx.ancestors(reach, number) | {number})
        above = reach.subgraph(nx.descendants(reach, number) | {number})
        assert schedule.earliest(f"m{number}").toordinal() - BEGIN == nx.dag_longest_path_length(below)
        assert schedule.latest(f"m{number}").toordinal() - BEGIN == -_longest_to_end(above, number)


def _longest_to_end(graph: nx.DiGraph, start: int) -> int:
    """The greatest sum of days from ``start`` to the end; a deadline counts as its negative."""
    best = {start: 0}
    for node in nx.topological_sort(graph):
        for other, link in graph.adj[node].items():
            if node in best:
                best[other] = max(best.get(other, -(10**9)), best[node] + link["weight"])
    return best["end"]


@pytest.mark.parametrize("size", [40, 400])
def test_what_is_measured_against_computes_the_same(size: int) -> None:
    """The floor of the benchmark and networkx agree with the schedule where both can say the same: on required milestones."""
    from bench.graphs import roadmap as large

    document = large(size)
    for entry in document.of("milestones"):
        entry.data.pop("requires_any", None)
        entry.data["window"] = {
            end: moment
            for end, moment in entry.data["window"].items()
            if moment.startswith("T0") or (end == "not_before" and moment[-1] == "d")
        }
    network = Schedule(document).network
    arcs = arcs_of(network)
    solution = Schedule(document).solution
    assert plain_pass(arcs, network.lower, network.upper) == (solution.earliest, solution.latest)
    assert networkx_pass(graph_of(arcs), network.lower, network.upper) == (solution.earliest, solution.latest)


@settings(max_examples=100, deadline=None)
@given(
    st.integers(2, 12).flatmap(lambda n: st.tuples(st.just(n), st.sets(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)))))
)
def test_cycles_are_the_strongly_connected_components(given_: tuple[int, set[tuple[int, int]]]) -> None:
    count, pairs = given_
    requires = {after: sorted(f"m{before}" for before, other in pairs if other == after) for after in range(count)}
    schedule = Schedule(roadmap(*[milestone(f"m{n}", requires=requires[n]) for n in range(count)]))
    graph = nx.DiGraph(list(pairs))
    rings = [sorted(f"m{n}" for n in ring) for ring in nx.strongly_connected_components(graph)]
    wanted = [ring for ring in rings if len(ring) > 1 or graph.has_edge(int(ring[0][1:]), int(ring[0][1:]))]
    assert sorted(map(sorted, schedule.cycles)) == sorted(wanted)
