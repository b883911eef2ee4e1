"""Measures that link two areas: working only when both ends say so and no monitor contradicts.

Claim, counter-claim and finding stand side by side with their days; they are never averaged. A report does not expire: silence is
no evidence of change. How old the last word of an end is, is told with it.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from milestones.domain.evidence.names import source_key
from milestones.domain.evidence.reading import (
    ACHIEVED,
    MONITOR,
    NOT_ACHIEVED,
    PARTLY,
    REVERSED,
    WORST_FIRST,
    Evidence,
    Record,
    standing,
)
from milestones.domain.evidence.states import Working
from roadmap.domain.document import Document, Entry

_AGAINST = frozenset({NOT_ACHIEVED, REVERSED})


@dataclass(frozen=True)
class End:
    """What one end says: its latest report, or several where it says different things of one day (the least favourable holds).

    ``claim`` is empty where it said nothing; ``age`` the days since.
    """

    area: str
    claim: str
    said: tuple[Record, ...]
    age: int | None

    def as_dict(self) -> dict[str, Any]:
        return {"area": self.area, "claim": self.claim, "said": [each.as_dict() for each in self.said], "age": self.age}


@dataclass(frozen=True)
class TwoEnded:
    """A measure on a day: its ends, what each monitor found, what others say, and all reports in the order of their days.

    ``one_hand``: all ends are confirmed by one party, such as the successor of both; that counts as one end.
    """

    key: str
    code: str
    state: Working
    ends: tuple[End, ...]
    findings: tuple[Record, ...]
    others: tuple[Record, ...]
    history: tuple[Record, ...]
    one_hand: bool = False

    def as_dict(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "code": self.code,
            "state": self.state.value,
            "one_hand": self.one_hand,
            "ends": [end.as_dict() for end in self.ends],
            **{name: [record.as_dict() for record in getattr(self, name)] for name in ("findings", "others", "history")},
        }


def compute_measures(document: Document, as_of: dt.date) -> dict[str, TwoEnded]:
    """The state of every measure by its key."""
    evidence = Evidence(document)
    return {entry.key: _measure(entry, evidence, as_of) for entry in document.of("measures")}


def _measure(entry: Entry, evidence: Evidence, as_of: dt.date) -> TwoEnded:
    history = evidence.about(entry.ref, as_of)
    live = [record for record in history if not record.withdrawn]
    areas = entry.data.get("areas") or ()
    # Whose report it is decides, not the role that somebody chose: a side's own monitor says what the side says.
    heard = {record.key for record in live if any(evidence.lines.speaks_for(record, area) for area in areas)}
    findings = standing(record for record in live if record.role == MONITOR and record.key not in heard)
    voices = [record for record in live if record.role != MONITOR or record.key in heard]
    ends = tuple(_end(area, voices, evidence, as_of) for area in areas)
    one_hand = _is_one_hand(ends)
    return TwoEnded(
        key=entry.key,
        code=entry.code,
        state=_state(ends, findings, one_hand=one_hand),
        ends=ends,
        findings=tuple(findings),
        others=tuple(record for record in voices if record.key not in heard),
        history=tuple(history),
        one_hand=one_hand,
    )


def _end(area: str, voices: Iterable[Record], evidence: Evidence, as_of: dt.date) -> End:
    own = [record for record in voices if not record.is_mute and evidence.lines.speaks_for(record, area)]
    latest = max((record.date for record in own), default=None)
    if latest is None:
        return End(area, "", (), None)
    said = tuple(record for record in own if record.date == latest)
    return End(area, _worst(said), said, (as_of - latest).days)


def _worst(records: Iterable[Record]) -> str:
    """The least favourable claim; a quantity without a claim claims nothing."""
    return min((record.claim for record in records if record.claim), key=WORST_FIRST.index, default="")


def _is_one_hand(ends: tuple[End, ...]) -> bool:
    confirming = [end for end in ends if end.claim == ACHIEVED]
    hands = {source_key(record.on_behalf_of or record.reporter) for end in confirming for record in end.said}
    return len(ends) > 1 and len(confirming) == len(ends) and len(hands) == 1


def _state(ends: tuple[End, ...], findings: list[Record], *, one_hand: bool) -> Working:
    """From the ends' words and the monitors' findings. The worst word of a side is that side's word."""
    said = {end.claim for end in ends if end.claim}
    found = {record.claim for record in findings if record.claim}
    everything = said | found
    if not said:
        # Without an end's word a finding is a finding: it can say that nothing works, not that both ends agree.
        return Working.NOT_WORKING if found & _AGAINST else Working.UNKNOWN
    if everything & _AGAINST:
        return Working.DISPUTED if everything - _AGAINST else Working.NOT_WORKING
    if len(ends) < 2 or one_hand or not all(end.claim for end in ends):
        return Working.ONE_END
    return Working.PARTLY if PARTLY in everything else Working.WORKING
