"""Suspending what a broken policy line names, and lifting that again: a facilitator's decisions, with reasons, on record."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from accounts.domain.acting import verb
from accounts.domain.errors import Conflict
from accounts.models import User
from milestones.domain.deciding import Reason, problems_of_a_row, require_reason, require_right, today
from milestones.domain.evidence.progress import suspended
from milestones.domain.plan import Plan
from milestones.models import PolicyLine
from roadmap.domain.document.storage import build_document
from roadmap.domain.drafting import change_item


class NoBreach(Conflict):
    """Evidence shows no breach of this line that would suspend this milestone, or it is suspended under it already."""

    code = "no-breach"

    def __init__(self) -> None:
        super().__init__(_("The line is not broken, or it does not suspend this milestone, or that is suspended already."))


class NotSuspended(Conflict):
    """The milestone is not suspended under this line."""

    code = "not-suspended"

    def __init__(self) -> None:
        super().__init__(_("This milestone is not suspended under this line."))


@verb
def confirm_suspension(
    *,
    line: PolicyLine,
    milestone: str,
    reason: Reason,
    actor: User,
    evidence: str = "",
) -> PolicyLine:
    """Suspend a counterpart that a broken line proposes, from today on. ``milestone`` and ``evidence`` are keys.

    ``evidence`` defaults to the first record that shows the breach. Raises Forbidden, Invalid without a reason, or NoBreach:
    nothing is suspended that no evidence calls for, nor what concerns a protected subject.
    """
    require_right(actor, "milestones.decide_suspension", line)
    line = _locked(line)
    reason = require_reason(reason)
    plan = Plan(build_document(line.roadmap), today())
    found = [
        breach
        for breach in plan.breaches
        if breach.line == line.key and any(each.milestone == milestone and each.is_open for each in breach.proposals)
    ]
    if not found:
        raise NoBreach
    shown = evidence or next((key for breach in found for key in breach.evidence), "")
    row = {"milestone": milestone, "since": plan.as_of.isoformat(), "reason": reason, **({"evidence": shown} if shown else {})}
    return _changed(line, [*line.suspensions, row])


@verb
def lift_suspension(*, line: PolicyLine, milestone: str, reason: Reason, actor: User) -> PolicyLine:
    """End the suspension of a milestone under a line today; it stays on record. Raises Forbidden, Invalid or NotSuspended."""
    require_right(actor, "milestones.decide_suspension", line)
    line = _locked(line)
    reason = require_reason(reason)
    day = today()
    if not any(each.item == line.key for each in suspended(build_document(line.roadmap), day).get(milestone, ())):
        raise NotSuspended
    rows = [
        {**row, "until": day.isoformat(), "lifted": reason} if _in_force(row, milestone, day) else row for row in line.suspensions
    ]
    return _changed(line, rows)


def _changed(line: PolicyLine, rows: list[dict[str, Any]]) -> PolicyLine:
    with problems_of_a_row():
        changed = change_item(item=line, kind_name="policy_lines", changes={"suspensions": rows})
    assert isinstance(changed, PolicyLine)  # noqa: S101 for the type checker
    return changed


def _in_force(row: Mapping[str, Any], milestone: str, day: dt.date) -> bool:
    return bool(row["milestone"] == milestone and row["since"] <= day.isoformat() < row.get("until", "9999"))


def _locked(line: PolicyLine) -> PolicyLine:
    """The line, held until the decision is written."""
    return PolicyLine.objects.select_for_update(of=("self",)).select_related("roadmap").get(pk=line.pk)  # type: ignore[no-any-return]
