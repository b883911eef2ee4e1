"""The package finder: commitments that nobody refused, put together so that every giver gets something back, best balanced.

A program in whole numbers chooses the commitments; :mod:`splitting` puts them into exchanges. What comes out is a proposal, never
a change of the draft (docs/adr: the balance figure, which says how imbalance is measured here).
"""

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from milestones.domain.exchanges.balance import Balance, balance_of
from milestones.domain.exchanges.candidates import Candidate, Choice, Stands, choose_candidates
from milestones.domain.exchanges.commitments import Exchanges, read_exchanges
from milestones.domain.exchanges.parties import THIRD
from milestones.domain.exchanges.solver import Answer, OutOfTime, Program
from milestones.domain.exchanges.splitting import Proposed, split
from milestones.domain.exchanges.thresholds import Limits, limits
from milestones.domain.exchanges.turns import turns
from roadmap.domain.document import Document

NODES = 20_000
"""Where the search of one proposal ends at the latest: the same on every machine, so that the answer is."""


@dataclass(frozen=True)
class Package:
    """A proposal. ``surplus``: what it brings to all areas less what it costs all givers; ``imbalance``: the highest less the
    lowest net of any area, also of those that take no part; ``score``: surplus less weighted imbalance, what is maximised.

    ``gap``: by how much a better one might exceed the score, 0 when this is proven to be the best (that differs enough from those
    before it).
    """

    exchanges: tuple[Proposed, ...]
    candidates: Mapping[str, Candidate]
    gives: Mapping[str, float]
    gains: Mapping[str, float]
    areas: tuple[str, ...]
    score: float
    gap: float

    @property
    def milestones(self) -> tuple[str, ...]:
        return tuple(key for exchange in self.exchanges for key in exchange.milestones)

    @property
    def surplus(self) -> float:
        return sum(self.gains.values()) - sum(self.gives.values())

    def net(self, area: str) -> float:
        return self.gains.get(area, 0) - self.gives.get(area, 0)

    @property
    def imbalance(self) -> float:
        nets = [self.net(area) for area in self.areas]
        return max(nets) - min(nets)

    @property
    def balance(self) -> Balance:
        return balance_of(self.areas, self.gives, self.gains)

    def as_dict(self) -> dict[str, Any]:
        sides = [*self.areas, *(key for key in self.gives if key.startswith(THIRD))]
        return {
            "score": self.score,
            "gap": self.gap,
            "proven": self.gap == 0,
            "surplus": self.surplus,
            "imbalance": self.imbalance,
            "balance": self.balance.as_dict(),
            "sides": {p: {"gives": self.gives.get(p, 0), "gains": self.gains.get(p, 0), "net": self.net(p)} for p in sides},
            "exchanges": [exchange.as_dict() for exchange in self.exchanges],
        }


@dataclass(frozen=True)
class Search:
    """The proposals, best first, and what was not considered. ``complete``: no further one differs enough from these."""

    packages: tuple[Package, ...]
    choice: Choice
    complete: bool
    seconds: float

    def as_dict(self) -> dict[str, Any]:
        return {
            "proposals": [package.as_dict() for package in self.packages],
            "complete": self.complete,
            "candidates": list(self.choice.candidates),
            "excluded": [each.as_dict() for each in self.choice.excluded],
        }


def find_packages(
    document: Document,
    *,
    stands: Stands | None = None,
    achieved: Collection[str] = (),
    proposals: int | None = None,
    exchanges: Exchanges | None = None,
) -> Search:
    """Up to ``proposals`` packages. ``stands``: what groups said of items; ``achieved``: what evidence has verified."""
    begun = time.monotonic()
    exchanges = exchanges or read_exchanges(document)
    choice = choose_candidates(document, exchanges, stands=stands, achieved=achieved)
    set_limits = limits()
    work = _Work(list(choice.candidates.values()), _areas(document, choice), set_limits)
    found: list[Package] = []
    complete = False
    count = set_limits.proposals if proposals is None else proposals
    while len(found) < count and not complete:
        left = set_limits.seconds - (time.monotonic() - begun)
        if left <= 0:
            break
        try:
            answer = work.next(seconds=left if len(found) == count - 1 else left / 2)
        except OutOfTime:
            break
        if answer is None:
            complete = True
        else:
            found.append(work.package(answer))
    return Search(tuple(found), choice, complete, time.monotonic() - begun)


def _areas(document: Document, choice: Choice) -> list[str]:
    """The areas among which to balance: also one that has ended, while something is still asked of it or meant for it."""
    named = {key for each in choice.candidates.values() for key in (*each.givers, *each.gains)}
    return [entry.key for entry in document.of("areas") if entry.key in named or not entry.data.get("valid_to")]


class _Work:
    """The program: one yes-or-no for each candidate; whether an area gives, which follows; the highest and lowest net."""

    def __init__(self, candidates: Sequence[Candidate], areas: Sequence[str], limit: Limits) -> None:
        self.candidates = candidates
        self.areas = areas
        self.limit = limit
        self.program = Program()
        self.taken = {each.milestone: self.program.choice(each.surplus) for each in candidates}
        self.giving = {area: self.program.real(0, 0, 1) for area in areas if any(area in each.givers for each in candidates)}
        self._order()
        self._step_for_step()
        self._imbalance()
        self.program.at_most(dict.fromkeys(self.taken.values(), 1), limit.most_commitments)

    def _order(self) -> None:
        """What a commitment requires comes along; what belongs together comes together."""
        for each in self.candidates:
            own = self.taken[each.milestone]
            for other in each.requires:
                self.program.at_least({self.taken[other]: 1, own: -1}, 0)
            for other in each.together:
                self.program.at_least({self.taken[other]: 1, own: -1}, 0)
                self.program.at_least({self.taken[other]: -1, own: 1}, 0)
            if each.options:
                terms = dict.fromkeys((self.taken[key] for key in each.options if key in self.taken), 1.0)
                self.program.at_least({**terms, own: -1}, 0)

    def _step_for_step(self) -> None:
        """At least two areas give, and whoever gives gets something from another (report: step-for-step)."""
        for area, gives in self.giving.items():
            own = [self.taken[each.milestone] for each in self.candidates if area in each.givers]
            for taken in own:
                self.program.at_least({gives: 1, taken: -1}, 0)
            self.program.at_least({**dict.fromkeys(own, 1), gives: -1}, 0)
            others = [each for each in self.candidates if area not in each.givers and each.gains.get(area)]
            least = min((each.gains[area] for each in others), default=1)
            self.program.at_least({**{self.taken[each.milestone]: each.gains[area] for each in others}, gives: -least}, 0)
        self.program.at_least(dict.fromkeys(self.giving.values(), 1), 2)

    def _imbalance(self) -> None:
        weight = self.limit.imbalance_weight
        highest, lowest = self.program.real(-weight), self.program.real(weight)
        for area in self.areas:
            net = {self.taken[each.milestone]: each.gains.get(area, 0) - each.gives.get(area, 0) for each in self.candidates}
            terms = {variable: value for variable, value in net.items() if value}
            self.program.at_least({highest: 1, **{v: -value for v, value in terms.items()}}, 0)
            self.program.at_least({lowest: -1, **terms}, 0)

    def next(self, *, seconds: float) -> Answer | None:
        """The best choice that is left, and from now on none like it: a third of its commitments, at least one, must go."""
        if len(self.giving) < 2:
            return None
        whole = all(value == int(value) for value in self.program.costs)
        whole = whole and all(v == int(v) for each in self.candidates for v in (*each.gains.values(), *each.gives.values()))
        until = time.monotonic() + seconds
        answer = self.program.maximise(seconds=seconds, step=1 if whole else 0, nodes=NODES)
        while answer is not None and self._refuse_circles(answer):
            answer = self.program.maximise(seconds=max(until - time.monotonic(), 0.1), step=1 if whole else 0, nodes=NODES)
        if answer is not None:
            chosen = answer.chosen(self.taken.values())
            self.program.at_most(dict.fromkeys(chosen, 1), len(chosen) - max(1, -(-len(chosen) // 3)))
        return answer

    def _chosen(self, answer: Answer) -> dict[str, Candidate]:
        return {each.milestone: each for each in self.candidates if answer.values[self.taken[each.milestone]] > 0.5}

    def _refuse_circles(self, answer: Answer) -> bool:
        """Whether options led into a circle; then it is refused from now on, unless another option comes along."""
        chosen = self._chosen(answer)
        stuck = chosen.keys() - turns(chosen).keys()
        if stuck:
            ways_out = {key for each in stuck for key in chosen[each].options if key in self.taken} - stuck
            terms = {self.taken[key]: -1.0 for key in sorted(ways_out)} | {self.taken[key]: 1.0 for key in sorted(stuck)}
            self.program.at_most(terms, len(stuck) - 1)
        return bool(stuck)

    def package(self, answer: Answer) -> Package:
        chosen = self._chosen(answer)
        gives: dict[str, float] = {}
        gains: dict[str, float] = {}
        for each in chosen.values():
            for sums, values in ((gives, each.gives), (gains, each.gains)):
                for party, value in values.items():
                    sums[party] = sums.get(party, 0) + value
        score = round(answer.objective, 6)
        return Package(tuple(split(chosen)), chosen, gives, gains, tuple(self.areas), score, round(answer.gap, 6))
