"""The ledger: who gives and gets what and when, worked out by hand; and the balance figure."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestones.domain.exchanges.assessing import assess
from milestones.domain.exchanges.balance import Balance, balance_of
from milestones.domain.exchanges.ledger import build_ledger
from milestones.domain.exchanges.wording import finding_words
from roadmap.domain.document import Document
from tests.milestones.domain.exchanges.drafts import commitment, document, entry, exchange, milestone

DAYS = {
    "a": dt.date(2024, 1, 1),
    "b": dt.date(2024, 1, 31),
    "c": dt.date(2024, 2, 20),
    "d": dt.date(2024, 3, 31),
}


def draft() -> Document:
    """Gov gives a (3) and d (1); aanes gives b (2); both give c (1 each); the agency gives e."""
    return document(
        milestone("a", "gov"),
        milestone("b", "aanes"),
        milestone("c", "gov+aanes"),
        milestone("d", "gov"),
        milestone("e", "~Agency"),
        exchange("e1", commitment("a", cost=3, benefits={"aanes": 2}), commitment("b", cost=2, benefits={"gov": 4}), phase=1),
        exchange(
            "e2",
            commitment("c", cost=1, benefits={"sig": 2}),
            commitment("d", cost=1, benefits={"aanes": 1, "sig": 1}),
            commitment("e", cost=2, benefits={"ssg": 3}),
            phase=2,
        ),
    )


def test_gives_and_gets_of_each_side() -> None:
    """A joint milestone costs each of those who give it; a third party gives without being an area."""
    ledger = build_ledger(draft(), days=DAYS)
    assert [(key, account.gives, account.gets, account.net) for key, account in ledger.accounts.items()] == [
        ("gov", 5, 4, -1),
        ("aanes", 3, 3, 0),
        ("ssg", 0, 3, 3),
        ("sig", 0, 3, 3),
        ("~agency", 2, 0, -2),
    ]
    assert ledger.gains == 13
    assert ledger.left_out == []
    assert (ledger.first, ledger.last, ledger.undated) == (DAYS["a"], DAYS["d"], 2)


def test_an_account_runs_by_phase_and_by_day() -> None:
    account = build_ledger(draft(), days=DAYS).accounts["gov"]
    assert [(point.at, point.gives, point.gets, point.net) for point in account.phases] == [(1, 3, 4, 1), (2, 5, 4, -1)]
    assert [(point.at, point.net) for point in account.days] == [
        (DAYS["a"], -3),
        (DAYS["b"], 1),
        (DAYS["c"], 0),
        (DAYS["d"], -1),
    ]
    assert account.lowest is not None
    assert (account.lowest.at, account.lowest.net) == (DAYS["a"], -3)


def test_what_falls_on_one_day_leaves_nobody_behind() -> None:
    same = dict.fromkeys(DAYS, DAYS["a"])
    ledger = build_ledger(draft(), days={**same, "d": DAYS["d"]})
    lowest = ledger.accounts["gov"].lowest
    assert lowest is not None
    assert lowest.at == DAYS["d"]


def test_the_first_third_of_the_time() -> None:
    """90 days: the first third ends on 31 January, that day included."""
    ledger = build_ledger(draft(), days=DAYS)
    front = ledger.accounts["gov"].front
    assert front is not None
    assert (front.gives, front.gets) == (3 / 5, 1.0)
    aanes = ledger.accounts["aanes"].front
    assert aanes is not None
    assert (aanes.gives, aanes.gets, aanes.excess) == (2 / 3, 2 / 3, 0)
    sig = ledger.accounts["sig"].front
    assert sig is not None
    assert (sig.gives, sig.gets, sig.excess) == (None, 0, 0)
    assert ledger.accounts["ssg"].front is None  # no day is known for it


def test_without_days_the_phases_tell_who_is_behind() -> None:
    account = build_ledger(draft()).accounts["gov"]
    assert account.days == ()
    assert account.lowest is not None
    assert (account.lowest.at, account.lowest.net) == (2, -1)


def test_what_is_given_once_is_counted_once() -> None:
    """The same milestone in a second exchange counts only by what it is rated higher there."""
    twice = document(
        milestone("a"),
        milestone("b", "aanes"),
        exchange("e1", commitment("a", cost=3, benefits={"aanes": 2}), commitment("b", cost=1, benefits={"gov": 1})),
        exchange("e2", commitment("a", cost=3, benefits={"aanes": 4, "sig": 1})),
    )
    ledger = build_ledger(twice)
    assert [(key, account.gives, account.gets) for key, account in ledger.accounts.items()] == [
        ("gov", 3, 1),
        ("aanes", 1, 4),
        ("ssg", 0, 0),
        ("sig", 0, 1),
    ]
    assert [account.party for account in ledger.left_out] == ["ssg"]


def test_what_lapsed_or_is_not_judged_is_not_counted() -> None:
    made = document(
        milestone("a", lapse={"date": "2024-12-08"}),
        milestone("b", "aanes"),
        exchange("e1", commitment("a", cost=3, benefits={"aanes": 2}), commitment("b", benefits={"gov": 1})),
    )
    ledger = build_ledger(made)
    assert {key: (account.gives, account.gets) for key, account in ledger.accounts.items() if account.takes_part} == {
        "aanes": (0, 0),
        "gov": (0, 1),
    }
    assert ledger.unrated == (("e1", "b"),)


def test_a_cost_of_nothing_is_judged() -> None:
    made = document(milestone("a"), exchange("e1", commitment("a", cost=0, benefits={"aanes": 0})))
    assert build_ledger(made).unrated == ()


def test_an_area_that_ended_has_an_account_only_while_something_stands_in_its_name() -> None:
    made = draft()
    made.of("areas")[0].data["valid_to"] = "2024-12-08"
    made.of("areas").append(entry("areas", "old", "O", name={"en": "Old"}, valid_to="2020-01-01"))
    assert list(build_ledger(made).accounts) == ["gov", "aanes", "ssg", "sig", "~agency"]


def test_a_third_party_is_one_and_the_same_by_any_of_its_names() -> None:
    made = document(
        milestone("a", actor={"en": "UN agencies", "ar": "وكالات الأمم المتحدة"}, area=""),
        milestone("b", "~وكالات الأمم المتّحدة"),
        milestone("c"),
        exchange("e1", commitment("a", cost=1), commitment("b", cost=2), commitment("c", cost=4, giver="un  Agencies")),
    )
    ledger = build_ledger(made)
    assert [(key, account.gives) for key, account in ledger.accounts.items() if account.gives] == [("~un agencies", 7)]
    assert ledger.exchanges.parties["~un agencies"].name == {"en": "UN agencies", "ar": "وكالات الأمم المتحدة"}


@pytest.mark.parametrize(
    ("gives", "gets", "reciprocity", "reach"),
    [
        ({"a": 2, "b": 3}, {"a": 3, "b": 2}, 0.8, 0.8),  # the worked example of the decision record
        ({"a": 1, "b": 1}, {"a": 4, "b": 4}, 1, 1),
        ({"a": 5}, {"a": 5}, 1, 0),  # one side among itself: fair to itself, and nobody else reached
        ({"a": 5}, {"b": 5}, 0, 0),
        ({"a": 3, "b": 3}, {}, 0, None),
        ({}, {"a": 2, "b": 2}, None, 1),
        ({}, {}, None, None),
    ],
)
def test_balance(gives: dict[str, int], gets: dict[str, int], reciprocity: float | None, reach: float | None) -> None:
    found = balance_of(["a", "b"], gives, gets)
    assert found == Balance(
        None if reciprocity is None else pytest.approx(reciprocity), None if reach is None else pytest.approx(reach)
    )
    known = [each for each in (found.reciprocity, found.reach) if each is not None]
    assert found.value == (min(known) if known else None)


amounts = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 20))


@given(amounts, amounts)
def test_balance_stays_within_its_bounds_and_knows_no_names(gives: dict[str, int], gets: dict[str, int]) -> None:
    found = balance_of("abcd", gives, gets)
    for each in (found.reciprocity, found.reach, found.value):
        assert each is None or 0 <= each <= 1
    turned = {"a": "b", "b": "c", "c": "d", "d": "a"}
    other = balance_of("abcd", {turned[k]: v for k, v in gives.items()}, {turned[k]: v for k, v in gets.items()})
    assert (other.reciprocity, other.reach) == (pytest.approx(found.reciprocity), pytest.approx(found.reach))


@given(amounts, amounts, st.integers(2, 5))
def test_balance_does_not_depend_on_the_scale(gives: dict[str, int], gets: dict[str, int], times: int) -> None:
    found = balance_of("abcd", gives, gets)
    other = balance_of("abcd", {k: v * times for k, v in gives.items()}, {k: v * times for k, v in gets.items()})
    assert (other.reciprocity, other.reach) == (pytest.approx(found.reciprocity), pytest.approx(found.reach))


def rated_apart(draft: Document) -> list[tuple[tuple[str, ...], tuple[str, ...], dict[str, object]]]:
    found = [each for each in assess(draft).findings if each.code == "rated-apart"]
    return [(each.milestones, each.parties, dict(each.values)) for each in found]


def test_points_that_differ_between_exchanges_count_at_their_highest_and_are_told() -> None:
    """In whichever order the exchanges stand: each giver's cost and each area's gain for itself."""
    swaps = (
        exchange("e1", commitment("a", cost=1, benefits={"aanes": 2, "sig": 1})),
        exchange("e2", commitment("a", cost=3, benefits={"aanes": 1, "ssg": 1})),
    )
    for ordered in (swaps, swaps[::-1]):
        made = document(milestone("a"), milestone("b", "aanes"), *ordered)
        accounts = build_ledger(made).accounts
        assert {key: (each.gives, each.gets) for key, each in accounts.items()} == {
            "gov": (3, 0),
            "aanes": (0, 2),
            "ssg": (0, 1),
            "sig": (0, 1),
        }
        assert rated_apart(made) == [(("a",), ("aanes",), {"exchanges": [each.key for each in ordered], "cost": True})]
    assessment = assess(document(milestone("a"), *swaps))
    [finding] = [each for each in assessment.findings if each.code == "rated-apart"]
    assert finding.severity == "warning"
    assert finding_words(finding, assessment) == (
        "A: the exchanges that it stands in give it different points (E1, E2). "
        "The ledger counts the highest cost, and the highest that each area gains. Judge it alike."
    )


@pytest.mark.parametrize(
    "second",
    [
        commitment("a", cost=1, benefits={"aanes": 2}),
        commitment("a"),
        commitment("a", benefits={"ssg": 4}),
        commitment("b", cost=5, benefits={"aanes": 5}),
    ],
)
def test_what_one_exchange_alone_judges_is_no_difference(second: dict[str, Any]) -> None:
    first = exchange("e1", commitment("a", cost=1, benefits={"aanes": 2}))
    assert rated_apart(document(milestone("a"), milestone("b", "sig"), first, exchange("e2", second))) == []


def test_what_ended_by_decision_differs_from_nothing() -> None:
    both = [exchange(f"e{cost}", commitment("a", cost=cost)) for cost in (1, 3)]
    assert rated_apart(document(milestone("a", lapse={"date": "2024-01-01"}), *both)) == []
    assert len(rated_apart(document(milestone("a"), *both))) == 1
