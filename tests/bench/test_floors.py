"""A floor does the same work: the words that difflib finds changed, and the texts of a Word document."""

import io
import json
import zipfile

import pytest

from bench.data import World
from bench.floors.word import texts_of, write_document
from bench.floors.words import compare_versions
from bench.rows.diffs import as_texts
from roadmap.api.shapes import comparison_shape
from roadmap.domain.document import from_canonical
from roadmap.domain.document.comparing import compare_documents


def test_both_ways_of_comparing_find_the_same_texts() -> None:
    def version(definition: str, **more: object) -> dict[str, object]:
        item = {"key": "c", "code": "C-1", "dimension": "safe", "title": {"en": "One"}, "definition": {"en": definition}, **more}
        return {"roadmap": {"key": "r", "title": {"en": "R"}}, "areas": [], "criteria": [item]}

    old, new = version("A safe road is open"), version("A safe and short road is open to all", unit={"en": "km"})
    ours = compare_documents(*(from_canonical(json.dumps(each)) for each in (old, new)), "en")
    assert as_texts(comparison_shape(ours)["items"]) == as_texts(compare_versions(old, new))
    assert len(as_texts(compare_versions(old, new))) == 2


@pytest.mark.django_db
def test_the_word_document_holds_every_text() -> None:
    world = World(people=2)
    version = world.version(3)
    with zipfile.ZipFile(io.BytesIO(write_document(version.pk))) as package:
        body = package.read("word/document.xml").decode()
    assert len(texts_of(version.pk)) == 3 * 7
    assert [text for text in texts_of(version.pk) if text not in body] == []
    assert body.count("<w:tbl>") == 3
