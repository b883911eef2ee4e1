"""By when each milestone is due: the last day that the plan as written allows it, counted from what has happened so far.

What is verified was due by what stood before its own day: had it counted from its own day, nothing would ever have been late.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping

from milestones.domain.schedule import Schedule
from roadmap.domain.document import Document


def deadlines(document: Document, actual: Mapping[str, dt.date]) -> dict[str, dt.date | None]:
    """By milestone, None where nothing bounds it. ``actual``: the days of those that are verified and in force."""
    schedule = Schedule(document, actual)
    found = {key: schedule.latest(key) for key in schedule.terms if key not in actual}
    for keys in _latest_first({key: day for key, day in actual.items() if key in schedule.terms}):
        schedule.reopen(keys)
        found |= {key: schedule.latest_by_links(key) for key in keys}
    return found


def _latest_first(actual: Mapping[str, dt.date]) -> list[list[str]]:
    """The milestones of each day, the last day first."""
    by_day: dict[dt.date, list[str]] = defaultdict(list)
    for key, day in actual.items():
        by_day[day].append(key)
    return [by_day[day] for day in sorted(by_day, reverse=True)]
