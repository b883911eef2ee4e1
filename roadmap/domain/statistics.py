"""Counts of people that may be shown: none below k, and none from which a hidden one could be computed (design: Reviewers).

A table of counts has rows, columns and their sums. The sums are equations; a hidden count is safe only if the equations leave
room for at least two values of it. Each count stands in one row and one column, so the equations form a graph whose nodes are
rows and columns and whose edges are the hidden counts: a hidden count can change if, and only if, its edge lies on a cycle along
which counts rise and fall in turn without one falling below zero. What lies on no such cycle gets company: the smallest count
still shown beside it is hidden too, a sum last of all.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

K = 5
SUM = "Σ"
Cell = tuple[str, str]


@dataclass(frozen=True)
class Shown:
    """``counts``: what may be shown, by (row, column), None where it may not. SUM names the sums of rows and of columns."""

    counts: Mapping[Cell, int | None]

    def row(self, row: str) -> dict[str, int | None]:
        """The counts of one row by column, its sum under SUM."""
        return {column: count for (of, column), count in self.counts.items() if of == row}


def suppress_small(table: Mapping[str, Mapping[str, int]], *, k: int = K) -> Shown:
    """The counts of ``table`` (row → column → people) and their sums, without those that may not be shown.

    Every row has the same columns. Counts are numbers of people, not negative; also none is a small number: it says
    something of everyone.
    """
    return _suppress(_with_sums(table), set(), k)


def _suppress(counts: Mapping[Cell, int], never_shown: set[Cell], k: int) -> Shown:
    hidden = never_shown | {cell for cell, count in counts.items() if count < k}
    while exposed := [cell for cell in sorted(hidden - never_shown) if not _can_vary(cell, counts, hidden)]:
        company = min(_company(exposed, counts, hidden), key=lambda cell: _reluctance(cell, counts), default=None)
        if company is None:
            return Shown(dict.fromkeys(counts))
        hidden.add(company)
    return Shown({cell: None if cell in hidden else count for cell, count in counts.items()})


def suppress_small_line(counts: Mapping[str, int], *, k: int = K) -> dict[str, int | None]:
    """The same for a single row, with its sum under SUM. Sums of columns would be its counts again: they are not shown."""
    table = _with_sums({"people": counts})
    return _suppress(table, {cell for cell in table if cell[0] == SUM}, k).row("people")


def _with_sums(table: Mapping[str, Mapping[str, int]]) -> dict[Cell, int]:
    counts = {(row, column): count for row, line in table.items() for column, count in line.items()}
    rows, columns = list(table), list(dict.fromkeys(column for line in table.values() for column in line))
    for row in rows:
        counts[row, SUM] = sum(counts[row, column] for column in columns)
    for column in columns:
        counts[SUM, column] = sum(counts[row, column] for row in rows)
    counts[SUM, SUM] = sum(counts[row, SUM] for row in rows)
    return counts


def _company(exposed: Iterable[Cell], counts: Mapping[Cell, int], hidden: set[Cell]) -> set[Cell]:
    """Counts still shown in a row or a column of an exposed one."""
    rows, columns = {row for row, _column in exposed}, {column for _row, column in exposed}
    return {cell for cell in counts if cell not in hidden and (cell[0] in rows or cell[1] in columns)}


def _reluctance(cell: Cell, counts: Mapping[Cell, int]) -> tuple[int, int, Cell]:
    return (cell.count(SUM), counts[cell], cell)


def _can_vary(cell: Cell, counts: Mapping[Cell, int], hidden: set[Cell]) -> bool:
    """Whether another table with the same shown counts has another value here."""
    row, column = ("row", cell[0]), ("column", cell[1])
    moves = _moves(counts, hidden - {cell})
    rises = _rises(cell, counts) and _reaches(column, row, moves)
    return rises or (_falls(cell, counts) and _reaches(row, column, moves))


Node = tuple[str, str]


def _moves(counts: Mapping[Cell, int], hidden: set[Cell]) -> dict[Node, list[Node]]:
    """Steps of one person: along an edge from its row to its column the signed count rises, back it falls."""
    moves: dict[Node, list[Node]] = {}
    for cell in hidden:
        row, column = ("row", cell[0]), ("column", cell[1])
        if _rises(cell, counts):
            moves.setdefault(row, []).append(column)
        if _falls(cell, counts):
            moves.setdefault(column, []).append(row)
    return moves


def _rises(cell: Cell, counts: Mapping[Cell, int]) -> bool:
    """Sums of a row or a column enter the equations with a minus: they rise where the count falls, which it can above zero."""
    return cell.count(SUM) != 1 or counts[cell] > 0


def _falls(cell: Cell, counts: Mapping[Cell, int]) -> bool:
    return cell.count(SUM) == 1 or counts[cell] > 0


def _reaches(start: Node, goal: Node, moves: Mapping[Node, list[Node]]) -> bool:
    seen, waiting = {start}, deque([start])
    while waiting:
        node = waiting.popleft()
        if node == goal:
            return True
        for step in moves.get(node, ()):
            if step not in seen:
                seen.add(step)
                waiting.append(step)
    return False
