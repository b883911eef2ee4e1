"""You-first deadlocks: who waits for whom, and the fewest gates that resolve it all."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milestones.domain.exchanges.commitments import read_exchanges
from milestones.domain.exchanges.deadlocks import Deadlocks, find_deadlocks
from milestones.domain.exchanges.order_words import change_words, deadlock_words, positions_words, resolution_words, wait_words
from milestones.domain.exchanges.resolving import resolve
from milestones.domain.exchanges.waits import read_waits
from roadmap.domain.document import Document
from tests.milestones.domain.exchanges.drafts import commitment, document, entry, exchange, milestone


def circle_of(found: Deadlocks) -> list[tuple[str, str, str]]:
    return [(wait.waiting, wait.awaited, wait.why) for wait in found.found[0].circles[0]]


def three_sided() -> Document:
    """A waits for B, B for C, C for A, in three exchanges; ``x`` only waits for what is stuck."""
    return document(
        milestone("a", "gov"),
        milestone("b", "aanes"),
        milestone("c", "sig"),
        milestone("x", "ssg", requires=["a"]),
        exchange("e1", commitment("a", gate="b"), commitment("b")),
        exchange("e2", commitment("b", gate="c"), commitment("c")),
        exchange("e3", commitment("c", gate="a"), commitment("a")),
    )


def test_you_first_is_found_and_explained() -> None:
    """Report: “you first”. Each side waits for another to move; the circle is told step by step, with areas and exchanges."""
    draft = three_sided()
    found = find_deadlocks(draft)
    exchanges = read_exchanges(draft)
    assert [(each.milestones, each.parties, each.exchanges) for each in found.found] == [
        (("a", "b", "c"), ("gov", "aanes", "sig"), ("e1", "e2", "e3"))
    ]
    assert [wait_words(wait, exchanges) for wait in found.found[0].circles[0]] == [
        "A (Government-held areas) waits for B (North and East Syria): a gate of exchange E1.",
        "B (North and East Syria) waits for C (Northern Aleppo): a gate of exchange E2.",
        "C (Northern Aleppo) waits for A (Government-held areas): a gate of exchange E3.",
    ]
    assert deadlock_words(found.found[0], exchanges) == (
        "Government-held areas, North and East Syria, Northern Aleppo wait for one another: none of A, B, C can come first."
    )
    assert found.held_up == ("x",)


def test_one_gate_held_by_a_third_party_resolves_the_three_sided_deadlock() -> None:
    """It cannot be made simultaneous: A and B on one day would still both wait for C, and C for them."""
    draft = three_sided()
    resolution = find_deadlocks(draft).resolution
    assert resolution.as_dict() == {
        "changes": [{"exchange": "e1", "milestone": "a", "gate": "b", "way": "held"}],
        "at_least": 1,
        "smallest": True,
    }
    exchanges = read_exchanges(draft)
    assert [change_words(each, exchanges) for each in resolution.changes] == [
        "Exchange E1: let a third party hold A (Government-held areas) until B (North and East Syria) is verified."
    ]
    assert resolution_words(resolution, ()) == ["1 gate would have to change; fewer cannot do."]


def test_two_sides_that_gate_each_other_need_one_simultaneous_gate() -> None:
    draft = document(
        milestone("a"), milestone("b", "aanes"), exchange("e1", commitment("a", gate="b"), commitment("b", gate="a"))
    )
    [change] = find_deadlocks(draft).resolution.changes
    assert (change.milestone, change.gate, change.way) == ("a", "b", "simultaneous")


@pytest.mark.parametrize("mode", ["simultaneous", "held"])
def test_what_is_handed_over_at_once_or_held_does_not_wait_within_its_exchange(mode: str) -> None:
    """Product: exchanges can be simultaneous or held, so that nobody moves first unprotected."""
    both = (commitment("a", gate="b"), commitment("b", gate="a"))
    assert find_deadlocks(document(milestone("a"), milestone("b", "aanes"), exchange("e1", *both, mode=mode))).found == ()


def test_a_gate_outside_of_a_simultaneous_exchange_holds_all_of_it() -> None:
    """A and B happen on one day; A waits for C, and C for B."""
    draft = document(
        milestone("a"),
        milestone("b", "aanes"),
        milestone("c", "sig", requires=["b"]),
        exchange("e1", commitment("a", gate="c"), commitment("b"), mode="simultaneous"),
    )
    found = find_deadlocks(draft)
    assert circle_of(found) == [("a", "c", "gate"), ("c", "b", "requires"), ("b", "a", "together")]
    assert [change.way for change in found.resolution.changes] == ["simultaneous"]  # all three on one day


def test_an_option_is_a_way_round() -> None:
    """``requires_any``: there is no deadlock while one option is free, and there is one when none is."""
    gated = exchange("e1", commitment("b", gate="a"), commitment("a"))
    free = document(milestone("a", requires_any=["b", "c"]), milestone("b", "aanes"), milestone("c", "sig"), gated)
    assert find_deadlocks(free).found == ()
    stuck = document(
        milestone("a", requires_any=["b", "c"]), milestone("b", "aanes"), milestone("c", "sig", requires=["a"]), gated
    )
    found = find_deadlocks(stuck)
    assert circle_of(found) == [("b", "a", "gate"), ("a", "b", "any")]
    assert found.found[0].circles[0][1].alternatives == ("c",)
    assert [(change.milestone, change.gate) for change in found.resolution.changes] == [("b", "a")]


def test_requirements_that_close_a_circle_by_themselves_are_said_so() -> None:
    draft = document(
        milestone("a", requires=["b"]),
        milestone("b", "aanes", window={"not_before": "a + 2w"}),
        milestone("c", "sig"),
        milestone("d", "ssg"),
        exchange("e1", commitment("c", gate="d"), commitment("d", gate="c")),
    )
    found = find_deadlocks(draft)
    assert [(each.milestones, each.by_gates) for each in found.found] == [(("a", "b"), False), (("c", "d"), True)]
    assert [wait.why for wait in found.found[0].circles[0]] == ["requires", "window"]
    assert [(change.exchange, change.milestone) for change in found.resolution.changes] == [("e1", "c")]
    assert resolution_words(found.resolution, found.found)[1] == (
        "Where requirements and windows close a circle by themselves, no gate can resolve it: change what is required."
    )


def test_a_circle_that_no_gate_closes_is_told_beside_those_of_gates() -> None:
    """Else the side that is only in it would not be named, and nobody could see what is to be changed."""
    draft = document(
        milestone("a", requires=["b"]),
        milestone("b", "aanes", requires=["c"]),
        milestone("c", "sig", requires=["a"]),
        exchange("e1", commitment("a"), commitment("b", gate="a")),
    )
    found = find_deadlocks(draft)
    told = [[(wait.waiting, wait.awaited, wait.why) for wait in circle] for circle in found.found[0].circles]
    assert told == [
        [("a", "b", "requires"), ("b", "c", "requires"), ("c", "a", "requires")],
        [("b", "a", "gate"), ("a", "b", "requires")],
    ]
    assert (found.found[0].parties, found.found[0].by_gates, found.held_up) == (("gov", "aanes", "sig"), False, ())


def test_what_waits_for_itself_is_said_so() -> None:
    found = find_deadlocks(draft := document(milestone("a", requires=["a"])))
    assert [deadlock_words(each, read_exchanges(draft)) for each in found.found] == ["A waits for itself."]


def test_windows_wait_only_where_they_open_after_a_milestone() -> None:
    """Before it, or counted from T0, a named day or a day of that name, is no waiting; both on one day is none either."""
    for window, anchors in (("b - 2w", {}), ("T0 + 2w", {}), ("b + 2w", {"b": "2023-10-01"})):
        draft = document(milestone("a", window={"not_before": window}), milestone("b", requires=["a"]), anchors=anchors)
        assert find_deadlocks(draft).found == ()
    asked_back = document(milestone("a", window={"not_before": "b"}), milestone("b", requires=["a"]))
    assert circle_of(find_deadlocks(asked_back)) == [("a", "b", "window"), ("b", "a", "requires")]
    same_day = document(milestone("a", window={"not_before": "b"}), milestone("b", window={"not_before": "a"}))
    assert find_deadlocks(same_day).found == ()


def test_what_is_verified_holds_up_nobody_and_what_lapsed_is_no_part_of_a_circle() -> None:
    draft = three_sided()
    assert find_deadlocks(draft, achieved={"b"}).found == ()
    draft.of("milestones")[1].data["lapse"] = {"date": "2024-01-01"}
    assert find_deadlocks(draft).found == ()


def test_orders_that_parties_want_are_a_conflict_between_positions_and_no_deadlock() -> None:
    """Saved conflicts are explained, and never become part of the plan or of what gates would have to change."""
    conflict = entry(
        "conflicts",
        "order",
        "D-01",
        orders=[
            {"wanted_by": "gov", "first": "b", "then": "a"},
            {"wanted_by": "Amman contact group", "first": "a", "then": "b"},
        ],
    )
    draft = document(milestone("a"), milestone("b", "aanes"), exchange("e1", commitment("a"), commitment("b")), conflict)
    found = find_deadlocks(draft)
    assert (found.found, found.held_up, found.resolution.changes) == ((), (), ())
    exchanges = read_exchanges(draft)
    [collision] = found.positions
    assert [(wait.waiting, wait.awaited, wait.source) for wait in collision.circles[0]] == [
        ("a", "b", "order"),
        ("b", "a", "order"),
    ]
    assert positions_words(collision, exchanges) == (
        "A conflict between positions: the orders wanted by Government-held areas, Amman contact group cannot all be kept (A, B)."
    )


def test_a_single_wanted_order_against_the_plan_is_told_with_the_plan_s_part() -> None:
    conflict = entry("conflicts", "order", "D-01", orders=[{"wanted_by": "gov", "first": "b", "then": "a"}])
    found = find_deadlocks(document(milestone("a"), milestone("b", "aanes", requires=["a"]), conflict))
    assert [[wait.why for wait in each.circles[0]] for each in found.positions] == [["order", "requires"]]


def test_a_thousand_deadlocks_one_behind_the_other_are_told_in_turn_and_resolved_by_as_many_gates() -> None:
    """Looked for one after the other, each as if those before it were resolved, they would take longer than the time there is."""
    turns = range(1000)
    pairs = [
        each
        for turn in turns
        for each in (
            milestone(f"a{turn}", "gov", requires=[f"b{turn - 1}"] if turn else []),
            milestone(f"b{turn}", "aanes"),
            exchange(f"e{turn}", commitment(f"a{turn}", gate=f"b{turn}"), commitment(f"b{turn}", gate=f"a{turn}")),
        )
    ]
    found = find_deadlocks(document(*pairs))
    assert [each.milestones for each in found.found] == [(f"a{turn}", f"b{turn}") for turn in turns]
    assert [change.exchange for change in found.resolution.changes] == [f"e{turn}" for turn in turns]
    assert found.resolution.proven


def test_without_time_there_is_an_answer_that_resolves_all() -> None:
    draft = three_sided()
    waits = read_waits(draft, read_exchanges(draft))
    found = resolve(waits, seconds=-10)
    assert not waits.stuck(
        number for number in waits.gates if waits.clauses[number][0].exchange in {c.exchange for c in found.changes}
    )
    assert (len(found.changes), found.at_least, found.proven) == (3, 0, False)


def test_of_very_many_gates_each_is_told_to_be_held_where_one_day_is_not_enough_for_all() -> None:
    rings = [
        each
        for turn in range(300)
        for each in (
            *(milestone(f"{name}{turn}") for name in "abc"),
            exchange(f"e{turn}", *(commitment(f"{name}{turn}", gate=f"{gate}{turn}") for name, gate in ("ab", "bc", "ca"))),
        )
    ]
    pair = exchange("e", commitment("x", gate="y"), commitment("y", gate="x"))
    found = find_deadlocks(document(milestone("x"), milestone("y"), pair, *rings)).resolution
    assert (len(found.changes), found.proven, {change.way for change in found.changes}) == (301, True, {"held"})


def test_two_circles_through_one_gate_need_that_gate_alone() -> None:
    draft = document(
        *(milestone(key) for key in ("a", "b")),
        milestone("c", requires=["a"]),
        milestone("d", requires=["a"]),
        exchange("e1", commitment("b", gate="c"), commitment("c")),
        exchange("e2", commitment("b", gate="d"), commitment("d")),
        exchange("e3", commitment("a", gate="b"), commitment("b")),
    )
    resolution = find_deadlocks(draft).resolution
    assert [(change.exchange, change.milestone, change.gate) for change in resolution.changes] == [("e3", "a", "b")]
    assert resolution.proven


@st.composite
def drafts(draw: st.DrawFn) -> Document:
    """Up to six milestones with requirements, options, shared days and gates."""
    size = draw(st.integers(2, 6))
    keys = [f"m{number}" for number in range(size)]
    key = st.sampled_from(keys)
    pairs = draw(st.lists(st.tuples(key, key, st.sampled_from(["requires", "together_with"])), max_size=4))
    options = draw(st.dictionaries(key, st.lists(key, min_size=1, max_size=2, unique=True), max_size=3))
    gates = draw(st.lists(st.tuples(key, key), min_size=1, max_size=7, unique=True))
    data: dict[str, dict[str, list[str]]] = {each: {} for each in keys}
    for one, other, how in pairs:
        if one != other:
            data[one].setdefault(how, []).append(other)
    for one, others in options.items():
        data[one]["requires_any"] = others
    exchanges = [
        exchange(f"e{n}", commitment(one, gate=other), commitment(other)) for n, (one, other) in enumerate(gates) if one != other
    ]
    return document(*(milestone(each, **data[each]) for each in keys), *exchanges)


def plain_stuck(draft: Document, without: set[tuple[str, str]]) -> set[str]:
    """The definition, milestone by milestone: nothing happens before all that it shares its day with may happen."""
    entries = {each.key: each.data for each in draft.of("milestones")}
    together = {key: {key} for key in entries}
    for key, data in entries.items():
        for other in data.get("together_with", ()):
            merged = together[key] | together[other]
            for each in merged:
                together[each] = merged
    gates: dict[str, list[str]] = {}
    for each in draft.of("exchanges"):
        for bound in each.data["commitments"]:
            if bound.get("gate") and (each.key, bound["milestone"]) not in without:
                gates.setdefault(bound["milestone"], []).append(bound["gate"])
    happened: set[str] = set()

    def may(key: str) -> bool:
        met = happened | (together[key] - {key})
        needs = [*entries[key].get("requires", ()), *gates.get(key, ())]
        options = entries[key].get("requires_any")
        return all(other in met for other in needs) and (not options or any(other in met for other in options))

    while True:
        more = {key for key in entries if key not in happened and all(may(each) for each in together[key])}
        if not more:
            return entries.keys() - happened
        happened |= more


@settings(max_examples=150, deadline=None)
@given(drafts())
def test_what_is_stuck_and_the_fewest_gates_agree_with_trying_all(draft: Document) -> None:
    found = find_deadlocks(draft)
    stuck = plain_stuck(draft, set())
    members = {key for each in found.found for key in each.milestones}
    assert members | set(found.held_up) == stuck
    every = [
        (each.key, bound["milestone"])
        for each in draft.of("exchanges")
        for bound in each.data["commitments"]
        if bound.get("gate")
    ]
    if plain_stuck(draft, set(every)):
        assert any(not each.by_gates for each in found.found)
        return
    fewest = next(n for n in range(len(every) + 1) if any(not plain_stuck(draft, set(some)) for some in combinations(every, n)))
    assert len(found.resolution.changes) == fewest
    assert found.resolution.proven
    entries = {each.key: each.data for each in draft.of("milestones")}
    for change in found.resolution.changes:
        if change.way == "simultaneous":
            entries[change.milestone].setdefault("together_with", []).append(change.gate)
    assert plain_stuck(draft, {(change.exchange, change.milestone) for change in found.resolution.changes}) == set()


@settings(max_examples=100, deadline=None)
@given(drafts())
def test_every_circle_reads_without_a_gap(draft: Document) -> None:
    for each in find_deadlocks(draft).found:
        for circle in each.circles:
            assert [wait.awaited for wait in circle] == [wait.waiting for wait in (*circle[1:], circle[0])]
