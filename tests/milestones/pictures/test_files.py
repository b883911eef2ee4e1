"""Saved pictures: an SVG that stands alone, a PNG with Arabic letters joined."""

import io

import pypdfium2
import pytest
from django.utils import translation
from lxml.etree import fromstring
from PIL import Image, ImageChops

from milestones.pictures.data import Options
from milestones.pictures.files import pdf_file, png_file, styles, svg_file
from milestones.pictures.sheets import timeline_sheet
from tests.milestones.pictures.samples import PICTURES, draw, timeline_of

SVG = "{http://www.w3.org/2000/svg}"


def test_a_saved_drawing_has_paper_and_a_margin() -> None:
    picture = draw("ledger", "ar")
    root = fromstring(svg_file(picture))
    assert root.attrib["viewBox"] == f"-16 -16 {picture.width + 32} {picture.height + 32}"
    assert [each.tag for each in root][:3] == [f"{SVG}title", f"{SVG}desc", f"{SVG}rect"]
    assert root[2].attrib["fill"] == styles()["p-paper"]["fill"] == "#fffefa"
    assert "Amiri" in root.attrib["font-family"]


def test_a_later_class_wins_in_a_file_as_on_the_page() -> None:
    tokens = styles()
    assert tokens["p-course-a"] == {"stroke": tokens["p-gets"]["fill"], "stroke-width": "2"}
    assert tokens["p-course-b"] == {"stroke": tokens["p-link-gate"]["stroke"], "stroke-width": "2", "stroke-dasharray": "6 3"}


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_png_shows_the_picture(name: str, language: str) -> None:
    picture = draw(name, language)
    content = png_file(picture, scale=1)
    image = Image.open(io.BytesIO(content))
    assert image.format == "PNG"
    assert image.size == (picture.width + 32, picture.height + 32)
    assert image.info.get("Author") is None
    assert len(image.convert("RGB").getcolors(1 << 20) or []) > 20
    assert content == png_file(picture, scale=1)


def test_arabic_letters_are_drawn_joined() -> None:
    """Kept apart by non-joiners the same letters take up more of the line: so they were joined before."""
    joined = "مرور آمن للحالات الطبية"
    apart = " ".join("\u200c".join(word) for word in joined.split())

    def reach(words: str) -> int:
        picture = draw("timeline", "ar", count=1, words=words)
        page = Image.open(io.BytesIO(png_file(picture, scale=2))).convert("L")
        # The column of titles, on the right.
        column = page.crop((page.width - 2 * 384, 110, page.width - 2 * 110, page.height - 90))
        ink = ImageChops.invert(column).point(lambda value: 255 if value > 150 else 0).getbbox()
        assert ink
        return ink[2] - ink[0]

    assert reach(joined) < 0.85 * reach(apart)


def test_a_very_long_picture_keeps_within_what_programs_open() -> None:
    picture = draw("timeline", count=500)
    assert picture.height > 8_000
    assert max(Image.open(io.BytesIO(png_file(picture))).size) <= 16_000


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("count", [14, 130, 300, 2000])
def test_a_timeline_of_any_length_is_a_pdf_of_one_page_in_words_of_six_points(language: str, count: int) -> None:
    with translation.override(language):
        picture = timeline_sheet(timeline_of(count), language, Options(), headed=True).picture
    with pypdfium2.PdfDocument(pdf_file(picture)) as paper:
        (page,) = paper
        words = page.get_textpage().get_text_bounded()
        width, height = page.get_size()
        told = paper.get_metadata_dict()
    if count < 2000:
        assert width / (picture.width + 32) == pytest.approx(6 / 12.5, rel=0.001)
    assert max(width, height) <= 14_400
    assert width > height
    assert all(f"M-{number:02d}" in words for number in range(count))
    assert (told["Title"], told["Author"], told["CreationDate"]) == (picture.title, "", "")


def test_a_pdf_is_the_same_to_the_byte_each_time_and_keeps_the_signs_of_its_words() -> None:
    picture = draw("timeline", "ar", count=3, words="مُحافَظة آمنة 152 يوماً")
    content = pdf_file(picture)
    assert content == pdf_file(picture)
    with pypdfium2.PdfDocument(content) as paper:
        words = paper[0].get_textpage().get_text_bounded()
    assert {"مُحافَظة", "آمنة", "يوماً"} <= set(words.split())
