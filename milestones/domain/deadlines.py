"""By when each milestone is due: the last day that the plan as written allows it, counted from what has happened.

What is verified was due by its own window and by what waits for it, like all else: had it counted from its own day, nothing would
ever have been late.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from milestones.domain.schedule import Schedule
from roadmap.domain.document import Document


def deadlines(document: Document, actual: Mapping[str, dt.date], schedule: Schedule) -> dict[str, dt.date | None]:
    """By milestone, None where nothing bounds it. ``actual``: the days of those that are verified and in force; ``schedule``: of
    the document with them."""
    due = _latest(schedule)
    if actual:
        was_due = _latest(Schedule(_counted_from(document, actual)))
        due |= {key: was_due[key] for key in actual if key in was_due}
    return due


def _latest(schedule: Schedule) -> dict[str, dt.date | None]:
    return {key: schedule.latest(key) for key in schedule.terms}


def _counted_from(document: Document, actual: Mapping[str, dt.date]) -> Document:
    """The document in which windows that count from what has happened count from its day, while it is still to happen itself."""
    days = {key: day.isoformat() for key, day in actual.items()}
    return replace(document, roadmap={**document.roadmap, "anchors": {**days, **(document.roadmap.get("anchors") or {})}})
