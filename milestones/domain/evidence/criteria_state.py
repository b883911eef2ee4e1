"""A criterion's state per area, as it follows from indicator readings and from its milestones.

A reading decides over milestones: steps that were all taken are no result while the indicator has not moved. A reading given by
the area itself, or of low confidence, is shown and does not count. What the office typed stands beside it, as its baseline
assessment. An area that had ended by the day, or begins later, has no state on it.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings

from milestones.domain.evidence.progress import Progress, compute_progress
from milestones.domain.evidence.reading import ACHIEVED, PARTLY, Evidence, Record, standing
from milestones.domain.evidence.verification import Reason
from milestones.domain.parties import areas_on
from milestones.enums import Progress as State
from roadmap.domain.document import Document, Entry
from roadmap.enums import CriterionStatus as Status

_OVER = (State.LAPSED, State.ENDED)
_BY_CLAIM = {ACHIEVED: Status.MET, PARTLY: Status.PARTLY}


@dataclass(frozen=True)
class CriterionState:
    """A criterion in an area on a day. ``assessed`` is what the office typed, "" for nothing; ``differs`` where it says
    something else than ``state``. ``readings`` are each source's latest, ``counted`` the keys of those that count.
    """

    criterion: str
    area: str
    state: Status
    reasons: tuple[Reason, ...]
    readings: tuple[Record, ...]
    counted: tuple[str, ...]
    milestones: tuple[str, ...]
    assessed: str
    differs: bool

    def as_dict(self) -> dict[str, Any]:
        return {
            "criterion": self.criterion,
            "area": self.area,
            "state": self.state.value,
            "reasons": [reason.as_dict() for reason in self.reasons],
            "readings": [reading.as_dict() for reading in self.readings],
            "counted": list(self.counted),
            "milestones": list(self.milestones),
            "assessed": self.assessed,
            "differs": self.differs,
        }


def compute_criteria(
    document: Document, as_of: dt.date, progress: Mapping[str, Progress] | None = None
) -> dict[str, dict[str, CriterionState]]:
    """The state of every criterion in every area that is there on the day, by the criterion's key and then the area's."""
    progress = compute_progress(document, as_of) if progress is None else progress
    evidence = Evidence(document)
    serving = _milestones(document)
    areas = [area.key for area in areas_on(document, as_of)]
    return {
        criterion.key: {
            area: _state(criterion, area, serving.get((criterion.key, area), []), progress, evidence, as_of) for area in areas
        }
        for criterion in document.of("criteria")
    }


def _milestones(document: Document) -> dict[tuple[str, str], list[str]]:
    """Milestones by criterion and area: those under the criterion, and those under a measure that serves it."""
    serves = {entry.key: entry.data.get("criteria") or [] for entry in document.of("measures")}
    found: dict[tuple[str, str], list[str]] = {}
    for entry in document.of("milestones"):
        data = entry.data
        areas = [data["area"]] if data.get("area") else data.get("areas") or []
        criteria = [data["criterion"]] if data.get("criterion") else serves.get(data.get("measure") or "", [])
        for criterion in criteria:
            for area in areas:
                found.setdefault((criterion, area), []).append(entry.key)
    return found


def _state(
    criterion: Entry, area: str, milestones: list[str], progress: Mapping[str, Progress], evidence: Evidence, as_of: dt.date
) -> CriterionState:
    about = [record for record in evidence.about(criterion.ref, as_of) if record.area == area]
    readings = standing(about)
    own = tuple(each.key for each in readings if each.role == "claimant" or evidence.lines.speaks_for(each, area))
    weak = tuple(each.key for each in readings if each.confidence in settings.EVIDENCE_WEAK_CONFIDENCE)
    counted = [each for each in readings if each.key not in own and each.key not in weak]
    indicator, said = _indicator(criterion, counted)
    steps, taken = _steps(milestones, progress)
    state, rule = _follows(indicator, taken, has_threshold="value" in (criterion.data.get("threshold") or {}))
    other = tuple(each.key for each in about if each.is_in_other_unit and not each.withdrawn)
    remarks = [Reason(code, keys) for code, keys in (("own_reading", own), ("weak", weak), ("other_unit", other)) if keys]
    assessed = ((criterion.data.get("states") or {}).get(area) or {}).get("state") or ""
    return CriterionState(
        criterion=criterion.key,
        area=area,
        state=state,
        reasons=(*said, *steps, *rule, *remarks),
        readings=tuple(readings),
        counted=tuple(each.key for each in counted),
        milestones=tuple(milestones),
        assessed=assessed,
        differs=bool(assessed) and assessed != state,
    )


def _indicator(criterion: Entry, readings: list[Record]) -> tuple[Status | None, list[Reason]]:
    """What the readings of the last day say together; None where there is none, or none that can be read."""
    if not readings:
        return None, []
    last = max(each.date for each in readings)
    latest = [each for each in readings if each.date == last]
    found = {each.key: _read(criterion, each) for each in latest}
    known = {state for state in found.values() if state}
    keys = tuple(found)
    if not known:
        return None, [Reason("reading_unclear", keys, day=last)]
    if len(known) > 1:
        # Sources of one day that differ: the better word is not taken from either.
        return Status.PARTLY if known == {Status.MET, Status.PARTLY} else Status.UNKNOWN, [
            Reason("readings_contradict", keys, day=last, met=False)
        ]
    state = known.pop()
    said = Reason(f"reading_{state.value}", keys, day=last, met=state == Status.MET)
    quantity = next((each.quantity for each in latest if each.quantity is not None), None)
    threshold, comparable = _threshold(criterion)
    if quantity is None or threshold is None:
        return state, [said]
    return state, [replace(said, needed=threshold, found=quantity)] if comparable else [said, Reason("reading_by_word", keys)]


def _read(criterion: Entry, reading: Record) -> Status | None:
    """A reading against baseline and threshold; in words where it has no number, or the direction cannot be told."""
    baseline = (criterion.data.get("baseline") or {}).get("value")
    threshold, comparable = _threshold(criterion)
    value = reading.quantity
    if value is None or threshold is None or not comparable:
        return _BY_CLAIM.get(reading.claim, Status.NOT_MET) if reading.claim else None
    falling = threshold == 0 or (baseline is not None and threshold < baseline)
    if value <= threshold if falling else value >= threshold:
        return Status.MET
    if baseline is None:
        return Status.NOT_MET
    return Status.PARTLY if (value < baseline if falling else value > baseline) else Status.NOT_MET


def _threshold(criterion: Entry) -> tuple[float | None, bool]:
    """The threshold, and whether it is known on which side of it the good numbers are: it is nought, or a baseline is given."""
    threshold, baseline = ((criterion.data.get(name) or {}).get("value") for name in ("threshold", "baseline"))
    return threshold, threshold == 0 or (threshold is not None and baseline is not None)


def _steps(milestones: list[str], progress: Mapping[str, Progress]) -> tuple[list[Reason], str]:
    """How far the milestones are: "all", "some", "none", "back" (none; one was reversed or suspended, or lapsed or
    ended after a report), or "" without any. What passed while nobody said anything that still stands tells nothing of what is.
    """
    states = {key: progress[key].state for key in milestones if key in progress}
    verified = [key for key, state in states.items() if state == State.VERIFIED]
    lost = [key for key, state in states.items() if state in (*_OVER, State.REVERSED, State.SUSPENDED)]
    if not states:
        return [], ""
    reasons = [Reason("milestones", needed=len(states), found=len(verified), met=len(verified) == len(states))]
    reasons += [Reason("milestone_lost", item=key, met=False) for key in lost]
    if verified:
        return reasons, "all" if len(verified) == len(states) else "some"
    told = {key for key in lost if any(not each.record.withdrawn for each in progress[key].evidence)}
    heard = [key for key in lost if states[key] not in _OVER or key in told]
    return reasons, "back" if heard else "none"


def _follows(indicator: Status | None, taken: str, *, has_threshold: bool) -> tuple[Status, list[Reason]]:
    """The state from the indicator and the milestones (see the module's first lines)."""
    if indicator == Status.MET and taken in ("some", "none", "back"):
        return Status.PARTLY, [Reason("milestones_open", met=False)]
    if indicator is not None:
        return indicator, [Reason("no_result_yet", met=False)] if indicator == Status.NOT_MET and taken == "all" else []
    if taken == "all":
        return (Status.PARTLY, [Reason("no_reading", met=False)]) if has_threshold else (Status.MET, [])
    if taken == "some":
        return Status.PARTLY, []
    if taken == "back":
        return Status.NOT_MET, []
    return Status.UNKNOWN, [Reason("nothing_known")]
