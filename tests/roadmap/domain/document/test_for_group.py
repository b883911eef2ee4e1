"""What a group is shown of the log of a crossing: what is known in the street, and not who said so."""

import pytest

from roadmap.domain.document import Document
from roadmap.domain.document.document import from_canonical
from roadmap.domain.document.storage import build_document
from roadmap.domain.drafting import change_item
from roadmap.models import Crossing, Roadmap
from tests.conftest import Cast
from tests.roadmap.factories import small_roadmap

pytestmark = pytest.mark.django_db


@pytest.fixture
def roadmap(cast: Cast) -> Roadmap:
    return small_roadmap(lead=cast.lead, drafter=cast.drafter)


def with_log(roadmap: Roadmap) -> Document:
    row = {"date": "2024-01-10", "state": "closed", "reporter": "Drivers of Tabqa", "note": {"en": "Since the rain."}}
    row["recorded"] = "2024-02-20"
    crossing = Crossing.objects.select_related("roadmap").get(roadmap=roadmap, key="tabqa")
    change_item(item=crossing, kind_name="crossings", changes={"log": [row]})
    return from_canonical(build_document(roadmap).canonical())


def test_groups_are_not_told_who_reported_on_a_crossing(roadmap: Roadmap) -> None:
    document = with_log(roadmap)

    shown = document.for_group()

    assert shown.by_ref["crossings/tabqa"].data["log"] == [
        {"date": "2024-01-10", "state": "closed", "note": {"en": "Since the rain."}}
    ]
    assert ("2024-02-20" in document.canonical().decode(), "2024-02-20" in shown.canonical().decode()) == (True, False)
    assert ("Drivers" in document.canonical().decode(), "Drivers" in shown.canonical().decode()) == (True, False)
    assert shown.digest() != document.digest()


def test_a_document_of_which_nothing_is_left_out_is_shown_as_it_is(roadmap: Roadmap) -> None:
    document = build_document(roadmap)

    assert document.for_group() is document
