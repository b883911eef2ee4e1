"""What becomes of a member's places in rounds when the member leaves a group or speaks for it."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.domain.errors import Forbidden
from accounts.domain.groups import remove_member, set_focal_point
from accounts.models import AuditEntry, Membership
from roadmap.domain.comments import post_comment
from roadmap.domain.links import issue_link, peek_link
from roadmap.enums import LinkKind, MailState, RoundState
from roadmap.models import Comment, Invitation, OutboxMail, Round
from tests import factories
from tests.conftest import Cast
from tests.roadmap.round_factories import opened_round, posted_comment


def place(cast: Cast, round_: Round) -> Invitation:
    return Invitation.objects.get(round=round_, user=cast.reviewer)


def leave(cast: Cast) -> None:
    remove_member(membership=Membership.objects.get(user=cast.reviewer, group=cast.group), actor=cast.administrator)


@pytest.fixture
def rounds(cast: Cast) -> dict[str, Round]:
    """The same version in an open round, a closed one and an answered one."""
    first = opened_round(cast)
    found = {"open": first, "closed": opened_round(cast, first.version), "answered": opened_round(cast, first.version)}
    for state, round_ in found.items():
        Round.objects.filter(pk=round_.pk).update(state=RoundState(state))
    return found


def test_who_leaves_a_group_loses_the_places_in_rounds_not_answered(cast: Cast, rounds: dict[str, Round]) -> None:
    leave(cast)
    withdrawn = Invitation.objects.exclude(revoked_at=None).order_by("round_id")
    assert [(one.user, one.round) for one in withdrawn] == [(cast.reviewer, rounds["open"]), (cast.reviewer, rounds["closed"])]
    assert list(Invitation.objects.visible_to(cast.reviewer)) == [place(cast, rounds["answered"])]
    assert Invitation.objects.visible_to(cast.focal_point).count() == 3


def test_who_leaves_a_group_cannot_write_for_it_and_what_was_written_stays(cast: Cast, rounds: dict[str, Round]) -> None:
    mine = place(cast, rounds["open"])
    posted_comment(mine)
    leave(cast)
    with pytest.raises(Forbidden):
        post_comment(
            invitation=mine,
            item_ref=None,
            client_key=uuid.uuid4(),
            actor=cast.reviewer,
            kind="concern",
            visibility="group",
            text="Still here",
        )
    assert Comment.objects.filter(invitation=mine).count() == 1


def test_links_and_queued_mails_go_with_the_member(cast: Cast, rounds: dict[str, Round]) -> None:
    until = timezone.now() + timedelta(days=1)
    mine = issue_link(invitation=place(cast, rounds["open"]), kind=LinkKind.LINK, expires_at=until)
    theirs = issue_link(invitation=rounds["open"].invitations.get(user=cast.focal_point), kind=LinkKind.CODE, expires_at=until)
    leave(cast)
    assert (peek_link(mine), peek_link(theirs) is None) == (None, False)
    assert not place(cast, rounds["open"]).links.exists()
    cancelled = OutboxMail.objects.filter(state=MailState.CANCELLED).order_by("round_id")
    assert [(row.recipient, row.round) for row in cancelled] == [
        (cast.reviewer, rounds["open"]),
        (cast.reviewer, rounds["closed"]),
    ]


def test_a_place_for_another_group_is_kept(cast: Cast, rounds: dict[str, Round]) -> None:
    other = factories.membership(cast.reviewer, cast.rival_group)
    remove_member(membership=other, actor=cast.administrator)
    assert not Invitation.objects.exclude(revoked_at=None).exists()


def test_who_speaks_for_the_group_is_so_in_rounds_not_answered(cast: Cast, rounds: dict[str, Round]) -> None:
    def speaks() -> dict[str, bool]:
        return {state: place(cast, round_).is_focal_point for state, round_ in rounds.items()}

    membership = Membership.objects.get(user=cast.reviewer)
    set_focal_point(membership=membership, is_focal_point=True, actor=cast.administrator)
    assert speaks() == {"open": True, "closed": True, "answered": False}
    Invitation.objects.filter(round=rounds["answered"]).update(is_focal_point=True)
    set_focal_point(membership=membership, is_focal_point=False, actor=cast.administrator)
    assert speaks() == {"open": False, "closed": False, "answered": True}


def test_the_trail_names_the_administrator_for_all_of_it(cast: Cast, rounds: dict[str, Round]) -> None:
    set_focal_point(membership=Membership.objects.get(user=cast.reviewer), is_focal_point=True, actor=cast.administrator)
    leave(cast)
    entries = AuditEntry.objects.filter(actor=str(cast.administrator.pk)).order_by("id")
    assert list(entries.values_list("verb", "table")) == [
        ("set_focal_point", "accounts_membership"),
        ("set_focal_point", "roadmap_invitation"),
        ("set_focal_point", "roadmap_invitation"),
        ("remove_member", "accounts_membership"),
        ("remove_member", "roadmap_invitation"),
        ("remove_member", "roadmap_invitation"),
        ("remove_member", "roadmap_outboxmail"),
        ("remove_member", "roadmap_outboxmail"),
    ]
