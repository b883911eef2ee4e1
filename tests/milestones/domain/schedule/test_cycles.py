"""Rings of waiting: which are cycles, who is in them, and which have a way round."""

import datetime as dt

import pytest

from milestones.domain.schedule import Schedule
from milestones.domain.schedule.network import Network
from milestones.domain.schedule.order import line_up
from milestones.domain.schedule.rings import Diverges
from milestones.domain.schedule.solve import Solution, solve_up
from milestones.domain.schedule.terms import Reader
from roadmap.domain.document import Entry
from tests.milestones.domain.schedule.graphs import START, day, milestone, roadmap


def first_days(schedule: Schedule) -> dict[str, int | None]:
    return {key: found and (found - START).days for key in schedule.terms for found in [schedule.earliest(key)]}


CYCLES: list[tuple[list[Entry], list[list[str]]]] = [
    ([milestone("a", requires=["b"]), milestone("b", requires=["c"]), milestone("c", requires=["a"])], [["a", "b", "c"]]),
    (  # a cycle behind another is told of its own
        [
            milestone("a", requires=["b"]),
            milestone("b", requires=["a"]),
            milestone("c", requires=["b", "d"]),
            milestone("d", requires=["c"]),
        ],
        [["a", "b"], ["c", "d"]],
    ),
    ([milestone("a", requires=["a"]), milestone("b", together_with=["a"])], [["a"]]),
    ([milestone("a", begin="a + 1d")], [["a"]]),
    # those who share a day are members too
    ([milestone("a", together_with=["b"]), milestone("b", requires=["c"]), milestone("c", requires=["a"])], [["a", "b", "c"]]),
    # every option waits
    (
        [milestone("a", requires_any=["b", "c"]), milestone("b", requires=["a"]), milestone("c", requires=["a"])],
        [["a", "b", "c"]],
    ),
    ([milestone("a", requires_any=["b", "c"]), milestone("b", requires=["a"]), milestone("c")], []),
    # windows: a ring counts when going round adds days
    ([milestone("a", begin="b + 10d", end="b + 5d"), milestone("b")], [["a", "b"]]),
    ([milestone("a", begin="b + 10d", end="b + 10d"), milestone("b")], []),
    ([milestone("a", requires=["b"], end="b"), milestone("b")], []),
    ([milestone("a", begin="b + 2m", end="b + 59d"), milestone("b")], []),  # 1 January to 1 March is 59 days
    ([milestone("a", begin="b + 2m", end="b + 58d"), milestone("b")], [["a", "b"]]),
    ([milestone("a", begin="c + 1w"), milestone("b", end="a - 1d"), milestone("c", requires=["a"])], [["a", "c"]]),
]


@pytest.mark.parametrize(("entries", "cycles"), CYCLES)
def test_who_is_in_a_cycle(entries: list[Entry], cycles: list[list[str]]) -> None:
    schedule = Schedule(roadmap(*entries))
    assert sorted(sorted(cycle) for cycle in schedule.cycles) == cycles


def test_the_rest_still_gets_its_days() -> None:
    schedule = Schedule(
        roadmap(
            milestone("a", requires=["b"], begin=day(4)),
            milestone("b", requires=["a"]),
            milestone("c", requires=["a"], end=day(9)),
        )
    )
    assert first_days(schedule) == {"a": 4, "b": None, "c": 4}
    assert str(schedule.latest("a")) == "2024-01-10"


def test_a_window_of_two_rings_is_taken_out_once() -> None:
    """B lies in two rings that push each other on, and each is told."""
    schedule = Schedule(
        roadmap(
            milestone("a", end="b + 1d"),
            milestone("b", begin="c", end="c"),
            milestone("c", begin="b + 1w"),
            milestone("d", begin="c", end="a"),
        )
    )
    assert [sorted(cycle) for cycle in schedule.cycles] == [["b", "c"], ["a", "b", "c", "d"]]


def test_many_rings_are_found_together() -> None:
    """Each pair pushes itself on, a thousand times over: looked for one by one, they would take as long as a thousand plans."""
    pairs = [[f"a{number}", f"b{number}"] for number in range(50)]
    windows = [milestone(one, begin=f"{other} + 10d", end=f"{other} + 5d") for one, other in pairs]
    document = roadmap(*windows, *(milestone(other) for _one, other in pairs))
    network = Network(Reader(document).terms())
    with pytest.raises(Diverges) as found:
        solve_up(Solution(network, line_up(network), [], []))
    assert len(found.value.rings) == len(pairs)
    assert sorted(sorted(cycle) for cycle in Schedule(document).cycles) == sorted(pairs)


def test_a_cycle_waits_for_no_other_to_be_found() -> None:
    """Pairs in a line, each of which waits for the one before it."""
    line = [
        entry
        for number in range(40)
        for entry in (
            milestone(f"a{number}", requires=[f"b{number}", *([f"b{number - 1}"] if number else [])]),
            milestone(f"b{number}", requires=[f"a{number}"]),
        )
    ]
    assert Schedule(roadmap(*line)).cycles == [[f"a{number}", f"b{number}"] for number in range(40)]


def test_a_ring_is_found_beside_one_that_adds_no_day() -> None:
    """C is a week after D, whose day E shares by two windows: what holds D and E now does not tell what pushed them there."""
    schedule = Schedule(
        roadmap(
            milestone("a", begin="b", end="b"),
            milestone("b"),
            milestone("c", begin="d + 1w", end="a + 1d"),
            milestone("d"),
            milestone("e", begin="d", end="d", requires_any=["a", "b"]),
        )
    )
    assert [sorted(cycle) for cycle in schedule.cycles] == [["a", "b", "c", "d", "e"]]


def test_a_knot_is_untied_by_the_option_that_can_be_first() -> None:
    """The aid may follow the lists or the visits, and the visits wait for the aid: only the lists can open the way."""
    entries = [
        milestone("aid", requires_any=["visits", "lists"], begin=day(1)),
        milestone("visits", requires=["aid"]),
        milestone("lists", begin=day(30)),
    ]
    schedule = Schedule(roadmap(*entries))
    assert (schedule.cycles, first_days(schedule)) == ([], {"aid": 30, "visits": 30, "lists": 30})
    assert schedule.edit(milestone("lists", begin=day(40))) == {"aid", "visits", "lists"}
    assert first_days(schedule) == {"aid": 40, "visits": 40, "lists": 40}


def test_an_option_that_only_comes_later_is_none() -> None:
    """J may come three days before A, which comes ten days after V: V cannot wait for J, but for K."""
    ring = [milestone("a", begin="v + 10d"), milestone("j", begin="a - 3d")]
    schedule = Schedule(roadmap(milestone("v", requires_any=["j", "k"]), milestone("k", begin=day(50)), *ring))
    assert (schedule.cycles, first_days(schedule)) == ([], {"v": 50, "k": 50, "a": 60, "j": 57})
    without = Schedule(roadmap(milestone("v", requires_any=["j"]), *ring))
    assert [sorted(cycle) for cycle in without.cycles] == [["a", "j", "v"]]


def test_an_option_is_bound_only_while_there_is_no_way_round() -> None:
    entries = [
        milestone("a", begin=day(5)),
        milestone("b", begin=day(20)),
        milestone("c", requires_any=["a", "b"], end=day(30)),
    ]
    schedule = Schedule(roadmap(*entries))
    assert (schedule.latest("a"), schedule.latest("b")) == (None, None)
    schedule.edit(milestone("c", requires_any=["a", "b"], end=day(10)))  # too early for B
    assert (str(schedule.latest("a")), schedule.latest("b")) == ("2024-01-11", None)
    assert [(step.milestone, step.by, step.of) for step in schedule.latest_chain("a")] == [
        ("c", "not_after", "T0 + 10d"),
        ("a", "requires_any", "c"),
    ]


def test_a_ring_that_comes_to_rest_where_the_calendar_begins_is_one_all_the_same() -> None:
    """No day lies a year before the first one: the first days keep both windows there, the last ones never would."""
    schedule = Schedule(roadmap(milestone("a", begin="b - 2d", end="b - 1y"), milestone("b", begin="0001-01-01")))
    assert [sorted(cycle) for cycle in schedule.cycles] == [["a", "b"]]


def test_an_option_that_can_never_be_in_time_need_not_hurry() -> None:
    """The last days go round through M1 for ever: M0 could not do without it, and it comes thirty years after M0."""
    last = milestone("m2", begin="9999-12-31")
    either = milestone("m0", end="m1 - 30y", requires_any=["m1", "m2"])
    schedule = Schedule(roadmap(either, milestone("m1", end="9999-12-31"), last))
    assert (schedule.cycles, str(schedule.latest("m0"))) == ([], "9969-12-31")
    schedule.edit(milestone("m2", begin="2030-01-01"))
    assert (schedule.cycles, str(schedule.earliest("m1"))) == ([], "2060-01-01")
    schedule.edit(last)
    assert schedule.as_dict() == Schedule(roadmap(*schedule.reader.entries.values())).as_dict()


def test_an_option_that_only_comes_after_its_milestone_is_closed_where_the_calendar_ends_too() -> None:
    """M1 comes nine thousand months after M2, through M7, M6 and M4; M6 comes after M2 as well."""
    schedule = Schedule(
        roadmap(
            milestone("m1", begin="m4 - 29m"),
            milestone("m2", end="m7 - 2y", requires_any=["m1", "m6"]),
            milestone("m4", end="9999-12-31"),
            milestone("m6", end="m4 - 9999m", requires=["m7"]),
            milestone("m3"),
            milestone("m7", begin="T0 - 1y", end="m3 + 30y", requires=["m1"]),
        )
    )
    assert [sorted(cycle) for cycle in schedule.cycles] == [["m2", "m6", "m7"]]
    assert schedule.network.dropped_options == {("m2", "m1")}
    schedule.edit(milestone("m4", end="2030-01-01"))
    assert schedule.as_dict() == Schedule(roadmap(*schedule.reader.entries.values())).as_dict()


def test_a_ring_through_options_is_told_once_each_of_them_is_seen_to_close_it(moves: list[int]) -> None:
    """D follows A by ten days whichever way is taken, and is to come five days after it at the latest."""
    ways = [milestone(key, begin="a + 5d") for key in ("b1", "b2")]
    on = [milestone("c", requires_any=["b1", "b2"]), *(milestone(key, begin="c + 5d") for key in ("e1", "e2"))]
    last = milestone("d", end="a + 5d", requires_any=["e1", "e2"])
    schedule = Schedule(roadmap(milestone("a", begin=day(3)), *ways, *on, last))
    assert [sorted(cycle) for cycle in schedule.cycles] == [["a", "b1", "c", "d", "e1"]]
    assert first_days(schedule)["d"] == 13
    assert len(moves) < 200


def test_a_ring_through_options_leaps_to_where_another_opens_it(moves: list[int]) -> None:
    """D is to come five days after A, and follows it by six through B and C: day by day until F, ten years later, is sooner."""
    ways = [milestone("b", requires_any=["e", "f"]), milestone("c", requires_any=["b", "g"])]
    far = [milestone("f", begin=day(3650)), milestone("g", begin=day(9000))]
    ends = [milestone("e", begin="a + 3d"), milestone("d", begin="c + 3d", end="a + 5d")]
    schedule = Schedule(roadmap(milestone("a", begin=day(3)), *ways, *far, *ends))
    assert schedule.cycles == []
    assert (first_days(schedule)["d"], first_days(schedule)["a"]) == (3653, 3648)
    assert len(moves) < 200


def test_what_has_happened_is_in_no_ring() -> None:
    """Lists handed over on the first day: no window moves that day, and each says for itself that it cannot be kept."""
    pairs = [(f"lists{number}", f"aid{number}") for number in range(20)]
    windows = [milestone(aid, begin=f"{lists} + 10d", end=f"{lists} + 5d") for lists, aid in pairs]
    schedule = Schedule(roadmap(*(milestone(lists) for lists, _aid in pairs), *windows), dict.fromkeys(dict(pairs), START))
    assert (schedule.cycles, len(schedule.conflicts)) == ([], 20)


def test_a_ring_that_only_holds_another_up_is_told_alone() -> None:
    """X and Y push each other on, and X holds up C and D, which come to rest without it."""
    windows = [milestone("x", begin="y + 10d", end="y + 5d"), milestone("y", begin=day(50)), milestone("b", begin="a + 5d")]
    options = [milestone("c", requires_any=["b", "x"]), milestone("d", requires_any=["e", "x"], end="a + 5d")]
    schedule = Schedule(roadmap(*windows, *options, milestone("a", begin=day(3)), milestone("e", begin="c + 5d")))
    assert [sorted(cycle) for cycle in schedule.cycles] == [["x", "y"]]
    assert first_days(schedule) == {"x": 60, "y": 50, "b": 60, "c": 60, "d": 60, "a": 55, "e": 65}


def ring_of_stages(name: str, stages: int) -> list[Entry]:
    """Stages, each open by one of two ways, that end a day later than they may, until a last day far in the future opens them."""
    entries, before = [milestone(f"a{name}", begin=day(3))], f"a{name}"
    for stage in (f"{name}{number}" for number in range(stages)):
        entries += [milestone(f"p{stage}", begin=f"{before} + 1d"), milestone(f"q{stage}", begin=f"{before} + 2d")]
        entries.append(milestone(f"c{stage}", requires_any=[f"p{stage}", f"q{stage}"]))
        before = f"c{stage}"
    ends = [milestone(f"e{name}", begin=f"{before} + 5d"), milestone(f"f{name}", begin="9000-01-01")]
    return [*entries, *ends, milestone(f"d{name}", requires_any=[f"e{name}", f"f{name}"], end=f"a{name} + {stages}d")]


@pytest.mark.parametrize("stages", [[4], [3, 3], [2, 1, 3, 2]])
def test_a_ring_leaps_past_options_that_close_it_too(stages: list[int], moves: list[int]) -> None:
    """Each P has its Q, a day later; only F, seven thousand years later, opens the ring, whichever of them are taken."""
    rings = [ring_of_stages(name, count) for name, count in zip("xyzw", stages, strict=False)]
    schedule = Schedule(roadmap(*(entry for ring in rings for entry in ring)))
    assert (schedule.cycles, schedule.network.dropped_options) == ([], set())
    assert {str(schedule.earliest(f"d{name}")) for name, _count in zip("xyzw", stages, strict=False)} == {"9000-01-01"}
    last = dt.date(9000, 1, 1) - dt.timedelta(days=stages[0])
    assert (schedule.earliest("ax"), schedule.earliest("cx0")) == (last, last + dt.timedelta(days=1))
    assert len(moves) < 500 * len(stages)


def test_what_holds_a_ring_is_the_option_that_comes_first(moves: list[int]) -> None:
    """M3 waits for M10, that waits for it, and not for M1, which stands before it and comes later."""
    ring = [
        milestone("m0", begin="m10", end="m6 + 2d"),
        milestone("m3", begin="m6 + 1m", requires_any=["m1", "m10"]),
        milestone("m6"),
        milestone("m10", begin=day(30), end="9999-12-31", requires_any=["m2", "m3"]),
    ]
    ways = [milestone("m1"), milestone("m2", end="m1 - 3m"), milestone("m5", begin="m0 + 31w", end="m2 + 1y")]
    schedule = Schedule(roadmap(*ring, *ways))
    assert (schedule.cycles, schedule.last_days, str(schedule.earliest("m3"))) == ([], {}, "2024-02-29")
    assert len(moves) < 3000


def test_years_beyond_the_calendar_lead_no_day_back_to_its_end(moves: list[int]) -> None:
    """M5 comes 28 years after M7, which comes a week after M1, on the last day there is."""
    schedule = Schedule(
        roadmap(
            milestone("m1", begin="9999-12-31", end="m7 - 1w"),
            milestone("m4", end="m1 - 5y", requires_any=["m1", "m5", "m9"]),
            milestone("m5", begin="m7 + 28y"),
            milestone("m7"),
            milestone("m9", begin="m5 - 5d"),
        )
    )
    assert [sorted(cycle) for cycle in schedule.cycles] == [["m1", "m4", "m5", "m7"]]
    assert (str(schedule.earliest("m1")), schedule.earliest("m5"), schedule.earliest("m7")) == ("9999-12-31", None, None)
    assert len(moves) < 200


def test_an_option_that_holds_itself_up_is_no_way_out_of_a_ring(moves: list[int]) -> None:
    """M5 needs M8 or M9. M9 comes a day after M8, and M8 after M5: neither can be first, and the ring is that of the windows."""
    schedule = Schedule(
        roadmap(
            milestone("m1", end="m9 - 1d"),
            milestone("m4", requires=["m5"]),
            milestone("m5", requires_any=["m8", "m9"]),
            milestone("m6", requires=["m4"]),
            milestone("m8", end="m1", requires_any=["m5", "m6"]),
            milestone("m9"),
        )
    )
    assert [sorted(cycle) for cycle in schedule.cycles] == [["m1", "m5", "m8", "m9"]]
    assert len(moves) < 200


def test_a_way_out_of_a_ring_is_looked_at_to_its_end(moves: list[int]) -> None:
    """M2 as the option of M5, M4 and M3 comes after M3; only M0, on day 500, opens the ring."""
    schedule = Schedule(
        roadmap(
            milestone("m5", begin="m3 - 7d", end="m1 + 2d", requires=["m3"], requires_any=["m2", "m4"]),
            milestone("m4", requires_any=["m0", "m5"]),
            milestone("m3", requires_any=["m1", "m2", "m4"]),
            milestone("m1", begin=day(0)),
            milestone("m0", begin=day(500)),
            milestone("m2", begin="m3 + 3d"),
        )
    )
    assert (schedule.cycles, first_days(schedule)) == ([], {"m5": 500, "m4": 500, "m3": 498, "m1": 498, "m0": 500, "m2": 501})
    assert len(moves) < 200


def test_options_that_wait_for_each_other_are_no_way_out_of_a_ring() -> None:
    """M0 by M6 and M6 by M0 adds no day, and yet neither comes first."""
    schedule = Schedule(
        roadmap(
            milestone("m4", end="m5", requires_any=["m2", "m3"]),
            milestone("m5", begin="m0 - 2d"),
            milestone("m2", begin="m1 + 2d"),
            milestone("m3", end="m5 + 5d"),
            milestone("m6", end="m4 - 10d", requires_any=["m0", "m4"]),
            milestone("m1", begin=day(282)),
            milestone("m0", end="m4", requires_any=["m2", "m5", "m6"]),
        )
    )
    assert (schedule.cycles, first_days(schedule)["m4"], first_days(schedule)["m6"]) == ([], 294, 284)


def test_a_last_day_is_tried_without_options_that_never_come_first() -> None:
    """N needs X or Y by day 1000. X comes a week after N, so that Y, and what Y waits for, may be as late as N."""
    start = [milestone("s", begin=day(0)), milestone("y", requires=["s"]), milestone("x0", begin=day(5))]
    either = milestone("n", requires_any=["x", "y"], end=day(1000))
    schedule = Schedule(roadmap(*start, either, milestone("a", begin="n + 10d"), milestone("x", begin="a - 3d", requires=["x0"])))
    assert {key: (last - START).days for key, last in schedule.last_days.items()} == {"s": 1000, "y": 1000}
    schedule.edit(milestone("s", begin=day(700)))
    assert (schedule.cycles, schedule.conflicts) == ([], [])


def test_what_no_window_bounds_has_a_last_day_too() -> None:
    both = [milestone(key, requires=["s"]) for key in ("y1", "y2")]
    schedule = Schedule(roadmap(milestone("s"), *both, milestone("n", requires_any=["y1", "y2"], end=day(30))))
    assert {key: (last - START).days for key, last in schedule.last_days.items()} == {"s": 30}
