"""What is protected, bound to another side's step by an order outside of any exchange: told, and never in the way."""

from typing import Any

import pytest

from milestones.domain.exchanges.leverage import Leverage, find_leverage
from milestones.sections.protection import leverage_gaps
from roadmap.domain.document import Entry
from tests.milestones.domain.exchanges.drafts import document, milestone

PROTECTED = {"protected_subjects": ["humanitarian-access"]}
BEHIND_ROAD: list[tuple[dict[str, Any], str]] = [
    ({"requires": ["road"]}, "requires"),
    ({"requires_any": ["road", "bridge"]}, "requires_any"),
    ({"window": {"not_before": "road + 1m"}}, "window.not_before"),
    ({"window": {"not_after": "road - 2w"}}, "window.not_after"),
    ({"requires": ["road"], "window": {"not_before": "road + 1m"}}, "requires"),
]


def found(*milestones: Entry, **roadmap: Any) -> list[Leverage]:
    return list(find_leverage(document(*milestones, **roadmap)))


@pytest.mark.parametrize(("order", "path"), BEHIND_ROAD)
def test_a_protected_step_that_waits_for_another_side_is_told(order: dict[str, Any], path: str) -> None:
    made = found(milestone("convoys", "gov", **PROTECTED, **order), milestone("road", "aanes"), milestone("bridge", "gov"))
    assert made == [Leverage("convoys", "road", "awaits", path)]


@pytest.mark.parametrize(("order", "_path"), BEHIND_ROAD)
def test_a_concession_that_waits_for_another_sides_protected_step_is_told_at_that_step(order: dict[str, Any], _path: str) -> None:
    made = found(milestone("concession", "gov", **order), milestone("road", "aanes", **PROTECTED), milestone("bridge", "gov"))
    assert made == [Leverage("road", "concession", "awaited", "protected_subjects")]


def test_lists_for_lists_are_told_too() -> None:
    """Both are protected, and each side pays with the names that it holds."""
    mine = milestone("names-gov", "gov", protected_subjects=["detained-and-missing"], requires=["names-sig"])
    assert found(mine, milestone("names-sig", "sig", protected_subjects=["detained-and-missing"])) == [
        Leverage("names-gov", "names-sig", "awaits", "requires")
    ]


@pytest.mark.parametrize("who", [("convoys",), ("road",), ("convoys", "road")])
def test_what_has_to_happen_on_one_day_with_another_sides_step_is_an_exchange_without_the_name(who: tuple[str, ...]) -> None:
    """Told once, whoever of the two says it, at the protected one."""
    ties = {"convoys": {"together_with": ["road"]}, "road": {"together_with": ["convoys"]}}
    said = {key: ties[key] if key in who else {} for key in ties}
    made = found(milestone("road", "aanes", **said["road"]), milestone("convoys", "gov", **PROTECTED, **said["convoys"]))
    path = "together_with" if "convoys" in who else "protected_subjects"
    assert made == [Leverage("convoys", "road", "together", path)]


def test_what_all_sides_owe_on_one_day_is_no_bargain() -> None:
    camps = {"protected_subjects": ["civilian-lives"], "together_with": ["camps-gov", "camps-sig"]}
    assert found(milestone("camps-gov", "gov", **camps), milestone("camps-sig", "sig", **camps)) == []


@pytest.mark.parametrize(
    ("who", "awaited"),
    [("gov", "gov"), ("gov", "~OCHA"), ("~OCHA", "gov"), ("gov+aanes", "aanes+gov")],
)
def test_nobody_bargains_with_an_own_step_or_with_a_third_partys(who: str, awaited: str) -> None:
    assert found(milestone("convoys", who, **PROTECTED, requires=["road"]), milestone("road", awaited)) == []


def test_a_joint_step_of_more_sides_is_another_sides_step() -> None:
    assert len(found(milestone("convoys", "gov", **PROTECTED, requires=["road"]), milestone("road", "gov+aanes"))) == 1


def test_a_named_day_is_no_milestone_even_where_one_has_its_name() -> None:
    made = milestone("convoys", "gov", **PROTECTED, window={"not_before": "ceasefire + 1m"})
    assert found(made, milestone("ceasefire", "aanes"), anchors={"ceasefire": "2024-03-01"}) == []


def test_what_is_not_protected_may_wait_for_anybody() -> None:
    assert found(milestone("seed", "gov", requires=["road"]), milestone("road", "aanes")) == []


def test_it_is_a_doubt_that_says_who_waits_for_whom_and_why_that_is_a_price() -> None:
    reason = (
        "“Humanitarian access as leverage”{}. Aid goes where the need is. Whoever makes it wait for a counterpart makes "
        "the hungry pay for the dispute. (General Assembly resolution 46/182, annex; ICRC customary IHL, rule 55; "
        "Time to change track (Clingendael, 2023), §3.5 n.84)"
    )
    made = document(
        milestone("convoys", "gov", **PROTECTED, requires=["road"]),
        milestone("road", "aanes"),
        milestone("concession", "aanes", requires=["convoys"], together_with=["convoys"]),
    )
    assert [(gap.ref, gap.path, str(gap.message), gap.blocking) for gap in leverage_gaps(made)] == [
        (
            "milestones/convoys",
            "requires",
            "CONVOYS concerns a protected subject, " + reason.format(", and waits for another side's step, ROAD"),
            False,
        ),
        (
            "milestones/convoys",
            "protected_subjects",
            "CONCESSION, another side's step, waits for CONVOYS, which concerns a protected subject, " + reason.format(""),
            False,
        ),
        (
            "milestones/convoys",
            "protected_subjects",
            "CONVOYS concerns a protected subject, "
            + reason.format(", and has to happen on one day with another side's step, CONCESSION"),
            False,
        ),
    ]
