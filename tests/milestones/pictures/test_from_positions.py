"""From the convergence of positions to the heat map: stands as they were held, what was hidden stays hidden."""

import re
from pathlib import Path
from uuid import UUID

from django.utils import translation

from milestones.pictures.convergence import convergence
from milestones.pictures.data import Group, StandRow
from milestones.pictures.from_positions import convergence_data
from milestones.pictures.marks import stand_sign
from milestones.pictures.scene import Scene, rows_of
from roadmap.domain.queries.convergence_rows import HIDDEN, SILENT, Cell, Convergence, GroupColumn, Held, ItemRow, RoundMark, Step

NOBODY = UUID(int=0)
ICONS = Path(__file__).resolve().parents[3] / "static" / "img" / "icons.svg"


def row(ref: str, code: str, *stands: tuple[str, str]) -> ItemRow:
    cells = tuple(Cell(f"g{place}", (Held(1, old), Held(2, new, "if all do"))) for place, (old, new) in enumerate(stands))
    return ItemRow(ref, "measures", code, f"Item {code}", 0, frozenset(), frozenset(), cells, (Step(2, 2, 2, 0, 0, 0),), 0)


def given() -> Convergence:
    return Convergence(
        rounds=(RoundMark(1, 1, "closed"), RoundMark(2, 2, "open")),
        shown=RoundMark(2, 2, "open"),
        groups=(GroupColumn("g0", NOBODY, "Room"), GroupColumn("g1", NOBODY, "Board")),
        whole=row("", "", (SILENT, "support"), (SILENT, SILENT)),
        items=(
            row("measures/a", "M-01", ("cannot_accept", "conditional"), (HIDDEN, HIDDEN)),
            row("measures/b", "M-02", (SILENT, SILENT), (SILENT, HIDDEN)),
        ),
    )


def test_stands_arrive_as_they_were_held() -> None:
    with translation.override("en"):
        data = convergence_data(given())
    assert data.groups == (Group("g0", "1", "Room"), Group("g1", "2", "Board"))
    assert data.rows == (
        StandRow("–", "Item ", (("silent", "support"), ("silent", "silent"))),
        StandRow("M-01", "Item M-01", (("cannot_accept", "conditional"), ("hidden", "hidden"))),
    )


def test_what_nobody_spoke_of_is_shown_when_asked_for() -> None:
    with translation.override("en"):
        assert [each.code for each in convergence_data(given(), quiet=True).rows] == ["–", "M-01", "M-02"]


def test_conditions_in_a_groups_words_are_not_in_the_picture() -> None:
    with translation.override("en"):
        picture = convergence(convergence_data(given()), "en")
    assert "if all do" not in picture.svg + str(picture.table)


def test_a_red_line_is_drawn_into_its_cell_and_told() -> None:
    """An item is shown for it even where nobody has taken a position: without the mark the row would be a riddle."""
    cells = (Cell("g0", (Held(1, SILENT),), has_red_line=True), Cell("g1", (Held(1, "support"),)))
    item = ItemRow("measures/a", "measures", "M-01", "Convoys", 0, frozenset(), frozenset(), cells, (Step(1, 1, 2, 1, 0, 0),), 1)
    found = Convergence(shown=RoundMark(1, 1, "closed"), groups=given().groups, items=(item,))
    with translation.override("en"):
        data = convergence_data(found)
        picture = convergence(data, "en")
    assert data.rows[0].red_lines == frozenset({0})
    assert picture.table.rows == (("M-01", "Convoys", "Has said nothing; Red line of a member", "Support"),)
    # The sign of the cell, and the one of the legend.
    assert picture.svg.count('"p-red-line"') == 2
    assert "A red line of a member holds" in picture.svg


def test_signs_are_the_icons_of_the_page() -> None:
    """Where the first line of each begins, as the sheet of icons has it, at its size."""
    begins = r'd="M([\d.]+) ([\d.]+)'
    for stand, icon in (
        ("support", "support"),
        ("conditional", "conditions"),
        ("cannot_accept", "cannot"),
        ("none", "no-position"),
    ):
        shown = re.search(f'<symbol id="{icon}".*?<path {begins}', ICONS.read_text(encoding="utf-8"))
        scene = Scene(24, "en")
        stand_sign(scene, 12, 12, stand, radius=8)  # type: ignore[arg-type]
        svg = scene.finish(name="sign", title="", description="", table=rows_of((), (), ""), height=24).svg
        drawn = re.search(f'<path class="[^"]*" {begins}', svg)
        assert shown is not None
        assert drawn is not None
        assert [*map(float, drawn.groups())] == [*map(float, shown.groups())]
