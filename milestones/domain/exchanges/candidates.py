"""Which commitments may be proposed, and why the others may not."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from milestones.domain.exchanges.calendar import Calendar
from milestones.domain.exchanges.commitments import Commitment, Exchanges
from milestones.domain.exchanges.past import Gone, Past
from milestones.domain.exchanges.protected import protected_in_exchange
from milestones.domain.exchanges.waits import read_waits
from roadmap.domain.document import Document, Entry
from roadmap.enums import Stand

#: ``<kind>/<key>`` of an item → group's key → its stand.
Stands = Mapping[str, Mapping[str, str]]
Reason = (
    Gone
    | Literal[
        "nobody",
        "gains-ended",
        "unrated",
        "protected",
        "protected-words",
        "refused",
        "circle",
        "no-day",
        "requires",
        "requires-any",
        "together",
    ]
)


@dataclass(frozen=True)
class Candidate:
    """A commitment that may be proposed. ``gives`` by party, ``gains`` by area; ``support`` and ``conditional`` are groups.

    ``requires``, ``options`` and ``together`` hold keys of other candidates; what is achieved is left out of them. ``day``: a
    number in common with all that the draft binds to its day, by together-links or simultaneous exchanges; None without any.
    """

    milestone: str
    code: str
    givers: tuple[str, ...]
    gives: Mapping[str, float]
    gains: Mapping[str, float]
    support: tuple[str, ...] = ()
    conditional: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    day: int | None = None

    @property
    def surplus(self) -> float:
        """What it brings to all areas less what it costs all its givers."""
        return sum(self.gains.values()) - sum(self.gives.values())


@dataclass(frozen=True)
class Excluded:
    """Why a commitment is not proposed. ``because``: the groups that refuse it, the subjects, the milestones lacking, the areas
    that have ended, or the last day on which it could have happened."""

    milestone: str
    reason: Reason
    because: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        return {"milestone": self.milestone, "reason": self.reason, "because": list(self.because)}


@dataclass
class Choice:
    """The candidates in the order of the document, and what was left out."""

    candidates: dict[str, Candidate] = field(default_factory=dict)
    excluded: list[Excluded] = field(default_factory=list)


def choose_candidates(
    document: Document,
    exchanges: Exchanges,
    *,
    stands: Stands | None = None,
    past: Past | None = None,
    calendar: Calendar | None = None,
) -> Choice:
    """The commitments of all exchanges, each milestone once, that no group refused, that can happen and are not over.

    What a milestone requires must be achieved, or be a candidate itself.
    """
    work = _Choosing(document, exchanges, stands or {}, past or Past(), calendar or Calendar(document))
    for key, commitments in work.commitments.items():
        reason = work.against(key, commitments[0])
        if reason:
            work.choice.excluded.append(reason)
        else:
            work.choice.candidates[key] = work.candidate(key, commitments)
    work.close()
    return work.choice


class _Choosing:
    def __init__(self, document: Document, exchanges: Exchanges, stands: Stands, past: Past, calendar: Calendar) -> None:
        self.exchanges = exchanges
        self.stands = stands
        self.past = past
        self.calendar = calendar
        self.choice = Choice()
        self.commitments: dict[str, list[Commitment]] = defaultdict(list)
        for exchange in exchanges.exchanges:
            for each in exchange.commitments:
                self.commitments[each.milestone].append(each)
        self.subjects: dict[str, list[str]] = defaultdict(list)
        self.telling: dict[str, list[str]] = defaultdict(list)
        for hit in protected_in_exchange(document, exchanges=exchanges):
            if hit.milestone:
                (self.subjects if hit.refused else self.telling)[hit.milestone].append(hit.subject)
        waits = read_waits(document, exchanges)
        done = {waits.node[key] for key in past.achieved if key in waits.node}
        stuck = waits.stuck(waits.gates, done)
        self.stuck = {key for key, node in waits.node.items() if node in stuck}

    def against(self, key: str, commitment: Commitment) -> Excluded | None:
        """What speaks against a milestone by itself; None where nothing does."""
        refused = self.groups(key, Stand.CANNOT_ACCEPT)
        unrated = any(each.cost is None or not each.benefits for each in self.commitments[key])
        receiving = tuple(dict.fromkeys(area for each in self.commitments[key] for area, gain in each.gains.items() if gain))
        if key in self.past.gone:
            return Excluded(key, *self.past.gone[key])
        checks: list[tuple[bool, Reason, tuple[str, ...]]] = [
            (key in self.past.achieved, "achieved", ()),
            (commitment.lapsed, "ended", ()),
            (key in self.subjects, "protected", tuple(dict.fromkeys(self.subjects.get(key, ())))),
            (key in self.telling, "protected-words", tuple(dict.fromkeys(self.telling.get(key, ())))),
            (bool(refused), "refused", refused),
            (not commitment.givers, "nobody", ()),
            (unrated, "unrated", ()),
            (bool(receiving) and self.past.ended.issuperset(receiving), "gains-ended", receiving),
            (key in self.stuck, "circle", ()),
            (self.calendar.is_impossible(key), "no-day", ()),
        ]
        return next((Excluded(key, reason, because) for applies, reason, because in checks if applies), None)

    def groups(self, key: str, stand: str) -> tuple[str, ...]:
        """The groups that hold a stand on a milestone, or on the measure or criterion that it stands under."""
        entry = self.exchanges.milestones[key]
        refs = [f"milestones/{key}", *self._parents(entry)]
        return tuple(dict.fromkeys(group for ref in refs for group, taken in self.stands.get(ref, {}).items() if taken == stand))

    @staticmethod
    def _parents(entry: Entry) -> Iterator[str]:
        for field_name, kind in (("measure", "measures"), ("criterion", "criteria")):
            if entry.data.get(field_name):
                yield f"{kind}/{entry.data[field_name]}"

    def candidate(self, key: str, commitments: list[Commitment]) -> Candidate:
        """One candidate for a milestone; where several exchanges rate it, the highest rating counts.

        What was meant for an area that has ended reaches nobody, and does not count.
        """
        data = self.exchanges.milestones[key].data
        gives: dict[str, float] = {}
        gains: dict[str, float] = {}
        for each in commitments:
            for sums, values in ((gives, each.gives), (gains, each.gains)):
                sums.update({party: max(value, sums.get(party, 0)) for party, value in values.items()})
        gains = {area: value for area, value in gains.items() if area not in self.past.ended}

        def open_keys(name: str) -> tuple[str, ...]:
            keys = [other for other in data.get(name) or () if other in self.exchanges.milestones]
            return tuple(other for other in keys if other not in self.past.achieved)

        any_met = self.past.achieved & set(data.get("requires_any") or ())
        return Candidate(
            milestone=key,
            code=self.exchanges.code(key),
            givers=commitments[0].givers,
            gives=gives,
            gains=gains,
            support=self.groups(key, Stand.SUPPORT),
            conditional=self.groups(key, Stand.CONDITIONAL),
            requires=open_keys("requires"),
            options=() if any_met else open_keys("requires_any"),
            together=open_keys("together_with"),
            day=self.calendar.shared_day(key),
        )

    def close(self) -> None:
        """Take out what needs a milestone that is no candidate, until nothing does."""
        candidates = self.choice.candidates
        while lacking := [found for each in candidates.values() if (found := self._lacks(each))]:
            for each in lacking:
                del candidates[each.milestone]
            self.choice.excluded += lacking

    def _lacks(self, each: Candidate) -> Excluded | None:
        candidates = self.choice.candidates
        for reason, keys in (("requires", each.requires), ("together", each.together)):
            missing = tuple(key for key in keys if key not in candidates)
            if missing:
                return Excluded(each.milestone, reason, missing)  # type: ignore[arg-type]
        if each.options and not any(key in candidates for key in each.options):
            return Excluded(each.milestone, "requires-any", each.options)
        return None
