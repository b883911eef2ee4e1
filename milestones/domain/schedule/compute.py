"""All days of a network. What leaves no days is taken out and named, so that all the rest is computed."""

from milestones.domain.schedule.cuts import close_option, drop_pulls, mend
from milestones.domain.schedule.network import Network
from milestones.domain.schedule.order import Order, line_up
from milestones.domain.schedule.rings import Diverges
from milestones.domain.schedule.solve import Solution, solve_down, solve_up


def solved(network: Network) -> Solution:
    """The days of all milestones."""
    solution = Solution(network, Order([]), [], [])
    compute(solution)
    return solution


def compute(solution: Solution) -> None:
    """Compute all days anew, with what was taken out of the network before back in it."""
    mend(solution.network)
    solution.order = line_up(solution.network)
    solve(solution)


def solve(solution: Solution, found: Diverges | None = None) -> None:
    """Compute all days in the order that there is. ``found``: what stands in the way of them, if that is known."""
    while True:
        if found:
            _give_way(solution, found)
        try:
            solve_up(solution)
            solve_down(solution)
        except Diverges as other:
            found = other
        else:
            return


def _give_way(solution: Solution, found: Diverges) -> None:
    """Take the rings of windows out of the network, or the option that a ring shows to come too late."""
    network, cycles = solution.network, solution.order.cycles
    if found.option:
        close_option(network, *found.option)
        solution.order = line_up(network)
        solution.order.cycles = cycles + solution.order.cycles
    else:
        for ring in found.rings:
            drop_pulls(network, ring)
        solution.order.cycles = cycles + found.rings
