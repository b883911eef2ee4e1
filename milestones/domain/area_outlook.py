"""What a change of areas would bring in the plan and in the exchanges, told before anything is saved."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from milestones.domain import area_changes
from milestones.domain.exchanges.balance import Balance
from milestones.domain.exchanges.findings import Finding, found_anew
from milestones.domain.plan import Plan
from milestones.domain.schedule.changes import Changed
from milestones.domain.schedule.scenarios import WhatIf, compare
from roadmap.domain.document import Document


@dataclass(frozen=True)
class Outlook:
    """``found``: the schedule as it would be and all that differs, as a what-if tells it; ``findings``: what would be wrong with
    the exchanges and is not yet, alarms and warnings, the heaviest first."""

    before: Plan
    after: Plan
    found: WhatIf
    findings: tuple[Finding, ...]

    @property
    def balances(self) -> tuple[Balance, Balance]:
        """As the draft is, and as it would be."""
        return self.before.assessment.ledger.balance, self.after.assessment.ledger.balance

    def as_dict(self) -> dict[str, Any]:
        before, after = (each.as_dict() for each in self.balances)
        findings = [each.as_dict() for each in self.findings]
        return {**self.found.comparison.as_dict(), "findings": findings, "balance": {"before": before, "after": after}}


def outlook(before: Plan, after: Document, done: area_changes.Changed) -> Outlook:
    """``after`` is the draft as it would be once ``done`` is saved; both are seen from one day. Asks nothing of the database."""
    then = Plan(after, before.as_of, before.forecast)
    passed, lapsed = list(done.passed_on), list(done.lapsed)
    changed = Changed(after, then.actual, passed=passed, lapsed=lapsed, lost=_lost(after, lapsed))
    found = WhatIf(after, then.schedule, compare(before.schedule, then.schedule, changed))
    return Outlook(before, then, found, found_anew(before.assessment.findings, then.assessment.findings))


def _lost(document: Document, lapsed: Collection[str]) -> dict[str, list[str]]:
    """By exchange the commitments that end."""
    bound = {
        exchange.key: [row["milestone"] for row in exchange.data.get("commitments") or () if row.get("milestone") in lapsed]
        for exchange in document.of("exchanges")
    }
    return {key: gone for key, gone in bound.items() if gone}
