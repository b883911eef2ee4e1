"""Changes of areas through the API: listed, undone, and refused with all reasons."""

import pytest

from milestones.models import Milestone
from roadmap.domain.document.storage import build_document
from roadmap.models import Area, Roadmap
from tests.milestones.api.test_decisions import CHANGE, END, paths, small
from tests.milestones.api.test_evidence import Users, users

__all__ = ["small", "users"]
pytestmark = pytest.mark.django_db
CHANGES = "roadmaps/small/area-changes/"


def test_a_change_is_listed_and_undone_once(users: Users, small: Roadmap) -> None:
    before = build_document(small).canonical()
    uid = users.lead.post(CHANGE, END).json()["uid"]
    (listed,) = users.administrator.get(CHANGES).json()["results"]
    told = ("uid", "kind", "on", "areas", "successors", "passed_on", "lapsed", "undone_at", "undone_by")
    assert [listed[name] for name in told] == [uid, "end", "2024-12-08", ["aanes"], [], ["aanes-buses"], [], None, None]
    undo = f"{CHANGES}{uid}/undo/"
    first, again = (users.lead.post(undo, {}, idempotency_key="u") for _time in range(2))
    assert (first.status_code, again["Idempotency-Replayed"]) == (200, "true")
    assert first.json()["undone_by"] == first.json()["author"]
    assert build_document(small).canonical() == before
    answer = users.lead.post(undo, {})
    assert (answer.status_code, answer.json()["title"]) == (409, "undone-before")


def test_what_was_built_upon_it_is_named(users: Users, small: Roadmap) -> None:
    uid = users.lead.post(CHANGE, END).json()["uid"]
    Milestone.objects.filter(roadmap=small, key="aanes-buses").update(area=Area.objects.get(roadmap=small, key="aanes"))
    answer = users.lead.post(f"{CHANGES}{uid}/undo/", {})
    assert (answer.status_code, answer.json()["title"], paths(answer)) == (409, "built-upon", ["milestones/aanes-buses"])
    assert Area.objects.get(roadmap=small, key="aanes").valid_to is not None


def test_only_facilitators_undo_and_only_the_office_reads(users: Users, small: Roadmap) -> None:
    uid = users.lead.post(CHANGE, END).json()["uid"]
    undo = f"{CHANGES}{uid}/undo/"
    assert [api.post(undo, {}).status_code for api in (users.monitor, users.administrator)] == [404, 403]
    assert [api.post(undo, {}).status_code for api in users.strangers] == [404, 404, 404]
    assert [api.get(CHANGES).status_code for api in users.strangers] == [404, 404, 404]
    assert users.monitor.get(CHANGES).status_code == 403
    assert Area.objects.get(roadmap=small, key="aanes").valid_to is not None
