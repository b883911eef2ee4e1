"""Positions of members and of groups."""

import pytest

from accounts.domain.errors import Forbidden, Invalid
from roadmap.domain.deadlines import Late
from roadmap.domain.positions import PositionClash, take_position
from roadmap.domain.rounds import close_round
from roadmap.enums import Stand
from roadmap.models import Invitation, Position
from tests import factories
from tests.conftest import Cast
from tests.roadmap.domain.test_comments import EXAMS, place
from tests.roadmap.round_factories import opened_round


@pytest.fixture
def mine(cast: Cast) -> Invitation:
    return place(opened_round(cast), cast.reviewer)


@pytest.fixture
def focal(cast: Cast, mine: Invitation) -> Invitation:
    return place(mine.round, cast.focal_point)


def take(invitation: Invitation, stand: str = Stand.SUPPORT, item_ref: str | None = EXAMS, **more: object) -> Position:
    return take_position(invitation=invitation, item_ref=item_ref, stand=stand, actor=invitation.user, **more)


def test_a_member_has_one_position_per_item_and_one_on_the_whole(mine: Invitation) -> None:
    first = take(mine)
    again = take(mine)
    changed = take(mine, Stand.CONDITIONAL, conditions=" if counted by others ")
    whole = take(mine, Stand.NONE, None)
    assert (first.pk, again.pk, changed.pk, first.revision, again.revision, changed.revision) == (*[first.pk] * 3, 1, 1, 2)
    kept = set(Position.objects.values_list("item__ref", "stand", "conditions", "for_group"))
    assert kept == {(EXAMS, "conditional", "if counted by others", False), (None, "none", "", False)}
    assert whole.item is None


def test_conditions_belong_to_one_stand(mine: Invitation) -> None:
    with pytest.raises(Invalid) as refusal:
        take(mine, Stand.CONDITIONAL, conditions="  ")
    assert [problem.path for problem in refusal.value.problems] == ["conditions"]
    assert take(mine, Stand.SUPPORT, conditions="left over in the form").conditions == ""


@pytest.mark.parametrize("given", [{"stand": "perhaps"}, {"conditions": "x" * 4001}, {"conditions": "a\u202eb"}])
def test_what_is_not_right_is_named(mine: Invitation, given: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        take(mine, **{"stand": "conditional", "conditions": "if", **given})
    assert Position.objects.count() == 0


def test_only_the_focal_point_signs_off_for_the_group(mine: Invitation, focal: Invitation) -> None:
    with pytest.raises(Forbidden):
        take(mine, for_group=True)
    own, signed = take(focal), take(focal, Stand.CANNOT_ACCEPT, for_group=True)
    assert (own.for_group, signed.for_group, own.pk != signed.pk) == (False, True, True)


def test_two_focal_points_are_told_of_one_another(cast: Cast) -> None:
    second = factories.user(email="second@example.org")
    factories.membership(second, cast.group, focal_point=True)
    round_ = opened_round(cast)
    one, other = place(round_, cast.focal_point), place(round_, second)
    take(one, Stand.SUPPORT, for_group=True, base_revision=0)
    with pytest.raises(PositionClash) as refusal:
        take(other, Stand.CANNOT_ACCEPT, for_group=True, base_revision=0)
    assert refusal.value.current.stand == Stand.SUPPORT
    changed = take(other, Stand.CANNOT_ACCEPT, for_group=True, base_revision=1)
    assert (changed.invitation, changed.revision, Position.objects.count()) == (other, 2, 1)


def test_a_withheld_item_is_like_none_and_a_closed_round_is_late(cast: Cast) -> None:
    round_ = opened_round(cast, withheld={cast.group: [EXAMS]})
    mine = place(round_, cast.reviewer)
    for ref in (EXAMS, "criteria/none"):
        with pytest.raises(Invalid) as refusal:
            take(mine, item_ref=ref)
        assert str(refusal.value) == "There is no such item."
    close_round(round=round_, actor=cast.lead)
    with pytest.raises(Late):
        take(mine, item_ref="criteria/no-shelling")


def test_nobody_takes_a_position_in_anothers_place(cast: Cast, mine: Invitation) -> None:
    with pytest.raises(Forbidden):
        take_position(invitation=mine, item_ref=EXAMS, stand="support", actor=cast.focal_point)
