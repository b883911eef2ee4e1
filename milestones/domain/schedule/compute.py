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
    network = solution.network
    mend(network)
    rings: list[list[int]] = []
    while True:
        solution.order = line_up(network)
        rings += solution.order.cycles
        try:
            solve_up(solution)
            solve_down(solution)
        except Diverges as found:
            if found.option:
                close_option(network, *found.option)
            else:
                for ring in found.rings:
                    drop_pulls(network, ring)
                rings += found.rings
        else:
            solution.order.cycles = rings
            return
