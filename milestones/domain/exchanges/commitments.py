"""Exchanges as they are written in the document, read once into typed values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from milestones.domain.exchanges.parties import Parties
from roadmap.domain.document import Document, Entry

SIMULTANEOUS, GATED, HELD, UNCONDITIONAL = "simultaneous", "gated", "held", "unconditional"
HIGHEST = 5
"""Costs and benefits go from 0 to this."""

Text = Mapping[str, str]
#: What a way back to the status quo consists of: how, when it is due, in what time, at what loss, after what grace.
WAY_BACK = ("reversal", "trigger", "restored_within", "loss", "grace")


@dataclass(frozen=True)
class Rating:
    """A cost or benefit from 0 to 5 and the reason given for it."""

    value: float
    reason: Text = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        return {"value": self.value, **({"reason": dict(self.reason)} if self.reason else {})}


@dataclass(frozen=True)
class Commitment:
    """One milestone put into an exchange.

    ``givers``: keys of those who give it (parties.py); several of a joint milestone bear its cost each in full, since the scale
    says how hard it is and not how much is handed over. ``cost`` is None while it was not rated. ``benefits``: by area.
    ``gate``: key of the milestone that is to be verified before this one starts. ``missing_way_back`` names the parts of a way
    back that are not said. ``lapsed``: its milestone will not happen.
    """

    exchange: str
    milestone: str
    code: str
    title: Text
    givers: tuple[str, ...]
    cost: Rating | None
    benefits: Mapping[str, Rating]
    gate: str | None = None
    reversal: Text = field(default_factory=dict)
    trigger: Text = field(default_factory=dict)
    restored_within: str = ""
    loss: Text = field(default_factory=dict)
    grace: str = ""
    lapsed: bool = False
    criteria: tuple[str, ...] = ()

    @property
    def gains(self) -> dict[str, float]:
        """Area → what it brings to it."""
        return {area: rating.value for area, rating in self.benefits.items()}

    @property
    def gives(self) -> dict[str, float]:
        """Party → what it costs it; nothing while the cost was not rated."""
        return dict.fromkeys(self.givers, self.cost.value) if self.cost else {}

    @property
    def missing_way_back(self) -> tuple[str, ...]:
        return tuple(name for name in WAY_BACK if not getattr(self, name))


@dataclass(frozen=True)
class Exchange:
    """Commitments that answer one another. ``phase`` is None where none is given."""

    key: str
    code: str
    title: Text
    mode: str
    phase: int | None
    holder: Text
    commitments: tuple[Commitment, ...]

    @property
    def givers(self) -> tuple[str, ...]:
        """Each once, in the order of the commitments; those of what has lapsed do not count."""
        return tuple(dict.fromkeys(giver for each in self.commitments if not each.lapsed for giver in each.givers))

    @property
    def milestones(self) -> tuple[str, ...]:
        return tuple(each.milestone for each in self.commitments)


@dataclass(frozen=True)
class Exchanges:
    """All exchanges of a document, and who takes part."""

    parties: Parties
    exchanges: tuple[Exchange, ...]
    milestones: Mapping[str, Entry]

    @cached_property
    def live(self) -> dict[str, Entry]:
        """Milestones that have not lapsed."""
        return {key: entry for key, entry in self.milestones.items() if not entry.data.get("lapse")}

    def commitments(self) -> Iterator[Commitment]:
        """What is to happen: commitments whose milestone has not lapsed."""
        for exchange in self.exchanges:
            yield from (each for each in exchange.commitments if not each.lapsed)

    def code(self, milestone: str) -> str:
        """The code by which people know a milestone; its key where it has none."""
        entry = self.milestones.get(milestone)
        return (entry.code if entry else "") or milestone

    def areas_of(self, milestone: str) -> tuple[str, ...]:
        """Keys of those who are to do a milestone."""
        entry = self.milestones.get(milestone)
        return self.parties.doing(entry) if entry else ()


def read_exchanges(document: Document) -> Exchanges:
    """The exchanges of a document. A commitment whose milestone is not there (it may be withheld) is left out."""
    reader = _Reader(document)
    found = Exchanges(reader.parties, tuple(reader.exchange(entry) for entry in document.of("exchanges")), reader.milestones)
    reader.meet_all(document)
    return found


class _Reader:
    def __init__(self, document: Document) -> None:
        self.parties = Parties(document)
        self.milestones = {entry.key: entry for entry in document.of("milestones")}
        self.measures = {entry.key: entry for entry in document.of("measures")}

    def meet_all(self, document: Document) -> None:
        """Third parties that are named outside of exchanges too, after those within."""
        for milestone in self.milestones.values():
            self.parties.doing(milestone)
        for conflict in document.of("conflicts"):
            for order in conflict.data.get("orders") or ():
                self.parties.named(order.get("wanted_by") or "")

    def exchange(self, entry: Entry) -> Exchange:
        data = entry.data
        listed = data.get("commitments") or ()
        found = [self.commitment(entry.key, raw) for raw in listed if raw.get("milestone") in self.milestones]
        return Exchange(
            key=entry.key,
            code=entry.code or entry.key,
            title=data.get("title") or {},
            mode=data.get("mode") or SIMULTANEOUS,
            phase=data.get("phase"),
            holder=data.get("holder") or {},
            commitments=tuple(found),
        )

    def commitment(self, exchange: str, raw: Mapping[str, Any]) -> Commitment:
        milestone = self.milestones[raw["milestone"]]
        giver = raw.get("giver")
        benefits = {area: _rating(value) for area, value in (raw.get("benefits") or {}).items()}
        gate = raw.get("gate")
        return Commitment(
            exchange=exchange,
            milestone=milestone.key,
            code=milestone.code or milestone.key,
            title=milestone.data.get("title") or {},
            givers=(self.parties.named(giver).key,) if giver else self.parties.doing(milestone),
            cost=_rating(raw.get("cost")),
            benefits={area: rating for area, rating in benefits.items() if rating and area in self.parties.areas},
            gate=gate if gate in self.milestones else None,
            reversal=milestone.data.get("reversal") or {},
            trigger=milestone.data.get("trigger") or {},
            restored_within=raw.get("restored_within") or "",
            loss=raw.get("loss") or {},
            grace=raw.get("grace") or "",
            lapsed=bool(milestone.data.get("lapse")),
            criteria=self.criteria(milestone),
        )

    def criteria(self, milestone: Entry) -> tuple[str, ...]:
        """The criteria that a milestone serves, itself or by its measure: what one buys into."""
        if milestone.data.get("criterion"):
            return (milestone.data["criterion"],)
        measure = self.measures.get(milestone.data.get("measure") or "")
        return tuple(measure.data.get("criteria") or ()) if measure else ()


def _rating(raw: Any) -> Rating | None:
    """A rating as the document holds it, or as a bare number; None where none is given."""
    if isinstance(raw, Mapping):
        return Rating(raw["value"], raw.get("reason") or {}) if raw.get("value") is not None else None
    return None if raw is None else Rating(raw)
