"""A package put into exchanges: as small as they can be while each is step-for-step by itself, in an order that can be kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from milestones.domain.exchanges.calendar import Calendar
from milestones.domain.exchanges.candidates import Candidate
from milestones.domain.exchanges.commitments import GATED, HELD, SIMULTANEOUS
from milestones.domain.exchanges.parties import THIRD
from milestones.domain.exchanges.turns import before, turns, units
from milestones.domain.graphs import knots

Block = tuple[str, ...]


@dataclass(frozen=True)
class Proposed:
    """One exchange of a package. ``gates``: milestone → those of the same exchange that are to be verified before it."""

    phase: int
    mode: str
    milestones: tuple[str, ...]
    gates: Mapping[str, tuple[str, ...]]

    def as_dict(self) -> dict[str, Any]:
        gates = {key: list(gates) for key, gates in self.gates.items()}
        return {"phase": self.phase, "mode": self.mode, "milestones": list(self.milestones), "gates": gates}


def split(chosen: Mapping[str, Candidate], calendar: Calendar) -> list[Proposed]:
    """The exchanges in the order of their phases. ``chosen`` as a whole must be step-for-step (packages.py sees to it).

    None of them leaves a milestone of the draft without a day, or closes a circle: one that would is to be held by a third party.
    """
    work = _Splitting(chosen, calendar)
    blocks = work.in_order(work.blocks())
    found = [work.kept(work.proposed(block, phase)) for block, phase in blocks]
    calendar.clear()
    return found


class _Splitting:
    def __init__(self, chosen: Mapping[str, Candidate], calendar: Calendar) -> None:
        self.chosen = chosen
        self.calendar = calendar
        self.rank = {key: rank for rank, key in enumerate(chosen)}
        self.turn = turns(chosen)

    def blocks(self) -> list[Block]:
        """Small blocks that are step-for-step first; what is left joins the block where it fits best."""
        rest = units(self.chosen)
        found: list[Block] = []
        size = 1
        while size <= len(rest):
            fitting = [block for some in combinations(rest, size) if self._answers(block := self._joined(some))]
            if fitting:
                best = min(fitting, key=self._worth)
                found.append(best)
                rest = [unit for unit in rest if not set(unit) <= set(best)]
            else:
                size += 1
        return self._with_rest(found, rest)

    def _joined(self, blocks: Iterable[Iterable[str]]) -> Block:
        return tuple(sorted((key for block in blocks for key in block), key=self.rank.__getitem__))

    def _answers(self, block: Block) -> bool:
        """Whether at least two areas give in it, and whoever gives gets something from another."""
        giving = {giver for key in block for giver in self.chosen[key].givers if not giver.startswith(THIRD)}
        return len(giving) > 1 and all(
            any(self.chosen[key].gains.get(area) for key in block if area not in self.chosen[key].givers) for area in giving
        )

    def _worth(self, block: Block) -> tuple[bool, float, float, list[int]]:
        """Lower is better: no day that fits all, imbalance among those who take part, less surplus, later in the document."""
        nets: dict[str, float] = {}
        for key in block:
            each = self.chosen[key]
            for party, value in each.gains.items():
                nets[party] = nets.get(party, 0) + value
            for party, value in each.gives.items():
                if not party.startswith(THIRD):
                    nets[party] = nets.get(party, 0) - value
        spread = max(nets.values()) - min(nets.values())
        surplus = sum(self.chosen[key].surplus for key in block)
        return (not self.calendar.fit_one_day(block), spread, -surplus, [self.rank[key] for key in block])

    def _with_rest(self, blocks: list[Block], rest: list[Block]) -> list[Block]:
        while rest:
            joined = [
                (self._worth(union), place, unit)
                for unit in rest
                for place, block in enumerate(blocks)
                if self._answers(union := self._joined((block, unit)))
            ]
            if not joined:  # it fits only into all of them
                return [self._joined((*blocks, *rest))]
            _worth, place, unit = min(joined)
            blocks[place] = self._joined((blocks[place], unit))
            rest = [each for each in rest if each != unit]
        return blocks

    def in_order(self, blocks: list[Block]) -> list[tuple[Block, int]]:
        """The blocks with their phases: after all that they require. Blocks that require one another become one."""
        place = {key: number for number, block in enumerate(blocks) for key in block}
        needs = {n: {place[other] for key in block for other in self._before(key)} - {n} for n, block in enumerate(blocks)}
        groups = knots((str(n) for n in needs), lambda n: [str(other) for other in sorted(needs[int(n)])])
        phase: dict[int, int] = {}
        found = []
        for group in groups:  # what a block needs comes before it
            members = [int(n) for n in group]
            own = 1 + max((phase[other] for n in members for other in needs[n] if other not in members), default=0)
            phase.update(dict.fromkeys(members, own))
            found.append((self._joined(blocks[n] for n in members), own))
        return sorted(found, key=lambda pair: (pair[1], self.rank[pair[0][0]]))

    def _before(self, key: str) -> list[str]:
        return before(key, self.chosen, self.turn)

    def proposed(self, block: Block, phase: int) -> Proposed:
        gates = {key: tuple(other for other in self._before(key) if other in block) for key in block}
        gates = {key: others for key, others in gates.items() if others}
        if not gates and not self.calendar.fit_one_day(block):
            gates = self.calendar.gates(block)
        return Proposed(phase, GATED if gates else SIMULTANEOUS, block, gates)

    def kept(self, exchange: Proposed) -> Proposed:
        """As it is where the schedule can keep it; otherwise held, which binds nothing to a day and lets nothing wait."""
        if self.calendar.bind(exchange.mode, exchange.milestones, exchange.gates):
            return exchange
        return replace(exchange, mode=HELD, gates={})
