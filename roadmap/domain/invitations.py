"""Who is invited to a round: pseudonyms, later invitations, withdrawal, codes on paper."""

import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import verb
from accounts.domain.errors import Conflict, Invalid, Problem
from accounts.enums import Role
from accounts.models import Group, Membership, User
from roadmap.domain.links import issue_links, new_code
from roadmap.domain.notifications import cancel_mail, promise_mail
from roadmap.domain.round_locks import locked_open_round, locked_round
from roadmap.domain.withholding import withhold
from roadmap.enums import LinkKind, MailKind
from roadmap.models import Invitation, InvitationLink, Round, RoundGroup

_PSEUDONYM_LENGTH = 5
_chance = secrets.SystemRandom()


@dataclass(frozen=True)
class Slip:
    """A code for a member who gets no mail; shown once. Neither name nor pseudonym stands on it."""

    code: str
    language: str
    is_focal_point: bool


@verb
def invite_group(*, round: Round, group: Group, actor: User, withheld: Collection[str] = ()) -> list[Invitation]:  # noqa: A002
    """Invite a group to an open round, or those who joined it since: they see the same version. Raises Conflict or Invalid.

    ``withheld`` counts for a group that is new to the round; an invited group keeps what was decided for it.
    """
    round_ = locked_open_round(round)
    round_group, made = RoundGroup.objects.select_related("group", "round").get_or_create(round=round_, group=group)
    if made:
        withhold(round_group, withheld)
    invitations = invite_members(round_groups=[round_group])
    if made and not invitations:
        raise Invalid(_("The group has no member to invite."), [Problem("group", _("Choose a group with members."))])
    promise_mail(invitations=invitations, kind=MailKind.INVITATION)
    return invitations


@verb
def withdraw_invitation(*, invitation: Invitation, actor: User) -> Invitation:
    """Take an invitation back: its links open nothing any more, mails not yet sent are dropped, what was said stays."""
    locked_round(invitation.round)
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.revoked_at is not None:
        raise Conflict(_("The invitation was withdrawn already."))
    invitation.revoked_at = Now()
    invitation.save(update_fields=["revoked_at"])
    invitation.links.filter(used_at=None).delete()
    cancel_mail(round=invitation.round, invitation=invitation, kinds=list(MailKind))
    invitation.refresh_from_db()
    return invitation


@verb
def issue_codes(*, round: Round, group: Group, actor: User) -> list[Slip]:  # noqa: A002
    """Codes for a group's members, good until the round closes; codes given out before and not used stop working.

    Raises Conflict if the round is not open.
    """
    round_ = locked_open_round(round)
    mine = Invitation.objects.standing().filter(round=round_, round_group__group=group).select_related("user")
    invitations = list(mine.order_by("-is_focal_point", "uid"))
    if not invitations:
        raise Conflict(_("Nobody of this group is invited."))
    InvitationLink.objects.filter(invitation__in=invitations, kind=LinkKind.CODE, used_at=None).delete()
    codes = issue_links(invitations=invitations, kind=LinkKind.CODE, expires_at=round_.closes_at)
    return [
        Slip(code, invitation.user.language, invitation.is_focal_point)
        for code, invitation in zip(codes, invitations, strict=True)
    ]


def invite_members(*, round_groups: Sequence[RoundGroup]) -> list[Invitation]:
    """Give every member who has none yet an invitation. One person has one place: as focal point, else in the first group.

    The rows come in random order, so that nothing can be learned from their numbers.
    """
    if not round_groups:
        return []
    round_ = round_groups[0].round
    by_group = {each.group_id: each for each in round_groups}
    taken = dict(round_.invitations.values_list("user_id", "pseudonym"))
    members = Membership.objects.filter(group__in=by_group, user__is_active=True, user__role=Role.REVIEWER)
    places: dict[int, Membership] = {}
    for membership in members.select_related("user").order_by(F("is_focal_point").desc(), "group__key"):
        if membership.user_id not in taken:
            places.setdefault(membership.user_id, membership)
    chosen = list(places.values())
    _chance.shuffle(chosen)
    names = _pseudonyms(len(chosen), set(taken.values()))
    return Invitation.objects.bulk_create(
        Invitation(
            round=round_,
            round_group=by_group[membership.group_id],
            user=membership.user,
            pseudonym=name,
            is_focal_point=membership.is_focal_point,
        )
        for membership, name in zip(chosen, names, strict=True)
    )


def _pseudonyms(count: int, taken: Iterable[str]) -> list[str]:
    """``count`` new names such as ``P-7KD2M``: random, and different from those taken in the round."""
    found: set[str] = set()
    known = set(taken)
    while len(found) < count:
        name = f"P-{new_code(_PSEUDONYM_LENGTH)}"
        if name not in known:
            found.add(name)
    return list(found)
