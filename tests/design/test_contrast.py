"""Contrast of every colour pair in use, computed from tokens.css (WCAG 2.2: 1.4.3 text 4.5, 1.4.11 controls 3)."""

import itertools
import math
import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).resolve().parents[2] / "static/css/tokens.css"
DECLARATION = re.compile(r"--([a-z0-9-]+):\s*(#[0-9a-f]{6})\b")

PAPERS = ["desk", "paper", "sunk"]
TEXT_PAIRS = [
    *itertools.product(["ink", "ink-2", "ink-3", "accent"], PAPERS),
    *itertools.product(["safe", "calm", "neutral", "good", "warn", "bad"], ["paper", "desk"]),
    *[(name, f"{name}-soft") for name in ("safe", "calm", "neutral", "good", "warn", "bad", "plain", "ins", "del")],
    *[("ink", f"{name}-soft") for name in ("accent", "good", "warn", "bad", "plain")],
    ("accent-deep", "accent-soft"),
    ("accent-deep", "paper"),
    ("accent-deep", "sunk"),
    ("on-accent", "accent"),
    ("on-accent", "accent-deep"),
    ("paper", "ink"),
]
CONTROL_PAIRS = [
    *itertools.product(["edge", "focus"], ["desk", "paper", "sunk"]),
    ("accent", "accent-soft"),
    ("bad", "bad-soft"),
    *itertools.product(["good", "warn", "bad", "calm", "accent"], ["paper", "desk"]),
]
# Machado, Oliveira and Fernandes 2009, full severity, on linear RGB.
SIGHT = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
Triple = tuple[float, float, float]


def block(selector: str) -> dict[str, str]:
    """Colours declared in the block that opens with ``selector``."""
    css = TOKENS.read_text(encoding="utf-8")
    start = css.index(selector) + len(selector)
    return dict(DECLARATION.findall(css[start : css.index("}", start)]))


LIGHT = block(":root {")
DARK = block(':root[data-theme="dark"] {')
THEMES = {"light": LIGHT, "dark": {**LIGHT, **DARK}}


def linear(colour: str) -> Triple:
    def channel(at: int) -> float:
        value = int(colour[at : at + 2], 16) / 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    return channel(1), channel(3), channel(5)


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in (linear(one), linear(other))), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def lab(colour: str, matrix: tuple[Triple, Triple, Triple]) -> Triple:
    """CIE L*a*b* of a colour as a person with the given sight sees it."""
    source = linear(colour)
    r, g, b = (min(1, max(0, sum(x * y for x, y in zip(row, source, strict=True)))) for row in matrix)
    white = (
        (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883,
    )
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in white)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("pair", TEXT_PAIRS, ids="-on-".join)
def test_text_can_be_read(theme: str, pair: tuple[str, str]) -> None:
    front, back = (THEMES[theme][name] for name in pair)
    assert contrast(front, back) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("pair", CONTROL_PAIRS, ids="-on-".join)
def test_controls_and_focus_can_be_seen(theme: str, pair: tuple[str, str]) -> None:
    front, back = (THEMES[theme][name] for name in pair)
    assert contrast(front, back) >= 3


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("theme", THEMES)
def test_dimensions_stay_apart_for_every_sight(theme: str, sight: str) -> None:
    """A difference (CIE 1976) of 20 is seen at a glance; about 2 is the least that is seen at all."""
    seen = [lab(THEMES[theme][name], SIGHT[sight]) for name in ("safe", "calm", "neutral")]
    assert min(math.dist(one, other) for one, other in itertools.combinations(seen, 2)) >= 20


def test_both_copies_of_the_dark_set_are_equal() -> None:
    assert block(':root:not([data-theme="light"]) {') == DARK


def test_no_other_sheet_names_a_colour() -> None:
    sheets = [path for path in TOKENS.parent.glob("*.css") if path.name not in {"tokens.css", "print.css"}]
    named = {path.name: re.findall(r"#[0-9a-fA-F]{3,8}\b", path.read_text(encoding="utf-8")) for path in sheets}
    assert {name: found for name, found in named.items() if found} == {}
