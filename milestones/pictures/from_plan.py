"""The pictures' data from a document and what is computed from it, in the active language. No database."""

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Literal, get_args

from django.utils.translation import gettext as _

from milestones.domain.evidence.progress import Progress
from milestones.domain.evidence.reading import ACHIEVED, day
from milestones.domain.parties import areas_on
from milestones.domain.plan import Plan
from milestones.domain.schedule import Schedule
from milestones.domain.schedule.doubts import Doubt, doubts
from milestones.domain.timeframes import named_days
from milestones.enums import Progress as State
from milestones.pictures import data
from milestones.pictures.data import (
    Anchor,
    Area,
    Crossing,
    Group,
    LinkageData,
    Measure,
    ProgressData,
    Sector,
    Suspension,
    TimelineData,
    TimelineLink,
    TimelineRow,
    Unknown,
)
from roadmap.domain.document import Entry

#: What a timeline's rows are grouped by.
By = Literal["area", "sector", "exchange"]
_THIRD, _JOINT, _NONE = "~third", "~joint", "~none"
_STATES: dict[str, data.State] = {state: state for state in get_args(data.State)}
_WORKING: dict[str, data.Working] = {state: state for state in get_args(data.Working)}
_PASSAGES: dict[str, data.Passage] = {state: state for state in get_args(data.Passage)}


def timeline_data(plan: Plan, language: str, *, by: By = "area", today_label: str = "") -> TimelineData:
    """Every milestone under its area, its sector or the first exchange that binds it. What has lapsed by decision has no days."""
    keys = _grouping(plan, by)
    days = _Days(plan)
    halts = _suspensions(plan)
    titles = {
        "area": _("Timeline of the milestones by area"),
        "sector": _("Timeline of the milestones by sector"),
        "exchange": _("Timeline of the milestones by exchange"),
    }
    return TimelineData(
        title=titles[by],
        groups=tuple(_groups(plan, by, language)),
        rows=tuple(
            TimelineRow(
                key=entry.key,
                code=entry.code,
                title=entry.title(language),
                group=keys[entry.key],
                suspensions=tuple(halts.get(entry.key, ())),
                **days.of(entry),
            )
            for entry in plan.document.of("milestones")
        ),
        links=tuple(_links(plan, days)),
        anchors=_anchors(plan),
        today=plan.as_of,
        today_label=today_label,
    )


class _Days:
    """What a row tells of the schedule. Days that cannot be known are left out: computed as if a circle were open, they would be
    taken for facts."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.agreed = plan, Schedule(plan.document)
        self.doubts, self.doubts_agreed = doubts(plan.schedule), doubts(self.agreed)
        self.critical = [key for key in plan.schedule.critical_path if key not in self.doubts]

    def of(self, entry: Entry) -> dict[str, Any]:
        found, doubt = self.plan.progress[entry.key], self.doubts.get(entry.key)
        # What has happened is shown against the days that were agreed for it.
        if found.actual:
            earliest, latest = _known(self.agreed, entry.key, self.doubts_agreed.get(entry.key))
        else:
            earliest, latest = _known(self.plan.schedule, entry.key, doubt)
        is_bounded = earliest and latest and not found.actual
        return {
            "earliest": earliest,
            "latest": latest,
            "actual": found.actual,
            "slack": self.plan.schedule.slack(entry.key) if is_bounded else None,
            "critical": entry.key in self.critical,
            "state": _STATES[found.state],
            "ended": day((entry.data.get("lapse") or {}).get("date")) if found.by_evidence == State.ENDED else None,
            "unknown": _unknown(doubt) if not found.actual else "",
        }


def _known(schedule: Schedule, key: str, doubt: Doubt | None) -> tuple[dt.date | None, dt.date | None]:
    """The first and the last day, without what is in doubt."""
    if key not in schedule.terms or (doubt and not doubt.is_late):
        return None, None
    return schedule.earliest(key), None if doubt else schedule.latest(key)


def _unknown(doubt: Doubt | None) -> Unknown:
    if doubt is None:
        return ""
    return "last" if doubt.is_late else doubt.by


def _suspensions(plan: Plan) -> dict[str, list[Suspension]]:
    """By milestone, each suspension as it was known on the day; what was lifted later was in force then."""
    found: dict[str, list[Suspension]] = {}
    for line in plan.document.of("policy_lines"):
        for row in line.data.get("suspensions") or ():
            since, until = day(row.get("since")), day(row.get("until"))
            if row.get("milestone") and since and since <= plan.as_of:
                over = until if until and until <= plan.as_of else None
                found.setdefault(row["milestone"], []).append(Suspension(since, over, line.code))
    return {key: sorted(rows, key=lambda each: each.since) for key, rows in found.items()}


def _groups(plan: Plan, by: By, language: str) -> Iterator[Group]:
    kinds = {"area": "areas", "sector": "sectors", "exchange": "exchanges"}
    for entry in plan.document.of(kinds[by]):
        yield Group(entry.key, entry.code, entry.title(language))
    if by == "area":
        yield Group(_JOINT, "", _("Several areas together"))
        yield Group(_THIRD, "T", _("Third parties"))
    elif by == "sector":
        yield Group(_NONE, "", _("In no sector"))
    else:
        yield Group(_NONE, "", _("In no exchange"))


def _grouping(plan: Plan, by: By) -> dict[str, str]:
    """The group of each milestone."""
    milestones = plan.document.of("milestones")
    if by == "area":
        return {entry.key: _area_of(entry) for entry in milestones}
    if by == "sector":
        sectors: dict[str, str] = {entry.key: entry.data.get("sector") or "" for entry in plan.document.of("measures")}
        return {entry.key: sectors.get(entry.data.get("measure") or "") or _NONE for entry in milestones}
    bound: dict[str, str] = {}
    for exchange in plan.document.of("exchanges"):
        for commitment in exchange.data.get("commitments") or ():
            bound.setdefault(commitment.get("milestone") or "", exchange.key)
    return {entry.key: bound.get(entry.key, _NONE) for entry in milestones}


def _area_of(entry: Entry) -> str:
    areas: Sequence[str] = entry.data.get("areas") or ()
    if entry.data.get("area") or len(areas) == 1:
        return str(entry.data.get("area") or areas[0])
    return _JOINT if areas else _THIRD


def _links(plan: Plan, days: _Days) -> Iterator[TimelineLink]:
    """What the schedule counts with: conditions, gates of exchanges, shared days (each pair of neighbours once)."""
    path = {pair for pair in pairwise(plan.schedule.critical_path) if not days.doubts.keys() & set(pair)}
    for key, terms in plan.schedule.terms.items():
        for link in terms.links:
            if link.by in {"requires", "gate"}:
                critical = (link.of, key) in path or (key, link.of) in path
                yield TimelineLink(link.of, key, "gate" if link.by == "gate" else "requires", critical)
        for options in terms.anys:
            for option in options:
                yield TimelineLink(option, key, "any", (option, key) in path or (key, option) in path)
    yield from _shared(plan)


def _shared(plan: Plan) -> Iterator[TimelineLink]:
    """Milestones of one day as a chain: three of them take two links."""
    terms = plan.schedule.terms
    seen: set[str] = set()
    for key in terms:
        if key in seen:
            continue
        group, waiting = [], [key]
        while waiting:
            here = waiting.pop()
            if here not in seen and here in terms:
                seen.add(here)
                group.append(here)
                waiting += sorted(terms[here].together, reverse=True)
        for one, other in pairwise(group):
            yield TimelineLink(one, other, "together")


def _anchors(plan: Plan) -> tuple[Anchor, ...]:
    return tuple(Anchor(name, day) for name, day in named_days(plan.document).items())


def linkage_data(plan: Plan, language: str) -> LinkageData:
    """Areas in force on the day; measures and crossings with their state on it."""
    document = plan.document
    return LinkageData(
        title=_("Linkages between the areas"),
        areas=tuple(Area(entry.key, entry.code, entry.title(language)) for entry in areas_on(document, plan.as_of)),
        sectors=tuple(Sector(entry.key, entry.code, entry.title(language)) for entry in document.of("sectors")),
        measures=tuple(
            Measure(
                entry.code,
                entry.title(language),
                entry.data.get("sector") or "",
                tuple(entry.data.get("areas") or ()),
                _WORKING[plan.measures[entry.key].state],
            )
            for entry in document.of("measures")
        ),
        crossings=tuple(
            Crossing(entry.code, entry.title(language), (between[0], between[1]), _PASSAGES[plan.crossings[entry.key].state])
            for entry in document.of("crossings")
            if len(between := _between(entry)) == 2
        ),
    )


def _between(crossing: Entry) -> Sequence[str]:
    return crossing.data.get("between") or []


def progress_data(plan: Plan, language: str, *, today_label: str = "") -> ProgressData:  # noqa: ARG001 the shape of all adapters
    """The plan as agreed against what evidence has verified, and claimed. What has lapsed by decision is not counted."""
    agreed = Schedule(plan.document)
    terms, in_doubt = agreed.terms, doubts(agreed)
    days = [_known(agreed, key, in_doubt.get(key)) for key in terms]
    known = [found for key, found in plan.progress.items() if key in terms]
    return ProgressData(
        title=_("Progress against the plan"),
        total=len(terms),
        earliest=tuple(first for first, _last in days if first),
        latest=tuple(last for _first, last in days if last),
        verified=tuple(found.actual for found in known if found.actual),
        claimed=tuple(day for found in known for day in _claimed(found)),
        anchors=_anchors(plan),
        today=plan.as_of,
        today_label=today_label,
    )


def _claimed(found: Progress) -> list[dt.date]:
    """The day of the first claim that it is achieved, for what is claimed or verified now."""
    if found.state not in {State.CLAIMED, State.VERIFIED}:
        return []
    days = [each.record.date for each in found.evidence if each.record.claim == ACHIEVED and not each.record.withdrawn]
    return [min(days)] if days else [found.actual] if found.actual else []
