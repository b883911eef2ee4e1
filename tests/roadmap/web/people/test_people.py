"""Administrators say who works on a roadmap; to nobody else the page is of use."""

import pytest
from django.test import Client

from accounts.enums import Role
from roadmap.models import Assignment
from tests import factories
from tests.conftest import Cast
from tests.roadmap.factories import small_roadmap

pytestmark = pytest.mark.django_db
PAGE = "/roadmaps/small/people/"


@pytest.fixture
def admin(cast: Cast) -> Client:
    return factories.signed_in(cast.administrator)


def places() -> list[tuple[str, str]]:
    return sorted(Assignment.objects.values_list("user__email", "role"))


def test_nobody_yet_then_a_lead_and_a_monitor(cast: Cast, admin: Client) -> None:
    small_roadmap()
    assert "Nobody works on this roadmap yet" in admin.get(PAGE).content.decode()
    assert admin.post(PAGE, {"person": cast.lead.uid, "role": "lead"})["Location"] == PAGE
    assert admin.post(PAGE, {"person": cast.monitor.uid, "role": "monitor"}).status_code == 302
    assert places() == [("lead@example.org", "lead"), ("monitor@example.org", "monitor")]
    offered = [str(label) for _uid, label in admin.get(PAGE).context["form"].fields["person"].choices]
    assert offered == [
        "Choose a person",
        "Drafter · drafter@example.org · Facilitator",
        "Outsider · outsider@example.org · Facilitator",
    ]


def test_a_place_that_the_person_cannot_have_is_said_beside_it_and_the_choice_stays(cast: Cast, admin: Client) -> None:
    small_roadmap(lead=cast.lead)
    answer = admin.post(PAGE, {"person": cast.monitor.uid, "role": "lead"})
    form = answer.context["form"]
    assert (answer.status_code, form.errors["role"]) == (400, ["This person cannot have this place."])
    assert (form["person"].value(), form["role"].value()) == (str(cast.monitor.uid), "lead")
    assert admin.post(PAGE, {"person": cast.reviewer.uid, "role": "drafter"}).context["form"].errors.keys() == {"person"}
    assert places() == [("lead@example.org", "lead")]


def test_a_place_is_changed_but_the_only_lead_stays(cast: Cast, admin: Client) -> None:
    small_roadmap(lead=cast.lead, drafter=cast.drafter)
    refused = admin.post(f"{PAGE}{cast.lead.uid}/", {"role": "drafter"})
    (row,) = [row for row in refused.context["rows"] if row["form"].errors]
    assert (refused.status_code, row["assignment"].user, row["form"]["role"].value()) == (409, cast.lead, "drafter")
    assert row["form"].errors["role"] == ["A roadmap needs a lead: make somebody else lead first."]
    assert admin.post(f"{PAGE}{cast.drafter.uid}/", {"role": "lead"})["Location"] == PAGE
    assert admin.post(f"{PAGE}{cast.lead.uid}/", {"role": "drafter"}).status_code == 302
    assert places() == [("drafter@example.org", "lead"), ("lead@example.org", "drafter")]


def test_taking_off_asks_once_more_and_keeps_the_only_lead(cast: Cast, admin: Client) -> None:
    small_roadmap(lead=cast.lead, drafter=cast.drafter)
    assert "Take this person off the roadmap?" in admin.get(f"{PAGE}{cast.drafter.uid}/remove/").content.decode()
    assert len(places()) == 2
    admin.post(f"{PAGE}{cast.drafter.uid}/remove/")
    kept = admin.post(f"{PAGE}{cast.lead.uid}/remove/", follow=True)
    assert "A roadmap needs a lead" in kept.content.decode()
    assert places() == [("lead@example.org", "lead")]
    assert admin.get(f"{PAGE}{cast.drafter.uid}/remove/").status_code == 404


@pytest.mark.parametrize(("name", "status"), [("lead", 403), ("outsider", 404), ("reviewer", 404), ("monitor", 404)])
def test_others_do_not_manage_it(cast: Cast, name: str, status: int) -> None:
    small_roadmap(lead=cast.lead)
    client = factories.signed_in(getattr(cast, name))
    own = f"{PAGE}{cast.lead.uid}/"
    answers = [client.get(PAGE), client.post(PAGE), client.post(own, {"role": "drafter"}), client.post(f"{own}remove/")]
    assert [answer.status_code for answer in answers] == [status] * 4
    assert places() == [("lead@example.org", "lead")]


def test_the_desk_leads_there_only_who_may(cast: Cast, admin: Client) -> None:
    small_roadmap(lead=cast.lead)
    assert PAGE in admin.get("/roadmaps/small/").content.decode()
    assert PAGE not in factories.signed_in(cast.lead).get("/roadmaps/small/").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_cost_does_not_grow(cast: Cast, admin: Client, rows: int, django_assert_num_queries: object) -> None:
    roadmap = small_roadmap(lead=cast.lead)
    for _each in range(rows - 1):
        Assignment.objects.create(roadmap=roadmap, user=factories.user(Role.FACILITATOR), role="drafter")
    with django_assert_num_queries(6):  # type: ignore[operator]
        assert len(admin.get(PAGE).context["rows"]) == rows
