"""A document with all that is computed from it, once for all its pictures."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from milestones.domain.evidence.crossings import CrossingState, compute_crossings
from milestones.domain.evidence.progress import Progress, actual_dates, compute_progress
from milestones.domain.evidence.two_ended import TwoEnded, compute_measures
from milestones.domain.exchanges.assessing import Assessment, assess
from milestones.domain.schedule import Schedule
from roadmap.domain.document import Document


@dataclass(frozen=True)
class Plan:
    """``as_of``: the day whose evidence counts. A document that was filtered for a reader gives a plan of what they see."""

    document: Document
    as_of: dt.date

    @cached_property
    def schedule(self) -> Schedule:
        """With the days on which milestones were verified; not pushed on by the day it is."""
        return Schedule(self.document, actual_dates(compute_progress(self.document, self.as_of)))

    @cached_property
    def agreed(self) -> Schedule:
        """As agreed, before anything happened."""
        return Schedule(self.document)

    @cached_property
    def progress(self) -> Mapping[str, Progress]:
        latest = {key: self.schedule.latest(key) for key in self.schedule.terms}
        return compute_progress(self.document, self.as_of, latest)

    @cached_property
    def assessment(self) -> Assessment:
        days = {key: self.schedule.earliest(key) for key in self.schedule.terms}
        return assess(self.document, days=days, achieved=actual_dates(self.progress))

    @cached_property
    def measures(self) -> Mapping[str, TwoEnded]:
        return compute_measures(self.document, self.as_of)

    @cached_property
    def crossings(self) -> Mapping[str, CrossingState]:
        return compute_crossings(self.document, self.as_of)
