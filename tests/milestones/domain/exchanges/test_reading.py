"""How an exchange reads on its own: who gives what to whom, when, and the way back."""

from roadmap.domain.document import Document
from roadmap.domain.document.presenting import Record, present
from tests.milestones.domain.exchanges.drafts import commitment, document, exchange, milestone

WAY_BACK = {"en": "The list is withdrawn.", "ar": "تُسحب القائمة."}


def records(draft: Document, language: str = "en") -> list[Record]:
    entry = draft.entry("exchanges/swap")
    assert entry is not None
    return [record for row in present(entry, draft, language).rows if row.name == "commitments" for record in row.records]


def said(record: Record) -> dict[str, list[str]]:
    return {cell.label: [words.text for words in cell.words] for cell in record.cells}


def test_each_commitment_says_who_gives_when_and_the_way_back() -> None:
    lists = milestone("lists", "gov", window={"not_after": "T0 + 6m"}, reversal=WAY_BACK)
    draft = document(lists, milestone("seed", "aanes"), exchange("swap", commitment("lists", cost=2, benefits={"aanes": 3})))

    assert [said(record) for record in records(draft)] == [
        {
            "Given by": ["Government-held areas"],
            "When": ["Not after 1 March 2024 (T0 + 6m)"],
            "Way back": ["The list is withdrawn."],
            "Cost to the giver": ["2 of 5"],
            "What it brings": ["North and East Syria: 3 of 5"],
        }
    ]


def test_in_arabic_every_word_is_arabic() -> None:
    lists = milestone("lists", "~OCHA", reversal=WAY_BACK)
    lists.data["actor"]["ar"] = "مكتب تنسيق الشؤون الإنسانية"
    draft = document(lists, exchange("swap", commitment("lists", cost=2)))

    assert [said(record) for record in records(draft, "ar")] == [
        {
            "يعطيها": ["مكتب تنسيق الشؤون الإنسانية"],
            "العودة إلى الوضع القائم": ["تُسحب القائمة."],
            "الكلفة على من يعطي": ["2 من 5"],
        }
    ]


def test_the_giver_that_is_named_is_said_once_and_instead_of_the_milestones_own() -> None:
    draft = document(milestone("lists", "gov"), exchange("swap", commitment("lists", giver="aanes")))

    assert [said(record) for record in records(draft)] == [{"Given by": ["North and East Syria"]}]


def test_a_day_that_counts_from_a_withheld_milestone_is_not_said() -> None:
    late = milestone("late", "gov", window={"not_before": "sheets + 1m", "not_after": "T0 + 6m"})
    draft = document(
        milestone("sheets"), late, milestone("seed", "aanes"), exchange("swap", commitment("late"), commitment("seed"))
    )

    assert [said(record) for record in records(draft.for_group({"milestones/sheets"}))] == [
        {"Given by": ["Government-held areas"], "When": ["Not after 1 March 2024 (T0 + 6m)"]},
        {"Given by": ["North and East Syria"]},
    ]


def test_a_window_that_counts_from_a_milestone_names_it_by_its_code() -> None:
    late = milestone("late", window={"not_before": "sheets + 1m", "not_after": "sheets - 2w"})
    draft = document(milestone("sheets"), late, milestone("same", window={"not_after": "sheets"}))

    def window(key: str) -> list[str]:
        entry = draft.entry(f"milestones/{key}")
        assert entry is not None
        return [words.text for row in present(entry, draft, "en").rows if row.name == "window" for words in row.words]

    assert window("late") == ["Not before 1 month after SHEETS, not after 2 weeks before SHEETS"]
    assert window("same") == ["Not after on the day of SHEETS"]
