"""Lists cost the same number of queries with one row and with three. The other lists are counted beside their own tests."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from roadmap.domain.drafting import add_item, delete_item, duplicate_item
from roadmap.domain.positions import take_position
from roadmap.domain.versions import freeze_version
from roadmap.enums import ExportFormat, Stand
from roadmap.models import Assignment, ExportJob, Measure, Roadmap, Theme, Version
from tests import factories
from tests.conftest import Cast
from tests.roadmap.api.client import Api
from tests.roadmap.factories import small_roadmap
from tests.roadmap.round_factories import opened_round, posted_comment, small_version

pytestmark = pytest.mark.django_db
Made = Callable[[Cast, int], object]
FORMATS = [ExportFormat.PDF, ExportFormat.DOCX, ExportFormat.YAML]


def roadmaps(cast: Cast, count: int) -> None:
    for number in range(count):
        small_roadmap(f"small-{number}", lead=cast.lead)


def versions(cast: Cast, count: int) -> Version:
    version = small_version(cast)
    for _number in range(count - 1):
        freeze_version(roadmap=version.roadmap, note="", actor=cast.lead)
    return version


def exports(cast: Cast, count: int) -> None:
    version = small_version(cast)
    for each in FORMATS[:count]:
        ExportJob.objects.create(version=version, format=each, language="en", requested_by=factories.user("facilitator"))


def assigned(cast: Cast, count: int) -> None:
    roadmap = small_roadmap(lead=cast.lead)
    for _number in range(count - 1):
        Assignment.objects.create(roadmap=roadmap, user=factories.user("facilitator"), role="drafter")


def deleted(cast: Cast, count: int) -> None:
    roadmap = small_roadmap(lead=cast.lead)
    for _number in range(count):
        item = duplicate_item(item=_measure(roadmap), kind_name="measures", actor=cast.lead)
        delete_item(item=item, kind_name="measures", actor=cast.lead)


def _measure(roadmap: Roadmap) -> Measure:
    return Measure.objects.live().get(roadmap=roadmap, key="exam-passage")


def gaps(cast: Cast, count: int) -> None:
    roadmap = small_roadmap(lead=cast.lead)
    for _number in range(count):
        add_item(roadmap=roadmap, kind_name="measures", data={"sector": "aid", "title": {"en": "Bread"}}, actor=cast.lead)


def invitations(cast: Cast, count: int) -> None:
    version = small_version(cast)
    for _number in range(count):
        opened_round(cast, version)


def members(cast: Cast, count: int) -> None:
    for _number in range(count - 1):
        factories.membership(factories.user(), cast.rival_group)
    opened_round(cast)


def signed_off(cast: Cast, count: int) -> None:
    mine = opened_round(cast).invitations.get(user=cast.focal_point)
    for ref in ("criteria/exams", "criteria/no-shelling", None)[:count]:
        take_position(
            invitation=mine,
            item_ref=ref,
            stand=Stand.SUPPORT,
            conditions="",
            for_group=True,
            base_revision=0,
            actor=cast.focal_point,
        )


def themes(cast: Cast, count: int) -> None:
    Theme.objects.all().delete()
    for number in range(count):
        Theme.objects.create(slug=f"theme-{number}", name={"en": f"Theme {number}"})


def own_comments(cast: Cast, count: int) -> None:
    mine = opened_round(cast).invitations.get(user=cast.reviewer)
    for _number in range(count):
        posted_comment(mine)


API: list[Any] = [
    ("lead", "roadmaps/", roadmaps, 2),
    ("lead", "roadmaps/small/versions/", versions, 4),
    ("lead", "roadmaps/small/versions/1/exports/", exports, 4),
    ("administrator", "roadmaps/small/assignments/", assigned, 3),
    ("lead", "roadmaps/small/deletions/", deleted, 19),
    ("lead", "roadmaps/small/gaps/", gaps, 25),
    ("reviewer", "invitations/", invitations, 2),
    ("lead", "roadmaps/small/rounds/1/groups/{rival}/members/", members, 5),
    ("lead", "roadmaps/small/rounds/1/positions/", signed_off, 4),
    ("reviewer", "themes/", themes, 2),
]
PAGES: list[Any] = [
    ("lead", "/roadmaps/small/versions/1/exports/", exports, 8),
    ("lead", "/roadmaps/small/deleted/", deleted, 22),
    ("reviewer", "/review/", invitations, 3),
]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("person", "address", "make", "queries"), API, ids=[each[1] for each in API])
def test_a_list_of_the_api(
    cast: Cast, person: str, address: str, make: Made, queries: int, count: int, django_assert_num_queries: Any
) -> None:
    make(cast, count)
    api, address = Api(getattr(cast, person)), address.format(rival=cast.rival_group.uid)
    api.get("themes/")
    with django_assert_num_queries(queries):
        answer = api.get(address)
    assert answer.status_code == 200
    assert len(answer.json()["results"]) == answer.json()["count"] >= count


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("person", "address", "make", "queries"), PAGES, ids=[each[1] for each in PAGES])
def test_a_page(
    cast: Cast, person: str, address: str, make: Made, queries: int, count: int, django_assert_num_queries: Any
) -> None:
    make(cast, count)
    client = factories.signed_in(getattr(cast, person))
    client.get(address)
    with django_assert_num_queries(queries):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_a_members_own_comments(cast: Cast, count: int, django_assert_num_queries: Any) -> None:
    own_comments(cast, count)
    client = factories.signed_in(cast.reviewer)
    address = f"/review/{cast.reviewer.invitations.get().uid}/comments/"
    client.get(address)
    with django_assert_num_queries(5):
        assert len(client.get(address).context["posted"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_caught_mails_ask_the_database_nothing(
    client: Client, settings: Any, tmp_path: Path, count: int, django_assert_num_queries: Any
) -> None:
    settings.SHOW_CAUGHT_MAIL, settings.MAIL_CATCHER_DIR = True, str(tmp_path)
    for number in range(count):
        (tmp_path / f"170000000000000000{number}-000001.eml").write_text("To: reader@example.org\r\nSubject: A\r\n\r\nB\r\n")
    with django_assert_num_queries(0):
        assert len(client.get("/dev/mail/").context["mails"]) == count
