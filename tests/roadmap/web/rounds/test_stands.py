"""The page with the positions of the groups."""

from typing import Any

import pytest
from django.urls import reverse

from roadmap.domain.invitations import withdraw_invitation
from roadmap.enums import Stand
from roadmap.models import Position, Round
from tests import factories
from tests.conftest import Cast
from tests.roadmap.round_factories import opened_round


def take(round_: Round, email: str, ref: str | None, stand: str, conditions: str = "", *, for_group: bool = True) -> Position:
    invitation = round_.invitations.get(user__email=email)
    return Position.objects.create(
        round=round_,
        invitation=invitation,
        round_group=invitation.round_group,
        item=round_.version.items.get(ref=ref) if ref else None,
        stand=stand,
        conditions=conditions,
        for_group=for_group,
    )


def shown(response: Any) -> list[Any]:
    return [
        (item["code"], [(str(each["group"]), each["label"], each["conditions"]) for each in item["positions"]])
        for item in response.context["items"]
    ]


def test_the_office_sees_what_groups_signed_off_and_not_what_members_hold(cast: Cast) -> None:
    round_ = opened_round(cast)
    take(round_, "focal_point@example.org", "criteria/exams", Stand.CONDITIONAL, "If teachers are safe.")
    take(round_, "rival@example.org", "criteria/exams", Stand.CANNOT_ACCEPT)
    take(round_, "focal_point@example.org", None, Stand.SUPPORT)
    take(round_, "reviewer@example.org", "criteria/no-shelling", Stand.CANNOT_ACCEPT, "My own fear.", for_group=False)
    lead = factories.signed_in(cast.lead)
    url = reverse("round_positions", args=["small", 1])
    response = lead.get(url)
    exams = [("Women of Homs", "Accept with conditions", "If teachers are safe."), ("Doctors of Idlib", "Cannot accept", "")]
    assert shown(response) == [("", [("Women of Homs", "Support", "")]), ("C-02", exams)]
    assert "My own fear." not in response.content.decode()
    assert shown(lead.get(f"{url}?stand=cannot_accept")) == [("C-02", exams)]
    assert len(shown(lead.get(f"{url}?stand=nonsense"))) == 2


def test_what_a_group_signed_off_outlasts_the_invitation_of_who_signed(cast: Cast) -> None:
    round_ = opened_round(cast)
    signed = take(round_, "focal_point@example.org", "criteria/exams", Stand.SUPPORT)
    url = reverse("round_positions", args=["small", 1])
    before = shown(factories.signed_in(cast.lead).get(url))
    withdraw_invitation(invitation=signed.invitation, actor=cast.lead)
    assert before == [("C-02", [("Women of Homs", "Support", "")])]
    assert shown(factories.signed_in(cast.lead).get(url)) == before


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_any_number(cast: Cast, count: int, django_assert_num_queries: Any) -> None:
    round_ = opened_round(cast)
    for ref in ["criteria/exams", "criteria/no-shelling", None][:count]:
        take(round_, "focal_point@example.org", ref, Stand.SUPPORT)
    lead = factories.signed_in(cast.lead)
    url = reverse("round_positions", args=["small", 1])
    lead.get(url)
    with django_assert_num_queries(6):
        assert len(lead.get(url).context["items"]) == count


def test_others_find_nothing(cast: Cast) -> None:
    opened_round(cast)
    for person in (cast.outsider, cast.reviewer, cast.monitor):
        assert factories.signed_in(person).get(reverse("round_positions", args=["small", 1])).status_code == 404
