"""Progress: worked examples of every state, and what holds whatever the evidence."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestones.domain.evidence.progress import Progress, actual_dates, compute_progress
from milestones.domain.evidence.verification import rule_gaps
from milestones.enums import Progress as State
from tests.milestones.domain.evidence.documents import day, document, evidence, report

RELEASES: dict[str, Any] = {"title": {"en": "Releases"}, "area": "gov", "window": {"not_after": "T0 + 6m"}}


def progress_of(*reports: dict[str, Any], as_of: str = "2023-12-01", **milestone: Any) -> Progress:
    one = {**RELEASES, **milestone}
    return compute_progress(document(milestones={"releases": one}, evidence=evidence(*reports)), day(as_of))["releases"]


def seen(progress: Progress) -> tuple[str, int, dt.date | None]:
    return progress.state.value, progress.scale, progress.actual


def codes(progress: Progress) -> list[tuple[str, bool | None]]:
    return [(reason.code, reason.met) for reason in progress.reasons]


def test_without_evidence_nothing_has_started() -> None:
    progress = progress_of()
    assert seen(progress) == ("not_started", 0, None)
    assert codes(progress) == [("no_evidence", False), ("sources", False)]


def test_the_claimants_word_is_a_claim_and_moves_nothing() -> None:
    progress = progress_of(report("achieved", "2023-08-01", "Damascus", on_behalf_of="gov", role="claimant"))
    assert seen(progress) == ("claimed", 0, None)
    assert codes(progress) == [("sources", False), ("claimant_only", None), ("not_independent", None)]


@pytest.mark.parametrize(
    "who",
    [
        {"reporter": "A local committee", "on_behalf_of": "gov"},
        {"reporter": "A local committee", "role": "claimant"},
        {"reporter": "Syrian  GOVERNMENT in Damascus"},
        {"reporter": "Ministry of the Interior"},
        {"reporter": "A foundation", "on_behalf_of": "ministry of the interior"},
    ],
)
def test_evidence_for_the_claimant_is_never_independent_whatever_its_flag_says(who: dict[str, Any]) -> None:
    owner = {"owner": {"en": "Ministry of the Interior"}}
    two = [report("achieved", "2023-08-01", "Monitors A"), report("achieved", "2023-08-02", **{"independent": True, **who})]
    progress = progress_of(*two, **owner)
    assert seen(progress) == ("claimed", 1, None)
    assert [(each.record.key, each.independent) for each in progress.evidence] == [("v-001", True), ("v-002", False)]


def test_two_independent_sources_verify_on_the_day_of_the_second() -> None:
    progress = progress_of(report("achieved", "2023-08-01", "Monitors A"), report("achieved", "2023-08-09", "Doctors B"))
    assert seen(progress) == ("verified", 3, dt.date(2023, 8, 9))
    assert codes(progress) == [("verified", True), ("sources", True)]
    assert progress.reasons[1].evidence == ("v-001", "v-002")


def test_two_reports_of_one_reporter_are_one_source() -> None:
    progress = progress_of(report("achieved", "2023-08-01", "Monitors A"), report("achieved", "2023-08-09", " monitors  a"))
    assert seen(progress) == ("claimed", 1, None)
    assert progress.reasons[0].found == 1


def test_a_later_day_changes_nothing_of_an_earlier_one() -> None:
    two = [report("achieved", "2023-08-01", "Monitors A"), report("achieved", "2023-08-09", "Doctors B")]
    assert [progress_of(*two, as_of=each).state for each in ("2023-07-31", "2023-08-01", "2023-08-09")] == [
        State.NOT_STARTED,
        State.CLAIMED,
        State.VERIFIED,
    ]


def test_a_rule_asks_for_a_source_from_the_receiving_area() -> None:
    rule = {"evidence_rule": {"independent_sources": 2, "from_area": "aanes"}}
    two = [report("achieved", "2023-08-01", "Monitors A"), report("achieved", "2023-08-09", "Doctors B")]
    assert seen(progress_of(*two, **rule)) == ("claimed", 1, None)
    received = report("achieved", "2023-08-20", "Raqqa council", on_behalf_of="aanes", role="counterpart", independent=False)
    assert seen(progress_of(*two, received, **rule)) == ("verified", 3, dt.date(2023, 8, 20))


def test_the_receiving_area_cannot_be_the_one_that_acts_alone() -> None:
    rule = {"evidence_rule": {"independent_sources": 0, "from_area": "gov"}}
    own = report("achieved", "2023-08-01", "Damascus", on_behalf_of="gov")
    assert seen(progress_of(own, **rule)) == ("claimed", 0, None)
    joint = {"area": None, "areas": ["gov", "aanes"]}
    assert seen(progress_of(own, **rule, **joint)) == ("verified", 3, dt.date(2023, 8, 1))


def test_a_rule_asks_for_a_monitor() -> None:
    rule = {"evidence_rule": {"independent_sources": 1, "monitor": True}}
    other = report("achieved", "2023-08-01", "Doctors B")
    assert seen(progress_of(other, **rule)) == ("claimed", 1, None)
    monitor = report("achieved", "2023-08-03", "Observers", role="monitor", independent=False)
    assert seen(progress_of(other, monitor, **rule)) == ("verified", 3, dt.date(2023, 8, 3))


def test_a_rule_without_any_part_still_asks_for_one_independent_source() -> None:
    rule = {"evidence_rule": {"independent_sources": 0}}
    own = report("achieved", "2023-08-01", "Damascus", on_behalf_of="gov")
    assert seen(progress_of(own, **rule)) == ("claimed", 0, None)
    assert seen(progress_of(own, report("achieved", "2023-08-02", "Doctors B"), **rule)) == (
        "verified",
        3,
        dt.date(2023, 8, 2),
    )


def test_a_contradiction_blocks_verification_until_its_source_says_otherwise() -> None:
    two = [report("achieved", "2023-08-01", "Monitors A"), report("achieved", "2023-08-09", "Doctors B")]
    against = report("not_achieved", "2023-08-05", "Families C", confidence="low")
    blocked = progress_of(*two, against)
    assert seen(blocked) == ("claimed", 1, None)
    assert blocked.contradicted
    assert codes(blocked) == [("sources", True), ("contradicted", False)]
    assert blocked.reasons[1].evidence == ("v-003",)
    lifted = progress_of(*two, against, report("partly", "2023-09-01", "Families C"))
    assert seen(lifted) == ("verified", 3, dt.date(2023, 9, 1))


def test_of_two_reports_of_one_source_on_one_day_the_less_favourable_counts() -> None:
    both = [report("achieved", "2023-08-01", "Monitors A"), report("not_achieved", "2023-08-01", "Monitors A")]
    for reports in (both, both[::-1]):
        progress = progress_of(*reports, evidence_rule={"independent_sources": 1})
        assert (progress.state, progress.contradicted) == (State.NOT_STARTED, True)


def test_reports_of_low_confidence_are_shown_and_do_not_verify() -> None:
    progress = progress_of(
        report("achieved", "2023-08-01", "Monitors A"), report("achieved", "2023-08-09", "Doctors B", confidence="low")
    )
    assert seen(progress) == ("claimed", 1, None)
    assert codes(progress) == [("sources", False), ("weak", None)]


def test_partial_reports_are_under_way_at_the_intermediate_step_when_the_rules_sources_agree() -> None:
    one = report("partly", "2023-08-01", "Monitors A")
    assert seen(progress_of(one)) == ("under_way", 1, None)
    assert seen(progress_of(one, report("partly", "2023-08-02", "Doctors B"))) == ("under_way", 2, None)


def test_a_milestone_lapses_when_its_window_is_over() -> None:
    assert seen(progress_of(as_of="2024-01-01")) == ("not_started", 0, None)
    over = progress_of(as_of="2024-01-02")
    assert seen(over) == ("lapsed", 0, None)
    assert (over.deadline, codes(over)) == (dt.date(2024, 1, 1), [("window_over", False), ("sources", False)])


def test_the_schedules_latest_day_goes_before_the_window() -> None:
    one = document(milestones={"releases": {**RELEASES, "window": {"not_after": "school-exams + 2w"}}})
    assert compute_progress(one, day("2030-01-01"))["releases"].state == State.NOT_STARTED
    latest = {"releases": dt.date(2023, 9, 1)}
    assert compute_progress(one, day("2023-09-02"), latest)["releases"].state == State.LAPSED
    assert compute_progress(one, day("2023-09-01"), latest)["releases"].state == State.NOT_STARTED


def test_what_is_verified_late_is_verified_and_called_late() -> None:
    two = [report("achieved", "2023-08-01", "Monitors A"), report("achieved", "2024-02-01", "Doctors B")]
    progress = progress_of(*two, as_of="2024-03-01")
    assert (seen(progress), progress.is_late) == (("verified", 3, dt.date(2024, 2, 1)), True)
    assert codes(progress) == [("verified", True), ("sources", True), ("late", None)]


def test_what_is_ended_by_decision_is_not_called_lapsed_and_no_later_report_verifies_it() -> None:
    two = [report("achieved", "2023-08-01", "Monitors A"), report("achieved", "2023-10-01", "Doctors B")]
    lapse = {"lapse": {"date": "2023-09-01", "reason": {"en": "The area ended."}}}
    progress = progress_of(*two, **lapse)
    assert seen(progress) == ("ended", 2, None)
    told = progress.as_dict()
    assert [told[name] for name in ("state", "by_evidence", "by_decision")] == ["lapsed", "lapsed", True]
    assert progress.reasons[0].text == {"en": "The area ended."}
    assert progress_of(*two, as_of="2023-08-31", **lapse).state == State.CLAIMED


def test_a_lapse_recorded_after_verification_takes_nothing_back() -> None:
    two = [report("achieved", "2023-08-01", "Monitors A"), report("achieved", "2023-08-09", "Doctors B")]
    assert progress_of(*two, lapse={"date": "2023-09-01"}).state == State.VERIFIED


def test_one_later_contradiction_is_shown_and_does_not_undo() -> None:
    two = [report("achieved", "2023-08-01", "Monitors A"), report("achieved", "2023-08-09", "Doctors B")]
    progress = progress_of(*two, report("reversed", "2023-09-01", "Families C"))
    assert (seen(progress), progress.contradicted) == (("verified", 3, dt.date(2023, 8, 9)), True)


def test_who_verified_it_and_contradicts_it_later_is_told_as_both() -> None:
    """What it was verified by stays told, and is not called missing; one more report against it reverses it."""
    two = [report("achieved", "2023-08-01", "Monitors A"), report("achieved", "2023-08-09", "Doctors B")]
    progress = progress_of(*two, report("reversed", "2023-09-01", "Monitors A"))
    assert codes(progress) == [("verified", True), ("sources", True), ("disputed", False)]
    assert [reason.evidence for reason in progress.reasons] == [(), ("v-001", "v-002"), ("v-003",)]
    again = progress_of(*two, report("reversed", "2023-09-01", "Monitors A"), report("reversed", "2023-09-02", "Doctors B"))
    assert codes(again) == [("reversed", False), ("sources", True)]


def test_who_says_that_it_is_not_achieved_confirms_no_part_of_it() -> None:
    target = {"quantity": 100, "denominator": 100}
    most = report("achieved", "2023-08-01", "Monitors A", quantity=90)
    least = report("not_achieved", "2023-08-02", "Doctors B", quantity=10)
    assert progress_of(most, least, target=target).confirmed is None
    found = progress_of(most, {**least, "claim": "partly"}, target=target).confirmed
    assert found is not None
    assert found.quantity == 10


@pytest.mark.parametrize("claim", ["reversed", "not_achieved"])
def test_reversal_must_meet_the_rule_and_takes_the_actual_day_away(claim: str) -> None:
    reports = [
        report("achieved", "2023-08-01", "Monitors A"),
        report("achieved", "2023-08-09", "Doctors B"),
        report(claim, "2023-09-01", "Families C"),
        report(claim, "2023-09-10", "Monitors A"),
    ]
    progress = progress_of(*reports)
    assert seen(progress) == ("reversed", 0, None)
    assert (progress.verified_on, progress.reversed_on) == (dt.date(2023, 8, 9), dt.date(2023, 9, 10))
    assert codes(progress) == [("reversed", False), ("sources", True)]
    assert progress.reasons[1].evidence == ("v-003", "v-004")


def test_after_a_reversal_only_reports_of_later_days_verify_again() -> None:
    reports = [
        report("achieved", "2023-08-01", "Monitors A"),
        report("achieved", "2023-08-09", "Doctors B"),
        report("reversed", "2023-09-01", "Families C"),
        report("reversed", "2023-09-10", "Monitors A"),
        report("achieved", "2023-10-01", "Monitors A"),
    ]
    assert progress_of(*reports).state == State.REVERSED
    again = progress_of(*reports, report("achieved", "2023-10-08", "Families C"))
    assert (seen(again), again.contradicted) == (("verified", 3, dt.date(2023, 10, 8)), False)
    silent = [report("achieved", "2023-10-01", "Lawyers D"), report("achieved", "2023-10-08", "Doctors B")]
    again = progress_of(*reports[:4], *silent)
    assert (seen(again), again.contradicted) == (("verified", 3, dt.date(2023, 10, 8)), False)


def test_withdrawn_evidence_counts_for_no_day_and_is_still_shown() -> None:
    withdrawn = {"withdrawn": {"date": "2023-11-01", "reason": {"en": "A mistake"}}}
    two = [report("achieved", "2023-08-01", "Monitors A"), report("achieved", "2023-08-09", "Doctors B", **withdrawn)]
    progress = progress_of(*two, as_of="2023-10-01")
    assert seen(progress) == ("claimed", 1, None)
    assert codes(progress) == [("sources", False), ("withdrawn", None)]
    assert [each.record.key for each in progress.evidence] == ["v-001", "v-002"]


def test_a_suspension_holds_from_its_day_until_it_is_lifted() -> None:
    suspension = {"milestone": "releases", "since": "2023-09-01", "until": "2023-10-01", "reason": {"en": "Gate closed"}}
    one = document(
        milestones={"releases": RELEASES},
        policy_lines={"gate": {"watches": [], "suspends": ["releases"], "suspensions": [suspension]}},
        evidence=evidence(report("achieved", "2023-08-01", "Monitors A"), report("achieved", "2023-08-09", "Doctors B")),
    )
    states = {each: compute_progress(one, day(each))["releases"] for each in ("2023-08-31", "2023-09-01", "2023-10-01")}
    assert [(each.state.value, each.scale, each.actual) for each in states.values()] == [
        ("verified", 3, dt.date(2023, 8, 9)),
        ("suspended", 0, None),
        ("verified", 3, dt.date(2023, 8, 9)),
    ]
    held = states["2023-09-01"]
    assert (held.by_evidence, held.reasons[0].item, held.reasons[0].text) == (State.VERIFIED, "gate", {"en": "Gate closed"})


def test_a_successor_speaks_for_the_claimant() -> None:
    areas = {
        "gov": {"name": {"en": "Government-held areas"}, "valid_to": "2024-12-08", "successor": "centre"},
        "aanes": {"name": {"en": "North and East Syria"}, "successor": "centre"},
        "centre": {"name": {"en": "Transitional government"}},
    }
    reports = evidence(
        report("achieved", "2025-01-01", "Transitional government"),
        report("achieved", "2025-01-02", "Raqqa", on_behalf_of="aanes"),
    )
    progress = compute_progress(document(areas=areas, milestones={"releases": RELEASES}, evidence=reports), day("2023-12-31"))
    assert progress["releases"].evidence == ()
    progress = compute_progress(document(areas=areas, milestones={"releases": RELEASES}, evidence=reports), day("2025-02-01"))
    assert [(each.record.key, each.independent) for each in progress["releases"].evidence] == [("v-001", False), ("v-002", True)]


def test_actual_dates_hold_what_is_verified_and_in_force() -> None:
    one = document(
        milestones={"releases": RELEASES, "other": RELEASES},
        evidence=evidence(report("achieved", "2023-08-01", "Monitors A"), report("achieved", "2023-08-09", "Doctors B")),
    )
    assert actual_dates(compute_progress(one, day("2023-12-01"))) == {"releases": dt.date(2023, 8, 9)}


def test_the_default_rule_is_a_setting(settings: Any) -> None:
    settings.EVIDENCE_RULE = {"independent_sources": 1}
    assert progress_of(report("achieved", "2023-08-01", "Monitors A")).state == State.VERIFIED


def test_nobody_can_type_a_state_in() -> None:
    progress = progress_of(state="verified", progress="verified", scale=3)
    assert seen(progress) == ("not_started", 0, None)


REPORTS = st.lists(
    st.builds(
        report,
        st.sampled_from(["achieved", "partly", "not_achieved", "reversed"]),
        st.dates(dt.date(2023, 7, 1), dt.date(2023, 7, 12)).map(str),
        st.sampled_from(["A", "B", "C", "Damascus"]),
        on_behalf_of=st.sampled_from([None, "gov", "aanes"]),
        independent=st.booleans(),
        confidence=st.sampled_from([None, "low", "high"]),
        withdrawn=st.sampled_from([None, {"date": "2023-07-20"}]),
    ),
    max_size=8,
)


@given(REPORTS, st.integers(1, 15))
def test_what_holds_whatever_is_reported(reports: list[dict[str, Any]], number: int) -> None:
    as_of = f"2023-07-{number:02}"
    progress = progress_of(*reports, as_of=as_of)
    live = [each for each in reports if each["date"] <= as_of and not each.get("withdrawn")]
    independent = {each["reporter"] for each in live if each.get("independent") and each.get("on_behalf_of") != "gov"}
    assert (progress.scale == 3) == (progress.state == State.VERIFIED) == (progress.actual is not None)
    if progress.actual:
        assert len(independent) >= 2
        assert str(progress.actual) <= as_of
    if progress.state == State.REVERSED:
        assert progress.verified_on < progress.reversed_on
    # Later reports do not change what was, and the order of recording does not matter.
    assert progress_of(*[each for each in reports if each["date"] <= as_of], as_of=as_of).state == progress.state
    assert seen(progress_of(*reports[::-1], as_of=as_of)) == seen(progress)
    # What the claimant says never helps.
    others = [each for each in reports if each.get("on_behalf_of") != "gov"]
    if progress.state == State.VERIFIED and not progress.contradicted:
        assert progress_of(*others, as_of=as_of).state in (State.VERIFIED, State.REVERSED)


def test_a_rule_that_nobody_can_meet_is_told() -> None:
    areas = {
        "gov": {"name": {"en": "Government-held areas"}, "valid_to": "2024-12-08"},
        "aanes": {"name": {"en": "North and East Syria"}},
    }
    one = document(
        areas=areas,
        milestones={
            "own": {"area": "aanes", "evidence_rule": {"from_area": "aanes"}},
            "ended": {"area": "aanes", "evidence_rule": {"from_area": "gov"}},
            "joint": {"areas": ["aanes", "gov"], "evidence_rule": {"from_area": "aanes"}},
            "none": {"area": "aanes"},
        },
    )
    found = {entry.key: [str(gap.message) for gap in rule_gaps(entry, one)] for entry in one.of("milestones")}
    assert found == {
        "own": ["Evidence is asked from the area that is to act: nobody can give it."],
        "ended": ["Evidence is asked from an area that has ended: nobody can give it."],
        "joint": [],
        "none": [],
    }
