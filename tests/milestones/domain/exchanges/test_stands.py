"""Where groups stand, as the package finder takes it."""

from uuid import uuid4

from milestones.domain.exchanges.stands import stands_of
from roadmap.domain.queries.convergence_rows import HIDDEN, SILENT, Cell, Convergence, GroupColumn, Held, ItemRow
from roadmap.domain.queries.limits import Limit

REF = "milestones/a"


def row(*cells: Cell, ref: str = REF) -> ItemRow:
    return ItemRow(ref, "milestones", "N-01", "", 0, frozenset(), frozenset(), cells, (), 0)


def red_line(ref: str, group: str) -> Limit:
    return Limit(ref, "red_line", group, {"en": group.upper()}, 1, 1, "Never.", "en", uuid4())


def test_the_last_word_holds_and_silence_takes_nothing_back() -> None:
    found = stands_of(
        Convergence(
            groups=(GroupColumn("wab", uuid4(), "Board"), GroupColumn("snc", uuid4(), "Commission")),
            items=(
                row(
                    Cell("wab", (Held(1, "cannot_accept"), Held(2, "conditional"), Held(3, SILENT))),
                    Cell("snc", (Held(1, "support"), Held(2, "cannot_accept"), Held(3, "none"))),
                    Cell("gov-del", (Held(1, HIDDEN),)),
                ),
            ),
        )
    )
    assert found.stands == {REF: {"wab": "conditional", "snc": "cannot_accept"}}
    assert found.names == {"wab": "Board", "snc": "Commission"}


def test_a_red_line_is_a_refusal_but_one_on_the_whole_refuses_no_item() -> None:
    lines = (red_line(REF, "wab"), red_line("", "snc"))
    found = stands_of(Convergence(items=(row(Cell("wab", (Held(1, "support"),))),), red_lines=lines))
    assert (found.stands, found.names) == ({REF: {"wab": "cannot_accept"}}, {"wab": "WAB"})
