"""The list of rounds: in which order they stand, and when each closes or closed."""

from django.urls import reverse

from roadmap.domain.rounds import close_round
from roadmap.models import Round
from tests import factories
from tests.conftest import Cast
from tests.roadmap.round_factories import opened_round, small_version


def test_the_latest_round_stands_first_and_one_closed_early_has_the_day_on_which_it_was(cast: Cast) -> None:
    version = small_version(cast)
    for _number in range(3):
        opened_round(cast, version)
    close_round(round=Round.objects.get(number=2), actor=cast.lead)
    # The row that was written last is read last where nothing else is said
    Round.objects.filter(number=3).update(created_at=Round.objects.get(number=1).created_at)
    rows = factories.signed_in(cast.lead).get(reverse("rounds", args=["small"])).context["rows"]
    assert [row["round"].number for row in rows] == [3, 2, 1]
    closed = Round.objects.get(number=2)
    assert closed.closed_at is not None
    assert closed.closed_at < closed.closes_at
    assert [row["closing"] for row in rows] == [rows[0]["round"].closes_at, closed.closed_at, rows[2]["round"].closes_at]
