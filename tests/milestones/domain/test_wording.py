"""How a milestone reads: nothing stands there whose meaning only the office knows."""

from milestones.domain.evidence.scale import scaled
from milestones.domain.evidence.wording import scaled_words
from roadmap.domain.document.presenting import present
from tests.milestones.domain.exchanges.drafts import document, entry, milestone


def row(name: str, language: str = "en", **data: object) -> list[str]:
    draft = document(milestone("lists", **data))
    entry = draft.entry("milestones/lists")
    assert entry is not None
    return [words.text for row in present(entry, draft, language).rows if row.name == name for words in row.words]


def test_the_evidence_that_counts_is_named_part_by_part() -> None:
    rule = {"independent_sources": 2, "from_area": "aanes", "monitor": True}

    assert row("evidence_rule", evidence_rule=rule) == [
        "Independent sources: 2",
        "One of them from: N North and East Syria",
        "A monitor confirms",
    ]


def test_a_relative_day_is_not_broken_over_two_lines_in_arabic() -> None:
    assert row("window", "ar", window={"not_after": "T0 + 6m"}) == ["في موعد لا يتجاوز 1 آذار/مارس 2024 (T0\u00a0+\u00a06m)"]


def test_a_share_is_not_told_beside_a_hundred() -> None:
    assert scaled_words(scaled(90, {"denominator": 100}), "per cent") == "90 per cent"


def test_telltale_words_stand_in_a_line_and_those_of_another_language_apart() -> None:
    words = [{"en": "aid", "ar": "إغاثة"}, {"en": "convoy"}, {"en": "relief", "ar": "عون"}]
    draft = document(entry("protected_subjects", "aid", title={"en": "Aid"}, words=words))
    found = draft.of("protected_subjects")[0]

    def read(language: str) -> list[tuple[str, bool]]:
        (row,) = (row for row in present(found, draft, language).rows if row.name == "words")
        return [(words.text, words.foreign) for words in row.words]

    assert read("en") == [("aid · convoy · relief", False)]
    assert read("ar") == [("إغاثة · عون", False), ("convoy", True)]
