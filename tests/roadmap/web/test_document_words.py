"""Codes within sentences of the product."""

import pytest

from roadmap.templatetags.document_words import coded, codes


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("M-12 waits.", '<bdi class="code" dir="ltr">M-12</bdi> waits.'),
        ("وM-12 وW", 'و<bdi class="code" dir="ltr">M-12</bdi> وW'),
        ("تنتظر M-12.N1.", 'تنتظر <bdi class="code" dir="ltr">M-12.N1</bdi>.'),
        ("A <b> of 2024-03-01, and UN-2254", "A &lt;b&gt; of 2024-03-01, and UN-2254"),
        ("E-01: 67 % of 3 <i>", '<bdi class="code" dir="ltr">E-01</bdi>: 67\u00a0% of 3 &lt;i&gt;'),
    ],
)
def test_codes_are_set_as_codes_and_nothing_else_is_touched(sentence: str, shown: str) -> None:
    assert codes(sentence) == shown


def test_a_choice_has_its_code_from_left_to_right_and_its_title_in_its_own_direction() -> None:
    assert coded("M-01.G1 · قوائم <b>") == '<bdi class="code" dir="ltr">M-01.G1</bdi> <bdi>قوائم &lt;b&gt;</bdi>'
    assert coded("Kurmancî") == "<bdi>Kurmancî</bdi>"
