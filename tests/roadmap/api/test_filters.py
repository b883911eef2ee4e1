"""What lists can be filtered by; and that all of them come in pages."""

from typing import Any

import pytest

from roadmap.domain.positions import take_position
from roadmap.enums import ExportFormat, JobState, MailState, Stand
from roadmap.models import ExportJob, OutboxMail
from tests.conftest import Cast
from tests.roadmap.api.client import Api
from tests.roadmap.factories import small_roadmap
from tests.roadmap.round_factories import opened_round, prepared_round, small_version

pytestmark = pytest.mark.django_db
ROUND = "roadmaps/small/rounds/1/"


def rows(api: Api, address: str, **query: str) -> list[dict[str, Any]]:
    answer = api.get(address, query)
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


def test_rounds_by_state(cast: Cast) -> None:
    version = small_version(cast)
    opened_round(cast, version)
    prepared_round(cast, version)
    api, here = Api(cast.lead), "roadmaps/small/rounds/"
    assert [each["number"] for each in rows(api, here)] == [2, 1]
    assert [each["number"] for each in rows(api, here, state="draft")] == [2]
    assert [each["number"] for each in rows(api, here, state="open")] == [1]
    assert rows(api, here, state="nonsense") == []
    assert len(rows(api, here, state="")) == 2


def test_mails_by_state_and_kind(cast: Cast) -> None:
    opened_round(cast)
    sent = OutboxMail.objects.filter(kind="invitation").first()
    assert sent is not None
    OutboxMail.objects.filter(pk=sent.pk).update(state=MailState.SENT)
    api, here = Api(cast.lead), ROUND + "mails/"
    assert [each["uid"] for each in rows(api, here, state="sent")] == [str(sent.uid)]
    assert len(rows(api, here, state="queued", kind="invitation")) == 2
    assert rows(api, here, kind="answers") == rows(api, here, kind="nonsense") == []


def test_exports_by_state_and_format(cast: Cast) -> None:
    version = small_version(cast)
    for file_format, state in ((ExportFormat.PDF, JobState.DONE), (ExportFormat.YAML, JobState.QUEUED)):
        ExportJob.objects.create(version=version, format=file_format, language="en", state=state, requested_by=cast.lead)
    api, here = Api(cast.lead), "roadmaps/small/versions/1/exports/"
    assert [each["format"] for each in rows(api, here, state="done")] == ["pdf"]
    assert [each["state"] for each in rows(api, here, format="yaml")] == ["queued"]
    assert rows(api, here, format="yaml", state="done") == rows(api, here, format="exe") == []


def test_invitations_by_state_of_the_round(cast: Cast) -> None:
    opened_round(cast)
    api = Api(cast.reviewer)
    assert len(rows(api, "invitations/", state="open")) == 1
    assert rows(api, "invitations/", state="answered") == rows(api, "invitations/", state="nonsense") == []


def test_positions_by_stand_and_group(cast: Cast) -> None:
    round_ = opened_round(cast)
    focal_point = round_.invitations.get(user=cast.focal_point)
    for ref, stand in (("criteria/exams", Stand.SUPPORT), (None, Stand.CANNOT_ACCEPT)):
        take_position(
            invitation=focal_point,
            item_ref=ref,
            stand=stand,
            conditions="",
            for_group=True,
            base_revision=0,
            actor=cast.focal_point,
        )
    api, here = Api(cast.lead), ROUND + "positions/"
    assert [each["item"] for each in rows(api, here, stand="support")] == ["criteria/exams"]
    assert len(rows(api, here, group=str(cast.group.uid))) == 2
    assert rows(api, here, group=str(cast.rival_group.uid)) == rows(api, here, stand="nonsense") == []
    refused = api.get(here, {"group": "homs-women"})
    assert (refused.status_code, refused["Content-Type"]) == (400, "application/problem+json")
    assert [error["path"] for error in refused.json()["errors"]] == ["group"]


def test_items_that_are_incomplete(cast: Cast) -> None:
    small_roadmap(lead=cast.lead)
    api, here = Api(cast.lead), "roadmaps/small/measures/"
    bread = api.post(here, {"sector": "aid", "title": "Bread"}).json()["key"]
    assert [each["key"] for each in rows(api, here, incomplete="true")] == [bread]
    assert [each["key"] for each in rows(api, here, incomplete="1", sector="education")] == []
    assert len(rows(api, here, incomplete="false")) == 3


@pytest.mark.parametrize(
    "address", ["roadmaps/small/assignments/", "roadmaps/small/gaps/", "roadmaps/small/deletions/", ROUND + "deliveries/"]
)
def test_every_list_comes_in_pages(cast: Cast, address: str) -> None:
    opened_round(cast)
    lead, office = Api(cast.lead), Api(cast.administrator)
    for measure in ("exam-passage", "cross-line-convoys"):
        lead.delete(f"roadmaps/small/measures/{measure}/")
    for _number in range(2):
        lead.post("roadmaps/small/measures/", {"sector": "aid", "title": "Bread"})
    whole, first = office.get(address).json(), office.get(address, {"page_size": 1}).json()
    assert set(whole) == {"count", "next", "previous", "results"}
    assert first["count"] == whole["count"] == len(whole["results"]) > 1
    assert first["results"] == whole["results"][:1]
    assert office.client.get(first["next"]).json()["results"] == whole["results"][1:2]
    assert office.get(address, {"page": 9}).status_code == 404
