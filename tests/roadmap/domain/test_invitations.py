"""Later invitations, withdrawal and codes."""

import pytest

from accounts.domain.errors import Conflict, Invalid
from roadmap.domain.document.document import from_canonical
from roadmap.domain.invitations import invite_group, issue_codes, withdraw_invitation
from roadmap.domain.links import issue_link, peek_link
from roadmap.domain.queries.shown import shown_document
from roadmap.domain.rounds import close_round
from roadmap.enums import LinkKind, MailState
from roadmap.models import OutboxMail, Round
from tests import factories
from tests.conftest import Cast
from tests.roadmap.round_factories import opened_round, prepared_round


@pytest.fixture
def round_(cast: Cast) -> Round:
    """Open for the cast's first group only."""
    return opened_round(cast, groups=[cast.group])


def test_a_group_that_comes_later_reads_the_same_text_with_the_same_hash(cast: Cast, round_: Round) -> None:
    (late,) = invite_group(round=round_, group=cast.rival_group, actor=cast.lead)
    early = round_.invitations.get(user=cast.reviewer)
    assert shown_document(late).digest() == shown_document(early).digest() == round_.version.digest
    assert from_canonical(late.round.version.canonical).digest() == round_.version.digest
    assert OutboxMail.objects.filter(recipient=cast.rival).count() == 1


def test_a_group_that_comes_later_can_be_given_less(cast: Cast, round_: Round) -> None:
    (late,) = invite_group(round=round_, group=cast.rival_group, withheld=["criteria/exams"], actor=cast.lead)
    assert shown_document(late).entry("criteria/exams") is None


def test_who_joined_a_group_since_is_invited_and_nobody_twice(cast: Cast, round_: Round) -> None:
    newcomer = factories.user()
    factories.membership(newcomer, cast.group)
    assert [each.user for each in invite_group(round=round_, group=cast.group, actor=cast.lead)] == [newcomer]
    assert invite_group(round=round_, group=cast.group, actor=cast.lead) == []
    assert OutboxMail.objects.count() == 3


def test_a_later_invitation_needs_members_and_an_open_round(cast: Cast, round_: Round) -> None:
    with pytest.raises(Invalid):
        invite_group(round=round_, group=factories.group(), actor=cast.lead)
    close_round(round=round_, actor=cast.lead)
    for closed in (round_, prepared_round(cast, round_.version)):
        with pytest.raises(Conflict):
            invite_group(round=closed, group=cast.rival_group, actor=cast.lead)


def test_a_withdrawn_invitation_opens_nothing_and_is_mailed_nothing(cast: Cast, round_: Round) -> None:
    invitation = round_.invitations.get(user=cast.reviewer)
    token = issue_link(invitation=invitation, kind=LinkKind.LINK, expires_at=round_.closes_at)
    withdrawn = withdraw_invitation(invitation=invitation, actor=cast.lead)
    assert withdrawn.revoked_at is not None
    assert peek_link(token) is None
    assert OutboxMail.objects.get(recipient=cast.reviewer).state == MailState.CANCELLED
    assert OutboxMail.objects.get(recipient=cast.focal_point).state == MailState.QUEUED
    with pytest.raises(Conflict):
        withdraw_invitation(invitation=invitation, actor=cast.lead)


def test_codes_are_made_for_those_who_are_invited(cast: Cast, round_: Round) -> None:
    slips = issue_codes(round=round_, group=cast.group, actor=cast.lead)
    assert [slip.is_focal_point for slip in slips] == [True, False]
    assert peek_link(slips[0].code).user == cast.focal_point
    with pytest.raises(Conflict):
        issue_codes(round=round_, group=cast.rival_group, actor=cast.lead)
