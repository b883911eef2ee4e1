"""A timeline on paper: one wide sheet, as large as it must be for its words to be read."""

import re
import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest
from django.conf import settings
from django.utils import translation
from lxml.etree import fromstring

from milestones.pictures.data import Options
from milestones.pictures.sheets import SIZES, Sheet, on_sheet, scale_on, timeline_sheet, wants_sheet
from tests.milestones.pictures.samples import draw, timeline_of

CSS = Path(settings.BASE_DIR) / "static" / "css" / "figures.css"


def sheet(count: int, language: str = "en", **options: object) -> Sheet:
    with translation.override(language):
        return timeline_sheet(timeline_of(count), language, Options(**options))  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(("count", "size"), [(1, "a1"), (14, "a1"), (81, "a1"), (130, "a0"), (300, "4a0"), (500, "16a0")])
def test_all_rows_stand_on_one_sheet_in_words_of_six_points_and_more(count: int, size: str, language: str) -> None:
    found = sheet(count, language)
    scale = scale_on(found.picture, found.size)
    assert (found.size, found.picture.rtl) == (size, language == "ar")
    assert scale * 12.5 > 2.1
    words = "".join(fromstring(found.picture.svg).itertext())
    assert all(row.code in words for row in timeline_of(count).rows)
    # Nothing but a little of the sheet's width stays empty.
    assert found.picture.width * scale > 0.96 * (SIZES[size][0] - 28)


def test_beyond_the_largest_sheet_it_is_still_one() -> None:
    found = sheet(2000)
    assert found.size == list(SIZES)[-1]
    assert len(fromstring(found.picture.svg).findall(".//{*}text")) > 2000


def test_zoom_and_titles_of_the_screen_change_nothing_on_paper() -> None:
    assert sheet(14, pixels_a_day=8.0, heading=True).picture.svg == sheet(14).picture.svg


def test_a_picture_of_many_rows_goes_on_a_large_sheet_too() -> None:
    few, many = (draw("convergence", count=count, options=Options(width=1120)) for count in (14, 60))
    assert (wants_sheet(few), wants_sheet(many)) == (False, True)
    assert scale_on(many, on_sheet(many).size) * 12.5 > 2.1


def test_the_style_sheet_has_a_page_for_every_size_and_lets_the_picture_fill_it() -> None:
    css = CSS.read_text()
    pages = {name: (int(w), int(h)) for name, w, h in re.findall(r"@page picture-(\w+) \{\s*size: (\d+)mm (\d+)mm;", css)}
    assert pages == SIZES
    heights = dict(re.findall(r"\.picture-on-(\w+) \.picture-large svg \{\s*max-block-size: (\d+)mm;", css))
    assert {name: int(height) for name, height in heights.items()} == {
        name: height - 64 for name, (_width, height) in SIZES.items() if name != "a1"
    }
    assert f".picture-large svg {{\n    max-block-size: {SIZES['a1'][1] - 64}mm;" in css
    on_sheets = re.findall(
        r"\.picture-on-(\w+),\s*\.picture-on-\1 ~ \*,\s*body:has\(\.picture-on-\1\) \{\s*page: picture-\1;", css
    )
    assert on_sheets == list(SIZES)


#: A printed plan in outline, as the page sets it: what is not printed, what cannot be, the timeline on its sheet, the table.
PLAN = """<!doctype html><html dir="{side}"><meta charset="utf-8"><style>{css}</style>
<div class="page"><main class="page-main"><div class="page-head"><h1 class="no-print">Plan</h1></div>
<nav><ul class="tabs"></ul></nav><div class="stack-l"><form class="no-print"></form><div class="stack-l">
<section class="card knots"><h2>What cannot be</h2><p>One waits for two.</p></section>
<figure class="picture picture-has-sheet picture-on-a1"><figcaption class="picture-head">Plan</figcaption>
<div class="picture-sheet picture-large"><svg viewBox="0 0 1800 1170"><rect width="1800" height="1170"/></svg></div></figure>
<div class="table-wrap"><table><tr><td>One</td></tr></table></div></div></div></main></div>"""
SHEETS = ("layout.css", "print.css", "figures.css")


@pytest.mark.browser
@pytest.mark.parametrize("side", ["ltr", "rtl"])
def test_what_cannot_be_takes_no_large_sheet_of_its_own(tmp_path: Path, side: str) -> None:
    page, pdf = tmp_path / "plan.html", tmp_path / "plan.pdf"
    page.write_text(PLAN.format(css="".join(CSS.with_name(name).read_text() for name in SHEETS), side=side))
    chromium = shutil.which("chromium")
    assert chromium
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}", "--no-pdf-header-footer"]
    subprocess.run([chromium, *options, f"--print-to-pdf={pdf}", str(page)], check=True, timeout=60, capture_output=True)
    with pypdfium2.PdfDocument(pdf) as paper:
        assert [round(sheet.get_width() / 72 * 25.4) for sheet in paper] == [210, 841, 841]
        drawn = max((shape.get_bounds() for shape in paper[1].get_objects()), key=lambda box: box[2] - box[0])
        assert drawn[2] - drawn[0] > 0.9 * paper[1].get_width()
