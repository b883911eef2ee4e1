"""A plan on a day: progress, schedule and ledger tell the same of it."""

import datetime as dt

from milestones.domain.plan import Plan
from roadmap.domain.document import Document
from tests.milestones.domain.evidence.documents import document

SCORES = {"cost": {"value": 2}, "benefits": {"gov": {"value": 3}}}


def ending() -> Document:
    """A milestone that ends by decision on 30 April 2024, before its window does, and one that waits for it."""
    return document(
        milestones={
            "buses": {
                "area": "aanes",
                "window": {"not_before": "2024-03-01", "not_after": "2024-12-31"},
                "lapse": {"date": "2024-04-30", "reason": {"en": "The side walked out."}},
            },
            "lists": {"area": "gov", "requires": ["buses"], "window": {"not_after": "2024-12-31"}},
        },
        exchanges={
            "pupils": {"mode": "unconditional", "commitments": [{"milestone": "buses", **SCORES}, {"milestone": "lists"}]}
        },
    )


def test_what_ended_by_decision_later_was_still_to_come() -> None:
    before = Plan(ending(), dt.date(2024, 3, 31), forecast=True)
    assert before.progress["buses"].state.value == "not_started"
    assert (before.schedule.earliest("buses"), before.schedule.latest("buses")) == (dt.date(2024, 3, 31), dt.date(2024, 12, 31))
    assert (before.schedule.earliest("lists"), before.schedule.broken) == (dt.date(2024, 3, 31), [])
    assert before.assessment.ledger.accounts["aanes"].gives == 2


def test_from_that_day_on_nobody_counts_on_it() -> None:
    after = Plan(ending(), dt.date(2024, 4, 30), forecast=True)
    assert after.progress["buses"].state.value == "ended"
    assert "buses" not in after.schedule.terms
    assert [(each.owner, each.of) for each in after.schedule.broken] == [("lists", "buses")]
    assert after.assessment.ledger.accounts["aanes"].gives == 0


def test_the_plan_as_written_has_it_gone() -> None:
    assert "buses" not in Plan(ending(), dt.date(2024, 3, 31)).schedule.terms
