"""How an item reads in each language, from the registry alone."""

import pytest

from roadmap.domain.document import Document, Entry
from roadmap.domain.document.paragraphs import present_document
from roadmap.domain.document.presenting import Presented, Row, Words, present
from roadmap.domain.files import read_file
from tests.roadmap.factories import SMALL


@pytest.fixture
def document() -> Document:
    found = read_file(SMALL)
    for number, entry in enumerate(found, start=1):
        entry.code = entry.code or f"{entry.kind[0].upper()}-{number:02}"
    return found


def shown(document: Document, ref: str, language: str) -> Presented:
    entry = document.entry(ref)
    assert entry is not None
    return present(entry, document, language)


def rows(item: Presented) -> dict[str, Row]:
    return {row.name: row for row in item.rows}


def texts(row: Row) -> list[str]:
    return [words.text for words in row.words]


def test_a_milestone_shows_its_scale_and_the_days_of_its_window(document: Document) -> None:
    item = shown(document, "milestones/gov-lists", "en")

    assert (item.ref, item.title.text, item.anchor) == ("milestones/gov-lists", "Lists accepted", "milestones-gov-lists")
    assert texts(rows(item)["target"]) == ["900 of 4,000 pupils (23\u00a0%)"]
    assert texts(rows(item)["window"]) == ["Not before 1 October 2023, not after 1 March 2024 (T0 + 6m)"]
    assert [link.ref for link in rows(item)["measure"].links] == ["measures/exam-passage"]
    assert [[link.code for link in chip.links] for chip in item.chips] == [["G"]]


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ({"quantity": 476, "denominator": 132000, "unit": {"en": "persons"}}, ["476 of 132,000 persons (0.36\u00a0%)"]),
        ({"quantity": 3}, ["3"]),
        ({"unit": {"en": "lists"}}, ["lists"]),
        ({"quantity": 1.5, "denominator": 0, "denominator_note": {"en": "none known"}}, ["1.5", "none known"]),
    ],
)
def test_targets(document: Document, target: dict[str, object], expected: list[str]) -> None:
    entry = document.entry("milestones/gov-lists")
    assert entry is not None
    entry.data["target"] = target

    assert texts(rows(present(entry, document, "en"))["target"]) == expected


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        ({"not_before": "2023-10-01"}, "Not before 1 October 2023"),
        ({"not_after": "T0"}, "Not after 1 September 2023 (T0)"),
    ],
)
def test_open_windows(document: Document, window: dict[str, str], expected: str) -> None:
    entry = document.entry("milestones/gov-lists")
    assert entry is not None
    entry.data["window"] = window

    assert texts(rows(present(entry, document, "en"))["window"]) == [expected]
    document.roadmap.pop("t0")
    assert "(" not in texts(rows(present(entry, document, "en"))["window"])[0]


def test_numbers_and_days_are_written_as_each_language_writes_them(document: Document) -> None:
    criterion = document.entry("criteria/no-shelling")
    mandate = document.entry("mandates/unscr-2254")
    assert criterion is not None
    assert mandate is not None
    criterion.data["threshold"] = {"value": 1234.5}

    assert {
        language: (
            texts(rows(present(criterion, document, language))["threshold"]),
            texts(rows(present(mandate, document, language))["date"]),
        )
        for language in ("en", "ar", "ku")
    } == {
        "en": (["1,234.5 shells"], ["18 December 2015"]),
        "ar": (["1,234.5 قذائف"], ["18 كانون الأول/ديسمبر 2015"]),
        "ku": (["1.234,5 top"], ["18 Kanûn 2015"]),
    }


def test_states_per_area_are_a_table_in_the_order_of_the_areas(document: Document) -> None:
    table = rows(shown(document, "criteria/no-shelling", "en"))["states"]

    assert table.type == "table"
    assert table.columns == ("State", "Note")
    assert [(line.link.ref, [cell.value for cell in line.cells]) for line in table.lines] == [
        ("areas/gov", ["partly", ""]),
        ("areas/aanes", ["unknown", ""]),
    ]


def test_a_text_without_translation_is_shown_in_its_own_language_and_says_so(document: Document) -> None:
    item = shown(document, "areas/gov", "ar")

    assert rows(item)["guarantors"].words == (Words("Russia", "en", foreign=True),)
    assert rows(item)["guarantors"].words[0].dir == "ltr"
    assert item.title == Words("مناطق سيطرة الحكومة", "ar")


def test_what_is_withheld_leaves_no_trace(document: Document) -> None:
    kept = document.without({"criteria/exams", "measures/exam-passage"})

    whole = present_document(kept, "en")

    assert "exam" not in repr(whole).lower()
    assert [item.ref for item in whole if item.kind in {"measures", "milestones"}] == ["measures/cross-line-convoys"]


def test_paragraphs_are_numbered_through_and_milestones_stand_under_their_measure(document: Document) -> None:
    whole = present_document(document, "en")

    assert [item.number for item in whole] == list(range(1, 15))
    assert [(part.kind, part.label, part.count) for part in whole.parts] == [
        ("sections", "Introduction", 1),
        ("mandates", "Mandates", 1),
        ("areas", "Areas of control", 2),
        ("crossings", "Crossings", 1),
        ("sectors", "Sectors", 2),
        ("criteria", "Criteria", 2),
        ("measures", "Measures", 2),
        ("parked", "Parked items", 1),
    ]
    criteria, measures = whole.parts[5], whole.parts[6]
    assert [(group.value, group.label and group.label.text) for group in criteria.groups] == [
        ("calm", "Calm"),
        ("neutral", "Neutral"),
    ]
    assert [(group.value, [item.key for item in group.items]) for group in measures.groups] == [
        ("aid", ["cross-line-convoys"]),
        ("education", ["exam-passage"]),
    ]
    (exam_passage,) = measures.groups[1].items
    assert [(child.key, child.level) for child in exam_passage.children] == [("gov-lists", 5), ("aanes-buses", 5)]
    assert "measure" not in rows(exam_passage.children[0])


def test_what_has_no_group_and_no_parent_stands_at_the_end(document: Document) -> None:
    for ref, name in (("measures/exam-passage", "sector"), ("milestones/gov-lists", "measure")):
        entry = document.entry(ref)
        assert entry is not None
        del entry.data[name]
    document.sections["sections"].append(Entry("sections", "end", "T-02", {"title": {"en": "End"}, "place": "back"}))

    whole = present_document(document, "en")

    measures = next(part for part in whole.parts if part.kind == "measures")
    assert [(g.label.text if g.label else "", [i.key for i in g.items]) for g in measures.groups] == [
        ("Aid", ["cross-line-convoys"]),
        ("Not assigned", ["exam-passage"]),
    ]
    assert [(part.anchor, [item.key for item in part]) for part in whole.parts[-3:]] == [
        ("milestones", ["gov-lists"]),
        ("parked", ["constitution"]),
        ("back", ["end"]),
    ]
