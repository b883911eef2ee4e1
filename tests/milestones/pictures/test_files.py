"""Saved pictures: an SVG that stands alone, a PNG with Arabic letters joined."""

import io

import pytest
from lxml.etree import fromstring
from PIL import Image, ImageChops

from milestones.pictures.files import png_file, styles, svg_file
from tests.milestones.pictures.samples import PICTURES, draw

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
