"""What changed in exchanges and policy lines, in words and not in keys."""

import pytest

from roadmap.domain.document import Document
from roadmap.domain.document.comparing import compare_documents
from roadmap.domain.document.storage import build_document
from roadmap.domain.drafting import insert_item
from tests.roadmap.factories import small_roadmap

pytestmark = pytest.mark.django_db


def added(old: Document, new: Document) -> dict[str, list[str]]:
    """Label → what was added, of all that changed."""
    changes = compare_documents(old, new, "en").items
    return {
        field.label: [words for state, words in field.parts if state == "insert"] for item in changes for field in item.fields
    }


def test_commitments_are_named_by_their_codes_and_suspensions_told_in_words() -> None:
    roadmap = small_roadmap()
    before = build_document(roadmap)
    commitments = [{"milestone": "gov-lists", "cost": {"value": 2}, "gate": "aanes-buses"}]
    exchange = {"title": {"en": "Lists for buses"}, "mode": "gated", "commitments": commitments}
    insert_item(roadmap=roadmap, kind_name="exchanges", key="lists", data=exchange)
    row = {"milestone": "aanes-buses", "since": "2024-03-02", "reason": {"en": "No lists."}}
    line = {"title": {"en": "No lists, no buses"}, "suspends": ["aanes-buses"], "suspensions": [row]}
    insert_item(roadmap=roadmap, kind_name="policy_lines", key="lists", data=line)
    told = added(before, build_document(roadmap))
    assert told["Commitments · M-01.G1 · Cost to the giver · From 0 to 5"] == ["2 of 5"]
    assert told["Commitments · M-01.G1 · Starts when this is verified"] == ["M-01.N1 Buses run"]
    assert told["Suspensions"] == ["M-01.N1 Buses run · 2 March 2024 · No lists."]


def test_named_days_are_compared_one_by_one() -> None:
    roadmap = small_roadmap()
    before = build_document(roadmap)
    roadmap.anchors = {"ceasefire": "2024-02-01"}
    roadmap.save()
    named = build_document(roadmap)
    roadmap.anchors = {"ceasefire": "2024-03-01"}
    roadmap.save()
    assert added(before, named) == {"Named days · ceasefire": ["1 February 2024"]}
    assert added(named, build_document(roadmap)) == {"Named days · ceasefire": ["1 March 2024"]}
    (change,) = compare_documents(named, before, "en").items
    assert [field.parts for field in change.fields] == [(("delete", "1 February 2024"),)]
