"""Lists read straight out of the database say what the document says."""

import orjson
import pytest

from roadmap.domain.document import kind, kinds
from roadmap.domain.document.rows import kind_rows
from roadmap.domain.document.storage import build_document
from roadmap.domain.drafting import delete_item
from tests.roadmap.factories import small_roadmap

pytestmark = pytest.mark.django_db


def as_document_says(roadmap):
    return {
        name: [
            {"ref": e.ref, "key": e.key, "code": e.code, "uid": e.draft.uid, "revision": e.draft.revision, **e.data}
            for e in entries
        ]
        for name, entries in build_document(roadmap).sections.items()
    }


def as_rows_say(roadmap):
    return {each.name: orjson.loads(orjson.dumps(kind_rows(roadmap, each)[:])) for each in kinds()}


def test_rows_are_the_document() -> None:
    small_roadmap("other")
    roadmap = small_roadmap()
    assert as_rows_say(roadmap) == as_document_says(roadmap)


def test_what_was_deleted_leaves_no_trace() -> None:
    roadmap = small_roadmap()
    item = kind("mandates").model.objects.filter(roadmap=roadmap).first()
    delete_item(item=item, kind_name="mandates", actor=None)
    assert as_rows_say(roadmap) == as_document_says(roadmap)
    kind("sectors").model.objects.filter(roadmap=roadmap).update(deletion="00000000-0000-0000-0000-000000000001")
    assert as_rows_say(roadmap) == as_document_says(roadmap)


def test_one_query(django_assert_num_queries) -> None:
    roadmap = small_roadmap()
    for each in kinds():
        with django_assert_num_queries(1):
            kind_rows(roadmap, each)[:]


def test_a_page_reads_its_own_rows_alone(django_assert_num_queries) -> None:
    roadmap = small_roadmap()
    rows = kind_rows(roadmap, kind("criteria"))
    every = [row["key"] for row in rows]
    assert len(every) == len(rows) == 2
    assert [rows[0]["key"], *(row["key"] for row in rows[1:])] == every
    with django_assert_num_queries(1) as asked:
        assert len(rows[1:2]) == 1
    assert "LIMIT 1 OFFSET 1" in asked[0]["sql"]
