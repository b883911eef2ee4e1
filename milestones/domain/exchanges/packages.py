"""The package finder: commitments that nobody refused, put together so that every giver gets something back, best balanced.

A program in whole numbers chooses the commitments; :mod:`splitting` puts them into exchanges. What comes out is a proposal, never
a change of the draft (docs/adr: the balance figure, which says how imbalance is measured here).
"""

import datetime as dt
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from milestones.domain.exchanges.balance import Balance, balance_of
from milestones.domain.exchanges.calendar import Calendar
from milestones.domain.exchanges.candidates import Candidate, Choice, Stands, choose_candidates
from milestones.domain.exchanges.commitments import Exchanges, read_exchanges
from milestones.domain.exchanges.parties import THIRD
from milestones.domain.exchanges.past import Past, past_of
from milestones.domain.exchanges.solver import Answer, OutOfTime, Program
from milestones.domain.exchanges.splitting import Proposed, split
from milestones.domain.exchanges.thresholds import Limits, limits
from milestones.domain.exchanges.turns import circles, short_rings
from milestones.domain.plan import Plan
from roadmap.domain.document import Document, Entry

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
    """The proposals, best first, and what was not considered. ``complete``: no further one differs enough from these.

    ``as_of``: the day from which it was looked at what is still to give; None where no day was asked for.
    """

    packages: tuple[Package, ...]
    choice: Choice
    complete: bool
    seconds: float
    as_of: dt.date | None = None

    def as_dict(self) -> dict[str, Any]:
        return {
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "proposals": [package.as_dict() for package in self.packages],
            "complete": self.complete,
            "candidates": list(self.choice.candidates),
            "excluded": [each.as_dict() for each in self.choice.excluded],
        }


def propose(plan: Plan, *, stands: Stands | None = None, proposals: int | None = None) -> Search:
    """Packages out of what is still to give on the plan's day: what the page, the command and the API all answer."""
    return find_packages(
        plan.document,
        stands=stands,
        past=past_of(plan),
        proposals=proposals,
        exchanges=plan.assessment.exchanges,
        calendar=Calendar(plan.document, plan.actual, plan.as_of),
    )


def find_packages(
    document: Document,
    *,
    stands: Stands | None = None,
    past: Past | None = None,
    proposals: int | None = None,
    exchanges: Exchanges | None = None,
    calendar: Calendar | None = None,
) -> Search:
    """Up to ``proposals`` packages. ``stands``: what groups said of items; ``past``: what is over on the day asked for;
    ``calendar``: which days are left then."""
    begun = time.monotonic()
    exchanges = exchanges or read_exchanges(document)
    past = past or Past()
    calendar = calendar or Calendar(document)
    choice = choose_candidates(document, exchanges, stands=stands, past=past, calendar=calendar)
    set_limits = limits()
    work = _Work(list(choice.candidates.values()), _areas(document, choice, past), set_limits, calendar)
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
    return Search(tuple(found), choice, complete, time.monotonic() - begun, past.as_of)


def _areas(document: Document, choice: Choice, past: Past) -> list[str]:
    """The areas among which to balance: also one that will have ended, while something is still asked of it or meant for it."""
    named = {key for each in choice.candidates.values() for key in (*each.givers, *each.gains)}
    return [entry.key for entry in document.of("areas") if entry.key in named or not _ends(entry, past)]


def _ends(area: Entry, past: Past) -> bool:
    """Whether an area has ended by the day asked for; without one, whether it ends at all."""
    return area.key in past.ended if past.as_of else bool(area.data.get("valid_to"))


class _Work:
    """The program: one yes-or-no for each candidate; whether an area gives, which follows; the highest and lowest net."""

    def __init__(self, candidates: Sequence[Candidate], areas: Sequence[str], limit: Limits, calendar: Calendar) -> None:
        self.candidates = candidates
        self.areas = areas
        self.limit = limit
        self.calendar = calendar
        self.program = Program()
        self.taken = {each.milestone: self.program.choice(each.surplus) for each in candidates}
        self.giving = {area: self.program.real(0, 0, 1) for area in areas if any(area in each.givers for each in candidates)}
        self._order()
        self._rings()
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
            if (left := until - time.monotonic()) <= 0:
                raise OutOfTime
            answer = self.program.maximise(seconds=left, step=1 if whole else 0, nodes=NODES)
        if answer is not None:
            chosen = answer.chosen(self.taken.values())
            self.program.at_most(dict.fromkeys(chosen, 1), len(chosen) - max(1, -(-len(chosen) // 3)))
        return answer

    def _chosen(self, answer: Answer) -> dict[str, Candidate]:
        return {each.milestone: each for each in self.candidates if answer.values[self.taken[each.milestone]] > 0.5}

    def _refuse_circles(self, answer: Answer) -> bool:
        """Whether options led into a circle; then it is refused from now on, unless another option comes along."""
        found = list(circles(self._chosen(answer)))
        for members, ways_out in found:
            self._refuse(members, ways_out)
        return bool(found)

    def _rings(self) -> None:
        """Short circles of options are refused before they are met; longer ones when they are."""
        candidates = {each.milestone: each for each in self.candidates}
        for ring in short_rings(candidates):
            self._refuse(ring, {option for key in ring for option in candidates[key].options} - set(ring))

    def _refuse(self, circle: Sequence[str], ways_out: Iterable[str]) -> None:
        """Not all of a circle, unless one of the ways out comes along."""
        terms = {self.taken[key]: -1.0 for key in sorted(ways_out) if key in self.taken}
        self.program.at_most(terms | {self.taken[key]: 1.0 for key in circle}, len(circle) - 1)

    def package(self, answer: Answer) -> Package:
        chosen = self._chosen(answer)
        gives: dict[str, float] = {}
        gains: dict[str, float] = {}
        for each in chosen.values():
            for sums, values in ((gives, each.gives), (gains, each.gains)):
                for party, value in values.items():
                    sums[party] = sums.get(party, 0) + value
        score = round(answer.objective, 6)
        return Package(tuple(split(chosen, self.calendar)), chosen, gives, gains, tuple(self.areas), score, round(answer.gap, 6))
