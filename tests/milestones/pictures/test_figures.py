"""What the other pictures show, and what their twins say."""

import datetime as dt
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from lxml.etree import fromstring

from milestones.pictures.convergence import convergence
from milestones.pictures.courses import Scale, stairs
from milestones.pictures.data import (
    Account,
    Area,
    ConvergenceData,
    Crossing,
    Group,
    LedgerData,
    LinkageData,
    Measure,
    Options,
    ProgressData,
    Sector,
    StandRow,
)
from milestones.pictures.ledger import ledger
from milestones.pictures.lettering import fitted, measure, wrapped
from milestones.pictures.linkage import _Box, _Taken, linkage
from milestones.pictures.progress import progress
from tests.milestones.pictures.samples import PICTURES, T0, draw

SVG = "{http://www.w3.org/2000/svg}"
AREAS = tuple(Area(key, key.upper(), f"Area {key}") for key in "abc")
SECTOR = Sector("aid", "S-01", "Aid")


def nodes(svg: str) -> list[tuple[str, str]]:
    return [
        (each.attrib["x"], each.attrib["y"]) for each in fromstring(svg).iter(f"{SVG}rect") if each.attrib["class"] == "p-node"
    ]


def signs(svg: str) -> list[str]:
    """What the signs of measures tell where one points at them."""
    return [each[0].text or "" for each in fromstring(svg).iter(f"{SVG}circle") if len(each)]


def linkage_of(*measures: Measure) -> str:
    with translation.override("en"):
        return linkage(LinkageData("L", AREAS, (SECTOR,), measures), "en").svg


def test_areas_stay_where_they_are_whatever_joins_them() -> None:
    one = Measure("M-1", "Convoys", "aid", ("a", "b"))
    assert nodes(linkage_of()) == nodes(linkage_of(one))


def test_a_measure_among_three_areas_stands_on_each_of_its_lines() -> None:
    found = signs(linkage_of(Measure("M-1", "Convoys", "aid", ("a", "b", "c")), Measure("M-2", "Passes", "aid", ("a", "b"))))
    assert sorted(found) == ["M-1 Convoys"] * 3 + ["M-2 Passes"]


def test_many_measures_are_counted_by_state() -> None:
    many = [Measure(f"M-{number}", "Convoys", "aid", ("a", "b"), "working" if number < 3 else "one_end") for number in range(14)]
    svg = linkage_of(*many)
    assert signs(svg) == ["Working", "Confirmed at one end only"]
    assert [words for words in said(svg) if words.isdigit()] == ["3", "11"]


def said(svg: str) -> list[str]:
    return ["".join(each.itertext()).strip("\u2068\u2069") for each in fromstring(svg).iter(f"{SVG}text")]


def test_a_picture_of_nothing_says_so() -> None:
    """An empty sheet would leave open whether it is still being drawn."""
    nothing = LinkageData("L", (), (), ())
    unjoined = LinkageData("L", AREAS, (), ())
    with translation.override("en"):
        assert said(linkage(nothing, "en").svg) == ["The draft names no area of control yet."]
        assert said(linkage(unjoined, "en", Options(width=330)).svg) == ["Nothing joins two areas yet."]
        assert said(ledger(LedgerData("L", (), (), T0), "en").svg) == ["No side gives or gets anything yet."]
        assert "The draft has no milestone yet." in said(progress(ProgressData("P", 0, (), (), (), (), (), T0), "en").svg)
        assert "The draft has no milestone yet." not in said(draw("progress", "en").svg)


def test_on_a_phone_the_name_of_an_area_has_the_lines_that_it_needs() -> None:
    areas = (Area("g", "G", "Government-held areas"), Area("n", "N", "North"))
    data = LinkageData("L", areas, (SECTOR,), (Measure("M-1", "Convoys", "aid", ("g", "n")),))
    with translation.override("en"):
        svg = linkage(data, "en", Options(width=330)).svg
    drawn = [words.removeprefix("Government-held areas").strip("\u2068\u2069") for words in said(svg)]
    assert drawn[:3] == ["G", "Government-held", "areas"]
    assert [each.attrib["height"] for each in fromstring(svg).iter(f"{SVG}rect") if each.attrib["class"] == "p-node"] == [
        "62"
    ] * 2


def test_a_map_keeps_its_west_on_the_left_in_arabic() -> None:
    placed = tuple(Area(area.key, area.code, area.name, (0.2 * number, 0.5)) for number, area in enumerate(AREAS))
    found = []
    for language in ("en", "ar"):
        with translation.override(language):
            found.append(nodes(linkage(LinkageData("L", placed, (), ()), language).svg))
    assert found[0] == found[1]


def test_the_ledger_tells_the_net_and_what_is_wrong() -> None:
    accounts = (Account("G", "Government side", 4, 30, "Gains without giving."), Account("N", "North", 21.5, 12))
    with translation.override("en"):
        picture = ledger(LedgerData("Ledger", accounts), "en")
    assert picture.table.rows == (
        ("G", "Government side", "4", "30", "+26", "Gains without giving."),
        ("N", "North", "21.5", "12", "−9.5", "–"),
    )
    assert (
        picture.description
        == "Net, what is got less what is given: Government side +26; North −9.5. Government side: Gains without giving."
    )
    assert [each.attrib["class"] for each in fromstring(picture.svg).iter(f"{SVG}rect")].count("p-warning") == 1


def test_bars_are_as_long_as_what_they_stand_for() -> None:
    with translation.override("en"):
        svg = ledger(LedgerData("Ledger", (Account("G", "G", 10, 30),)), "en").svg
    widths = {each.attrib["class"]: float(each.attrib["width"]) for each in reversed(list(fromstring(svg).iter(f"{SVG}rect")))}
    assert round(widths["p-gets"] / widths["p-gives"], 2) == 3


def test_convergence_tells_all_rounds_in_words() -> None:
    data = ConvergenceData(
        "Stands",
        (Group("a", "A", "Room"), Group("b", "B", "Board")),
        ("Round 1", "Round 2"),
        (
            StandRow("C-01", "Safe passage", (("cannot_accept", "conditional"), ("support", "support"))),
            StandRow("C-02", "Releases", (("none", "cannot_accept"), ("hidden", "hidden"))),
        ),
    )
    with translation.override("en"):
        picture = convergence(data, "en")
    assert picture.table.rows == (
        ("C-01", "Safe passage", "Cannot accept → Accept with conditions", "Support → Support"),
        ("C-02", "Releases", "No position → Cannot accept", "Not shown to it → Not shown to it"),
    )
    assert "Accepted by all, with or without conditions: 1. Not acceptable to some: 1." in picture.description


def test_progress_counts_only_what_is_verified_by_today() -> None:
    day = dt.timedelta(days=1)
    data = ProgressData(
        "P", 4, (T0, T0 + 30 * day), (T0 + 60 * day, T0 + 90 * day), (T0 + 9 * day, T0 + 99 * day), (), (), T0 + 40 * day
    )
    with translation.override("en"):
        picture = progress(data, "en")
    assert picture.description == "Verified by today: 1 of 4 milestones; in the plan at the earliest 2, at the latest 0."
    assert picture.table.rows == (
        ("30 September 2023", "1", "0", "1", "4"),
        ("11 October 2023", "2", "0", "1", "4"),
        ("31 October 2023", "2", "1", "–", "4"),
        ("30 November 2023", "2", "2", "–", "4"),
        ("31 December 2023", "2", "2", "–", "4"),
    )


def test_stairs_hold_a_value_until_the_next() -> None:
    assert stairs([(0, 5), (10, 3)], 20) == [(0, 5), (10, 5), (10, 3), (20, 3)]
    assert stairs([], 20) == []


def test_a_scale_has_round_steps() -> None:
    assert Scale.over([0, 37], 0, 100).ticks == [0, 10, 20, 30, 40]
    assert Scale.over([-9, 26], 0, 100).ticks == [-10, 0, 10, 20, 30]
    assert Scale.over([0], 0, 100).ticks == [0, 1]


def test_words_fit_the_width_they_are_given() -> None:
    for words in ("Twenty-four convoys cleared", "مرور آمن للحالات الطبية الطارئة", "Derbasbûna ewle ji bo rewşên tenduristî"):
        for width in (20, 60, 100):
            assert measure(fitted(words, 12, width), 12) <= width
            assert all(measure(line, 12) <= width for line in wrapped(words, 12, width, 2))
        assert fitted(words, 12, 1000) == words
        assert wrapped(words, 12, 1000, 2) == [words]
        assert fitted(words, 12, 3) == ""


def test_the_estimate_of_latin_is_not_narrower_than_what_is_set() -> None:
    from PIL import ImageFont

    from roadmap.exports.pdf import font_paths

    face = ImageFont.truetype(f"{font_paths()[2]}/NotoSans[wdth,wght].ttf", 100)
    words = "Twenty-four convoys cleared within three working days"
    assert abs(measure(words, 100) / face.getlength(words) - 1) < 0.02


def test_a_phone_gets_the_same_words_in_less_width() -> None:
    from milestones.pictures.data import PHONE, Options

    for name in PICTURES:
        wide, narrow = draw(name), draw(name, options=Options(width=PHONE))
        assert narrow.width == PHONE
        assert narrow.table == wide.table


def test_no_crossing_covers_a_card_or_another_crossing() -> None:
    """As wide as the text of a page, a map of four areas is tight: it grows in height until there is room."""
    sectors = tuple(Sector(f"s{number}", f"S-0{number}", "Aid") for number in range(1, 6))
    areas = tuple(Area(key, key.upper(), f"Area {key}") for key in "abcd")
    measures = tuple(
        Measure(f"M-{number}", "Convoys", sector.key, pair)
        for number, (sector, pair) in enumerate((s, p) for s in sectors for p in (("a", "b"), ("a", "d"), ("b", "c"), ("a", "c")))
    )
    crossings = tuple(Crossing(f"X-0{number}", "Gate", ("a", "b")) for number in range(1, 4))
    for width in (700, 720, 1120):
        with translation.override("en"):
            svg = linkage(LinkageData("L", areas, sectors, measures, crossings), "en", Options(width=width)).svg
        root = fromstring(svg)
        cards = [box_of(each) for each in root.iter(f"{SVG}rect") if each.attrib["class"] == "p-card"]
        # The paper behind the code of each crossing.
        codes = [box_of(each) for each in root.iter(f"{SVG}rect") if each.attrib["class"] == "p-paper"]
        assert (len(cards), len(codes)) == (4, 3)
        assert not any(meet(code, other) for code in codes for other in (*cards, *codes) if other != code)


def box_of(rect: Any) -> tuple[float, float, float, float]:
    x, y, width, height = (float(rect.attrib[name]) for name in ("x", "y", "width", "height"))
    return x, y, x + width, y + height


def meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


BOXES = st.builds(
    _Box, *(st.integers(-50, 200).map(float) for _side in "xy"), st.just(48.0), st.sampled_from([14.0, 40.0, 120.0])
)


@given(st.lists(BOXES, max_size=12), BOXES)
def test_a_place_is_taken_by_whatever_covers_it(boxes: list[_Box], box: _Box) -> None:
    """Of hundreds of crossings, only what is around a place is looked at."""
    assert _Taken(boxes).covers(box) == any(box.meets(other) for other in boxes)


@pytest.mark.parametrize(("words", "shown"), [
    ("within thirty days after it is written down", "within thirty days…"),
    ("خلال ثلاثين يوماً من تاريخ كتابتها في السجل", "خلال ثلاثين…"),
    ("Unbreakablewordsarelongerthantheirline", "Unbreakablewordsar…"),
    ("A verylongwordthatleaveslittlebehindit", "A verylongwordthatl…"),
])  # fmt: skip
def test_words_are_cut_behind_a_word_where_that_leaves_enough(words: str, shown: str) -> None:
    assert fitted(words, 12.5, 82 if "ث" in words else 136) == shown
