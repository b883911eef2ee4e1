"""What changed between two texts, word by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap.domain.document.wordwise import compare_lists, compare_texts


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ("same", "same", (("equal", "same"),)),
        ("", "", ()),
        ("", "new", (("insert", "new"),)),
        ("old", "", (("delete", "old"),)),
        (
            "The family is told within 14 days.",
            "The family is told within 30 days.",
            (("equal", "The family is told within "), ("delete", "14 "), ("insert", "30 "), ("equal", "days.")),
        ),
        ("132,000 people", "132,500 people", (("delete", "132,000 "), ("insert", "132,500 "), ("equal", "people"))),
        ("two  words", "two words", (("equal", "two words"),)),
        (
            "تُبلَّغ أسرة كل محتجز خلال 14 يوماً",
            "تُبلَّغ أسرة كل محتجز خطياً خلال 14 يوماً",
            (("equal", "تُبلَّغ أسرة كل محتجز "), ("insert", "خطياً "), ("equal", "خلال 14 يوماً")),
        ),
        ("أسرة كل محتجز", "أُسرة كل محتجز", (("delete", "أسرة "), ("insert", "أُسرة "), ("equal", "كل محتجز"))),
        ("one two three four", "five six seven eight", (("delete", "one two three four"), ("insert", "five six seven eight"))),
    ],
)
def test_texts_are_compared_by_words(old: str, new: str, parts: tuple[tuple[str, str], ...]) -> None:
    assert compare_texts(old, new) == parts


def test_a_single_word_between_two_rewritten_passages_does_not_break_them_up() -> None:
    old = "It opens on working days and it stays open for goods of every kind today"
    new = "It opens on every single morning and then remains free for goods of every kind today"

    parts = compare_texts(old, new)

    assert [op for op, _text in parts] == ["equal", "delete", "insert", "equal"]
    assert dict(parts)["delete"] == "working days and it stays open "


def test_entries_of_lists_are_compared_whole() -> None:
    assert compare_lists(["C-01 Fate", "C-02 Calm"], ["C-02 Calm", "C-03 New"]) == (
        ("delete", "C-01 Fate"),
        ("equal", "C-02 Calm"),
        ("insert", "C-03 New"),
    )


_TEXTS = st.text(alphabet="ab ,.\n0اُبه", max_size=60)


@given(_TEXTS, _TEXTS)
def test_the_parts_hold_every_word_of_both_texts(old: str, new: str) -> None:
    parts = compare_texts(old, new)

    def words(*ops: str) -> str:
        return "".join("".join(text for op, text in parts if op in ops).split())

    assert words("equal", "insert") == "".join(new.split())
    assert words("equal", "delete") == "".join(old.split())
