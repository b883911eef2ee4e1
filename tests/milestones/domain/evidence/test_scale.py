"""Scale: quantities beside their denominators."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestones.domain.evidence.scale import Scaled, scaled
from milestones.domain.evidence.wording import scaled_words


def test_476_of_132000_is_0_36_per_cent_and_below_significance() -> None:
    found = scaled(476, {"quantity": 20_000, "denominator": 132_000})
    assert found == Scaled(476, 132_000, 476 / 132_000 * 100, 1.0, insignificant=True, beyond=False)
    assert round(found.share or 0, 2) == 0.36
    assert scaled_words(found, "persons") == "476 of 132,000 persons (0.36\u00a0%): below 1\u00a0%, not significant"


def test_the_targets_significance_goes_before_the_setting(settings: Any) -> None:
    assert not scaled(476, {"denominator": 132_000, "significance": 0.3}).insignificant
    assert scaled(476, {"denominator": 132_000, "significance": 0.4}).insignificant
    settings.EVIDENCE_SIGNIFICANCE = 0.1
    assert not scaled(476, {"denominator": 132_000}).insignificant


@pytest.mark.parametrize("target", [None, {}, {"quantity": 10}, {"denominator": 0}])
def test_without_a_denominator_no_share_is_made_up(target: Any) -> None:
    found = scaled(476, target)
    assert (found.denominator, found.share, found.insignificant, found.beyond) == (None, None, False, False)
    assert scaled_words(found, "persons") == "476 persons; of how many is not known"


def test_no_quantity_no_scale_and_more_than_the_whole_is_told() -> None:
    assert scaled(None, {"denominator": 10}) is None
    assert scaled(11, {"denominator": 10}).beyond
    assert scaled_words(scaled(0, {"denominator": 10})) == "0 of 10 (0\u00a0%): below 1\u00a0%, not significant"


@given(st.integers(0, 10**9), st.integers(1, 10**9), st.sampled_from([0, 0.5, 1, 5, 100]))
def test_insignificance_is_exact(quantity: int, whole: int, least: float) -> None:
    found = scaled(quantity, {"denominator": whole, "significance": least})
    assert found.insignificant == (quantity * 1000 < int(least * 10) * whole)
    assert found.beyond == (quantity > whole)
