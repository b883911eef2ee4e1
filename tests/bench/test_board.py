"""How the figures of rounds become a line: ratios by round, their median, growth, and whether the target is met."""

import pytest

from bench.board import Line, table
from bench.machine import Sample, cpu_of, family, megabytes, spent


def line(**options: object) -> Line:
    """Three rounds: 10, 12 and 30 ms against 5, 4 and 10; twice that at ten times the size."""
    ours, floors = iter([10.0, 12.0, 30.0, 20.0, 24.0, 60.0]), iter([5.0, 4.0, 10.0, 10.0, 8.0, 20.0])
    one = {0: (lambda: Sample(next(ours), 1), lambda: Sample(next(floors), 2))}
    made = Line(1, "work", "floor", one, **{"target": 3, **options})  # type: ignore[arg-type]
    for _round in range(3):
        made.measure()
    made.sides = {10: made.sides[0]}
    for _round in range(3):
        made.measure()
    made.judged = 10
    return made


def test_ratios_are_taken_round_by_round() -> None:
    found = line()
    assert found.ratios("wall") == [2.0, 3.0, 3.0]
    assert found.ratios("cpu") == [0.5, 0.5, 0.5]
    assert found.as_dict()["ratio"]["wall"] == {"median": 3.0, "least": 2.0, "most": 3.0}


def test_a_rate_is_the_ratio_the_other_way_round() -> None:
    found = line(is_rate=True, target=0.4)
    assert found.ratios("wall") == [0.5, pytest.approx(1 / 3), pytest.approx(1 / 3)]
    assert not found.met()


def test_growth_counts_as_well() -> None:
    assert line().growth() == 2.0
    assert line(most_growth=2).met()
    assert not line(most_growth=1.9).met()


def test_what_misses_its_target_is_marked() -> None:
    head, met = table([line()])
    assert head.split()[:2] == ["row", "work"]
    assert "MISS" not in met
    _head, missed = table([line(target=2.9)])
    assert "MISS" in missed


def test_the_kernel_knows_this_process() -> None:
    import os

    before = cpu_of([os.getpid()])
    sum(number * number for number in range(200_000))
    assert spent(before, cpu_of([os.getpid()])) > 0
    assert family(os.getpid())[0] == os.getpid()
    assert megabytes([os.getpid()]) > 10
    assert cpu_of([2**30]) == {}
