"""What a draft says of a milestone's target: a number with its whole, and no more than the whole."""

from typing import Any

import pytest

from milestones.sections.milestones import MILESTONES
from roadmap.domain.completeness import slips
from roadmap.domain.document import Gap
from tests.milestones.domain.exchanges.drafts import document, milestone

BEYOND = "The target is larger than its denominator, the whole that it is a part of: correct one of the two."
UNSCALED = "The target has no denominator, so its scale cannot be seen."


def target_gaps(target: dict[str, Any]) -> list[Gap]:
    entry = milestone("a", target=target)
    assert MILESTONES.gaps
    return [gap for gap in MILESTONES.gaps(entry, document(entry)) if gap.path.startswith("target")]


@pytest.mark.parametrize("target", [{"quantity": 9, "denominator": 5}, {"quantity": 5.5, "denominator": 5}])
def test_a_target_larger_than_its_whole_keeps_the_draft_from_being_frozen_and_is_told_when_a_file_is_read(
    target: dict[str, Any],
) -> None:
    found = target_gaps(target)
    assert [(gap.path, str(gap.message), gap.blocking, gap.is_slip) for gap in found] == [("target.quantity", BEYOND, True, True)]
    assert [gap.path for gap in slips(document(milestone("a", target=target)))] == ["target.quantity"]


@pytest.mark.parametrize("target", [{}, {"quantity": 5, "denominator": 5}, {"quantity": 0, "denominator": 5}, {"denominator": 5}])
def test_a_target_within_its_whole_is_left_in_peace(target: dict[str, Any]) -> None:
    assert target_gaps(target) == []


@pytest.mark.parametrize("target", [{"quantity": 9}, {"quantity": 0}, {"quantity": 9, "denominator": 0}])
def test_without_a_whole_the_scale_is_missed(target: dict[str, Any]) -> None:
    assert [(gap.path, str(gap.message), gap.blocking) for gap in target_gaps(target)] == [
        ("target.denominator", UNSCALED, False)
    ]
