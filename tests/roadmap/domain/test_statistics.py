"""No hidden count of people can be computed from what is shown (safety: statistics below k = 5)."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roadmap.domain.statistics import SUM, suppress_small, suppress_small_line

COLUMNS = ("support", "conditional", "cannot_accept")


def tables(rows: int, columns: int, most: int) -> st.SearchStrategy[dict[str, dict[str, int]]]:
    line = st.fixed_dictionaries({COLUMNS[c]: st.integers(0, most) for c in range(columns)})
    return st.fixed_dictionaries({f"group {r}": line for r in range(rows)})


def with_sums(table: dict[str, dict[str, int]]) -> dict[tuple[str, str], int]:
    counts = {(row, column): count for row, line in table.items() for column, count in line.items()}
    columns = next(iter(table.values()))
    for row, line in table.items():
        counts[row, SUM] = sum(line.values())
    for column in columns:
        counts[SUM, column] = sum(line[column] for line in table.values())
    counts[SUM, SUM] = sum(sum(line.values()) for line in table.values())
    return counts


def values_that_fit(table: dict[str, dict[str, int]], k: int, most: int) -> dict[tuple[str, str], set[int]]:
    """What each hidden count could be, found by trying every table: the reader's best attack."""
    shown = {cell: count for cell, count in suppress_small(table, k=k).counts.items() if count is not None}
    cells = [(row, column) for row, line in table.items() for column in line]
    possible: dict[tuple[str, str], set[int]] = {}
    for values in product(range(most + 1), repeat=len(cells)):
        guess: dict[str, dict[str, int]] = {}
        for (row, column), value in zip(cells, values, strict=True):
            guess.setdefault(row, {})[column] = value
        counts = with_sums(guess)
        if all(counts[cell] == count for cell, count in shown.items()):
            for cell, count in counts.items():
                if cell not in shown:
                    possible.setdefault(cell, set()).add(count)
    return possible


@settings(max_examples=60, deadline=None)
@given(table=tables(2, 2, 6))
def test_no_hidden_count_of_a_table_can_be_computed(table: dict[str, dict[str, int]]) -> None:
    for cell, values in values_that_fit(table, k=3, most=9).items():
        assert len(values) > 1, (table, cell, suppress_small(table, k=3))


@settings(max_examples=40, deadline=None)
@given(table=tables(1, 3, 8))
def test_no_hidden_count_of_a_line_can_be_computed(table: dict[str, dict[str, int]]) -> None:
    line = table["group 0"]
    shown = suppress_small_line(line)
    fits: dict[str, set[int]] = {}
    for values in product(range(25), repeat=len(line)):
        guess = {**dict(zip(line, values, strict=True)), SUM: sum(values)}
        if all(count is None or guess[name] == count for name, count in shown.items()):
            for name in (name for name, count in shown.items() if count is None):
                fits.setdefault(name, set()).add(guess[name])
    assert all(len(values) > 1 for values in fits.values()), (line, shown)


@settings(max_examples=200, deadline=None)
@given(table=tables(3, 3, 12))
def test_what_is_shown_is_true_and_not_small(table: dict[str, dict[str, int]]) -> None:
    counts = with_sums(table)
    for cell, count in suppress_small(table).counts.items():
        assert count is None or (count == counts[cell] and count >= 5)


def test_the_second_smallest_goes_with_the_smallest() -> None:
    line = {"support": 9, "conditional": 6, "cannot_accept": 2}
    assert suppress_small_line(line) == {"support": 9, "conditional": None, "cannot_accept": None, SUM: 17}


def test_that_all_agree_is_hidden_too() -> None:
    assert suppress_small_line({"support": 6, "conditional": 0, "cannot_accept": 0}) == {
        "support": None, "conditional": None, "cannot_accept": None, SUM: 6,
    }  # fmt: skip


@pytest.mark.parametrize(
    "line", [{"support": 4, "cannot_accept": 0}, {"support": 0, "cannot_accept": 0}, {"support": 2, "cannot_accept": 2}]
)
def test_of_fewer_than_five_nothing_is_shown(line: dict[str, int]) -> None:
    assert set(suppress_small_line(line).values()) == {None}


def test_large_counts_are_shown_as_they_are() -> None:
    table = {"a": {"support": 7, "cannot_accept": 8}, "b": {"support": 9, "cannot_accept": 10}}
    assert dict(suppress_small(table).counts) == with_sums(table)
