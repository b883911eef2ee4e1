"""Versions, comparisons, files, assignments and what else the office asks of the API."""

import hashlib

import pytest
import yaml

from accounts.models import AuditEntry
from roadmap.models import Assignment, ExportFile, ExportJob
from tests.conftest import Cast
from tests.roadmap.api.client import Api
from tests.roadmap.factories import small_roadmap
from tests.roadmap.round_factories import opened_round, small_version

pytestmark = pytest.mark.django_db


def test_freeze_and_read_a_version(cast: Cast) -> None:
    small_roadmap(lead=cast.lead)
    api = Api(cast.lead)
    made = api.post("roadmaps/small/versions/", {"note": "First"}, idempotency_key="v1")
    assert (made.status_code, made.json()["number"]) == (201, 1)
    assert api.post("roadmaps/small/versions/", {"note": "First"}, idempotency_key="v1").json() == made.json()
    document = api.client.get(made["Location"] + "document/")
    assert hashlib.sha256(document.content).hexdigest() == made.json()["digest"] == document["ETag"].strip('"')
    as_yaml = api.get("roadmaps/small/versions/1/document/?format=yaml")
    assert yaml.safe_load(as_yaml.content)["measures"] == document.json()["measures"]
    assert api.get("roadmaps/small/versions/").json()["count"] == 1


def test_incomplete_draft_is_not_frozen(cast: Cast) -> None:
    small_roadmap(lead=cast.lead)
    api = Api(cast.lead)
    api.post("roadmaps/small/measures/", {"sector": "aid", "title": "Bread"})
    answer = api.post("roadmaps/small/versions/", {})
    assert (answer.status_code, answer.json()["title"]) == (422, "incomplete")
    assert any("#areas" in error["path"] for error in answer.json()["errors"])


def test_compare(cast: Cast) -> None:
    small_version(cast)
    api = Api(cast.lead)
    assert api.get("roadmaps/small/compare/?from=1").json()["items"] == []
    etag = api.get("roadmaps/small/measures/exam-passage/")["ETag"]
    api.patch("roadmaps/small/measures/exam-passage/", {"title.en": "Safe passage to exams"}, if_match=etag)
    (item,) = api.get("roadmaps/small/compare/?from=1&language=en").json()["items"]
    assert (item["ref"], item["states"]) == ("measures/exam-passage", ["changed"])
    (change,) = item["fields"]
    assert (change["path"], change["language"]) == ("title.en", "en")
    assert "".join(part["text"] for part in change["parts"] if part["op"] != "delete") == "Safe passage to exams"
    assert "".join(part["text"] for part in change["parts"] if part["op"] != "insert").strip() == "Passage to exams"
    assert (change["before"], change["after"]) == (None, None)  # the parts hold all of a text
    etag = api.get("roadmaps/small/milestones/gov-lists/")["ETag"]
    api.patch("roadmaps/small/milestones/gov-lists/", {"window.not_after": "T0 + 9m"}, if_match=etag)
    (_text, item) = api.get("roadmaps/small/compare/?from=1&language=en").json()["items"]
    assert [(each["before"], each["after"]) for each in item["fields"]] == [("T0 + 6m", "T0 + 9m")]
    assert [error["path"] for error in api.get("roadmaps/small/compare/?from=9").json()["errors"]] == ["from"]


def test_export_is_asked_for_once_and_fetched(cast: Cast) -> None:
    small_version(cast)
    api = Api(cast.administrator)
    asked = api.post("roadmaps/small/versions/1/exports/", {"format": "yaml", "language": "en"})
    again = api.post("roadmaps/small/versions/1/exports/", {"format": "yaml", "language": "en"})
    assert asked.json()["uid"] == again.json()["uid"]
    file = asked["Location"] + "file/"
    assert api.client.get(file).status_code == 409
    job = ExportJob.objects.get()
    ExportFile.objects.create(job=job, content=b"format: scne-roadmap/1\n")
    fetched = api.client.get(file)
    assert fetched.content == b"format: scne-roadmap/1\n"
    assert fetched["Content-Disposition"] == 'attachment; filename="small-v1-en.yaml"'
    assert api.post("roadmaps/small/versions/1/exports/", {"format": "exe", "language": "en"}).status_code == 400


def test_assignments(cast: Cast) -> None:
    small_roadmap(lead=cast.lead)
    api, here = Api(cast.administrator), "roadmaps/small/assignments/"
    assert Api(cast.outsider).get("roadmaps/small/").status_code == 404
    assert api.post(here, {"person": str(cast.outsider.uid), "role": "drafter"}).status_code == 200
    assert Api(cast.outsider).get("roadmaps/small/").status_code == 200
    assert api.post(here, {"person": str(cast.reviewer.uid), "role": "drafter"}).status_code == 400
    assert api.post(here, {"person": str(cast.monitor.uid), "role": "lead"}).status_code == 400
    assert api.post(here, {"person": str(cast.lead.uid), "role": "drafter"}).status_code == 409
    assert api.delete(f"{here}{cast.lead.uid}/").status_code == 409
    assert api.delete(f"{here}{cast.outsider.uid}/").status_code == 204
    assert [row["person"] for row in api.get(here).json()["results"]] == [str(cast.lead.uid)]
    assert Assignment.objects.count() == 1


def test_confirm_a_translation(cast: Cast) -> None:
    small_roadmap(lead=cast.lead)
    api, here = Api(cast.lead), "roadmaps/small/measures/exam-passage/"
    etag = api.get(here)["ETag"]
    changed = api.patch(here, {"title.en": "Other"}, if_match=etag)

    def old() -> list[str]:
        gaps = api.get("roadmaps/small/gaps/").json()["results"]
        return [gap["path"] for gap in gaps if gap["ref"] == "measures/exam-passage"]

    assert old() == ["title.ar"]
    api.post(here + "confirm/", {"path": "title.ar"})
    confirmed = api.post(here + "confirm/", {"path": "title.ku"})
    assert confirmed["ETag"] != changed["ETag"]
    assert old() == []
    assert api.post(here + "confirm/", {"path": "title.xx"}).status_code == 400


def test_deletions_are_listed(cast: Cast) -> None:
    small_roadmap(lead=cast.lead)
    api = Api(cast.lead)
    deletion = api.delete("roadmaps/small/measures/exam-passage/").json()["deletion"]
    (row,) = api.get("roadmaps/small/deletions/").json()["results"]
    assert row["deletion"] == deletion
    assert "measures/exam-passage" in row["items"]


def test_preview_is_what_the_member_is_shown(cast: Cast) -> None:
    round_ = opened_round(cast, withheld={cast.group: {"measures/exam-passage"}})
    preview = Api(cast.lead).get(f"roadmaps/small/rounds/1/groups/{cast.group.uid}/document/").json()
    shown = Api(cast.reviewer).get(f"invitations/{round_.invitations.get(user=cast.reviewer).uid}/document/").json()
    assert preview == shown["document"]


def test_identity_is_written_down_before_it_is_told(cast: Cast) -> None:
    invitation = opened_round(cast).invitations.get(user=cast.reviewer)
    here = f"roadmaps/small/rounds/1/invitations/{invitation.uid}/person/"
    assert Api(cast.administrator).post(here, {"reason": "Threat"}).status_code == 403
    cast.administrator.may_read_identities = True
    cast.administrator.save()
    api = Api(cast.administrator)
    assert api.post(here, {}).status_code == 400
    before = AuditEntry.objects.count()
    assert api.post(here, {"reason": "Threat"}).json()["email"] == cast.reviewer.email
    assert AuditEntry.objects.count() > before


def test_focal_point_sees_no_small_counts(cast: Cast) -> None:
    round_ = opened_round(cast)
    own = f"invitations/{round_.invitations.get(user=cast.focal_point).uid}/"
    api = Api(cast.focal_point)
    api.put(own + "positions/whole/", {"stand": "support"})
    row, *items = api.get(own + "group/").json()["results"]
    assert {each["total"] for each in items} == {None}
    assert (row["item"], row["total"], set(row["stands"].values())) == (None, None, {None})
