"""The package finder beside the schedule: what is proposed can be kept, with all that the draft binds already."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from milestones.domain.exchanges.candidates import choose_candidates
from milestones.domain.exchanges.commitments import read_exchanges
from milestones.domain.exchanges.package_words import excluded_words, package_words
from milestones.domain.exchanges.packages import Package, find_packages
from milestones.domain.schedule import Schedule
from roadmap.domain.document import Document, Entry
from tests.milestones.domain.exchanges.drafts import commitment, document, exchange, milestone


def draft_of(passage: dict[str, Any], trade: dict[str, Any], *more: Entry) -> Document:
    """Two that answer each other, with what their entries hold."""
    bound = [commitment("passage", cost=2, benefits={"aanes": 3}), commitment("trade", cost=1, benefits={"gov": 2})]
    both = milestone("passage", "gov", **passage), milestone("trade", "aanes", **trade)
    return document(*both, *more, exchange("e1", *bound))


def window(first: str = "", last: str = "") -> dict[str, Any]:
    return {"window": {name: day for name, day in (("not_before", first), ("not_after", last)) if day}}


def shape(package: Package) -> list[tuple[int, str, tuple[str, ...], dict[str, tuple[str, ...]]]]:
    return [(each.phase, each.mode, each.milestones, dict(each.gates)) for each in package.exchanges]


def taken_over(draft: Document, package: Package) -> Document:
    """The draft with all exchanges of a package added to it."""
    added = []
    for number, each in enumerate(package.exchanges):
        bound = [commitment(key, cost=1, gate=next(iter(each.gates.get(key, ())), "")) for key in each.milestones]
        added.append(exchange(f"p{number}", *bound, mode=each.mode, phase=each.phase))
    return Document(draft.roadmap, {**draft.sections, "exchanges": [*draft.of("exchanges"), *added]})


def test_what_no_day_fits_is_proposed_in_the_order_of_its_days() -> None:
    """One window ends before the other begins: together, 91 days would be missing."""
    draft = draft_of(window("2024-03-01", "2024-06-01"), window(last="2023-12-01"))
    [package] = find_packages(draft).packages
    assert shape(package) == [(1, "gated", ("passage", "trade"), {"passage": ("trade",)})]
    assert Schedule(taken_over(draft, package)).conflicts == []


def test_what_no_day_fits_by_what_it_waits_for_is_ordered_too() -> None:
    survey = milestone("survey", "sig", **window("2024-03-01"))
    waiting = draft_of(window("survey + 10d"), window(last="2023-12-01"), survey)
    [package] = find_packages(waiting).packages
    assert shape(package) == [(1, "gated", ("passage", "trade"), {"passage": ("trade",)})]


def test_windows_that_meet_are_simultaneous_as_before() -> None:
    draft = draft_of(window("2023-11-30", "2024-06-01"), window(last="2023-12-01"))
    [package] = find_packages(draft).packages
    assert shape(package) == [(1, "simultaneous", ("passage", "trade"), {})]


def test_what_the_plan_keeps_apart_is_to_be_held() -> None:
    """Their windows meet, but one opens thirty days after the other: one day for both would close a circle."""
    draft = draft_of(window(last="2024-06-01"), window("passage + 30d", "2024-06-01"))
    [package] = find_packages(draft).packages
    assert shape(package) == [(1, "held", ("passage", "trade"), {})]
    assert Schedule(taken_over(draft, package)).cycles == []
    lines = package_words(package, read_exchanges(draft), {})
    assert "Phase 1, held by a third party: PASSAGE, TRADE." in lines
    assert "The plan leaves no order in which they answer one another: name the third party that is to hold them." in lines


def test_what_an_exchange_binds_to_one_day_stays_in_one_phase() -> None:
    """By itself the finder would put passage and trade first, and relief, which requires trade, with the rest after them."""
    rated = {
        "passage": ("gov", "aanes", {}),
        "trade": ("aanes", "gov", {}),
        "relief": ("gov", "aanes", {"requires": ["trade"]}),
        "lists": ("aanes", "gov", {}),
    }
    entries = [milestone(key, area, **data) for key, (area, _other, data) in rated.items()]
    bound = [commitment(key, cost=1, benefits={other: 2}) for key, (_area, other, _data) in rated.items()]
    free = document(*entries, exchange("e1", *bound))
    [package, *_rest] = find_packages(free).packages
    assert [(phase, keys) for phase, _mode, keys, _gates in shape(package)] == [
        (1, ("passage", "trade")),
        (2, ("relief", "lists")),
    ]
    pair = exchange("e2", commitment("passage", cost=1), commitment("relief", cost=1), mode="simultaneous")
    for each in pair.data["commitments"]:
        each["benefits"] = {"aanes": {"value": 2}}
    tied = document(*entries, exchange("e1", *bound), pair)
    [package, *_rest] = find_packages(tied).packages
    phase = {key: number for number, _mode, keys, _gates in shape(package) for key in keys}
    assert phase["passage"] == phase["relief"]
    assert Schedule(taken_over(tied, package)).cycles == []


def test_what_the_plan_leaves_no_day_is_left_out_with_the_reason() -> None:
    draft = draft_of(window("2024-03-01", "2024-02-01"), {})
    assert find_packages(draft).packages == ()
    exchanges = read_exchanges(draft)
    [left_out] = choose_candidates(draft, exchanges).excluded
    assert (left_out.milestone, left_out.reason) == ("passage", "no-day")
    assert excluded_words(left_out, exchanges, {}, {}) == (
        "PASSAGE is left out: by the plan as it is, no day is left on which it could happen."
    )


DAYS = st.sampled_from(["", "", "2023-09-20", "2023-11-01", "2024-01-15", "2024-04-01"])


@st.composite
def dated(draw: st.DrawFn) -> Document:
    """Up to seven commitments with windows, requirements and options, some bound to one day already."""
    keys = [f"m{number}" for number in range(draw(st.integers(3, 7)))]
    entries, bound = [], []
    for place, key in enumerate(keys):
        data = window(draw(DAYS), draw(DAYS))
        if place and draw(st.integers(0, 3)) == 0:
            data["window"]["not_before"] = f"{draw(st.sampled_from(keys[:place]))} + 30d"
        others = draw(st.lists(st.sampled_from([other for other in keys if other != key]), max_size=2, unique=True))
        data |= draw(st.sampled_from([{}, {}, {}, {"requires": others}, {"requires_any": others}]))
        area, other = draw(st.sampled_from([("gov", "aanes"), ("aanes", "gov"), ("sig", "gov"), ("gov", "sig")]))
        entries.append(milestone(key, area, **data))
        bound.append(commitment(key, cost=1, benefits={other: draw(st.integers(1, 4))}))
    half = len(bound) // 2
    first = exchange("e1", *bound[:half], mode=draw(st.sampled_from(["simultaneous", "unconditional"])))
    return document(*entries, first, exchange("e2", *bound[half:], mode="unconditional"))


@settings(max_examples=150, deadline=None)
@given(dated())
def test_a_package_taken_over_makes_nothing_impossible_that_was_possible(draft: Document) -> None:
    before = Schedule(draft)
    circling = {key for cycle in before.cycles for key in cycle}
    for package in find_packages(draft, proposals=2).packages:
        after = Schedule(taken_over(draft, package))
        assert {key for cycle in after.cycles for key in cycle} <= circling
        for key in after.terms:
            slack = after.slack(key)
            assert slack is None or slack >= min(0, before.slack(key) or 0)
        phase = {key: each.phase for each in package.exchanges for key in each.milestones}
        for one in draft.of("exchanges"):
            if one.data["mode"] == "simultaneous":
                assert len({phase[each["milestone"]] for each in one.data["commitments"] if each["milestone"] in phase}) < 2
