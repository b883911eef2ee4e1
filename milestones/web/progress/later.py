"""What became known only after the day that a page is seen from, in words, and what was seen otherwise on that day."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import ngettext

from milestones.domain.evidence.knowledge import Later
from milestones.domain.hindsight import Otherwise, seen_otherwise
from milestones.domain.plan import Plan
from milestones.web.progress import words
from milestones.web.progress.frame import language_now
from roadmap.domain.document import Document
from roadmap.domain.document.local import local_day, local_number

_CHIPS: dict[str, Callable[[Any], words.Chip]] = {
    "milestones": words.state_chip,
    "measures": words.working_chip,
    "crossings": words.passage_chip,
    "criteria": words.status_chip,
    "policy_lines": words.line_chip,
}


@dataclass(frozen=True)
class OtherwiseRow:
    """An item, in one area for a criterion, as it was seen on the day and as it is seen today."""

    code: str
    title: str
    area: words.Tag | None
    then: words.Chip
    now: words.Chip


@dataclass(frozen=True)
class LaterNote:
    """``told`` says how many reports arrived or were withdrawn later; ``rows`` what they changed, of the page's own kind."""

    told: list[str]
    rows: list[OtherwiseRow]


def later_note(plan: Plan, kind: str) -> LaterNote | None:
    """None where the day knew all that is known today. ``kind``: of what the page tells."""
    if plan.later is None:
        return None
    changed = (each for each in seen_otherwise(plan) if each.ref.partition("/")[0] == kind)
    return LaterNote(_told(plan.later, local_day(plan.as_of, language_now())), [_row(each, plan.document) for each in changed])


def _told(later: Later, day: str) -> list[str]:
    arrived = len(later.arrived) + len(later.lines_arrived)
    withdrawn = len(later.withdrawn) + len(later.lines_withdrawn)
    found = []
    if arrived:
        words = ngettext(
            "%(count)s report of this time was recorded only after %(day)s.",
            "%(count)s reports of this time were recorded only after %(day)s.",
            arrived,
        )
        found.append(words % {"count": local_number(arrived, language_now()), "day": day})
    if withdrawn:
        words = ngettext(
            "%(count)s report of this time has been withdrawn since, and counts no more.",
            "%(count)s reports of this time have been withdrawn since, and count no more.",
            withdrawn,
        )
        found.append(words % {"count": local_number(withdrawn, language_now())})
    return found


def _row(each: Otherwise, document: Document) -> OtherwiseRow:
    entry = document.entry(each.ref)
    assert entry is not None  # noqa: S101 what is computed is in the document
    chip = _CHIPS[entry.kind]
    area = words.tag_of(each.area, document) if each.area else None
    return OtherwiseRow(entry.code, entry.title(), area, chip(each.then), chip(each.now))
