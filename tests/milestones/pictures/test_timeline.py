"""The timeline: days to places, groups, links, zoom."""

import datetime as dt
import re
from dataclasses import replace

import pytest
from django.utils import translation
from lxml.etree import fromstring

from milestones.pictures.axis import axis_over
from milestones.pictures.data import PHONE, Anchor, Options, Suspension, TimelineData, TimelineLink, TimelineRow
from milestones.pictures.timeline import timeline
from tests.milestones.pictures.samples import T0, draw, timeline_of

SVG = "{http://www.w3.org/2000/svg}"
DAY = dt.date


def classes(svg: str) -> list[str]:
    return [each.attrib["class"] for each in fromstring(svg).iter() if "class" in each.attrib]


def said(svg: str, name: str = "text") -> list[str]:
    return ["".join(each.itertext()).strip("\u2068\u2069") for each in fromstring(svg).iter(f"{SVG}{name}")]


def row(key: str, earliest: dt.date | None, latest: dt.date | None, **more: object) -> TimelineRow:
    return TimelineRow(key=key, code=key.upper(), title=f"Milestone {key}", group="", earliest=earliest, latest=latest, **more)  # type: ignore[arg-type]


def picture_of(
    *rows: TimelineRow, links: tuple[TimelineLink, ...] = (), options: Options | None = None, language: str = "en"
) -> str:
    with translation.override(language):
        return timeline(TimelineData("T", (), rows, links), language, options or Options()).svg


def test_a_bar_runs_from_the_earliest_to_the_latest_day() -> None:
    svg = picture_of(row("a", DAY(2024, 1, 1), DAY(2024, 3, 1)), row("b", DAY(2024, 1, 1), DAY(2024, 5, 1)))
    bars = [
        (float(each.attrib["x"]), float(each.attrib["width"]))
        for each in fromstring(svg).iter(f"{SVG}rect")
        if each.attrib["class"] == "p-room"
    ]
    legend, (first, second) = bars[-1], bars[:2]
    assert legend[1] == 18
    assert first[0] == second[0]
    assert second[1] / first[1] == pytest.approx(121 / 60, rel=0.01)


def test_rows_stand_in_their_groups_in_the_order_of_days() -> None:
    data = timeline_of(9)
    titles = [words for words in said(draw("timeline", count=9).svg) if words.startswith("Convoys cleared ")]
    expected = []
    for key in ("g", "n", ""):
        members = sorted((row for row in data.rows if row.group == key), key=lambda row: row.actual or row.earliest or row.ended)
        expected += [row.title for row in members]
    assert titles == expected


def test_an_impossible_milestone_is_crossed_out_and_said() -> None:
    data = TimelineData("T", (), (row("a", DAY(2024, 5, 1), DAY(2024, 2, 1)),))
    with translation.override("en"):
        picture = timeline(data, "en")
    assert classes(picture.svg).count("p-impossible-mark") == 2 + 2
    assert "Impossible as written: A." in picture.description
    assert picture.table.rows[0][8] == "Not started; impossible as written"


@pytest.mark.parametrize("count", [1, 3])
def test_days_that_cannot_be_computed_are_dotted_with_the_reason_in_the_picture_and_its_twin(count: int) -> None:
    rows = tuple(row(f"r{number}", None, None, unknown="circle") for number in range(count))
    late = row("late", T0, None, unknown="last")
    data = TimelineData("T", (), (*rows, late, row("free", T0, DAY(2024, 6, 30), slack=303)))
    with translation.override("en"):
        picture = timeline(data, "en")
    # Once in each row and once in the legend; the only bar besides is that of what is known.
    assert classes(picture.svg).count("p-unknown") == count + 2
    assert [classes(picture.svg).count(f"p-{name}") for name in ("room", "room-open", "open")] == [2, 0, 0]
    assert said(picture.svg).count("in a circle") == count
    assert said(picture.svg).count("Days that cannot be computed") == 1
    assert "Days that cannot be computed: R0" in picture.description
    assert [line[3:9] for line in picture.table.rows] == [
        *[("–", "–", "–", "–", "No", "Not started; in a circle")] * count,
        ("1 September 2023", "–", "–", "–", "No", "Not started; last day cannot be computed"),
        ("1 September 2023", "30 June 2024", "–", "303", "No", "Not started"),
    ]
    with translation.override("en"):
        plain = timeline(replace(data, rows=data.rows[-1:]), "en")
    assert not [name for name in classes(plain.svg) if "unknown" in name]


def test_suspensions_are_barred_stretches_said_in_the_legend_and_the_twin() -> None:
    halts = (Suspension(DAY(2024, 1, 11), DAY(2024, 1, 21), "L-01"), Suspension(DAY(2024, 2, 10), None, "L-02"))
    found = row("a", DAY(2024, 1, 1), DAY(2024, 3, 31), state="suspended", suspensions=halts)
    data = TimelineData("T", (), (found, row("b", DAY(2024, 1, 1), DAY(2024, 3, 31))), today=DAY(2024, 2, 20))
    for language, sign in (("en", 1), ("ar", -1)):
        with translation.override(language):
            picture = timeline(data, language)
        bars = [each for each in fromstring(picture.svg).iter(f"{SVG}rect") if each.attrib["class"] == "p-suspended"]
        spans = [(float(each.attrib["x"]), float(each.attrib["width"])) for each in bars]
        room = next(each for each in fromstring(picture.svg).iter(f"{SVG}rect") if each.attrib["class"] == "p-room")
        # Both last ten days of ninety; the one in force ends on the day of the picture; the third is in the legend.
        a_day = float(room.attrib["width"]) / 90
        assert [width / a_day for _x, width in spans[:2]] == pytest.approx([10, 10], rel=0.05)
        assert (spans[1][0] - spans[0][0]) * sign == pytest.approx(30 * a_day, rel=0.02)
        assert (len(spans), classes(picture.svg).count("p-suspended-bars")) == (3, 3)
        assert len({each.findtext(f"{SVG}title") for each in bars}) == 3
    with translation.override("en"):
        picture = timeline(data, "en")
    assert picture.table.rows[0][8] == (
        "Suspended; suspended from 11 January 2024 to 21 January 2024 (L-01); suspended since 10 February 2024 (L-02)"
    )
    assert picture.table.rows[1][8] == "Not started"
    assert "Suspended: A." in picture.description
    assert said(picture.svg).count("Days on which it is suspended") == 1
    assert "suspended since 10 February 2024 (L-02)" in said(picture.svg, "title")


def test_a_suspension_of_a_day_is_seen_and_one_without_an_end_never_runs_out_of_the_picture() -> None:
    halts = (Suspension(DAY(2020, 1, 11), DAY(2020, 1, 12), "L-01"), Suspension(DAY(2024, 2, 10), None, "L-02"))
    found = row("a", DAY(2020, 1, 1), DAY(2024, 3, 31), suspensions=halts)
    svg = picture_of(found)
    bars = [each for each in fromstring(svg).iter(f"{SVG}rect") if each.attrib["class"] == "p-suspended"]
    widths = [float(each.attrib["width"]) for each in bars]
    assert widths[0] == 4
    assert float(bars[1].attrib["x"]) + widths[1] <= Options().width


def places(svg: str, words: str) -> list[float]:
    """Where such words begin."""
    texts = (each for each in fromstring(svg).iter(f"{SVG}text") if words in "".join(each.itertext()))
    return [float(each.attrib["x"]) for each in texts]


def bar_of(svg: str) -> tuple[float, float]:
    """Where the first bar begins and ends."""
    found = next(each for each in fromstring(svg).iter(f"{SVG}rect") if each.attrib["class"] == "p-room")
    return float(found.attrib["x"]), float(found.attrib["x"]) + float(found.attrib["width"])


def test_slack_stands_behind_its_bar_also_where_a_suspension_lies_far_behind() -> None:
    bar = row("a", DAY(2024, 1, 1), DAY(2024, 6, 1), slack=152)
    far = replace(bar, suspensions=(Suspension(DAY(2026, 6, 1), DAY(2026, 6, 1), "L-01"),))
    near = replace(bar, suspensions=(Suspension(DAY(2024, 5, 20), DAY(2024, 8, 1), "L-01"),))
    end = row("z", DAY(2024, 1, 1), DAY(2027, 1, 1))
    for each in (bar, far):
        svg = picture_of(each, end)
        assert places(svg, "152 days") == [pytest.approx(bar_of(svg)[1] + 10, abs=0.2)]
    svg = picture_of(near, end)
    halt = next(each for each in fromstring(svg).iter(f"{SVG}rect") if each.attrib["class"] == "p-suspended")
    assert places(svg, "152 days") == [pytest.approx(float(halt.attrib["x"]) + float(halt.attrib["width"]) + 10, abs=0.2)]


@pytest.mark.parametrize("width", [PHONE, 960])
def test_slack_that_has_no_room_behind_its_bar_stands_in_it_or_before_it(width: int) -> None:
    long = row("a", DAY(2024, 1, 1), DAY(2026, 12, 1), slack=1065)
    short = row("b", DAY(2026, 11, 20), DAY(2026, 12, 1), slack=11)
    svg = picture_of(long, options=Options(width=width))
    begin, end = bar_of(svg)
    (x,) = places(svg, "1065 days")
    assert begin < x < end - 40
    svg = picture_of(row("z", DAY(2024, 1, 1), None), short, options=Options(width=width))
    (x,) = places(svg, "11 days")
    assert x < bar_of(svg)[0] - 30


def test_what_lapsed_is_dashed_with_its_end_crossed_out_and_what_was_ended_has_its_day() -> None:
    lapsed = row("a", DAY(2024, 1, 1), DAY(2024, 3, 31), state="lapsed", slack=90)
    ended = row("b", None, None, state="ended", ended=DAY(2024, 2, 10))
    data = TimelineData("T", (), (lapsed, ended, row("c", DAY(2024, 1, 1), DAY(2024, 6, 30))))
    with translation.override("en"):
        picture = timeline(data, "en")
    # Each once in its row and once in the legend; a cross is two lines.
    found = classes(picture.svg)
    assert [found.count(f"p-{name}") for name in ("room-lapsed", "end-lapsed", "lapsed-mark", "open")] == [2, 2, 4, 0]
    assert "Lapsed: 1." in picture.description
    assert [line[8] for line in picture.table.rows] == ["Lapsed", "Ended by decision; from 10 February 2024", "Not started"]
    assert "Its latest day has passed" in said(picture.svg)
    with translation.override("en"):
        plain = timeline(replace(data, rows=data.rows[2:]), "en")
    assert not [name for name in classes(plain.svg) if "lapsed" in name or "suspended" in name]


def test_the_twin_tells_days_slack_and_what_is_waited_for() -> None:
    rows = (
        row("a", T0, DAY(2023, 12, 1), slack=91),
        row("b", DAY(2023, 12, 1), None, critical=True, actual=DAY(2023, 12, 9), state="verified"),
        row("c", None, DAY(2024, 1, 1), slack=-3),
    )
    links = (TimelineLink("a", "b"), TimelineLink("b", "c", "together"), TimelineLink("a", "c", "gate"), TimelineLink("x", "c"))
    with translation.override("en"):
        table = timeline(TimelineData("T", (), rows, links), "en").table
    assert table.rows == (
        ("A", "Milestone a", "–", "1 September 2023", "1 December 2023", "–", "91", "No", "Not started", "–", "–"),
        ("B", "Milestone b", "–", "1 December 2023", "–", "9 December 2023", "–", "Yes", "Verified", "A", "C"),
        ("C", "Milestone c", "–", "–", "1 January 2024", "–", "−3", "No", "Not started", "A", "B"),
    )


def test_links_are_drawn_by_kind_and_a_link_to_nowhere_is_not() -> None:
    a, b = row("a", T0, DAY(2023, 12, 1)), row("b", DAY(2023, 12, 1), DAY(2024, 1, 1))
    for kind in ("requires", "any", "gate", "together"):
        drawn = classes(picture_of(a, b, links=(TimelineLink("a", "b", kind),)))
        alone = classes(picture_of(a, links=(TimelineLink("a", "b", kind),)))
        assert (drawn.count(f"p-link-{kind}"), alone.count(f"p-link-{kind}")) == (2, 1)  # one of them in the legend


def test_a_thicket_is_thinned_to_the_critical_links_unless_all_are_asked_for() -> None:
    rows = tuple(row(f"r{number}", T0 + dt.timedelta(days=number), DAY(2025, 1, 1)) for number in range(131))
    links = tuple(TimelineLink(f"r{number}", f"r{number + 1}", critical=number == 4) for number in range(130))

    def count(choice: str) -> tuple[int, int]:
        found = classes(picture_of(*rows, links=links, options=Options(links=choice)))  # type: ignore[arg-type]
        return found.count("p-link-requires") - 1, found.count("p-link-critical")

    assert {choice: count(choice) for choice in ("auto", "all", "critical", "none")} == {
        "auto": (0, 1),
        "all": (129, 1),
        "critical": (0, 1),
        "none": (0, 0),
    }


def test_zoom_makes_a_day_so_many_pixels_wide() -> None:
    data = timeline_of()
    with translation.override("en"):
        near, far = (timeline(data, "en", Options(pixels_a_day=pixels)) for pixels in (4.0, 2.0))
    assert near.width - 384 - 8 == pytest.approx((far.width - 384 - 8) * 2, abs=24)
    assert near.table == far.table


@pytest.mark.parametrize(("language", "pixels", "expected"), [
    ("en", 6.0, "September"),
    ("en", 1.3, "Sep"),
    ("en", 0.8, "09"),
    ("en", 0.4, "Q4"),
    ("ar", 6.0, "أيلول/سبتمبر"),
    ("ar", 3.3, "أيلول"),
    ("ku", 6.0, "Îlon"),
])  # fmt: skip
def test_months_are_named_as_long_as_there_is_room(language: str, pixels: float, expected: str) -> None:
    assert expected in said(picture_of(row("a", T0, DAY(2024, 9, 1)), options=Options(pixels_a_day=pixels), language=language))


def test_named_days_stand_in_lanes_that_do_not_meet() -> None:
    anchors = tuple(Anchor(f"Ceasefire {number}", T0 + dt.timedelta(days=number)) for number in range(4))
    with translation.override("en"):
        svg = timeline(replace(timeline_of(), anchors=anchors), "en").svg
    places = {
        "".join(each.itertext()).strip("\u2068\u2069"): each.attrib["y"]
        for each in fromstring(svg).iter(f"{SVG}text")
        if "Ceasefire" in "".join(each.itertext())
    }
    assert len(places) == 4
    assert len(set(places.values())) == 4


def test_the_calendar_may_end() -> None:
    for options in (Options(), Options(pixels_a_day=40)):
        svg = picture_of(row("a", DAY(1, 1, 1), DAY(9999, 12, 31)), options=options)
        assert len(svg) < 100_000
        assert int(re.findall(r'width="(\d+)"', svg)[0]) <= 21_000


def test_today_is_shown_while_it_is_near_the_plan() -> None:
    rows = (row("a", DAY(2024, 1, 1), DAY(2024, 12, 31)),)
    shown = {}
    for today in (DAY(2023, 7, 1), DAY(2024, 6, 1), DAY(2025, 4, 1), DAY(2026, 11, 22)):
        with translation.override("en"):
            shown[today] = "Today" in said(timeline(TimelineData("T", (), rows, today=today), "en").svg)
    assert list(shown.values()) == [False, True, True, False]


def test_an_axis_covers_whole_months_and_at_least_two() -> None:
    axis = axis_over([DAY(2024, 2, 29)], left=0, width=600)
    assert (axis.first, axis.last) == (DAY(2024, 2, 1), DAY(2024, 5, 1))
    assert axis.x(DAY(2024, 2, 1)) == 0
    assert axis.x(DAY(2020, 1, 1)) == 0
    assert axis.x(DAY(2030, 1, 1)) == 600
