"""The floor of the schedule: first and last days along a topological order and back, and nothing else.

No options (both of two are waited for), no windows seen from the other end, months taken as thirty days, no reasons.
"""
# ruff: noqa: PLR1730  max() and min() would slow the floor down

from milestones.domain.schedule.network import Network

Arcs = list[list[tuple[int, int]]]


def arcs_of(network: Network) -> Arcs:
    """For each node, the nodes that follow it and the days between."""
    return [
        [(other, 0) for other in network.waits_out[node]]
        + [(other, days if step is None else 30) for other, days, step in network.leads_out[node]]
        + [(other, 0) for other in network.anys_out[node]]
        for node in range(len(network.members))
    ]


def plain_pass(arcs: Arcs, lower: list[int], upper: list[int]) -> tuple[list[int], list[int]]:
    """First and last days in plain Python: Kahn's order with the first days, and back."""
    waiting = [0] * len(arcs)
    for after in arcs:
        for other, _days in after:
            waiting[other] += 1
    first, last = list(lower), list(upper)
    order = [node for node, count in enumerate(waiting) if not count]
    for node in order:
        day = first[node]
        for other, days in arcs[node]:
            if day + days > first[other]:
                first[other] = day + days
            waiting[other] -= 1
            if not waiting[other]:
                order.append(other)
    for node in reversed(order):
        day = last[node]
        for other, days in arcs[node]:
            if last[other] - days < day:
                day = last[other] - days
        last[node] = day
    return first, last
