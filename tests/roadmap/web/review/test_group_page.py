"""The focal point's page: what the members hold is a number only where it is large enough (safety: k = 5)."""

import pytest
from django.urls import reverse

from roadmap.domain.queries.group_stands import tallies
from roadmap.domain.statistics import SUM
from roadmap.models import Invitation
from tests import factories
from tests.conftest import Cast
from tests.roadmap.domain.test_comments import EXAMS, place
from tests.roadmap.domain.test_positions import take
from tests.roadmap.round_factories import opened_round


@pytest.fixture
def large_group(cast: Cast) -> list[Invitation]:
    """Twelve members, of whom the last two are the reviewer and the focal point."""
    people = [factories.user() for _member in range(10)]
    for person in people:
        factories.membership(person, cast.group)
    round_ = opened_round(cast)
    return [place(round_, person) for person in [*people, cast.reviewer, cast.focal_point]]


def test_small_numbers_are_hidden_and_what_would_betray_them(cast: Cast, large_group: list[Invitation]) -> None:
    focal = large_group[-1]
    for invitation in large_group[:4]:
        take(invitation, "support", "criteria/no-shelling")
    for place_, invitation in enumerate(large_group):
        take(invitation, "support" if place_ < 6 else "cannot_accept")
    found = tallies(focal)
    assert found["criteria/no-shelling"].counts == dict.fromkeys(["support", "conditional", "cannot_accept", "none", SUM])
    assert found[EXAMS].counts == {"support": None, "conditional": None, "cannot_accept": 6, "none": None, SUM: 12} or (
        found[EXAMS].counts == {"support": 6, "conditional": None, "cannot_accept": None, "none": None, SUM: 12}
    )


def test_another_group_and_a_withdrawn_member_are_not_counted(cast: Cast, large_group: list[Invitation]) -> None:
    focal = large_group[-1]
    for invitation in large_group[:5]:
        take(invitation, "support")
    take(place(focal.round, cast.rival), "support")
    Invitation.objects.filter(pk=large_group[0].pk).update(revoked_at="2023-07-01T00:00Z")
    assert tallies(focal)[EXAMS].total is None
    assert set(tallies(place(focal.round, cast.rival))) == {EXAMS}


def test_the_page_shows_stands_signed_off_and_only_safe_numbers(cast: Cast, large_group: list[Invitation]) -> None:
    focal = large_group[-1]
    for invitation in large_group[:6]:
        take(invitation, "support")
    take(large_group[6], "cannot_accept")
    take(large_group[7], "cannot_accept")
    take(focal, "conditional", EXAMS, conditions="if", for_group=True)
    response = factories.signed_in(cast.focal_point).get(reverse("review_group", args=[focal.uid]))
    row = next(row for row in response.context["rows"] if row["item"].ref == EXAMS)
    assert (row["stand"], row["tally"].lines) == ("Accept with conditions", [("Support", 6)])
    assert response.context["signed"] == 1
    item = factories.signed_in(cast.focal_point).get(reverse("review_item", args=[focal.uid, *EXAMS.split("/")]))
    assert "Cannot accept <bdi>" not in item.content.decode()
