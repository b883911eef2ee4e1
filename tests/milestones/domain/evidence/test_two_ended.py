"""Measures with two ends: nothing works on one side's word, and nothing is averaged."""

from typing import Any

import pytest

from milestones.domain.evidence.states import Working
from milestones.domain.evidence.two_ended import TwoEnded, compute_measures
from tests.milestones.domain.evidence.documents import AANES, GOV, day, document, evidence, report


def said(claim: str, date: str, reporter: str, end: str | None = None, role: str = "other", **data: Any) -> dict[str, Any]:
    return report(claim, date, reporter, measure="exams", on_behalf_of=end, role=role, **data)


def measure(*reports: dict[str, Any], as_of: str = "2023-12-01", areas: Any = None, ends: Any = ("aanes", "gov")) -> TwoEnded:
    sections: dict[str, Any] = {"measures": {"exams": {"title": {"en": "Exams"}, "areas": list(ends)}}}
    if areas:
        sections["areas"] = areas
    return compute_measures(document(evidence=evidence(*reports), **sections), day(as_of))["exams"]


BOTH = (said("achieved", "2023-08-01", "Damascus", "gov"), said("achieved", "2023-08-03", "Raqqa", "aanes"))


@pytest.mark.parametrize(
    ("reports", "state"),
    [
        ((), Working.UNKNOWN),
        (BOTH[:1], Working.ONE_END),
        (BOTH, Working.WORKING),
        ((*BOTH, said("not_achieved", "2023-08-04", "Observers", role="monitor")), Working.DISPUTED),
        ((*BOTH, said("achieved", "2023-08-04", "Observers", role="monitor")), Working.WORKING),
        ((*BOTH, said("partly", "2023-08-04", "Observers", role="monitor")), Working.PARTLY),
        ((BOTH[0], said("not_achieved", "2023-08-03", "Raqqa", "aanes")), Working.DISPUTED),
        ((BOTH[0], said("partly", "2023-08-03", "Raqqa", "aanes")), Working.PARTLY),
        ((said("reversed", "2023-08-01", "Damascus", "gov"),), Working.NOT_WORKING),
        ((said("achieved", "2023-08-04", "Observers", role="monitor"),), Working.UNKNOWN),
        ((said("not_achieved", "2023-08-04", "Observers", role="monitor"),), Working.NOT_WORKING),
        ((said("achieved", "2023-08-04", "Somebody else"),), Working.UNKNOWN),
        ((*BOTH, said("not_achieved", "2023-09-01", "Raqqa", "aanes")), Working.DISPUTED),
        ((*BOTH, said("not_achieved", "2023-07-01", "Raqqa", "aanes")), Working.WORKING),
        ((*BOTH, said("not_achieved", "2023-08-03", "Kobani", "aanes")), Working.DISPUTED),
        ((*BOTH, said("not_achieved", "2023-09-01", "Raqqa", "aanes", withdrawn={"date": "2023-09-02"})), Working.WORKING),
        # A monitor who writes down what a side says, or a side that calls its own office a monitor.
        ((BOTH[0], said("achieved", "2023-08-03", "Bridge office", "aanes", role="monitor")), Working.WORKING),
        ((BOTH[0], said("achieved", "2023-08-03", "Autonomous Administration", role="monitor")), Working.WORKING),
        ((BOTH[0], said("achieved", "2023-08-03", "Bridge office", "gov", role="monitor")), Working.ONE_END),
        ((*BOTH, said("not_achieved", "2023-07-01", "Bridge office", "aanes", role="monitor")), Working.WORKING),
    ],
)
def test_working_only_when_both_ends_confirm_and_no_monitor_contradicts(reports: Any, state: Working) -> None:
    assert measure(*reports).state == state
    assert measure(*reversed(reports)).state == state


def test_claim_counter_claim_and_finding_stand_side_by_side_with_their_days() -> None:
    found = measure(
        BOTH[0],
        said("not_achieved", "2023-08-03", "Raqqa", "aanes"),
        said("achieved", "2023-08-05", "Kobani", "aanes"),
        said("not_achieved", "2023-08-07", "Observers", role="monitor"),
        said("achieved", "2023-08-08", "A newspaper"),
    )
    assert [(end.area, end.claim, [record.key for record in end.said], end.age) for end in found.ends] == [
        ("aanes", "achieved", ["v-003"], 118),
        ("gov", "achieved", ["v-001"], 122),
    ]
    assert ([each.key for each in found.findings], [each.key for each in found.others]) == (["v-004"], ["v-005"])
    assert [each.key for each in found.history] == ["v-001", "v-002", "v-003", "v-004", "v-005"]
    assert found.state == Working.DISPUTED


def test_what_is_said_later_is_not_known_yet() -> None:
    assert measure(*BOTH, as_of="2023-08-02").state == Working.ONE_END


def test_one_party_that_succeeded_both_ends_cannot_confirm_for_two() -> None:
    areas = {
        "gov": {**GOV, "valid_to": "2024-12-08", "successor": "centre"},
        "aanes": {**AANES, "valid_to": "2025-03-10", "successor": "centre"},
        "centre": {"name": {"en": "Transitional government"}},
    }
    found = measure(said("achieved", "2025-04-01", "Damascus", "centre"), as_of="2025-05-01", areas=areas)
    assert (found.state, found.one_hand, [end.claim for end in found.ends]) == (Working.ONE_END, True, ["achieved"] * 2)
    assert measure(*BOTH, as_of="2025-05-01", areas=areas).state == Working.WORKING


def test_a_measure_of_one_area_is_never_working() -> None:
    assert measure(BOTH[0], ends=("gov",)).state == Working.ONE_END
