"""A thin layer over HiGHS for programs in whole numbers: one thread and one seed, so that the answer is the same each time."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import highspy

INFINITE = highspy.kHighsInf


class OutOfTime(Exception):  # noqa: N818 it says what happened, not what went wrong
    """No answer was found in time; there may be one."""


@dataclass(frozen=True)
class Answer:
    """``values``: one a variable. ``gap``: how much better than ``objective`` another answer might be, 0 when proven."""

    values: tuple[float, ...]
    objective: float
    gap: float

    @property
    def proven(self) -> bool:
        return self.gap == 0

    def chosen(self, variables: Iterable[int]) -> list[int]:
        """Those of the yes-or-no ``variables`` that are yes."""
        return [each for each in variables if self.values[each] > 0.5]


@dataclass
class Program:
    """A mixed-integer program being written. Variables are numbered as they are added."""

    costs: list[float] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    whole: list[int] = field(default_factory=list)
    rows: list[tuple[float, float, dict[int, float]]] = field(default_factory=list)

    def real(self, cost: float = 0, lower: float = -INFINITE, upper: float = INFINITE) -> int:
        self.costs.append(cost)
        self.lower.append(lower)
        self.upper.append(upper)
        return len(self.costs) - 1

    def choice(self, cost: float = 0) -> int:
        """A variable that is 0 or 1."""
        self.whole.append(self.real(cost, 0, 1))
        return self.whole[-1]

    def at_least(self, terms: Mapping[int, float], bound: float) -> None:
        self.rows.append((bound, INFINITE, dict(terms)))

    def at_most(self, terms: Mapping[int, float], bound: float) -> None:
        self.rows.append((-INFINITE, bound, dict(terms)))

    def maximise(self, *, seconds: float, step: float = 0, nodes: int | None = None) -> Answer | None:
        """The best answer found; None where there is none. Raises OutOfTime where the time was too short to find one.

        ``step``: the smallest amount by which two answers can differ (0: unknown), which ends the proof sooner. ``nodes``
        bounds the search alike on fast and slow machines; ``seconds`` is the limit of last resort.
        """
        until = time.monotonic() + seconds
        highs = self._model()
        if (left := until - time.monotonic()) <= 0:
            raise OutOfTime
        highs.setOptionValue("time_limit", left)
        highs.setOptionValue("mip_rel_gap", 0.0)
        highs.setOptionValue("mip_abs_gap", max(step - 1e-3, 1e-6) if step else 1e-6)
        if nodes is not None:
            highs.setOptionValue("mip_max_nodes", nodes)
        highs.run()
        info = highs.getInfo()
        status = highs.getModelStatus()
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            if status == highspy.HighsModelStatus.kInfeasible:
                return None
            raise OutOfTime
        proven = status == highspy.HighsModelStatus.kOptimal
        found = float(info.objective_function_value)
        return Answer(tuple(highs.getSolution().col_value), found, 0.0 if proven else abs(float(info.mip_dual_bound) - found))

    def _model(self) -> highspy.Highs:
        highs = highspy.Highs()  # type: ignore[no-untyped-call]
        for name, value in (("output_flag", False), ("threads", 1), ("random_seed", 0)):
            highs.setOptionValue(name, value)
        for number, cost in enumerate(self.costs):
            highs.addVar(self.lower[number], self.upper[number])
            highs.changeColCost(number, cost)
        for number in self.whole:
            highs.changeColIntegrality(number, highspy.HighsVarType.kInteger)
        for lower, upper, terms in self.rows:
            highs.addRow(lower, upper, len(terms), list(terms), list(terms.values()))
        highs.changeObjectiveSense(highspy.ObjSense.kMaximize)
        return highs
