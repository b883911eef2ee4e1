"""The standing of a draft changes with every change of what the draft is read from, however it came about."""

import re
from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from milestones.models import Milestone
from roadmap.domain.document.storage import build_document
from roadmap.domain.drafting import delete_item, edit_item, edit_roadmap
from roadmap.domain.queries.standing import kept_document, kept_gaps, standing
from roadmap.models import Area, Criterion, Measure, Roadmap
from tests.conftest import Cast
from tests.roadmap.factories import small_roadmap

pytestmark = pytest.mark.django_db


@pytest.fixture
def roadmap(cast: Cast) -> Roadmap:
    return small_roadmap(lead=cast.lead)


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def by_verb(roadmap: Roadmap, cast: Cast) -> None:
    item = Criterion.objects.filter(roadmap=roadmap).first()
    assert item is not None
    edit_item(item=item, kind_name="criteria", changes={"title.en": "Other"}, base=item.revision, actor=cast.lead)


def by_deletion(roadmap: Roadmap, cast: Cast) -> None:
    delete_item(item=Milestone.objects.filter(roadmap=roadmap).first(), kind_name="milestones", actor=cast.lead)


def of_the_roadmap(roadmap: Roadmap, cast: Cast) -> None:
    edit_roadmap(roadmap=roadmap, changes={"symbol": "S/2024/1"}, base=roadmap.revision, actor=cast.lead)


def of_a_link(roadmap: Roadmap, _cast: Cast) -> None:
    Measure.objects.filter(roadmap=roadmap)[0].areas.clear()


def of_a_state(_roadmap: Roadmap, _cast: Cast) -> None:
    run("""UPDATE roadmap_criterionstate SET note = '{"en": "Other"}'""")


def by_hand_to_what_it_was(_roadmap: Roadmap, _cast: Cast) -> None:
    run("UPDATE roadmap_area SET revision = revision")


def new_row(roadmap: Roadmap, _cast: Cast) -> None:
    Area.objects.create(roadmap=roadmap, key="new", code="ZZ", position=99)


CHANGES = [by_verb, by_deletion, of_the_roadmap, of_a_link, of_a_state, by_hand_to_what_it_was, new_row]


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_is_seen(roadmap: Roadmap, cast: Cast, change: Callable[[Roadmap, Cast], None]) -> None:
    before = standing(roadmap)
    change(roadmap, cast)
    assert standing(roadmap) != before


def test_two_changes_in_one_transaction_are_two(roadmap: Roadmap) -> None:
    found = []
    with transaction.atomic():
        for _time in range(3):
            run("UPDATE roadmap_area SET revision = revision + 1")
            found.append(standing(roadmap))
    assert len(set(found)) == 3


def test_nothing_changes_it_but_the_draft(roadmap: Roadmap, cast: Cast) -> None:
    before = standing(roadmap)
    other = small_roadmap("other", lead=cast.lead)
    by_verb(other, cast)
    assert standing(roadmap) == before != standing(other)


def test_it_looks_at_every_table_that_the_draft_is_read_from(roadmap: Roadmap) -> None:
    with CaptureQueriesContext(connection) as reading:
        build_document(Roadmap.objects.get(pk=roadmap.pk))
    with CaptureQueriesContext(connection) as asking:
        standing(roadmap)
    read = {table for query in reading for table in re.findall(r'(?:FROM|JOIN) "(\w+)"', query["sql"])}
    (asked,) = asking
    assert read == set(re.findall(r"(?:FROM|JOIN) (\w+) [to]\b", asked["sql"]))


def test_what_is_kept_is_what_would_be_read(roadmap: Roadmap, cast: Cast) -> None:
    for change in (None, by_verb, of_a_link):
        if change:
            change(roadmap, cast)
        now = standing(roadmap)
        fresh = build_document(Roadmap.objects.get(pk=roadmap.pk))
        assert kept_document(roadmap, now).as_dict() == fresh.as_dict()
        assert kept_document(roadmap, now) is kept_document(roadmap, now)


def test_a_row_held_from_before_makes_nothing_old(roadmap: Roadmap, cast: Cast) -> None:
    held = Roadmap.objects.get(pk=roadmap.pk)
    of_the_roadmap(roadmap, cast)
    assert kept_document(held, standing(held)).roadmap["symbol"] == "S/2024/1"


def test_gaps_are_kept_in_their_language(roadmap: Roadmap) -> None:
    from django.utils import translation

    run("""UPDATE roadmap_criterion SET unit = '{}'""")
    now = standing(roadmap)
    said = {}
    for language in ("en", "ar"):
        with translation.override(language):
            said[language] = [str(gap.message) for gap in kept_gaps(roadmap, now)]
    assert said["en"] != said["ar"]
    assert len(said["en"]) == len(said["ar"]) > 0
