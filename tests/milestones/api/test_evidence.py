"""Evidence through the API: recorded once with its files, read by those who see the roadmap, withdrawn with a reason."""

import base64
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from milestones.api.evidence import EvidenceParser
from milestones.models import Evidence, EvidenceFile
from roadmap.models import Assignment
from tests import factories
from tests.conftest import Cast
from tests.milestones.domain.evidence.uploads import jpeg
from tests.roadmap.api.client import Api
from tests.roadmap.factories import small_roadmap

pytestmark = pytest.mark.django_db
EVIDENCE = "roadmaps/small/evidence/"
REPORT = {
    "milestone": "gov-lists",
    "claim": "partly",
    "quantity": 476,
    "date": "2024-03-01",
    "reporter": "Teachers",
    "role": "monitor",
    "independent": True,
    "statement": {"ar": "قبلت المدرسة القوائم"},
}


@dataclass
class Users:
    lead: Api
    monitor: Api
    far_monitor: Api
    reviewer: Api
    outsider: Api
    administrator: Api

    @property
    def strangers(self) -> list[Api]:
        return [self.far_monitor, self.reviewer, self.outsider]


@pytest.fixture
def users(cast: Cast) -> Users:
    roadmap = small_roadmap(lead=cast.lead)
    other = small_roadmap("other", lead=cast.outsider)
    far = factories.user("monitor")
    Assignment.objects.create(roadmap=roadmap, user=cast.monitor, role="monitor")
    Assignment.objects.create(roadmap=other, user=far, role="monitor")
    names = ("lead", "monitor", "reviewer", "outsider", "administrator")
    return Users(far_monitor=Api(far), **{name: Api(getattr(cast, name)) for name in names})


def photograph(owner: str = "The Photographer") -> dict[str, str]:
    return {"content": base64.b64encode(jpeg(owner)).decode()}


def test_posting_to_evidence_records(users: Users) -> None:
    made = users.monitor.post(EVIDENCE, REPORT)
    record = Evidence.objects.get()
    assert (made.status_code, made["Location"]) == (201, f"/api/v1/{EVIDENCE}{record.key}/")
    assert {name: made.json()[name] for name in REPORT} == REPORT
    read = users.lead.get(f"{EVIDENCE}{record.key}/")
    assert (read.json(), read["ETag"]) == (made.json(), '"1"')


def test_the_same_key_records_once(users: Users) -> None:
    first, again = (
        users.monitor.post(EVIDENCE, {**REPORT, "uploads": [photograph()]}, idempotency_key="k") for _time in range(2)
    )
    assert (first.json(), again["Idempotency-Replayed"], Evidence.objects.count()) == (again.json(), "true", 1)
    other = users.monitor.post(EVIDENCE, {**REPORT, "uploads": [photograph("Another")]}, idempotency_key="k")
    assert (other.status_code, Evidence.objects.count()) == (409, 1)


def test_files_come_in_and_go_out_clean(users: Users) -> None:
    key = users.monitor.post(EVIDENCE, {**REPORT, "uploads": [photograph(), photograph("Somebody else")]}).json()["key"]
    listed = users.lead.get(f"{EVIDENCE}{key}/files/").json()["results"]
    assert [each["name"] for each in listed] == ["1.jpg", "2.jpg"]
    response = users.lead.client.get(listed[0]["url"])
    headers = [response[name] for name in ("Content-Disposition", "X-Content-Type-Options", "Cache-Control")]
    assert headers == ['attachment; filename="V-01-1.jpg"', "nosniff", "no-store"]
    assert (b"Photographer" in response.content, len(response.content)) == (False, listed[0]["size"])
    for stranger in users.strangers:
        assert stranger.client.get(listed[0]["url"]).status_code == 404


@pytest.mark.parametrize(
    ("uploads", "path"),
    [
        ("x", "uploads"),
        ([{"content": "not base64!"}], "uploads[0].content"),
        ([{}], "uploads[0].content"),
        (["x"], "uploads[0].content"),
        ([{"content": ""}], "files[0]"),
        ([{"content": base64.b64encode(b"MZ program").decode()}], "files[0]"),
        ([photograph()] * 6, "files"),
    ],
)
def test_a_bad_file_is_named_and_nothing_is_kept(users: Users, uploads: Any, path: str) -> None:
    answer = users.monitor.post(EVIDENCE, {**REPORT, "uploads": uploads})
    assert (answer.status_code, [each["path"] for each in answer.json()["errors"]]) == (400, [path])
    assert (Evidence.objects.count(), EvidenceFile.objects.count()) == (0, 0)


def test_a_body_is_larger_here_than_elsewhere_and_not_endless(users: Users) -> None:
    large = {**REPORT, "statement": "x" * (4 * 1024 * 1024)}
    assert users.monitor.post(EVIDENCE, large).status_code in {201, 400}
    assert users.monitor.post("roadmaps/small/crossings/tabqa/reports/", large).status_code == 413
    assert users.monitor.post(EVIDENCE, {**REPORT, "statement": "x" * EvidenceParser.most}).status_code == 413


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"date": "2999-01-01"}, "date"),
        ({"claim": "verified"}, "claim"),
        ({"milestone": "nowhere"}, "milestone"),
        ({"files": [{"sha256": "0" * 64}]}, "files"),
        ({"withdrawn": {"date": "2024-01-01"}}, "withdrawn"),
        ({"state": "verified"}, "state"),
        ({"statement": "x" * 5_001}, "statement.en"),
        ({"statement": {"ar": "ق" * 5_001}}, "statement.ar"),
        ({"place": "x" * 201}, "place.en"),
        ({"unit": "x" * 81}, "unit.en"),
        ({"reporter": "x" * 121}, "reporter"),
    ],
)
def test_what_cannot_be_recorded_is_told_by_its_field(users: Users, change: dict[str, Any], path: str) -> None:
    answer = users.monitor.post(EVIDENCE, {**REPORT, **change})
    assert (answer.status_code, [each["path"] for each in answer.json()["errors"]]) == (400, [path])
    assert Evidence.objects.count() == 0


def test_texts_may_be_as_long_as_on_the_page(users: Users) -> None:
    long = {"statement": {"ar": "ق" * 5_000, "en": "x" * 5_000}, "place": "x" * 200, "unit": "x" * 80, "reporter": "x" * 120}
    assert users.monitor.post(EVIDENCE, {**REPORT, **long}).status_code == 201


def test_it_is_withdrawn_once_with_a_reason(users: Users) -> None:
    key = users.monitor.post(EVIDENCE, REPORT).json()["key"]
    address = f"{EVIDENCE}{key}/withdraw/"
    assert [users.monitor.post(address, given).status_code for given in ({}, {"reason": 5}, {"reason": {"en": 5}})] == [400] * 3
    done = users.monitor.post(address, {"reason": {"en": "The wrong school"}})
    assert (done.status_code, done.json()["withdrawn"]["reason"]) == (200, {"en": "The wrong school"})
    assert users.monitor.post(address, {"reason": "Again"}).status_code == 409


def test_nobody_edits_or_deletes_a_record(users: Users) -> None:
    key = users.monitor.post(EVIDENCE, REPORT).json()["key"]
    address = f"{EVIDENCE}{key}/"
    answers = [users.lead.patch(address, {"claim": "achieved"}), users.lead.put(address, REPORT), users.lead.delete(address)]
    assert {answer.status_code for answer in answers} <= {403, 405}
    assert Evidence.objects.get().claim == "partly"


def test_who_records_and_reads(users: Users) -> None:
    key = users.lead.post(EVIDENCE, {**REPORT, "statement": "Secret words of a teacher"}).json()["key"]
    for stranger in users.strangers:
        assert [stranger.get(EVIDENCE).status_code, stranger.get(f"{EVIDENCE}{key}/").status_code] == [404, 404]
        assert stranger.post(EVIDENCE, REPORT).status_code == 404
        assert b"Secret" not in stranger.get(f"roadmaps/other/evidence/{key}/").content
    assert (users.administrator.get(EVIDENCE).status_code, users.administrator.post(EVIDENCE, REPORT).status_code) == (200, 403)


def test_the_list_is_narrowed_to_what_it_is_about(users: Users) -> None:
    users.lead.post(EVIDENCE, REPORT)
    users.lead.post(
        EVIDENCE, {name: value for name, value in REPORT.items() if name != "milestone"} | {"measure": "exam-passage"}
    )
    about = {
        ref: users.lead.get(EVIDENCE, {"about": ref}).json()["count"]
        for ref in ("", "milestones/gov-lists", "measures/exam-passage")
    }
    assert about == {"": 2, "milestones/gov-lists": 1, "measures/exam-passage": 1}
    assert [users.lead.get(EVIDENCE, {"about": ref}).json()["count"] for ref in ("areas/gov", "x", "milestones/x")] == [0, 0, 0]


def test_the_list_costs_the_same_with_one_row_and_with_three(users: Users) -> None:
    counts = []
    for rows in (1, 2):
        for row in range(rows):
            users.lead.post(EVIDENCE, {**REPORT, "reporter": f"Source {rows}{row}"})
        users.lead.get(EVIDENCE)
        with CaptureQueriesContext(connection) as captured:
            assert users.lead.get(EVIDENCE).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]
