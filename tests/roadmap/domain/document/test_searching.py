"""Words are found however they are spelled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap.domain.document import Document, Entry, Gap
from roadmap.domain.document.folding import fold, fold_words
from roadmap.domain.document.searching import Wanted, search, with_context


@pytest.mark.parametrize(
    ("written", "sought"),
    [
        ("الإجراءات", "الاجراات"),
        ("أُسَر المُحتَجَزين", "اسر المحتجزين"),
        ("مدرســــة", "مدرسه"),
        ("آمنة", "امنه"),
        ("مستشفى", "مستشفي"),
        ("مسؤول", "مسوول"),
        ("كوردی", "كوردي"),
        ("القرار ٢٢٥٤", "القرار 2254"),
        ("Şêx Meqsûd", "sex meqsud"),
        ("ÎDLIB", "idlib"),
        ("Iğdır", "igdir"),
        ("Türkiye", "turkiye"),
        ("Safe\u200f  and\u2067 calm", "safe and calm"),
        ("women’s", "women's"),
    ],
)
def test_spellings_that_are_the_same_word(written: str, sought: str) -> None:
    assert fold(written) == fold(sought) == sought


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.text())
def test_a_text_is_found_by_each_of_its_words(before: str, after: str) -> None:
    words = fold_words(f"{before} إدلب {after}")
    assert all(word in fold(f"{before} إدلب {after}") for word in words)


def document() -> Document:
    def entry(kind: str, key: str, **data: object) -> Entry:
        return Entry(kind, key, key.upper(), data)

    return Document(
        roadmap={"key": "x"},
        sections={
            "areas": [entry("areas", "g", name={"en": "Government"}), entry("areas", "n", name={"en": "North"})],
            "sectors": [entry("sectors", "aid", name={"en": "Aid"}), entry("sectors", "trade", name={"en": "Trade"})],
            "criteria": [
                entry("criteria", "c1", dimension="safe", title={"ar": "الأمان"}),
                entry("criteria", "c2", dimension="calm"),
            ],
            "measures": [
                entry("measures", "m1", sector="aid", areas=["g", "n"], criteria=["c1"]),
                entry("measures", "m2", sector="trade", areas=["g"], criteria=["c2"]),
            ],
            "milestones": [
                entry("milestones", "k1", measure="m1", area="n", title={"ku": "Gavê yekem"}),
                entry("milestones", "k2", criterion="c2", area="g"),
            ],
        },
    )


@pytest.mark.parametrize(
    ("wanted", "keys"),
    [
        (Wanted(), "g n aid trade c1 c2 m1 m2 k1 k2"),
        (Wanted(words="امان"), "c1"),
        (Wanted(words="YEKEM gave"), "k1"),
        (Wanted(words="yekem nothing"), ""),
        (Wanted(area="n"), "n m1 k1"),
        (Wanted(sector="aid"), "aid m1 k1"),
        (Wanted(dimension="calm"), "c2 m2 k2"),
        (Wanted(dimension="safe", area="n"), "m1 k1"),
        (Wanted(incomplete=True), "m2"),
        (Wanted(incomplete=True, sector="aid"), ""),
    ],
)
def test_what_is_wanted_is_found(wanted: Wanted, keys: str) -> None:
    found = search(document(), wanted, [Gap("measures/m2", "parts.g", "")])
    assert sorted(ref.partition("/")[2] for ref in found) == sorted(keys.split())


def test_what_is_found_brings_its_parents() -> None:
    assert with_context(document(), {"milestones/k1"}) == {"milestones/k1", "measures/m1"}


def test_nothing_wanted_is_no_filter() -> None:
    assert (bool(Wanted()), bool(Wanted(words="  ")), bool(Wanted(area="g")), bool(Wanted(incomplete=True))) == (
        False,
        False,
        True,
        True,
    )
