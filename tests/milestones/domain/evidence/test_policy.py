"""Policy lines: what breaks them, what they propose, and what a suspension leaves standing."""

import datetime as dt
from typing import Any

import pytest

from milestones.domain.evidence.policy import (
    Breach,
    Consequences,
    Proposal,
    Restored,
    Unshown,
    consequences,
    find_breaches,
    find_unshown,
)
from milestones.domain.evidence.progress import compute_progress
from roadmap.domain.document import Document
from tests.milestones.domain.evidence.documents import day, document, evidence, report

MILESTONES: dict[str, Any] = {
    "releases": {"area": "gov", "window": {"not_after": "2023-10-01"}},
    "funds": {"area": "aanes", "reversal": {"en": "The account is blocked again."}},
    "aid": {"area": "aanes", "protected_subjects": ["aid-access"]},
    "exams": {"area": "gov"},
}
LINE: dict[str, Any] = {"title": {"en": "No releases, no funds"}, "watches": ["releases"], "suspends": ["funds", "aid"]}
EXCHANGES: dict[str, Any] = {
    "first": {
        "commitments": [
            {"milestone": "releases", "grace": "1m"},
            {"milestone": "funds", "restored_within": "14d", "loss": {"en": "Bank fees"}},
        ]
    },
    "second": {"commitments": [{"milestone": "exams"}, {"milestone": "aid"}]},
}
VERIFIED = [report("achieved", "2023-08-01", "A"), report("achieved", "2023-08-02", "B")]
REVERSED = [report("reversed", "2023-09-01", "A"), report("reversed", "2023-09-05", "B")]


def plan(*reports: dict[str, Any], **line: Any) -> Document:
    return document(
        milestones=MILESTONES, policy_lines={"gate": {**LINE, **line}}, exchanges=EXCHANGES, evidence=evidence(*reports)
    )


def breaches(as_of: str, one: Document) -> list[Breach]:
    return find_breaches(one, compute_progress(one, day(as_of)), day(as_of))


def unshown(as_of: str, one: Document) -> list[Unshown]:
    return find_unshown(one, compute_progress(one, day(as_of)), day(as_of))


PROPOSED = (Proposal("funds", confirmed=False), Proposal("aid", confirmed=False, protected=("aid-access",)))


def test_a_reversal_that_meets_the_rule_breaks_the_line_at_once() -> None:
    """Its grace is told for whoever decides: the line's own, else the exchange's."""
    assert breaches("2023-09-04", plan(*VERIFIED, *REVERSED)) == []
    assert breaches("2023-09-05", plan(*VERIFIED, *REVERSED)) == [
        Breach("gate", "releases", "reversed", dt.date(2023, 9, 5), dt.date(2023, 10, 5), ("v-003", "v-004"), PROPOSED)
    ]
    assert [each.due for each in breaches("2023-09-05", plan(*VERIFIED, *REVERSED, grace="14d"))] == [dt.date(2023, 9, 19)]


@pytest.mark.parametrize(
    ("grace", "quiet", "broken", "due"),
    [
        ("14d", "2023-10-15", "2023-10-16", dt.date(2023, 10, 16)),
        ("", "2023-11-01", "2023-11-02", dt.date(2023, 11, 2)),
        ("0d", "2023-10-01", "2023-10-02", dt.date(2023, 10, 2)),
    ],
)
def test_a_lapse_that_a_report_shows_breaks_the_line_when_its_grace_is_over(
    grace: str, quiet: str, broken: str, due: dt.date
) -> None:
    """Without a grace of the line that of the commitment holds."""
    shown = plan(report("not_achieved", "2023-10-02", "A"), grace=grace)
    assert breaches(quiet, shown) == []
    assert breaches(broken, shown) == [
        Breach("gate", "releases", "lapsed", dt.date(2023, 10, 2), due, ("v-001",), PROPOSED),
    ]


def test_silence_breaks_no_line_and_is_told() -> None:
    """A window that passed is no evidence: nobody said whether it was done."""
    silent = plan(grace="14d")
    assert (breaches("2023-10-16", silent), unshown("2023-10-15", silent)) == ([], [])
    assert unshown("2023-10-16", silent) == [Unshown("gate", "releases", dt.date(2023, 10, 2), dt.date(2023, 10, 16))]
    shown = plan(report("partly", "2023-10-20", "A"), grace="14d")
    assert (breaches("2023-10-19", shown), len(unshown("2023-10-19", shown))) == ([], 1)
    assert (len(breaches("2023-10-20", shown)), unshown("2023-10-20", shown)) == (1, [])


OWN = {"on_behalf_of": "gov", "independent": False}


@pytest.mark.parametrize(
    ("reports", "evidence"),
    [
        ([report("not_achieved", "2023-10-01", "A")], ()),  # of its last day: it could still be done
        ([report("not_achieved", "2023-10-02", "A")], ("v-001",)),
        ([report("partly", "2023-10-02", "A")], ("v-001",)),
        ([report("not_achieved", "2023-10-02", "A", confidence="low")], ()),
        ([report("not_achieved", "2023-10-02", "A", withdrawn={"date": "2023-10-03"})], ()),
        ([report("not_achieved", "2023-10-02", "Other side", independent=False)], ()),  # one side alone undoes nothing
        ([report("partly", "2023-10-02", "Damascus", **OWN)], ("v-001",)),  # it says so itself
        ([report("not_achieved", "2023-10-02", "A"), report("achieved", "2023-10-05", "Damascus", **OWN)], ("v-001",)),
        ([report("not_achieved", "2023-10-02", "A"), report("achieved", "2023-10-05", "B")], ()),
        ([report("not_achieved", "2023-10-05", "A"), report("achieved", "2023-10-05", "B")], ("v-001",)),
        ([report("not_achieved", "2023-10-02", "A"), report("achieved", "2023-10-05", "A")], ()),
    ],
)
def test_what_shows_that_it_was_not_done(reports: list[dict[str, Any]], evidence: tuple[str, ...]) -> None:
    one = plan(*reports, grace="14d")
    assert [each.evidence for each in breaches("2024-01-01", one)] == ([evidence] if evidence else [])
    assert len(unshown("2024-01-01", one)) == (0 if evidence else 1)


def test_what_was_ended_by_decision_owes_nothing() -> None:
    lapse = {"date": "2023-09-01", "reason": {"en": "Overtaken."}}
    one = document(
        milestones={**MILESTONES, "releases": {**MILESTONES["releases"], "lapse": lapse}},
        policy_lines={"gate": LINE},
        evidence=evidence(report("not_achieved", "2023-10-20", "A")),
    )
    assert compute_progress(one, day("2024-01-01"))["releases"].state == "ended"
    assert (breaches("2024-01-01", one), unshown("2024-01-01", one)) == ([], [])


def test_the_grace_where_nobody_named_one_is_a_setting(settings: Any) -> None:
    settings.EVIDENCE_GRACE = "1w"
    shown = evidence(report("not_achieved", "2023-10-02", "A"))
    one = document(milestones=MILESTONES, policy_lines={"gate": LINE}, evidence=shown)
    assert breaches("2023-10-08", one) == []
    assert [each.due for each in breaches("2023-10-09", one)] == [dt.date(2023, 10, 9)]


def test_what_is_verified_breaks_nothing() -> None:
    assert breaches("2024-01-01", plan(*VERIFIED)) == []


def test_a_confirmed_suspension_is_told_with_the_breach() -> None:
    held = [{"milestone": "funds", "since": "2023-09-06", "reason": {"en": "Reversed"}}]
    (found,) = breaches("2023-09-10", plan(*VERIFIED, *REVERSED, suspensions=held))
    assert found.proposals == (Proposal("funds", confirmed=True), PROPOSED[1])
    assert [proposal.is_open for proposal in found.proposals] == [False, False]


def test_what_is_suspended_owes_nothing_while_it_is() -> None:
    """Its reversal is the way back that was agreed, and its window does not run out."""
    held = [{"milestone": "releases", "since": "2023-08-15"}]
    assert breaches("2024-01-01", plan(*VERIFIED, *REVERSED, suspensions=held)) == []
    assert breaches("2024-01-01", plan(suspensions=held)) == []


def test_the_status_quo_is_restored_in_time_and_other_exchanges_survive() -> None:
    assert consequences(plan(), ["funds"], day("2023-09-06")) == Consequences(
        restored=(
            Restored(
                "funds",
                {"en": "The account is blocked again."},
                "first",
                "14d",
                dt.date(2023, 9, 20),
                {"en": "Bank fees"},
            ),
        ),
        touched=("first",),
        partners=("releases",),
        survives=("second",),
    )


def test_a_milestone_outside_of_exchanges_has_its_reversal_alone() -> None:
    one = document(milestones=MILESTONES, policy_lines={"gate": LINE})
    assert consequences(one, ["funds"], day("2023-09-06")).restored == (
        Restored("funds", {"en": "The account is blocked again."}),
    )
