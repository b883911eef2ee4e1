"""What a person's own file of data says of rounds."""

import pytest
from django.utils import timezone

from roadmap.domain.queries.my_review import my_review
from roadmap.enums import CommentState, Stand
from roadmap.models import Invitation, Position
from tests import factories
from tests.conftest import Cast
from tests.roadmap.round_factories import opened_round, posted_comment


def test_the_file_of_own_data_holds_what_one_wrote_and_nobody_elses(cast: Cast) -> None:
    round_ = opened_round(cast)
    mine, theirs = (Invitation.objects.get(round=round_, user=person) for person in (cast.reviewer, cast.focal_point))
    posted_comment(mine, text="What I say", visibility="group", receipt="R-1")
    posted_comment(mine, None, text="What I think", state=CommentState.DRAFT, posted_at=None)
    posted_comment(theirs, text="What another says", visibility="round")
    for invitation, stand, group in ((mine, Stand.SUPPORT, False), (theirs, Stand.CANNOT_ACCEPT, True)):
        Position.objects.create(
            round=round_, invitation=invitation, round_group=invitation.round_group, stand=stand, for_group=group
        )
    response = factories.signed_in(cast.reviewer).get("/profile/data/")
    today = timezone.now().date().isoformat()
    said = {"kind": "concern", "theme": None, "quote": "", "proposed": "", "written": today, "changed": None}
    assert response.json()["reviews"] == [
        {
            "roadmap": "small",
            "version": 1,
            "round": 1,
            "group": "homs-women",
            "is_focal_point": False,
            "came_in": None,
            "finished": None,
            "withdrawn": None,
            "comments": [
                said
                | {
                    "item": "criteria/exams",
                    "text": "What I say",
                    "visibility": "group",
                    "state": "posted",
                    "receipt": "R-1",
                    "posted": today,
                },
                said
                | {
                    "item": None,
                    "text": "What I think",
                    "visibility": "office",
                    "state": "draft",
                    "receipt": "",
                    "posted": None,
                },
            ],
            "positions": [{"item": None, "stand": "support", "conditions": "", "for_group": False, "changed": today}],
        }
    ]
    for secret in (mine.pseudonym, theirs.pseudonym, "What another says", "cannot_accept"):
        assert secret not in response.content.decode()


def test_ones_own_words_stay_ones_own_after_a_withdrawal(cast: Cast) -> None:
    mine = Invitation.objects.get(round=opened_round(cast), user=cast.reviewer)
    posted_comment(mine, text="What I say")
    Invitation.objects.filter(pk=mine.pk).update(revoked_at=timezone.now())
    (entry,) = my_review(cast.reviewer)
    assert entry["withdrawn"] == timezone.now().date().isoformat()
    assert [comment["text"] for comment in entry["comments"]] == ["What I say"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_file_costs_the_same_for_any_number(cast: Cast, count: int, django_assert_num_queries: object) -> None:
    first = opened_round(cast)
    for round_ in [first, *(opened_round(cast, first.version) for _more in range(count - 1))]:
        posted_comment(Invitation.objects.get(round=round_, user=cast.reviewer))
    with django_assert_num_queries(3):  # type: ignore[operator]
        found = my_review(cast.reviewer)
    assert [entry["round"] for entry in found] == list(range(count, 0, -1))


def test_somebody_who_reviewed_nothing_has_none(cast: Cast) -> None:
    opened_round(cast)
    assert my_review(cast.lead) == []
