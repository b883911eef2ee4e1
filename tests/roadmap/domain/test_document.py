"""The document: one value for page, freeze, comparison and export."""

import hashlib
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from roadmap.domain.completeness import blocking, find_gaps
from roadmap.domain.document import from_canonical, kinds
from roadmap.domain.document.containers import Composite, PerRef
from roadmap.domain.document.registry import amount
from roadmap.domain.document.storage import build_document
from roadmap.domain.document.values import Context, Number, Text, TextList
from roadmap.domain.drafting import add_item, edit_item
from roadmap.models import Roadmap
from tests.conftest import Cast
from tests.roadmap.factories import small_roadmap


@pytest.fixture
def draft(cast: Cast) -> Roadmap:
    return small_roadmap(lead=cast.lead)


def test_reading_a_draft_takes_the_same_queries_whatever_its_size(draft: Roadmap, cast: Cast) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            build_document(draft)
        return len(queries)

    before = count()
    for _each in range(3):
        add_item(
            roadmap=draft, kind_name="criteria", data={"dimension": "safe", "states": {"gov": {"state": "met"}}}, actor=cast.lead
        )
    assert (before, count()) == (22, 22)


def test_the_hash_is_of_the_canonical_bytes(draft: Roadmap) -> None:
    document = build_document(draft)
    assert document.digest() == hashlib.sha256(document.canonical()).hexdigest()
    again = json.dumps(json.loads(document.canonical()), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert again.encode() == document.canonical()


def test_a_version_reads_back_as_the_draft_was(draft: Roadmap) -> None:
    document = build_document(draft)
    back = from_canonical(document.canonical())
    assert [(entry.ref, entry.code, entry.data) for entry in back] == [(entry.ref, entry.code, entry.data) for entry in document]
    assert back.digest() == document.digest()


def test_what_is_withheld_leaves_no_trace(draft: Roadmap) -> None:
    shown = build_document(draft).without({"measures/exam-passage", "areas/aanes"})
    refs = {entry.ref for entry in shown}
    assert not refs & {"measures/exam-passage", "milestones/gov-lists", "milestones/aanes-buses", "areas/aanes"}
    text = shown.canonical().decode()
    assert "exam-passage" not in text
    assert "aanes" not in text


def test_a_kind_without_items_is_absent_from_the_bytes(draft: Roadmap) -> None:
    data = build_document(draft).as_dict()
    draft.parked.all().delete()
    assert "parked" in data
    assert "parked" not in build_document(draft).as_dict()
    # No exchange was made yet: what came to the format later changes no older hash.
    later = {"exchanges", "policy_lines", "protected_subjects", "conflicts", "evidence"}
    assert list(data) == ["format", "roadmap", *(kind.name for kind in kinds() if kind.name not in later)]


@pytest.mark.parametrize(
    ("kind", "key", "changes", "path"),
    [
        ("measures", "exam-passage", {"areas": ["gov"]}, "areas"),
        ("measures", "exam-passage", {"parts.gov": None}, "parts.gov"),
        ("measures", "exam-passage", {"criteria": []}, "criteria"),
        ("milestones", "gov-lists", {"owner": None}, "owner"),
        ("milestones", "gov-lists", {"verification.en": ""}, "verification.en"),
        ("milestones", "gov-lists", {"window": None}, "window.not_after"),
        ("milestones", "gov-lists", {"window.not_before": "2030-01-01"}, "window.not_before"),
        ("milestones", "gov-lists", {"area": None}, "area"),
        ("milestones", "gov-lists", {"measure": None}, "measure"),
        ("criteria", "exams", {"threshold": None}, "threshold"),
        ("crossings", "tabqa", {"between": ["gov"]}, "between"),
    ],
)
def test_what_is_missing_is_named(draft: Roadmap, cast: Cast, kind: str, key: str, changes: dict[str, object], path: str) -> None:
    document = build_document(draft)
    assert blocking(find_gaps(document)) == []
    item = next(each for each in kinds() if each.name == kind).model.objects.get(key=key)
    edit_item(item=item, kind_name=kind, changes=changes, base=99, actor=cast.lead)
    found = blocking(find_gaps(build_document(draft)))
    assert [(gap.ref, gap.path) for gap in found] == [(f"{kind}/{key}", path)]


def test_an_empty_roadmap_says_what_it_needs(db: None) -> None:
    gaps = blocking(find_gaps(build_document(Roadmap.objects.create(key="empty"))))
    assert [gap.path for gap in gaps] == ["title", "t0", "areas", "criteria"]


def quiet(problems: list[str]) -> Context:
    return Context("en", lambda path, message: problems.append(path))


@pytest.mark.parametrize(
    ("value", "raw", "kept", "complaints"),
    [
        (Number(), "٢٬٥", None, ["x"]),
        (Number(), "١٢٫٥", 12.5, []),
        (Number(), "1,200", 1200, []),
        (Number(), "6,5", None, ["x"]),
        (Number(), "132.000", None, ["x"]),
        (Number(), "1_000", None, ["x"]),
        (Number(), "2.125", 2.125, []),
        (Number(), "0600", 600, []),
        (Number(), "1.5e3", 1500, []),
        (Number(), float("nan"), None, ["x"]),
        (Number(), True, None, ["x"]),
        (Number(minimum=0), -1, -1, ["x"]),
        (Number(is_count=True), 2.0, 2, []),
        (Number(is_count=True), 2.5, 2.5, ["x"]),
        (Text(), {"en": "  a  ", "ar": "", "ku": None}, {"en": "a"}, []),
        (Text(), {"fr": "a"}, None, ["x.fr"]),
        (Text(), {"en": 3}, None, ["x.en"]),
        (Text(), ["a"], None, ["x"]),
        (Text(), "a\x00b", {"en": "a\x00b"}, ["x"]),
        (TextList(), ["Russia", {"ar": "إيران"}, ""], [{"en": "Russia"}, {"ar": "إيران"}], []),
        (TextList(), "Russia", None, ["x"]),
        (Composite({"value": Number()}), {"value": 1, "size": 2}, {"value": 1}, ["x.size"]),
        (Composite({"value": Number()}), 7, None, ["x"]),
        (amount(), "Of 2022", {"note": {"en": "Of 2022"}}, []),
        (amount(), "12,500", {"value": 12_500}, []),
        (amount(0, 5, is_mark=True), "٣", {"value": 3}, []),
        (amount(0, 5, is_mark=True), "high", None, ["x.value"]),
        (PerRef("areas", Text()), {"gov": "a", "Not A Key": "b"}, {"gov": {"en": "a"}}, ["x.Not A Key"]),
        (PerRef("areas", Text()), ["gov"], None, ["x"]),
    ],
)
def test_values_are_checked_and_kept_in_one_form(value: object, raw: object, kept: object, complaints: list[str]) -> None:
    problems: list[str] = []
    assert value.load(raw, "x", quiet(problems)) == kept
    assert [path.rstrip(".en") if path == "x.en" and isinstance(raw, str) else path for path in problems] in (complaints, ["x"])


texts = st.dictionaries(st.sampled_from(["en", "ar", "ku"]), st.text(min_size=1).map(str.strip).filter(bool), min_size=1)


@given(texts)
def test_loading_a_text_twice_changes_nothing(raw: dict[str, str]) -> None:
    problems: list[str] = []
    once = Text().load(raw, "x", quiet(problems))
    assert Text().load(once, "x", quiet([])) == once


@given(texts, st.sampled_from(["en", "ar", "ku"]), st.text())
def test_leaves_put_back_give_the_same_value(raw: dict[str, str], language: str, text: str) -> None:
    changed = Text().with_leaf(raw, language, text)
    assert Text().leaves(changed)[language] == text
    assert {code: words for code, words in changed.items() if code != language} == {
        code: words for code, words in raw.items() if code != language
    }
