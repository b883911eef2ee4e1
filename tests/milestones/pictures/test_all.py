"""What holds for every picture."""

import re

import pytest
from lxml.etree import _Element as Element
from lxml.etree import fromstring
from pytest_django.fixtures import Settings

from milestones.pictures.data import Options
from milestones.pictures.files import styles, svg_file
from tests.milestones.pictures.samples import PICTURES, draw

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '</text><script>alert(1)</script><image href="https://example.org/x.png"/>" onload="alert(1) & \x00\x1b]]>'
LANGUAGES = ("en", "ar", "ku")
#: Shapes, words, and the group that a page may show once more.
TAGS = {"svg", "title", "desc", "g", "rect", "circle", "path", "text"}
every = pytest.mark.parametrize("name", PICTURES)


def shapes(svg: str) -> list[Element]:
    return list(fromstring(svg).iter())


def spans(svg: str) -> list[tuple[float, float]]:
    """The reach of every rectangle, circle and path along the line, as drawn; a tick is written alike everywhere."""
    found = []
    for each in fromstring(svg).iter():
        if each.tag == f"{SVG}rect":
            found.append((float(each.attrib["x"]), float(each.attrib["x"]) + float(each.attrib["width"])))
        elif each.tag == f"{SVG}circle":
            found.append((float(each.attrib["cx"]), float(each.attrib["cx"])))
        elif each.tag == f"{SVG}path" and each.attrib["class"] != "p-sign-tick":
            places = [float(point.split()[0]) for point in re.findall(r"[-0-9.]+ [-0-9.]+", each.attrib["d"])]
            found.append((min(places), max(places)))
    return found


@every
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_well_formed_and_says_what_it_is(name: str, language: str) -> None:
    picture = draw(name, language)
    root = fromstring(picture.svg)
    title, words = root[0], root[1]
    assert (root.tag, root.attrib["role"], root.attrib["lang"]) == (f"{SVG}svg", "img", language)
    assert root.attrib["viewBox"] == f"0 0 {picture.width} {picture.height}"
    assert root.attrib["aria-labelledby"].split() == [title.attrib["id"], words.attrib["id"]]
    assert (title.tag, title.text, words.tag, words.text) == (f"{SVG}title", picture.title, f"{SVG}desc", picture.description)
    assert len(picture.description) > 20


@every
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [344, 960])
def test_it_holds_no_script_no_style_and_nothing_from_elsewhere(name: str, language: str, width: int) -> None:
    for svg in (
        draw(name, language, options=Options(width=width)).svg,
        svg_file(draw(name, language, options=Options(width=width, heading=True))),
    ):
        tags = {each.tag.removeprefix(SVG) for each in shapes(svg)}
        assert tags <= TAGS
        names = {attribute for each in shapes(svg) for attribute in each.attrib}
        assert not {attribute for attribute in names if attribute.startswith("on") or "href" in attribute or attribute == "style"}
        assert "url(" not in svg
        assert "http" not in svg.replace('xmlns="http://www.w3.org/2000/svg"', "")


@every
def test_words_of_people_stay_words(name: str) -> None:
    picture = draw(name, words=HOSTILE)
    assert {each.tag.removeprefix(SVG) for each in shapes(picture.svg)} <= TAGS
    said = HOSTILE.replace("\x00", "").replace("\x1b", "")
    assert fromstring(picture.svg)[0].text == said
    assert not [each for each in shapes(picture.svg) if "onload" in each.attrib]
    assert fromstring(svg_file(picture))[0].text == said


@every
def test_arabic_is_the_mirror_of_english(name: str, settings: Settings) -> None:
    """The same data with the same words, the product's own among them, so that only the direction differs."""
    settings.LOCALE_PATHS = []
    english, arabic = draw(name, "en", words="A"), draw(name, "ar", words="A")
    assert (english.rtl, arabic.rtl) == (False, True)
    # Legends are set like text and differ with the words: what stands above them is compared.
    count = min(len(spans(english.svg)), len(spans(arabic.svg))) // 2
    turned = [(arabic.width - end, arabic.width - begin) for begin, end in spans(arabic.svg)[:count]]
    shown = spans(english.svg)[:count]
    assert count > 3
    assert [pytest.approx(pair, abs=0.11) for pair in turned] == shown


@every
@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_placed_alike_by_all_readers(name: str, language: str) -> None:
    """Set from left to right, anchored by hand, isolated in their own direction."""
    root = fromstring(draw(name, language).svg)
    assert root.attrib["direction"] == "ltr"
    said = ["".join(each.itertext()) for each in root.iter(f"{SVG}text")]
    assert said
    assert all(words.endswith("\u2069") and "\u2068" in words for words in said)


@every
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [344, 960])
def test_nothing_stands_outside(name: str, language: str, width: int) -> None:
    long = "مرور آمن للحالات الطبية الطارئة عبر خطوط التماس " * 8
    picture = draw(name, language, options=Options(width=width, heading=True), words=long)
    for begin, end in spans(picture.svg):
        assert -0.5 <= begin <= end <= picture.width + 0.5
    for each in fromstring(picture.svg).iter(f"{SVG}text"):
        assert -0.5 <= float(each.attrib["x"]) <= picture.width + 0.5
        assert 0 < float(each.attrib["y"]) <= picture.height


@every
def test_long_words_are_cut_and_told_in_full(name: str) -> None:
    long = "Twenty-four convoys cleared within three working days of notification " * 4
    picture = draw(name, words=long.strip(), options=Options(heading=True))
    cut = [each for each in fromstring(picture.svg).iter(f"{SVG}text") if "".join(each.itertext()).endswith("…\u2069")]
    assert cut
    assert all(each[0].tag == f"{SVG}title" and each[0].text and "…" not in each[0].text for each in cut)


@every
def test_every_class_is_in_the_sheet_and_none_is_left_in_a_file(name: str) -> None:
    picture = draw(name, options=Options(heading=True))
    used = {one for each in shapes(picture.svg) for one in each.attrib.get("class", "").split()}
    assert used
    assert used <= set(styles())
    saved = svg_file(picture)
    assert 'class="' not in saved
    assert "var(" not in saved
    assert set(re.findall(r'(?:fill|stroke)="([^"]*)"', saved)) <= {"none"} | set(re.findall(r'"(#[0-9a-f]{6})"', saved))


@every
def test_the_twin_has_a_row_for_everything(name: str) -> None:
    picture = draw(name)
    assert picture.table.rows
    assert {len(row) for row in picture.table.rows} == {len(picture.table.head)}
    assert all(cell for row in picture.table.rows for cell in row)


@every
@pytest.mark.parametrize("width", [344, 960])
def test_it_can_be_drawn_with_nothing_in_it(name: str, width: int) -> None:
    picture = draw(name, count=0, options=Options(width=width))
    fromstring(picture.svg)
    assert picture.height > 0


@every
def test_ten_times_as_much_takes_ten_times_the_bytes_at_most(name: str) -> None:
    small, large = draw(name, count=50), draw(name, count=500)
    assert len(large.svg) <= 10.5 * len(small.svg)


@every
def test_the_same_data_gives_the_same_picture(name: str) -> None:
    assert draw(name, "ar") == draw(name, "ar")
