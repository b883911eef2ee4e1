"""How a refusal is told."""

from django.template.loader import render_to_string

from accounts.domain.errors import Invalid, Problem


def test_a_refusal_is_told_in_words_and_not_as_the_code_has_it() -> None:
    refused = Invalid("Some fields need your attention.", [Problem("on", "Give its last day.", 3)])
    shown = render_to_string("components/form_errors.html", {"refused": refused})
    assert "<li>Give its last day.</li>" in shown
