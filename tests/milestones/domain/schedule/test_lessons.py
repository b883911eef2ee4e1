"""What the report found had gone wrong, and the schedule shows (facts: lessons)."""

from typing import Any

from milestones.domain.schedule import Schedule
from roadmap.domain.completeness import find_gaps
from tests.milestones.domain.schedule.graphs import day, milestone, roadmap

GIVES = [{"milestone": "releases"}, {"milestone": "sanctions-eased"}]


def test_you_first_is_found_as_a_cycle_with_all_who_wait() -> None:
    """Each side moves once the other has: nobody ever does."""
    schedule = Schedule(
        roadmap(
            milestone("releases", begin=day(10)),
            milestone("sanctions-eased", begin=day(20)),
            milestone("visits", requires=["releases"]),
            exchanges=[
                {"mode": "gated", "commitments": [{"milestone": "releases", "gate": "sanctions-eased"}, {"milestone": "visits"}]},
                {"mode": "gated", "commitments": [{"milestone": "sanctions-eased", "gate": "releases"}, {"milestone": "visits"}]},
            ],
        )
    )
    assert schedule.cycles == [["releases", "sanctions-eased"]]


def test_you_first_ends_when_both_move_on_one_day() -> None:
    """A simultaneous exchange lets neither go first unprotected: both happen on the first day that suits both."""
    entries = (milestone("releases", begin=day(10), end=day(40)), milestone("sanctions-eased", begin=day(20)))
    schedule = Schedule(roadmap(*entries, exchanges=[{"mode": "simultaneous", "commitments": GIVES}]))
    assert schedule.cycles == []
    assert [(row.key, str(row.earliest), str(row.latest)) for row in schedule.rows()] == [
        ("releases", "2024-01-21", "2024-02-10"),
        ("sanctions-eased", "2024-01-21", "2024-02-10"),
    ]


def test_you_first_may_be_gated_so_that_one_side_waits_for_proof() -> None:
    gated = [{"milestone": "releases"}, {"milestone": "sanctions-eased", "gate": "releases"}]
    entries = (milestone("releases", begin=day(10), end=day(40)), milestone("sanctions-eased", begin=day(5)))
    schedule = Schedule(roadmap(*entries, exchanges=[{"mode": "gated", "commitments": gated}]))
    step = schedule.chain("sanctions-eased")[-1]
    assert (str(schedule.earliest("sanctions-eased")), step.by, step.of, step.exchange) == (
        "2024-01-11",
        "gate",
        "releases",
        "e1",
    )


def test_no_milestone_without_verification_method_owner_and_timeframe() -> None:
    """The Constitutional Committee met for years without a work plan: a draft that leaves one of them open is never frozen."""
    asked = {"owner": {"en": "Ministry"}, "verification": {"en": "Visit"}, "window": {"not_after": day(10)}}

    def open_in(**data: Any) -> set[str]:
        gaps = find_gaps(roadmap(milestone("releases", **data)))
        return {gap.path for gap in gaps if gap.ref == "milestones/releases" and gap.blocking} & {*asked, "window.not_after"}

    assert open_in(**asked) == set()
    assert open_in() == {"owner", "verification", "window.not_after"}
    assert open_in(**asked | {"owner": None}) == {"owner"}
    assert open_in(**asked | {"verification": None}) == {"verification"}
    assert open_in(**asked | {"window": {"not_before": day(10)}}) == {"window.not_after"}
