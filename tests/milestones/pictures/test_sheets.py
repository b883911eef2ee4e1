"""A timeline on paper: one wide sheet while it can be read, as few as possible beyond."""

import pytest
from django.utils import translation
from lxml.etree import fromstring

from milestones.pictures.data import Options, Picture
from milestones.pictures.sheets import timeline_sheets, wants_sheet
from tests.milestones.pictures.samples import draw, timeline_of

#: Of the page of figures.css without its margins and the line above, in millimetres.
WIDTH, HEIGHT = 813, 530


def sheets(count: int, language: str = "en", **options: object) -> list[Picture]:
    with translation.override(language):
        return timeline_sheets(timeline_of(count), language, Options(**options))  # type: ignore[arg-type]


def millimetres_a_pixel(sheet: Picture) -> float:
    return min(WIDTH / sheet.width, HEIGHT / sheet.height)


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("count", [1, 14, 81, 100])
def test_up_to_a_hundred_rows_fill_one_sheet_in_words_of_six_points_and_more(count: int, language: str) -> None:
    (sheet,) = sheets(count, language)
    assert millimetres_a_pixel(sheet) * 12.5 > 2.1
    # Nothing but a hair's breadth of the sheet's width stays empty.
    assert sheet.width * millimetres_a_pixel(sheet) > 0.97 * WIDTH
    assert sheet.rtl == (language == "ar")


def test_five_hundred_rows_take_as_few_sheets_as_can_be_read() -> None:
    found = sheets(500)
    assert len(found) == 5
    assert all(millimetres_a_pixel(sheet) * 12.5 > 2.1 for sheet in found)
    assert sum("".join(fromstring(sheet.svg).itertext()).count("M-") for sheet in found) >= 500
    assert len({sheet.name for sheet in found}) == 5


def test_zoom_and_titles_of_the_screen_change_nothing_on_paper() -> None:
    assert [sheet.svg for sheet in sheets(14, pixels_a_day=8.0, heading=True)] == [sheet.svg for sheet in sheets(14)]


def test_a_picture_of_many_rows_goes_on_a_large_sheet_too() -> None:
    few, many = (draw("convergence", count=count, options=Options(width=1120)) for count in (14, 60))
    assert (wants_sheet(few), wants_sheet(many)) == (False, True)
