"""Words sought in texts as people write them: case, endings, marks, Arabic prefixes, a word in between, invisible letters."""

import pytest

from milestones.domain.exchanges.telltale import Hit, Telltale, telltale

LISTED = (
    ("return", "return of refugees"),
    ("return", "refugee return"),
    ("return", "عودة اللاجئين"),
    ("return", "vegera penaberan"),
    ("access", "aid"),
    ("crimes", "العفو"),
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("RETURN OF REFUGEES", "return of refugees"),
        ("the return of Syrian refugees", "return of refugees"),
        ("the return of all Syrian refugees", "return of refugees"),
        ("return of 1,000 refugees to Homs", "return of refugees"),
        ("Return, by 2025, of 12 000 to 15.000 of the Syrian refugees", ""),
        ("Return of 12 000 to 15.000 Syrian refugees", "return of refugees"),
        ("The return of trucks. No refugees", ""),
        ("The return of U.N. refugees", "return of refugees"),
        ("Return of: men, refugees", "return of refugees"),
        ("Return of men, women, children, refugees", ""),
        ("عودة 1000 لاجئ", ""),
        ("عودة ١٬٠٠٠ من اللاجئين", "عودة اللاجئين"),
        ("Refugees' return", "refugee return"),
        ("return\u200bof re\u00adfugees", ""),
        ("return of re\u00adfugees", "return of refugees"),
        ("وَعَوْدَةُ اللاجِئينَ", "عودة اللاجئين"),
        ("عودة طوعية للاجئين", "عودة اللاجئين"),
        ("بعودة اللاجئين", "عودة اللاجئين"),
        ("إعادة اللاجئين", ""),
        ("عفوياً", ""),
        ("بالعفو", "العفو"),
        ("والعفـو", "العفو"),
        ("Vegera hemû penaberên", ""),
        ("Vegera 500 hemwelatiyên penaberan", "vegera penaberan"),
        ("Vegera penaberanê", "vegera penaberan"),
        ("aids, aide", "aid"),
        ("aide", ""),
        ("", ""),
    ],
)
def test_a_word_is_found_as_people_write_it(text: str, found: str) -> None:
    assert [word for _subject, word in Telltale(LISTED).find(text)] == ([found] if found else [])


def test_a_number_is_found_where_it_is_listed() -> None:
    words = Telltale([("mandate", "resolution 2254"), ("days", "40 days")])
    assert [word for _subject, word in words.find("Resolution no. 2254; after 2 or 40 days")] == ["resolution 2254", "40 days"]
    assert list(words.find("Resolution 2118, 41 days")) == []


def test_the_first_word_of_each_subject_is_told_with_the_text_that_holds_it() -> None:
    texts = {"title": {"en": "Aid, refugee return", "ar": "عودة اللاجئين"}, "trigger": None, "loss": {"en": "Aid"}}
    assert Telltale(LISTED).first(texts) == (Hit("access", "aid", "title"), Hit("return", "refugee return", "title"))


def test_of_the_same_text_in_several_languages_the_one_asked_for_is_told() -> None:
    text = {"title": {"ar": "عودة اللاجئين", "en": "refugee return", "ku": "vegera penaberan"}}
    words = [Telltale(LISTED).first(text, language)[0].word for language in ("en", "ar", "ku")]
    assert words == ["refugee return", "عودة اللاجئين", "vegera penaberan"]


def test_what_was_found_is_kept_and_told_apart_by_the_name_of_the_text() -> None:
    words = Telltale(LISTED)
    for name in ("title", "loss", "title"):
        assert words.first({name: {"en": "aid"}}) == (Hit("access", "aid", name),)
    assert words.first({"title": {"en": "ai", "ar": "d"}}) == ()


def test_the_same_words_are_made_ready_once() -> None:
    assert telltale(LISTED) is telltale(tuple(LISTED))
    assert telltale(LISTED[:1]) is not telltale(LISTED)
