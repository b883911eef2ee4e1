"""The page and the API of a version's files: positions go in only where somebody ticks the box."""

import pytest
from django.test import Client
from django.urls import reverse

from roadmap.enums import Stand
from roadmap.exports.run import build_exports
from roadmap.models import ExportJob, Round
from tests.conftest import Cast
from tests.factories import signed_in
from tests.roadmap.api.client import Api
from tests.roadmap.round_factories import opened_round
from tests.roadmap.stances import FOCAL_POINT, closed, take

pytestmark = pytest.mark.django_db
URL = "/roadmaps/small/versions/1/exports/"
API = "roadmaps/small/versions/1/exports/"


@pytest.fixture
def open_round(cast: Cast) -> Round:
    found = opened_round(cast, show_group_names=True)
    take(found, FOCAL_POINT, "criteria/exams", Stand.SUPPORT)
    return found


@pytest.fixture
def lead(cast: Cast) -> Client:
    return signed_in(cast.lead)


def test_the_box_is_empty_and_says_of_which_round(open_round: Round, cast: Cast, lead: Client) -> None:
    round_ = closed(open_round, cast)
    page = lead.get(URL)
    field = page.context["form"]["positions"]
    assert (field.value(), "checked" in str(field)) == (None, False)
    assert f"Positions of round 1 on version 1, which closed on {round_.closed_at:%-d %B %Y}." in page.content.decode()
    assert "Groups are named, persons never" in page.content.decode()


def test_asked_for_in_the_page_it_is_told_in_the_list_and_in_the_name_of_the_file(
    open_round: Round, cast: Cast, lead: Client
) -> None:
    round_ = closed(open_round, cast)
    asked = {"format": "docx", "language": "en"}
    for given in (asked, {**asked, "positions": "on"}):
        assert lead.post(URL, given).headers["Location"] == URL
    build_exports()

    page = lead.get(URL).content.decode()

    assert page.count("With positions of round 1") == 1
    jobs = {job.positions_round: job for job in ExportJob.objects.all()}
    names = {of: lead.get(reverse("export_file", args=[job.uid])).headers["Content-Disposition"] for of, job in jobs.items()}
    assert names == {
        None: 'attachment; filename="small-v1-en.docx"',
        round_: 'attachment; filename="small-v1-en-positions.docx"',
    }


def test_while_no_round_is_closed_there_is_no_box_and_the_page_says_why(open_round: Round, lead: Client) -> None:
    page = lead.get(URL)
    assert "positions" not in page.context["form"].fields
    assert "no round on this version or one before it is closed" in page.content.decode()
    assert lead.post(URL, {"format": "pdf", "language": "en", "positions": "on"}).status_code == 302
    assert ExportJob.objects.get().positions_round is None


def test_the_api_says_the_same(open_round: Round, cast: Cast) -> None:
    api = Api(cast.lead)
    early = api.post(API, {"format": "pdf", "language": "en", "positions": True})
    assert early.status_code == 409
    closed(open_round, cast)

    without = api.post(API, {"format": "pdf", "language": "en"})
    told = api.post(API, {"format": "pdf", "language": "en", "positions": True})
    refused = api.post(API, {"format": "json", "language": "en", "positions": True})

    assert (without.json()["positions_round"], told.json()["positions_round"]) == (None, 1)
    assert (refused.status_code, [each["path"] for each in refused.json()["errors"]]) == (400, ["positions"])
    assert [each["positions_round"] for each in api.get(API).json()["results"]] == [1, None]
    assert Api(cast.outsider).post(API, {"format": "pdf", "language": "en", "positions": True}).status_code == 404
