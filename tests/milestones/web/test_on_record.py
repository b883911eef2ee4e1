"""The desk and the page for files say no, with the reason, where what is on record would be lost."""

import pytest
from django.test import Client

from milestones.domain.evidence.recording import record_evidence
from milestones.models import Evidence
from roadmap.domain.completeness import find_gaps
from roadmap.domain.document.storage import build_document
from roadmap.domain.files.writing import write_file
from roadmap.models import Assignment, Roadmap
from tests import factories
from tests.conftest import Cast
from tests.roadmap.factories import small_roadmap

pytestmark = pytest.mark.django_db


@pytest.fixture
def roadmap(cast: Cast) -> Roadmap:
    found = small_roadmap(lead=cast.lead)
    Assignment.objects.create(roadmap=found, user=cast.monitor, role="monitor")
    data = {"milestone": "gov-lists", "claim": "partly", "reporter": "Teachers", "date": "2024-01-10"}
    record_evidence(roadmap=found, data=data, actor=cast.monitor)
    return found


@pytest.fixture
def lead(cast: Cast) -> Client:
    return factories.signed_in(cast.lead)


def test_the_desk_says_why_it_does_not_delete_what_was_reported_of(roadmap: Roadmap, lead: Client) -> None:
    answer = lead.post("/roadmaps/small/draft/milestones/gov-lists/delete/")
    assert answer.status_code == 409
    assert "Something was reported of it: it can lapse or end, but it cannot be deleted." in answer.content.decode()
    assert build_document(roadmap).entry("milestones/gov-lists") is not None


def test_the_page_for_files_shows_that_the_record_stays_and_refuses_to_rewrite_it(roadmap: Roadmap, lead: Client) -> None:
    data = build_document(roadmap).as_dict()
    without = write_file({name: part for name, part in data.items() if name != "evidence"}, "yaml")
    page = lead.post("/roadmaps/small/import/", {"text": without})
    assert (page.status_code, "Teachers" in page.content.decode()) == (200, False)
    rewritten = write_file(data, "yaml").replace("claim: partly", "claim: achieved")
    page = lead.post("/roadmaps/small/import/", {"text": rewritten})
    assert page.status_code == 409
    assert "The file would rewrite what is on record." in page.content.decode()
    assert Evidence.objects.get().claim == "partly"


def test_nobody_is_asked_to_translate_what_is_on_record(roadmap: Roadmap, cast: Cast, lead: Client) -> None:
    """The words of who reported stay as they are, and no page would take another text."""
    data = {
        "milestone": "gov-lists",
        "claim": "partly",
        "reporter": "Parents",
        "date": "2024-01-11",
        "statement": {"ar": "نصف القوائم"},
    }
    record_evidence(roadmap=roadmap, data=data, actor=cast.monitor)
    entry = next(each for each in build_document(roadmap).of("evidence") if each.data.get("statement"))
    assert [gap for gap in find_gaps(build_document(roadmap)) if gap.ref == entry.ref] == []
    shown = lead.get("/roadmaps/small/").content.decode()
    assert "/roadmaps/small/draft/milestones/" in shown
    assert "/roadmaps/small/draft/evidence/" not in shown
