"""What a change of areas would bring in the plan and in the exchanges, told before anything is saved."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from milestones.domain import area_changes
from milestones.domain.exchanges.balance import Balance
from milestones.domain.exchanges.findings import Finding, found_anew
from milestones.domain.parties import areas_doing
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
    heirs = _heirs(before.document, after, done)
    known = before.assessment.findings
    new = (each for each in then.assessment.findings if found_anew(known, [_as_it_was(each, heirs)]))
    return Outlook(before, then, found, tuple(new))


def _heirs(before: Document, after: Document, done: area_changes.Changed) -> dict[str, tuple[str, ...]]:
    """The areas that carry on what others did, each with those whom it stands for: itself, if it was there."""
    carrying = {area for key in done.passed_on if (entry := after.find("milestones", key)) for area in areas_doing(entry)}
    return {
        entry.key: (entry.key,) if before.find("areas", entry.key) else tuple(entry.data.get("predecessors") or ())
        for entry in after.of("areas")
        if entry.key in carrying or entry.key in done.areas
    }


def _as_it_was(finding: Finding, heirs: Mapping[str, tuple[str, ...]]) -> Finding:
    """The finding as it would have been told before the change. Where it names milestones, whoever carries them on is no news;
    else a new area stands for those that it continues."""
    if finding.milestones:
        parties = [each for each in finding.parties if each not in heirs]
    else:
        parties = [was for each in finding.parties for was in heirs.get(each, (each,))]
    return replace(finding, parties=tuple(dict.fromkeys(parties)))


def _lost(document: Document, lapsed: Collection[str]) -> dict[str, list[str]]:
    """By exchange the commitments that end."""
    bound = {
        exchange.key: [row["milestone"] for row in exchange.data.get("commitments") or () if row.get("milestone") in lapsed]
        for exchange in document.of("exchanges")
    }
    return {key: gone for key, gone in bound.items() if gone}
