"""What is no longer anyone's to give on a day: achieved, ended or suspended, its time over, or its area ended."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from milestones.domain.evidence.progress import Progress
from milestones.domain.exchanges.commitments import Exchanges
from milestones.domain.parties import has_ended
from milestones.domain.plan import Plan
from milestones.enums import Progress as State
from roadmap.domain.document import Document

Gone = Literal["achieved", "ended", "suspended", "window-over", "area-ended"]


@dataclass(frozen=True)
class Past:
    """``gone``: milestone → why it cannot be given any more, with the last day (``window-over``) or the areas (``area-ended``).

    ``achieved`` holds up nobody. ``ended``: keys of the areas that have ended by ``as_of``: nothing can be brought to them.
    """

    as_of: dt.date | None = None
    achieved: frozenset[str] = frozenset()
    gone: Mapping[str, tuple[Gone, tuple[str, ...]]] = field(default_factory=dict)
    ended: frozenset[str] = frozenset()


def past_of(plan: Plan) -> Past:
    """What is over in a document as it stands on the plan's day; progress says what is verified and which window has passed."""
    ended = ended_areas(plan.document, plan.as_of)
    exchanges = plan.assessment.exchanges
    gone = {key: why for key, each in plan.progress.items() if (why := _why(each, exchanges, ended, plan.as_of))}
    return Past(plan.as_of, frozenset(plan.actual), gone, ended)


def ended_areas(document: Document, as_of: dt.date) -> frozenset[str]:
    """Keys of the areas whose last day is before ``as_of``."""
    return frozenset(area.key for area in document.of("areas") if has_ended(area, as_of))


def _why(each: Progress, exchanges: Exchanges, ended: frozenset[str], as_of: dt.date) -> tuple[Gone, tuple[str, ...]] | None:
    """A suspended milestone that was verified is not given again; one that was not is not given while it is suspended."""
    if each.by_evidence == State.VERIFIED:
        return "achieved", ()
    if each.state == State.SUSPENDED:
        return "suspended", ()
    if each.by_evidence == State.ENDED:
        return "ended", ()
    if each.deadline and each.deadline < as_of:
        return "window-over", (each.deadline.isoformat(),)
    givers = dict.fromkeys(_givers(each.key, exchanges))
    over = tuple(giver for giver in givers if giver in ended)
    return ("area-ended", over) if over else None


def _givers(milestone: str, exchanges: Exchanges) -> Iterator[Any]:
    """Who is to do it, and who gives it in an exchange."""
    yield from exchanges.areas_of(milestone)
    for exchange in exchanges.exchanges:
        yield from (giver for each in exchange.commitments if each.milestone == milestone for giver in each.givers)
