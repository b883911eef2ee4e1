"""Everything that is to be said of a draft's exchanges, in one go."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from milestones.domain.exchanges.commitments import Exchanges, read_exchanges
from milestones.domain.exchanges.deadlocks import Deadlocks, find_deadlocks
from milestones.domain.exchanges.findings import Finding, find_faults
from milestones.domain.exchanges.ledger import Ledger, build_ledger
from milestones.domain.exchanges.protected import Protected, protected_in_exchange
from roadmap.domain.document import Document


@dataclass(frozen=True)
class Assessment:
    """``findings`` come first on a page: they say at a glance what the rest says in detail."""

    document: Document
    exchanges: Exchanges
    ledger: Ledger
    deadlocks: Deadlocks
    protected: tuple[Protected, ...]
    findings: tuple[Finding, ...]

    def as_dict(self) -> dict[str, Any]:
        return {
            "parties": self.exchanges.parties.as_dict(),
            "findings": [each.as_dict() for each in self.findings],
            "ledger": self.ledger.as_dict(),
            **self.deadlocks.as_dict(),
            "protected": [each.as_dict(self.document) for each in self.protected],
        }


def assess(
    document: Document,
    *,
    days: Mapping[str, dt.date | None] | None = None,
    achieved: Collection[str] | Mapping[str, dt.date] = (),
    as_of: dt.date | None = None,
) -> Assessment:
    """``days``: when each milestone is due at the earliest, from the schedule; ``achieved``: what evidence has verified by
    ``as_of``, the day it is seen from, and when."""
    exchanges = read_exchanges(document)
    ledger = build_ledger(document, days=days, achieved=achieved, as_of=as_of, exchanges=exchanges)
    deadlocks = find_deadlocks(document, achieved=achieved, exchanges=exchanges)
    protected = protected_in_exchange(document, exchanges=exchanges)
    return Assessment(document, exchanges, ledger, deadlocks, protected, find_faults(ledger, deadlocks, protected))
