"""Criteria: their state per area follows from readings and milestones."""

from typing import Any

import pytest

from milestones.domain.evidence.criteria_state import CriterionState, compute_criteria
from milestones.domain.evidence.reading import Record
from tests.milestones.domain.evidence.documents import AANES, GOV, day, document, evidence, report

DETAINED: dict[str, Any] = {"title": {"en": "Detained"}, "baseline": {"value": 132_000}, "threshold": {"value": 10_000}}


def reading(quantity: float | None, date: str = "2023-08-01", reporter: str = "Monitors A", **data: Any) -> dict[str, Any]:
    return report(data.pop("claim", ""), date, reporter, criterion="detained", area="gov", quantity=quantity, **data)


def state(*reports: dict[str, Any], milestones: int = 0, verified: int = 0, **criterion: Any) -> CriterionState:
    """The criterion in gov with so many milestones, so many of them verified."""
    steps = {f"step-{n}": {"criterion": "detained", "area": "gov"} for n in range(milestones)}
    done = [report("achieved", "2023-07-20", reporter, milestone=f"step-{n}") for n in range(verified) for reporter in ("A", "B")]
    one = document(criteria={"detained": {**DETAINED, **criterion}}, milestones=steps, evidence=evidence(*reports, *done))
    return compute_criteria(one, day("2023-12-01"))["detained"]["gov"]


@pytest.mark.parametrize(
    ("quantity", "milestones", "verified", "expected", "reasons"),
    [
        (None, 0, 0, "unknown", ["nothing_known"]),
        (9_000, 0, 0, "met", ["reading_met"]),
        (10_000, 2, 2, "met", ["reading_met", "milestones"]),
        (9_000, 2, 1, "partly", ["reading_met", "milestones", "milestones_open"]),
        (131_524, 0, 0, "partly", ["reading_partly"]),
        (132_000, 0, 0, "not_met", ["reading_not_met"]),
        (140_000, 2, 2, "not_met", ["reading_not_met", "milestones", "no_result_yet"]),
        (None, 2, 2, "partly", ["milestones", "no_reading"]),
        (None, 2, 1, "partly", ["milestones"]),
        (None, 2, 0, "unknown", ["milestones", "nothing_known"]),
    ],
)
def test_the_state_with_its_reasons(quantity: Any, milestones: int, verified: int, expected: str, reasons: list[str]) -> None:
    found = state(*([reading(quantity)] if quantity else []), milestones=milestones, verified=verified)
    assert (found.state.value, [reason.code for reason in found.reasons]) == (expected, reasons)


@pytest.mark.parametrize(("quantity", "expected"), [(80, "met"), (70, "partly"), (40, "not_met")])
def test_a_threshold_above_the_baseline_is_reached_from_below(quantity: int, expected: str) -> None:
    assert state(reading(quantity), baseline={"value": 40}, threshold={"value": 80}).state == expected


@pytest.mark.parametrize(("quantity", "expected"), [(0, "met"), (3, "not_met")])
def test_a_threshold_of_nothing_needs_no_baseline(quantity: int, expected: str) -> None:
    assert state(reading(quantity), baseline={}, threshold={"value": 0}).state == expected


def test_without_numbers_the_words_of_the_reading_count() -> None:
    in_words = {"baseline": {}, "threshold": {"note": {"en": "No arrests at crossings"}}}
    assert state(reading(None, claim="achieved"), **in_words).state == "met"
    assert state(reading(None, claim="partly"), **in_words).state == "partly"
    assert state(reading(None, claim="not_achieved"), **in_words).state == "not_met"
    assert state(reading(5), **in_words).state == "unknown"
    assert state(milestones=1, verified=1, **in_words).state == "met"


def test_a_number_that_cannot_be_compared_is_not_said_to_have_reached_anything() -> None:
    """50 against 95, and nobody said whether more is better: the word of the report counts, and that is told."""
    found = state(reading(50, claim="achieved"), baseline={}, threshold={"value": 95})
    assert found.state == "met"
    assert [(each.code, each.needed, each.found) for each in found.reasons[:2]] == [
        ("reading_met", None, None),
        ("reading_by_word", None, None),
    ]


def test_the_areas_own_reading_is_shown_and_does_not_count() -> None:
    own = reading(9_000, reporter="Damascus", on_behalf_of="gov")
    found = state(own, reading(8_000, reporter="Rumours", confidence="low"))
    assert (found.state, [each.key for each in found.readings], found.counted) == ("unknown", ["v-001", "v-002"], ())
    assert [(reason.code, reason.evidence) for reason in found.reasons[1:]] == [("own_reading", ("v-001",)), ("weak", ("v-002",))]


def test_the_latest_day_decides_and_contradictions_of_that_day_are_not_averaged() -> None:
    assert state(reading(9_000), reading(132_000, "2023-09-01", "B")).state == "not_met"
    found = state(reading(9_000), reading(132_000, reporter="B"))
    assert (found.state, found.reasons[0].code) == ("unknown", "readings_contradict")
    assert state(reading(9_000), reading(50_000, reporter="B")).state == "partly"


def test_a_window_that_passed_in_silence_tells_nothing() -> None:
    """Nothing known is unknown, not "not met" (ADR 18)."""
    one = document(
        criteria={"detained": DETAINED},
        milestones={"step": {"criterion": "detained", "area": "gov", "window": {"not_after": "2023-08-01"}}},
    )
    found = compute_criteria(one, day("2023-12-01"))["detained"]["gov"]
    assert (found.state, [(reason.code, reason.item) for reason in found.reasons]) == (
        "unknown",
        [("milestones", ""), ("milestone_lost", "step"), ("nothing_known", "")],
    )


def test_a_milestone_that_lapsed_after_a_report_is_not_met() -> None:
    one = document(
        criteria={"detained": DETAINED},
        milestones={"step": {"criterion": "detained", "area": "gov", "window": {"not_after": "2023-08-01"}}},
        evidence=evidence(report("not_achieved", "2023-07-01", "A", milestone="step")),
    )
    found = compute_criteria(one, day("2023-12-01"))["detained"]
    assert (found["gov"].state, found["aanes"].state) == ("not_met", "unknown")
    assert [(reason.code, reason.item) for reason in found["gov"].reasons] == [("milestones", ""), ("milestone_lost", "step")]


def test_a_report_that_was_withdrawn_does_not_make_a_lapse_known() -> None:
    withdrawn = {"date": "2023-07-02", "reason": {"en": "Typed for another place"}}
    one = document(
        criteria={"detained": DETAINED},
        milestones={"step": {"criterion": "detained", "area": "gov", "window": {"not_after": "2023-08-01"}}},
        evidence=evidence(report("not_achieved", "2023-07-01", "A", milestone="step", withdrawn=withdrawn)),
    )

    assert compute_criteria(one, day("2023-12-01"))["detained"]["gov"].state == "unknown"


def test_milestones_of_a_measure_that_serves_the_criterion_count_in_their_areas() -> None:
    one = document(
        criteria={"detained": {"threshold": {"note": {"en": "None"}}}},
        measures={"exams": {"criteria": ["detained"]}},
        milestones={"joint": {"measure": "exams", "areas": ["aanes", "gov"]}},
        evidence=evidence(*(report("achieved", "2023-08-01", each, milestone="joint") for each in "AB")),
    )
    found = compute_criteria(one, day("2023-12-01"))["detained"]
    assert {area: (each.state.value, each.milestones) for area, each in found.items()} == {
        "gov": ("met", ("joint",)),
        "aanes": ("met", ("joint",)),
    }


@pytest.mark.parametrize(
    ("on", "there"),
    [
        ("2023-08-01", ["gov", "aanes"]),
        ("2024-12-08", ["gov", "aanes"]),
        ("2024-12-09", ["gov", "east", "west"]),
        ("2025-06-01", ["gov", "east", "west"]),
    ],
)
def test_areas_that_ended_or_begin_later_have_no_state_on_the_day(on: str, there: list[str]) -> None:
    """aanes splits on 8 December 2024, its last day."""
    parts = {key: {"name": {"en": key}, "valid_from": "2024-12-09", "predecessors": ["aanes"]} for key in ("east", "west")}
    one = document(
        areas={"gov": GOV, "aanes": {**AANES, "valid_from": "2023-08-01", "valid_to": "2024-12-08"}, **parts},
        criteria={"detained": DETAINED},
        evidence=evidence(report("", "2023-08-01", "A", criterion="detained", area="aanes", quantity=140_000)),
    )
    assert list(compute_criteria(one, day(on))["detained"]) == there


@pytest.mark.parametrize(
    ("typed", "differs"), [(None, False), ({"state": "met"}, True), ({"state": "partly"}, False), ({"state": "unknown"}, True)]
)
def test_what_was_typed_is_shown_beside_as_the_offices_assessment(typed: Any, differs: bool) -> None:
    found = state(reading(50_000), states={"gov": typed} if typed else {})
    assert (found.state, found.assessed, found.differs) == ("partly", typed["state"] if typed else "", differs)


def test_readings_hold_what_was_reported() -> None:
    (only,) = state(reading(50_000)).readings
    assert isinstance(only, Record)
    assert (only.quantity, only.area, only.date) == (50_000, "gov", day("2023-08-01"))
