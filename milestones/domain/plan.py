"""A document as it stands on a day: progress out of evidence, the schedule from what was achieved, what the exchanges come to.

The one place that puts the engines in order: actual days come from evidence alone, the schedule counts from them, and what has
lapsed is measured by the schedule's latest days. Pure: nothing is asked of the database.
"""

import datetime as dt
from dataclasses import dataclass, replace
from functools import cached_property

from milestones.domain.deadlines import deadlines
from milestones.domain.evidence.criteria_state import CriterionState, compute_criteria
from milestones.domain.evidence.crossings import PassageOnDay, compute_crossings
from milestones.domain.evidence.knowledge import Later, known_on, later_than
from milestones.domain.evidence.policy import Breach, Unshown, find_breaches, find_unshown
from milestones.domain.evidence.progress import Progress, actual_dates, compute_progress
from milestones.domain.evidence.two_ended import TwoEnded, compute_measures
from milestones.domain.exchanges.assessing import Assessment, assess
from milestones.domain.schedule import Schedule
from roadmap.domain.document import Document, Entry


@dataclass(frozen=True)
class Plan:
    """Each part is computed when it is first asked for, by all that is known today of ``as_of``.

    ``forecast``: what is not achieved by ``as_of`` is still to come.
    """

    document: Document
    as_of: dt.date
    forecast: bool = False

    @cached_property
    def later(self) -> Later | None:
        """What became known of the day only after it; None where it knew all that is known today."""
        return later_than(self.document, self.as_of)

    @cached_property
    def then(self) -> "Plan | None":
        """The same day by what was known on it; None where that is the same."""
        return Plan(known_on(self.document, self.as_of), self.as_of, self.forecast) if self.later else None

    @cached_property
    def actual(self) -> dict[str, dt.date]:
        """The days on which milestones were verified, by key; those in force only."""
        return actual_dates(compute_progress(self.document, self.as_of))

    @cached_property
    def planned(self) -> Document:
        """The plan of the day. What ended by decision later was still to come then; without a forecast, the plan as written."""
        if not self.forecast:
            return self.document
        milestones = [_open(each) if _ends_after(each, self.as_of) else each for each in self.document.of("milestones")]
        return replace(self.document, sections={**self.document.sections, "milestones": milestones})

    @cached_property
    def schedule(self) -> Schedule:
        return Schedule(self.planned, self.actual, self.as_of if self.forecast else None)

    @cached_property
    def progress(self) -> dict[str, Progress]:
        """By milestone; lapsing is measured by the latest days that the plan as written allows, whatever day it is."""
        as_written = Schedule(self.planned, self.actual) if self.forecast else self.schedule
        return compute_progress(self.document, self.as_of, deadlines(self.planned, self.actual, as_written))

    @cached_property
    def days(self) -> dict[str, dt.date | None]:
        """When each milestone happens at the earliest."""
        return {key: self.schedule.earliest(key) for key in self.schedule.terms}

    @cached_property
    def assessment(self) -> Assessment:
        """Ledger, deadlocks and findings of the exchanges."""
        return assess(self.planned, days=self.days, achieved=self.actual, as_of=self.as_of)

    @cached_property
    def measures(self) -> dict[str, TwoEnded]:
        return compute_measures(self.document, self.as_of)

    @cached_property
    def crossings(self) -> dict[str, PassageOnDay]:
        return compute_crossings(self.document, self.as_of)

    @cached_property
    def criteria(self) -> dict[str, dict[str, CriterionState]]:
        """The state of every criterion in every area of the day, by the criterion's key and then the area's."""
        return compute_criteria(self.document, self.as_of, self.progress)

    @cached_property
    def breaches(self) -> list[Breach]:
        return find_breaches(self.document, self.progress, self.as_of)

    @cached_property
    def unshown(self) -> list[Unshown]:
        """Watched milestones that lapsed without a report that shows it."""
        return find_unshown(self.document, self.progress, self.as_of)


def _ends_after(milestone: Entry, on: dt.date) -> bool:
    """Whether it ends by a decision, on a later day."""
    ends = (milestone.data.get("lapse") or {}).get("date")
    return bool(ends and dt.date.fromisoformat(ends) > on)


def _open(milestone: Entry) -> Entry:
    return replace(milestone, data={name: value for name, value in milestone.data.items() if name != "lapse"})
