"""Numbers as people type them: read in their language, and never guessed."""

from typing import Any

import pytest

from roadmap.domain.document.numbers import not_a_number, number_typed
from roadmap.domain.document.values import Context, Number


@pytest.mark.parametrize(
    ("written", "language", "number"),
    [
        ("476", "en", 476),
        (" 132,000 ", "en", 132_000),
        ("1,234,567.5", "en", 1_234_567.5),
        ("132 000", "en", 132_000),
        ("132\u202f000", "ar", 132_000),
        ("٢٬٥٠٠٫٥", "ar", 2500.5),
        ("١٢٫٥٠٠", "ar", 12.5),
        ("۴۷۶", "ku", 476),
        ("-3.25", "en", -3.25),
        ("0.125", "en", 0.125),
        ("132.000", "ku", 132_000),
        ("132,000", "ku", 132_000),
        ("1.234,5", "ku", 1234.5),
        ("6,5", "ku", 6.5),
        ("2.5", "ku", 2.5),
    ],
)
def test_a_number_is_read_in_its_language(written: str, language: str, number: float) -> None:
    assert number_typed(written, language) == number


@pytest.mark.parametrize(
    "written",
    ["6,5", "47,6", "132.000", "1.234.567", "12 34", "1,23,456", "1_000", "1e3", "0x10", "nan", "inf", "", "٢٬٥", "9" * 17],
)
def test_what_is_no_number_or_could_be_another_is_not_guessed(written: str) -> None:
    assert number_typed(written) is None


MOST = 9_007_199_254_740_991


@pytest.mark.parametrize("raw", [10**30, 1e30, "1e30", "9" * 17, "9" * 400, "1,000,000,000,000,000,000", float("inf"), 2**53])
def test_a_number_that_is_too_large_is_called_so(raw: Any) -> None:
    assert told(Number(), raw) == [f"The number must be at most {MOST}."]
    assert told(Number(minimum=0, maximum=5), raw) == ["The number must be at most 5."]


@pytest.mark.parametrize("raw", [-(10**30), "-1e30", "-" + "9" * 400])
def test_a_number_that_is_too_far_below_nought_is_called_so(raw: Any) -> None:
    assert told(Number(), raw) == [f"The number must be at least -{MOST}."]
    assert told(Number(minimum=0), raw) == ["The number must be at least 0."]


@pytest.mark.parametrize("raw", ["many", "inf", "nan", float("nan"), True, [1], "1e"])
def test_what_is_no_number_is_called_so(raw: Any) -> None:
    assert told(Number(maximum=5), raw) == ["Give a number, with digits 0-9 and a point."]


def test_the_largest_number_is_kept_exactly() -> None:
    assert [Number().load(raw, "", Context("en", pytest.fail)) for raw in (MOST, str(MOST), -MOST)] == [MOST, MOST, -MOST]


def told(value: Number, raw: Any) -> list[str]:
    problems: list[str] = []
    assert value.load(raw, "quantity", Context("en", lambda _path, message: problems.append(str(message)))) is None
    return problems


def test_what_is_wrong_is_said() -> None:
    assert not_a_number("132.000") == "“132.000” can be read in two ways: write it without a sign between thousands."
    assert not_a_number("6,5") == "Give a number, with digits 0-9 and a point."
