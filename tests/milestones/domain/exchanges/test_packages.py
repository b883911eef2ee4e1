"""The package finder: what may be proposed, why the rest may not, and that nothing better was overlooked."""

from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from milestones.domain.exchanges.candidates import Candidate, choose_candidates
from milestones.domain.exchanges.commitments import read_exchanges
from milestones.domain.exchanges.package_words import excluded_words, package_words, search_words
from milestones.domain.exchanges.packages import Package, find_packages
from milestones.domain.exchanges.past import Past
from milestones.domain.exchanges.turns import turns
from roadmap.domain.document import Document, Entry
from tests.milestones.domain.exchanges.drafts import commitment, document, entry, exchange, milestone


def pool(*items: tuple[Entry, dict[str, Any]], more: tuple[Entry, ...] = ()) -> Document:
    """Candidates as they stand in drafts of exchanges."""
    return document(*(each for each, _bound in items), exchange("e1", *(bound for _each, bound in items)), *more)


def passage() -> tuple[Entry, dict[str, Any]]:
    return milestone("passage", "gov"), commitment("passage", cost=2, benefits={"aanes": 3})


def trade() -> tuple[Entry, dict[str, Any]]:
    return milestone("trade", "aanes"), commitment("trade", cost=1, benefits={"gov": 2})


def found_in(draft: Document, **given: Any) -> list[tuple[str, ...]]:
    return [package.milestones for package in find_packages(draft, **given).packages]


def why(draft: Document, **given: Any) -> dict[str, tuple[str, tuple[str, ...]]]:
    choice = choose_candidates(draft, read_exchanges(draft), **given)
    return {each.milestone: (each.reason, each.because) for each in choice.excluded}


def test_a_pair_that_answers_itself_is_proposed_and_explained_line_by_line() -> None:
    """gov ends at 0 (gives 2, gains 2), aanes at +2 (gives 1, gains 3), the others at 0: 2 points gained, 2 apart."""
    draft = pool(passage(), trade())
    stands = {"milestones/passage": {"wab": "support"}, "milestones/trade": {"snc": "conditional", "wab": "none"}}
    search = find_packages(draft, stands=stands)
    [package] = search.packages
    assert (package.surplus, package.imbalance, package.score, package.gap) == (2, 2, 0, 0)
    assert search.complete
    exchanges = read_exchanges(draft)
    groups = {"wab": "Women's Advisory Board", "snc": "Syrian Negotiation Commission"}
    assert package_words(package, exchanges, groups) == [
        "Gains less costs: 2. Widest distance between sides: 2. Balance: 0.33 of 1.",
        "No other package that differs enough from those before it scores higher.",
        "Government-held areas: gives 2, gains 2.",
        "North and East Syria: gives 1, gains 3.",
        "Idlib: gives 0, gains 0.",
        "Northern Aleppo: gives 0, gains 0.",
        "Phase 1, simultaneous: PASSAGE, TRADE.",
        "PASSAGE “Title of passage”: given by Government-held areas at a cost of 2; brings North and East Syria 3.",
        "Supported by Women's Advisory Board.",
        "TRADE “Title of trade”: given by North and East Syria at a cost of 1; brings Government-held areas 2.",
        "Accepted with conditions by Syrian Negotiation Commission: see what they ask for.",
    ]
    assert search_words(search) == [
        "These are proposals. Nothing in the draft was changed.",
        "There is no further package that differs enough from these.",
    ]


def test_what_a_group_refused_is_not_proposed() -> None:
    """Also when it refused the measure that it stands under."""
    draft = pool(passage(), trade())
    assert found_in(draft, stands={"milestones/trade": {"snc": "cannot_accept", "wab": "support"}}) == []
    draft.of("milestones")[0].data["measure"] = "exams"
    assert why(draft, stands={"measures/exams": {"gov-del": "cannot_accept"}}) == {"passage": ("refused", ("gov-del",))}


def test_protected_subjects_are_not_proposed_whether_marked_or_given_away_by_words() -> None:
    subject = entry(
        "protected_subjects", "refugee-return", "B-01", title={"en": "Return"}, words=[{"en": "refugees", "ar": "عودة اللاجئين"}]
    )
    marked = milestone("camps", "gov", protected_subjects=["refugee-return"]), commitment("camps", cost=1, benefits={"aanes": 5})
    told = milestone("buses", "aanes", title={"ar": "تسهيل عودة اللاجئين"}), commitment("buses", cost=1, benefits={"gov": 5})
    draft = pool(passage(), trade(), marked, told, more=(subject,))
    assert found_in(draft) == [("passage", "trade")]
    assert why(draft) == {
        "camps": ("protected", ("refugee-return",)),
        "buses": ("protected-words", ("refugee-return",)),
    }
    exchanges = read_exchanges(draft)
    choice = choose_candidates(draft, exchanges)
    assert [excluded_words(each, exchanges, {}, {"refugee-return": "Return"}) for each in choice.excluded] == [
        "CAMPS is left out: it concerns a protected subject (Return).",
        "BUSES is left out: its words point to a protected subject (Return). Mark it, reword it, or say why it is not about it.",
    ]


def test_what_a_commitment_requires_comes_with_it_or_is_achieved() -> None:
    registry = milestone("registry", "aanes"), commitment("registry", cost=2, benefits={"gov": 1})
    needing = milestone("trade", "aanes", requires=["registry"]), commitment("trade", cost=1, benefits={"gov": 2})
    draft = pool(passage(), needing, registry)
    assert set(found_in(draft)[0]) == {"passage", "trade", "registry"}
    assert found_in(draft, past=Past(achieved=frozenset({"registry"}))) == [("passage", "trade")]
    [package, *_rest] = find_packages(draft).packages
    assert [(e.phase, e.mode, e.milestones, dict(e.gates)) for e in package.exchanges] == [
        (1, "gated", ("passage", "trade", "registry"), {"trade": ("registry",)})
    ]


def test_what_requires_something_that_cannot_be_proposed_is_left_out_with_the_reason() -> None:
    survey = milestone("survey", "sig")
    needing = milestone("trade", "aanes", requires=["survey"]), commitment("trade", cost=1, benefits={"gov": 2})
    options = milestone("lines", "aanes", requires_any=["survey", "trade"]), commitment("lines", cost=1, benefits={"gov": 1})
    beside = milestone("pair", "sig", together_with=["lines"]), commitment("pair", cost=1, benefits={"gov": 1})
    draft = pool(passage(), needing, options, beside, more=(survey,))
    assert why(draft) == {
        "trade": ("requires", ("survey",)),
        "lines": ("requires-any", ("survey", "trade")),
        "pair": ("together", ("lines",)),
    }


def test_what_is_over_ended_unjudged_or_nobody_s_is_left_out() -> None:
    draft = pool(
        passage(),
        trade(),
        (milestone("over", "sig"), commitment("over", cost=1, benefits={"gov": 1})),
        (milestone("gone", "sig", lapse={"date": "2024-12-08"}), commitment("gone", cost=1, benefits={"gov": 1})),
        (milestone("cheap", "sig"), commitment("cheap", benefits={"gov": 1})),
        (milestone("orphan", ""), commitment("orphan", cost=1, benefits={"gov": 1})),
        (milestone("ring", "sig", requires=["ring-2"]), commitment("ring", cost=1, benefits={"gov": 1})),
        (milestone("ring-2", "sig", requires=["ring"]), commitment("ring-2", cost=1, benefits={"gov": 1})),
    )
    assert {key: reason for key, (reason, _because) in why(draft, past=Past(achieved=frozenset({"over"}))).items()} == {
        "over": "achieved",
        "gone": "ended",
        "cheap": "unrated",
        "orphan": "nobody",
        "ring": "circle",
        "ring-2": "circle",
    }


def test_options_that_lead_round_are_proposed_only_with_a_way_out() -> None:
    """Three that wait for one another would bring most; the road opens one of them, and with it all."""

    def ring(key: str, area: str, other: str, gain: str) -> tuple[Entry, dict[str, Any]]:
        return milestone(key, area, requires_any=[other, "road"]), commitment(key, cost=1, benefits={gain: 5})

    rows = [ring("a", "gov", "b", "aanes"), ring("b", "aanes", "c", "gov"), ring("c", "gov", "a", "aanes")]
    road = milestone("road", "aanes"), commitment("road", cost=5, benefits={"gov": 1})
    closed = pool(passage(), trade(), *rows)
    assert set(why(closed)) == {"a", "b", "c"}
    assert found_in(closed) == [("passage", "trade")]
    for package in find_packages(pool(passage(), trade(), *rows, road)).packages:
        assert "road" in package.candidates or not package.candidates.keys() & {"a", "b", "c"}


def test_nobody_gives_without_getting_something_back() -> None:
    """sig would give much to all and get nothing: it is not asked to."""
    gift = milestone("gift", "sig"), commitment("gift", cost=0, benefits={"gov": 5, "aanes": 5, "ssg": 5})
    assert found_in(pool(passage(), trade(), gift)) == [("passage", "trade")]
    assert found_in(pool(passage(), gift)) == []
    assert search_words(find_packages(pool(passage(), gift)))[1] == (
        "No package can be proposed in which at least two areas give and each gets something back."
    )


def test_third_parties_may_add_to_a_package_but_make_none_alone() -> None:
    fund = milestone("fund", "~Fund"), commitment("fund", cost=1, benefits={"ssg": 2, "sig": 2})
    assert set(found_in(pool(passage(), trade(), fund))[0]) == {"passage", "trade", "fund"}
    assert found_in(pool(fund)) == []


def test_an_area_that_ended_counts_while_something_is_asked_of_it() -> None:
    draft = pool(passage(), trade())
    for each in draft.of("areas"):
        each.data["valid_to"] = "2024-12-08"
    [package] = find_packages(draft).packages
    assert package.areas == ("gov", "aanes")


def test_proposals_differ_and_are_the_same_each_time() -> None:
    items = []
    for number in range(6):
        items.append((milestone(f"g{number}", "gov"), commitment(f"g{number}", cost=1, benefits={"aanes": 1 + number % 3})))
        items.append((milestone(f"n{number}", "aanes"), commitment(f"n{number}", cost=1, benefits={"gov": 1 + number % 2})))
    draft = pool(*items)
    packages = found_in(draft, proposals=4)
    assert len(packages) == 4
    for one, other in combinations(packages, 2):
        assert len(set(one) - set(other)) >= -(-len(one) // 3)
    assert found_in(draft, proposals=4) == packages


def test_options_do_not_lead_into_a_circle() -> None:
    """trade needs passage or relief; passage needs trade: only with relief can any of them come first."""
    a = milestone("passage", "gov", requires=["trade"]), commitment("passage", cost=0, benefits={"aanes": 5})
    b = milestone("trade", "aanes", requires_any=["passage", "relief"]), commitment("trade", cost=0, benefits={"gov": 5})
    c = milestone("relief", "gov"), commitment("relief", cost=5, benefits={"aanes": 0, "sig": 0})
    packages = find_packages(pool(a, b, c)).packages
    assert {frozenset(package.milestones) for package in packages} == {frozenset({"passage", "trade", "relief"})}
    [proposed] = packages[0].exchanges
    assert dict(proposed.gates) == {"passage": ("trade",), "trade": ("relief",)}


def test_what_was_not_proven_best_says_how_much_better_another_might_be(settings: Settings) -> None:
    exchanges = read_exchanges(pool(passage(), trade()))
    [package] = find_packages(pool(passage(), trade())).packages
    open_ended = Package(
        package.exchanges, package.candidates, package.gives, package.gains, package.areas, package.score, gap=1.5
    )
    assert package_words(open_ended, exchanges, {})[1] == (
        "The search ended before it was complete: another may be better by up to 1.5."
    )
    settings.PACKAGE_FINDER = {**settings.PACKAGE_FINDER, "seconds": 0}
    cut_off = find_packages(pool(passage(), trade()))
    assert cut_off.complete is False
    assert search_words(cut_off)[1] == "The time was too short to find a package."


# --- Against trying everything --------------------------------------------------------------------------------------------

AREAS = ("gov", "aanes", "sig")


@st.composite
def pools(draw: st.DrawFn) -> Document:
    size = draw(st.integers(3, 7))
    keys = [f"m{number}" for number in range(size)]
    items = []
    for key in keys:
        area = draw(st.sampled_from(["gov", "gov", "aanes", "aanes", "sig", "gov+sig", "~Fund"]))
        benefits = draw(st.fixed_dictionaries({each: st.integers(0, 5) for each in AREAS if each != area}))
        data: dict[str, Any] = {}
        for name in ("requires", "requires_any", "together_with"):
            others = draw(st.lists(st.sampled_from([k for k in keys if k != key]), max_size=2, unique=True))
            if others and draw(st.integers(0, 4)) == 0:
                data[name] = others
        items.append((milestone(key, area, **data), commitment(key, cost=draw(st.integers(0, 4)), benefits=benefits)))
    return pool(*items)


def worth(some: dict[str, Candidate]) -> float:
    net = dict.fromkeys(("gov", "aanes", "ssg", "sig"), 0.0)
    for each in some.values():
        for area in net:
            net[area] += each.gains.get(area, 0) - each.gives.get(area, 0)
    return sum(each.surplus for each in some.values()) - (max(net.values()) - min(net.values()))


def allowed(some: dict[str, Candidate]) -> bool:
    """The rules of a package, as the decision record tells them."""
    giving = {giver for each in some.values() for giver in each.givers if not giver.startswith("~")}
    closed = all(
        all(key in some for key in (*each.requires, *each.together)) and (not each.options or set(each.options) & set(some))
        for each in some.values()
    )
    beside = all(other.milestone in some for each in some.values() for other in some.values() if each.milestone in other.together)
    back = all(any(each.gains.get(area) for each in some.values() if area not in each.givers) for area in giving)
    return len(giving) > 1 and len(some) <= 8 and closed and beside and back and turns(some).keys() == some.keys()


@settings(max_examples=120, deadline=None)
@given(pools())
def test_the_best_package_and_the_next_agree_with_trying_all(draft: Document) -> None:
    candidates = choose_candidates(draft, read_exchanges(draft)).candidates
    every = [dict(some) for n in range(2, len(candidates) + 1) for some in combinations(candidates.items(), n)]
    left = [
        some
        for some in every
        if allowed(some)
        and all(not (set(each.together) - set(some)) for each in some.values())
        and all(key in some for key, each in candidates.items() if set(each.together) & set(some))
    ]
    for package in find_packages(draft, proposals=2).packages:
        assert package.score == pytest.approx(max(worth(some) for some in left))
        assert worth(dict(package.candidates)) == pytest.approx(package.score)
        assert any(some.keys() == package.candidates.keys() for some in left)
        most = len(package.candidates) - max(1, -(-len(package.candidates) // 3))
        left = [some for some in left if len(some.keys() & package.candidates.keys()) <= most]
    if len(find_packages(draft, proposals=2).packages) < 2:
        assert left == []


@settings(max_examples=80, deadline=None)
@given(pools())
def test_every_exchange_of_a_package_is_step_for_step_by_itself_and_in_an_order_that_can_be_kept(draft: Document) -> None:
    for package in find_packages(draft, proposals=1).packages:
        assert sorted(key for each in package.exchanges for key in each.milestones) == sorted(package.candidates)
        phase = {key: each.phase for each in package.exchanges for key in each.milestones}
        turn = turns(dict(package.candidates))
        for each in package.exchanges:
            inside = {key: package.candidates[key] for key in each.milestones}
            giving = {giver for one in inside.values() for giver in one.givers if not giver.startswith("~")}
            assert len(giving) > 1
            assert all(any(one.gains.get(area) for one in inside.values() if area not in one.givers) for area in giving)
            for key, one in inside.items():
                assert all(phase[other] <= phase[key] for other in one.requires)
                assert all(other in inside for other in one.together)
                earlier = {other for other in one.requires if other in inside and turn[other] < turn[key]}
                assert earlier <= set(each.gates.get(key, ()))
