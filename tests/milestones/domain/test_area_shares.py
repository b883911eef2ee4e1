"""Gains of an exchange follow whoever takes the side of an area that ends."""

import datetime as dt
from typing import Any

import pytest

from milestones.domain.area_changes import Decision, end_area, merge_areas, name_successor, split_area
from milestones.domain.area_shares import Handover, share
from milestones.models import Exchange, Milestone
from roadmap.domain.document.storage import build_document
from roadmap.domain.drafting import change_item, insert_item
from roadmap.models import Roadmap
from tests.conftest import Cast
from tests.milestones.domain.test_area_changes import CENTRE, FALL, data_of, pass_on, roadmap

pytestmark = pytest.mark.django_db
__all__ = ["roadmap"]


def gain(value: int, why: str = "Roads are safe") -> dict[str, Any]:
    return {"value": value, "reason": {"en": why}}


@pytest.fixture
def exchanged(roadmap: Roadmap) -> Roadmap:
    """Lists of pupils for a road: each side gains from the other, and the third area from both."""
    commitments = [
        {"milestone": "gov-lists", "benefits": {"ssg": gain(3), "aanes": gain(1)}},
        {"milestone": "ssg-road", "giver": "ssg", "benefits": {"gov": gain(2), "aanes": gain(2)}},
    ]
    data = {"title": "Lists for a road", "mode": "simultaneous", "commitments": commitments}
    insert_item(roadmap=roadmap, kind_name="exchanges", key="lists-road", data=data)
    return roadmap


def told(roadmap: Roadmap) -> dict[str, tuple[str, dict[str, int]]]:
    """By milestone: the giver that is named, and the value of each gain."""
    rows = data_of(build_document(roadmap), "exchanges/lists-road")["commitments"]
    return {
        row["milestone"]: (row.get("giver", ""), {area: each["value"] for area, each in row["benefits"].items()}) for row in rows
    }


def test_the_successor_takes_gives_and_gains(exchanged: Roadmap, cast: Cast) -> None:
    decisions = pass_on("ssg-road", "joint", to="aanes")

    name_successor(roadmap=exchanged, area="ssg", successor="aanes", on=FALL, decisions=decisions, actor=cast.lead)

    # Of two gains of one area the larger stays; its own road brings it nothing.
    assert told(exchanged) == {"gov-lists": ("", {"aanes": 3}), "ssg-road": ("aanes", {"gov": 2})}


def test_gains_follow_the_one_who_takes_the_area_s_side_of_an_exchange(exchanged: Roadmap, cast: Cast) -> None:
    parts = [{**CENTRE, "key": key, "name": {"en": key}} for key in ("north", "south")]
    decisions = {**pass_on("ssg-road", to="north"), **pass_on("joint", to="south")}

    split_area(roadmap=exchanged, area="ssg", parts=parts, on=FALL, decisions=decisions, actor=cast.lead)

    assert told(exchanged) == {"gov-lists": ("", {"north": 3, "aanes": 1}), "ssg-road": ("north", {"gov": 2, "aanes": 2})}


def test_gains_stay_where_nobody_takes_the_side(exchanged: Roadmap, cast: Cast) -> None:
    decisions = {"milestones/ssg-road": Decision(reason="Gone."), **pass_on("joint", to="gov")}

    end_area(roadmap=exchanged, area="ssg", on=FALL, decisions=decisions, actor=cast.lead)

    assert told(exchanged) == {"gov-lists": ("", {"ssg": 3, "aanes": 1}), "ssg-road": ("ssg", {"gov": 2, "aanes": 2})}


def test_nobody_gains_from_a_step_of_its_own(exchanged: Roadmap, cast: Cast) -> None:
    decisions = pass_on("gov-lists", "ssg-road", "joint", to="centre")

    merge_areas(roadmap=exchanged, areas=["gov", "ssg"], into=CENTRE, on=FALL, decisions=decisions, actor=cast.lead)

    assert told(exchanged) == {"gov-lists": ("", {"aanes": 1}), "ssg-road": ("centre", {"aanes": 2})}


def test_what_a_verified_step_brought_stays_as_it_was(exchanged: Roadmap) -> None:
    handover = Handover(frozenset({"ssg"}), ("aanes",), {"ssg-road": "aanes"})

    assert dict(share(build_document(exchanged), handover, settled={"gov-lists"})) == {
        "lists-road": {"commitments.ssg-road.giver": "aanes", "commitments.ssg-road.benefits": {"gov": gain(2)}}
    }


def test_an_exchange_without_the_area_is_left_alone(exchanged: Roadmap) -> None:
    handover = Handover(frozenset({"elsewhere"}), (), {})

    assert dict(share(build_document(exchanged), handover, settled=())) == {}


def test_what_a_lapsed_step_was_to_bring_stays_as_it_was(exchanged: Roadmap, cast: Cast) -> None:
    """Lapsed before the change, or by it: either reaches nobody, and the record of what was agreed is not rewritten."""
    lists = Milestone.objects.get(roadmap=exchanged, key="gov-lists")
    lapse = {"date": (FALL - dt.timedelta(days=30)).isoformat(), "reason": {"en": "Overtaken."}}
    change_item(item=lists, kind_name="milestones", changes={"lapse": lapse})
    decisions = pass_on("ssg-road", "joint", to="aanes")

    name_successor(roadmap=exchanged, area="ssg", successor="aanes", on=FALL, decisions=decisions, actor=cast.lead)

    assert told(exchanged) == {"gov-lists": ("", {"ssg": 3, "aanes": 1}), "ssg-road": ("aanes", {"gov": 2})}


def test_what_lapses_by_the_change_stays_as_it_was(exchanged: Roadmap, cast: Cast) -> None:
    exchange = Exchange.objects.get(roadmap=exchanged, key="lists-road")
    joint = {"milestone": "joint", "benefits": {"ssg": gain(4), "aanes": gain(2)}}
    change_item(item=exchange, kind_name="exchanges", changes={"commitments": [*exchange.commitments, joint]})
    decisions = {"milestones/joint": Decision(reason="Overtaken."), **pass_on("ssg-road", to="aanes")}

    name_successor(roadmap=exchanged, area="ssg", successor="aanes", on=FALL, decisions=decisions, actor=cast.lead)

    assert told(exchanged) == {
        "gov-lists": ("", {"aanes": 3}),
        "ssg-road": ("aanes", {"gov": 2}),
        "joint": ("", {"ssg": 4, "aanes": 2}),
    }
