"""Protected subjects in exchanges: marked ones, those used as leverage, and those that words give away in three languages."""

from typing import Any

import pytest

from milestones.domain.exchanges.protected import Protected, protected_in_exchange
from roadmap.domain.document import Document, Entry
from tests.milestones.domain.exchanges.drafts import commitment, document, entry, exchange, milestone

RETURN = entry(
    "protected_subjects",
    "refugee-return",
    "B-01",
    title={"en": "Return of refugees"},
    reason={"en": "Returns follow UNHCR's thresholds."},
    words=[{"en": "refugee return", "ar": "عودة اللاجئين", "ku": "vegera penaberan"}, {"en": "refugees", "ar": "لاجئ"}],
    source="TCT §3.1 and n.106",
)
ACCESS = entry(
    "protected_subjects", "access", "B-02", title={"en": "Access"}, reason={"en": "Aid is no leverage."}, words=[{"en": "aid"}]
)


def draft(*milestones: Entry, more: tuple[Entry, ...] = (), **bound: Any) -> Document:
    listed = (exchange("e1", *(commitment(each.key) for each in milestones), **bound),)
    return document(*milestones, *listed, RETURN, ACCESS, *more)


def test_a_marked_milestone_in_an_exchange_is_refused_with_reason_and_source() -> None:
    made = draft(milestone("a", protected_subjects=["refugee-return"]), milestone("b", "aanes"))
    [hit] = protected_in_exchange(made)
    assert hit == Protected("given", "refugee-return", "e1", "a")
    assert hit.refused
    assert hit.as_dict(made) == {
        "how": "given",
        "refused": True,
        "subject": "refugee-return",
        "place": "e1",
        "milestone": "a",
        "title": {"en": "Return of refugees"},
        "reason": {"en": "Returns follow UNHCR's thresholds."},
        "source": "TCT §3.1 and n.106",
    }


def test_a_protected_milestone_of_its_own_is_left_in_peace() -> None:
    """Also when it speaks of what it is."""
    own = milestone("own", protected_subjects=["refugee-return"], title={"en": "Refugee return as UNHCR sees fit"})
    assert protected_in_exchange(document(own, milestone("a"), exchange("e1", commitment("a")), RETURN)) == ()


def test_making_others_wait_for_it_or_suspending_it_is_leverage_too() -> None:
    access = milestone("access-open", protected_subjects=["access"])
    line = entry("policy_lines", "cut", "L-01", watches=["a"], suspends=["a", "access-open"])
    made = document(access, milestone("a"), exchange("e1", commitment("a", gate="access-open")), ACCESS, line)
    assert protected_in_exchange(made) == (
        Protected("gate", "access", "e1", "access-open"),
        Protected("suspended", "access", "cut", "access-open"),
    )


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ({"en": "Buses for the Refugee-Return scheme"}, "refugee return"),
        ({"en": "Camps: refugees' papers"}, "refugees"),
        ({"ar": "تنظيمُ عودةِ اللاجئين"}, "عودة اللاجئين"),
        ({"ar": "مقابل وعوده اللاجئين"}, "عودة اللاجئين"),
        ({"ar": "تسهيلات للاجئين العائدين"}, "لاجئ"),
        ({"ku": "Ji bo vegera penaberanê"}, "vegera penaberan"),
        ({"en": "Aid for all"}, "aid"),
    ],
)
def test_words_give_a_subject_away(title: dict[str, str], word: str) -> None:
    made = draft(milestone("a", title=title), milestone("b", "aanes"))
    [hit] = protected_in_exchange(made)
    assert (hit.how, hit.refused, hit.milestone, hit.word, hit.found_in) == ("words", False, "a", word, "title")


@pytest.mark.parametrize("title", [{"en": "The aide of the refuge paid"}, {"ar": "إعادة تأهيل الملاجئ"}, {"ku": "Penêrîn"}])
def test_words_that_only_look_alike_do_not(title: dict[str, str]) -> None:
    assert protected_in_exchange(draft(milestone("a", title=title), milestone("b", "aanes"))) == ()


def test_all_texts_of_an_exchange_are_looked_through_and_each_subject_is_told_once_a_place() -> None:
    """The milestone's own texts are one place, what the exchange says of it another: each is settled where it is written."""
    bound = commitment("a", loss={"en": "Refugees and refugees"})
    bound["benefits"] = {"aanes": {"value": 1, "reason": {"en": "More aid, fewer refugees"}}}
    made = document(
        milestone("a", trigger={"en": "Aid stops"}),
        milestone("b", "aanes"),
        exchange("e1", bound, commitment("b"), summary={"en": "Trade for refugee returns"}),
        RETURN,
        ACCESS,
    )
    assert [(hit.subject, hit.ref, hit.path) for hit in protected_in_exchange(made)] == [
        ("refugee-return", "exchanges/e1", "summary"),
        ("access", "milestones/a", "trigger"),
        ("refugee-return", "exchanges/e1", "commitments.a.loss"),
        ("access", "exchanges/e1", "commitments.a.benefits.aanes"),
    ]


def test_what_is_marked_is_not_told_by_words_as_well() -> None:
    made = draft(milestone("a", protected_subjects=["refugee-return"], title={"en": "Refugees"}), milestone("b", "aanes"))
    assert [hit.how for hit in protected_in_exchange(made)] == ["given"]
