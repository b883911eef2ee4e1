"""What changed between two documents, by item."""

import copy
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap.domain.document import Document, Entry
from roadmap.domain.document.comparing import Comparison, FieldChange, compare_documents
from roadmap.domain.files import read_file
from tests.roadmap.factories import SMALL


@pytest.fixture
def old() -> Document:
    document = read_file(SMALL)
    for number, entry in enumerate(document, start=1):
        entry.code = entry.code or f"{entry.kind[0].upper()}-{number:02}"
    return document


def compared(old: Document, change: Callable[[Document], None], language: str = "en") -> Comparison:
    new = copy.deepcopy(old)
    change(new)
    return compare_documents(old, new, language)


def entry(document: Document, ref: str) -> Entry:
    found = document.entry(ref)
    assert found is not None
    return found


def test_equal_documents_differ_in_nothing(old: Document) -> None:
    comparison = compared(old, lambda new: None)

    assert not comparison
    assert comparison.unchanged == 14
    assert comparison.counts == {"added": 0, "removed": 0, "changed": 0, "moved": 0}


def test_a_changed_text_is_shown_in_the_readers_language_and_apart_in_others(old: Document) -> None:
    def change(new: Document) -> None:
        entry(new, "criteria/no-shelling").data["definition"] = {
            **entry(new, "criteria/no-shelling").data["definition"],
            "en": "No shell falls on any home.",
            "ar": "لا تسقط أي قذيفة على منزل.",
        }

    (item,) = compared(old, change, "ar").items

    assert (item.states, item.code, item.title.text) == (("changed",), "C-07", "لا قصف للمنازل")
    assert item.in_language("ar") == (
        FieldChange(
            "definition.ar",
            item.fields[0].label,
            "ar",
            (("equal", "لا تسقط "), ("insert", "أي "), ("equal", "قذيفة على منزل.")),
        ),
    )
    assert [(each.path, each.language) for each in item.in_others("ar")] == [("definition.en", "en")]


def test_values_without_language_are_worded(old: Document) -> None:
    def change(new: Document) -> None:
        entry(new, "criteria/no-shelling").data |= {
            "dimension": "safe",
            "threshold": {"value": 1200},
            "states": {"gov": {"state": "met"}, "aanes": {"state": "unknown"}},
        }
        entry(new, "measures/exam-passage").data["criteria"] = ["no-shelling"]
        entry(new, "milestones/gov-lists").data["window"] = {"not_before": "2023-11-01", "not_after": "T0 + 9m"}

    items = compared(old, change).items

    assert {(f.path, f.label): f.parts for item in items for f in item.fields} == {
        ("dimension", "Dimension"): (("delete", "Calm"), ("insert", "Safe")),
        ("threshold.value", "Threshold · Value"): (("delete", "0"), ("insert", "1,200")),
        ("states.gov.state", "State per area · Government-held areas · State"): (("delete", "Partly met"), ("insert", "Met")),
        ("criteria", "Criteria served"): (("delete", "C-08 Exams are recognised"), ("insert", "C-07 No shelling of homes")),
        ("window.not_before", "Window · Not before"): (("delete", "1 October 2023"), ("insert", "1 November 2023")),
        ("window.not_after", "Window · Not after"): (
            ("delete", "1 March 2024 (T0 + 6m)"),
            ("insert", "1 June 2024 (T0 + 9m)"),
        ),
    }


def test_a_window_counts_from_a_milestone_by_its_code_and_stays_an_expression_for_programs(old: Document) -> None:
    """The code of each side: what the milestone was called when the window counted from it."""
    other, counted = (each for each in old.of("milestones"))
    other.code = "M-12.G1"
    counted.data["window"] = {"not_after": f"{other.key} + 1m"}

    def change(new: Document) -> None:
        entry(new, other.ref).code = "M-12.G7"
        entry(new, counted.ref).data["window"] = {"not_after": f"{other.key} - 2w"}

    found = [field for item in compared(old, change).items for field in item.fields if field.path == "window.not_after"]

    assert [field.parts for field in found] == [(("delete", "1 month after M-12.G1"), ("insert", "2 weeks before M-12.G7"))]
    assert [(field.before, field.after) for field in found] == [(f"{other.key} + 1m", f"{other.key} - 2w")]


def test_lists_of_texts_are_compared_in_each_language(old: Document) -> None:
    def change(new: Document) -> None:
        entry(new, "areas/gov").data["guarantors"] = [{"en": "Russia"}, {"en": "Iran", "ar": "إيران"}]

    (item,) = compared(old, change, "ar").items

    assert [(f.path, f.language, f.parts) for f in item.fields] == [
        ("guarantors.ar", "ar", (("insert", "إيران"),)),
        ("guarantors.en", "en", (("equal", "Russia"), ("insert", "Iran"))),
    ]


def test_added_and_removed_items_show_all_their_words(old: Document) -> None:
    def change(new: Document) -> None:
        new.sections["parked"] = [Entry("parked", "army", "P-09", {"title": {"en": "Army"}, "reason": {"en": "Not ripe."}})]

    added, removed = compared(old, change).items

    assert (added.ref, added.states, added.title.text) == ("parked/army", ("added",), "Army")
    assert [(f.path, f.parts) for f in added.fields] == [("reason.en", (("insert", "Not ripe."),))]
    assert (removed.ref, removed.states) == ("parked/constitution", ("removed",))
    assert removed.in_language("ku")[0].parts == (("delete", "Hîn ne amade ye."),)


def test_a_new_code_is_a_change(old: Document) -> None:
    def change(new: Document) -> None:
        entry(new, "parked/constitution").code = "P-77"

    (item,) = compared(old, change).items

    assert [(f.path, f.parts) for f in item.fields] == [("code", (("delete", "P-13"), ("insert", "P-77")))]


def test_the_roadmaps_own_fields_are_compared(old: Document) -> None:
    comparison = compared(old, lambda new: new.roadmap.update(t0="2023-10-01", languages=["en", "ar"]))

    (item,) = comparison.items
    assert (item.ref, item.anchor, item.kind) == ("", "roadmap", "")
    assert [(f.label, f.parts) for f in item.fields] == [
        ("Anchor date (T0)", (("delete", "1 September 2023"), ("insert", "1 October 2023"))),
        ("Languages", (("delete", "en, ar, ku"), ("insert", "en, ar"))),
    ]


def test_one_move_is_one_move(old: Document) -> None:
    def ordered(*keys: str) -> Document:
        document = Document(roadmap=old.roadmap)
        document.sections["sectors"] = [Entry("sectors", key, key, {"name": {"en": key}}) for key in keys]
        return document

    comparison = compare_documents(ordered("a", "b", "c", "d", "e"), ordered("b", "c", "d", "x", "a", "e"), "en")

    assert [(item.ref, item.states, item.moved) for item in comparison.items] == [
        ("sectors/x", ("added",), None),
        ("sectors/a", ("moved",), (1, 5)),
    ]


@given(st.permutations([str(number) for number in range(8)]), st.integers(0, 7), st.integers(0, 7))
def test_moving_one_item_anywhere_is_told_as_one_move_at_most(order: list[str], source: int, target: int) -> None:
    def document(keys: list[str]) -> Document:
        return Document(
            roadmap={"key": "x"},
            sections={"sectors": [Entry("sectors", key, key, {"name": {"en": key}}) for key in keys]},
        )

    after = list(order)
    after.insert(target, after.pop(source))

    assert compare_documents(document(order), document(after), "en").counts["moved"] == (0 if source == target else 1)
