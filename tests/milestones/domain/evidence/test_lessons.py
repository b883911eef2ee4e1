"""What went wrong in 2018-2023 (the report's lessons), and the product catching it."""

from typing import Any

from milestones.domain.evidence.criteria_state import compute_criteria
from milestones.domain.evidence.policy import consequences, find_breaches
from milestones.domain.evidence.progress import compute_progress
from milestones.domain.evidence.two_ended import compute_measures
from milestones.domain.evidence.wording import reason_words, scaled_words
from roadmap.domain.document import Document
from tests.milestones.domain.evidence.documents import AANES, GOV, day, document, evidence, report

#: Decree no. 7 of April 2022: 476 released, the largest of 19 amnesties, of 132,000 detained or missing.
DECREE_7 = report(
    "achieved", "2022-06-01", "Syrian government in Damascus", role="claimant", quantity=476, statement={"en": "exceptional"}
)
TARGET = {"quantity": 20_000, "denominator": 132_000, "unit": {"en": "persons"}}


def releases(*reports: dict[str, Any], **sections: dict[str, dict[str, Any]]) -> Document:
    return document(
        criteria={
            "detained": {
                "title": {"en": "Nobody is detained without charge"},
                "baseline": {"value": 132_000},
                "threshold": {"value": 0},
                "states": {"gov": {"state": "partly"}},
            }
        },
        milestones={
            "releases": {
                "title": {"en": "Releases"},
                "criterion": "detained",
                "area": "gov",
                "target": TARGET,
                "window": {"not_after": "2023-04-30"},
            }
        },
        evidence=evidence(*reports),
        **sections,
    )


def test_gestures_were_counted_as_progress_without_evidence_and_without_scale() -> None:
    """An amnesty called exceptional: claimed by the side that acts, 0.36 per cent of those concerned. It moves nothing."""
    plan = releases(DECREE_7)
    progress = compute_progress(plan, day("2022-12-31"))["releases"]
    assert (progress.state.value, progress.scale, progress.actual) == ("claimed", 0, None)
    assert progress.confirmed is None
    assert progress.claimed is not None
    assert scaled_words(progress.claimed, "persons") == "476 of 132,000 persons (0.36\u00a0%): below 1\u00a0%, not significant"
    assert [reason_words(reason, plan) for reason in progress.reasons] == [
        "2 independent sources are needed; found: 0.",
        "Agreed: 20,000. No source that counts gives a quantity yet.",
        "Only the side that was to act says so. (E-01)",
        "Called independent, but given for the side that was to act: it does not count as independent. (E-01)",
        "Reported as achieved with less than was agreed: it counts as a part. (E-01)",
        "Below the share from which it counts as significant. (E-01)",
    ]
    assert compute_progress(plan, day("2023-05-01"))["releases"].state.value == "lapsed"


def test_who_stands_behind_the_claimant_is_no_independent_source_of_it() -> None:
    """The whole number, said by two who call themselves independent: the side that acts, and the power that guarantees it."""
    behind = [
        report("achieved", f"2022-06-0{n}", name, quantity=20_000)
        for n, name in enumerate(("Damascus press office", "Russia"), 2)
    ]
    behind[0]["on_behalf_of"] = "gov"
    areas = {"gov": {**GOV, "guarantors": [{"en": "Russia"}]}, "aanes": AANES}
    plan = releases(*behind, areas=areas)
    progress = compute_progress(plan, day("2022-12-31"))["releases"]
    assert (progress.state.value, progress.actual) == ("claimed", None)
    assert "2 independent sources are needed; found: 0." in [reason_words(reason, plan) for reason in progress.reasons]

    others = [report("achieved", f"2022-07-0{n}", name, quantity=20_000) for n, name in enumerate(("Lawyers", "Families"), 2)]
    progress = compute_progress(releases(*behind, *others, areas=areas), day("2022-12-31"))["releases"]
    assert (progress.state.value, progress.actual) == ("verified", day("2022-07-03"))


def test_even_confirmed_by_two_sources_476_of_132000_stay_at_the_minimum() -> None:
    confirmed = [report("achieved", f"2022-06-0{n}", name, quantity=476) for n, name in enumerate(("Lawyers", "Families"), 2)]
    progress = compute_progress(releases(DECREE_7, *confirmed), day("2022-12-31"))["releases"]
    assert (progress.state.value, progress.scale, progress.actual) == ("claimed", 1, None)
    assert progress.confirmed is not None
    assert (progress.confirmed.quantity, progress.confirmed.insignificant) == (476, True)


def test_what_the_office_called_partly_met_is_flagged_where_no_evidence_says_so() -> None:
    found = compute_criteria(releases(DECREE_7), day("2022-12-31"))["detained"]["gov"]
    assert (found.state.value, found.assessed, found.differs) == ("unknown", "partly", True)


def test_support_went_on_despite_non_compliance() -> None:
    """A policy line agreed beforehand proposes to suspend the counterpart of a milestone that lapsed or was taken back."""
    plan = document(
        milestones={
            "releases": {"title": {"en": "Releases"}, "area": "gov", "window": {"not_after": "2023-04-30"}},
            "recovery": {"title": {"en": "Early recovery funds"}, "actor": {"en": "Donors"}, "reversal": {"en": "Paid no more."}},
            "convoys": {"title": {"en": "Convoys"}, "actor": {"en": "Agencies"}, "protected_subjects": ["access"]},
            "exams": {"title": {"en": "Exams"}, "area": "aanes"},
        },
        exchanges={
            "funds": {"commitments": [{"milestone": "releases"}, {"milestone": "recovery", "restored_within": "30d"}]},
            "school": {"commitments": [{"milestone": "exams"}]},
        },
        policy_lines={"no-releases": {"watches": ["releases"], "suspends": ["recovery", "convoys"], "grace": "14d"}},
        # What the side said a year before says nothing of the day after; who asks the families does.
        evidence=evidence(DECREE_7, report("partly", "2023-05-02", "Families")),
    )
    progress = compute_progress(plan, day("2023-05-15"))
    (breach,) = find_breaches(plan, progress, day("2023-05-15"))
    assert (breach.milestone, breach.how, breach.evidence) == ("releases", "lapsed", ("v-002",))
    assert [proposal.milestone for proposal in breach.proposals if proposal.is_open] == ["recovery"]
    result = consequences(plan, ["recovery"], day("2023-05-15"))
    assert [(way.reversal, way.restored_by) for way in result.restored] == [({"en": "Paid no more."}, day("2023-06-14"))]
    assert result.survives == ("school",)


def test_pupils_said_to_have_crossed_count_when_both_ends_say_so() -> None:
    """900 pupils, said by one side in 2021 and likely inflated: one end's word is one end's word."""
    said = report("achieved", "2021-07-01", "Damascus", measure="exams", on_behalf_of="gov", quantity=900, independent=True)
    plan = document(measures={"exams": {"areas": ["aanes", "gov"]}}, evidence=evidence(said))
    found = compute_measures(plan, day("2021-08-01"))["exams"]
    assert (found.state.value, [end.claim for end in found.ends]) == ("one_end", ["", "achieved"])
