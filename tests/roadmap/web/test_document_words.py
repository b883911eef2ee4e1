"""Codes within sentences of the product."""

import pytest

from roadmap.templatetags.document_words import codes


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
