"""The rules of evidence as a hostile party reads them: one source twice, one's own witness, and numbers that only look large."""

from typing import Any

import pytest

from milestones.domain.evidence.progress import Progress, compute_progress
from roadmap.domain.completeness import find_gaps
from tests.milestones.domain.evidence.documents import AANES, GOV, day, document, evidence, report

TARGET = {"quantity": 900, "denominator": 4000}
GUARDED = {**GOV, "guarantors": [{"en": "Russia", "ar": "روسيا"}]}
BECAME_ONE = {
    "gov": {**GOV, "valid_to": "2024-12-08", "successor": "centre"},
    "ssg": {
        "name": {"en": "Idlib"},
        "authority": {"en": "Salvation Government"},
        "valid_to": "2024-12-08",
        "successor": "centre",
    },
    "centre": {"name": {"en": "Transitional government"}, "authority": {"en": "Damascus"}, "predecessors": ["gov", "ssg"]},
    "aanes": AANES,
}


def progress(*reports: dict[str, Any], on: str = "2025-06-01", **sections: Any) -> Progress:
    milestone = {"area": "gov", "title": {"en": "Releases"}, **sections.pop("milestone", {})}
    found = document(milestones={"releases": milestone}, evidence=evidence(*reports), **sections)
    return compute_progress(found, day(on))["releases"]


def sources(found: Progress) -> tuple[float | None, bool | None]:
    (part,) = [each for each in found.reasons if each.code == "sources"]
    return part.found, part.met


def remarks(found: Progress) -> set[str]:
    return {each.code for each in found.reasons if each.met is None}


def test_two_users_who_report_for_one_organisation_are_one_source() -> None:
    found = progress(report("achieved", "2024-01-01", "Red Crescent"), report("achieved", "2024-01-02", " RED  crescent "))
    assert sources(found) == (1, False)


def test_two_offices_of_one_party_are_one_source() -> None:
    """Else the receiving side alone could verify by sending two of its offices."""
    offices = [report("achieved", "2024-01-01", name, on_behalf_of="aanes") for name in ("Health board", "Education board")]
    found = progress(*offices)
    assert (found.state, sources(found), "one_source" in remarks(found)) == ("claimed", (1, False), True)
    assert progress(*offices, report("achieved", "2024-01-03", "Red Crescent")).state == "verified"


@pytest.mark.parametrize("name", ["aanes", "Autonomous Administration", "North and East Syria"])
def test_a_party_and_its_own_name_are_one_source(name: str) -> None:
    found = progress(
        report("achieved", "2024-01-01", name), report("achieved", "2024-01-02", "Health board", on_behalf_of="aanes")
    )
    assert sources(found) == (1, False)


def test_an_organisation_and_who_speaks_for_it_are_one_source() -> None:
    found = progress(
        report("achieved", "2024-01-01", "Doctors B"), report("achieved", "2024-01-02", "A lawyer", on_behalf_of="Doctors B")
    )
    assert sources(found) == (1, False)


def test_an_area_and_its_successor_are_one_source_and_two_areas_that_became_one_are_two() -> None:
    milestone = {"area": "aanes"}
    before, idlib = (report("achieved", "2024-01-01", f"Office {key}", on_behalf_of=key) for key in ("gov", "ssg"))
    after = report("achieved", "2025-01-01", "Office", on_behalf_of="centre")
    assert sources(progress(before, after, areas=BECAME_ONE, milestone=milestone)) == (1, False)
    assert progress(before, idlib, areas=BECAME_ONE, milestone=milestone).state == "verified"


@pytest.mark.parametrize("guarantor", ["Russia", "روسيا"])
def test_a_guarantor_of_the_side_that_acts_is_no_independent_source(guarantor: str) -> None:
    areas = {"gov": GUARDED, "aanes": AANES}
    reports = [report("achieved", "2024-01-01", guarantor, role="monitor"), report("achieved", "2024-01-02", "Red Crescent")]
    found = progress(*reports, areas=areas, milestone={"evidence_rule": {"monitor": True}})
    assert (found.state, sources(found), "guarantor" in remarks(found)) == ("claimed", (1, False), True)
    assert [each.met for each in found.reasons if each.code == "monitor"] == [False]


def test_a_guarantor_reports_against_its_own_side() -> None:
    areas = {"gov": GUARDED, "aanes": AANES}
    two = [report("achieved", "2024-01-02", name) for name in ("Red Crescent", "Doctors B")]
    assert progress(report("not_achieved", "2024-01-01", "Russia"), *two, areas=areas).state == "claimed"


@pytest.mark.parametrize("giver", ["aanes", "Qatar"])
def test_who_gives_in_an_exchange_is_no_witness_of_it(giver: str) -> None:
    """The milestone names one side, the exchange another that gives it: both act."""
    name = {"aanes": "Autonomous Administration"}.get(giver, giver)
    exchange = {"mode": "simultaneous", "commitments": [{"milestone": "releases", "giver": giver}]}
    reports = [report("achieved", "2024-01-01", name), report("achieved", "2024-01-02", "Red Crescent")]
    assert sources(progress(*reports, exchanges={"x": exchange})) == (1, False)
    assert progress(*reports).state == "verified"


def test_quantities_are_never_added_up_and_the_least_of_one_source_counts() -> None:
    """Two offices are neither a sum nor two words; overlapping reports of two sources give what both give."""
    milestone = {"target": TARGET}
    offices = [
        report("achieved", "2024-01-01", "Health board", on_behalf_of="aanes", quantity=500),
        report("achieved", "2024-01-02", "Education board", on_behalf_of="aanes", quantity=400),
    ]
    found = progress(*offices, milestone=milestone)
    assert (found.state, found.confirmed) == ("claimed", None)
    found = progress(*offices, report("achieved", "2024-01-03", "Red Crescent", quantity=600), milestone=milestone)
    assert found.confirmed is not None
    assert (found.state, found.confirmed.quantity) == ("claimed", 400)


def test_a_denominator_of_nothing_is_no_denominator() -> None:
    milestone = {"target": {"quantity": 900, "denominator": 0}}
    found = progress(report("achieved", "2024-01-01", "Red Crescent", quantity=950), milestone=milestone)
    assert found.evidence[0].scale is not None
    assert found.evidence[0].scale.share is None
    data = {"area": "gov", "title": {"en": "Releases"}, **milestone}
    gaps = [gap.path for gap in find_gaps(document(milestones={"releases": data})) if gap.ref == "milestones/releases"]
    assert "target.denominator" in gaps
