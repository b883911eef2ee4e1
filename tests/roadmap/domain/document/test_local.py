"""How many of many things a sentence names, and what stays on one line."""

from django.utils.translation import override

from roadmap.domain.document.local import NAMED, apart, short_list, unbroken_shares


def test_a_sentence_names_a_dozen_and_counts_the_rest() -> None:
    codes = [f"M-{number:02}" for number in range(1, 16)]
    with override("en"):
        assert short_list(codes[:NAMED]) == "M-01, M-02, M-03, M-04, M-05, M-06, M-07, M-08, M-09, M-10, M-11, M-12"
        assert short_list(codes[: NAMED + 1]).endswith("M-11, M-12 and 1 more")
        assert short_list(codes, most=2) == "M-01, M-02 and 13 more"
        assert short_list([]) == ""


def test_no_line_ends_between_a_number_and_its_sign() -> None:
    assert unbroken_shares("900 of 4,000 (23 %): % of 2") == "900 of 4,000 (23\u00a0%): % of 2"


def test_what_runs_the_other_way_is_kept_apart_in_a_sentence() -> None:
    assert [apart(text, "en") for text in ("(UNHCR)", "(عودة)", "2018", "")] == ["(UNHCR)", "\u2068(عودة)\u2069", "2018", ""]
    assert [apart(text, "ar") for text in ("(UNHCR)", "عودة", "")] == ["\u2068(UNHCR)\u2069", "عودة", ""]
    assert apart("Vegera", "ku") == "Vegera"
