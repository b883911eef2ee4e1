"""What a change in a group means for its rounds that are not answered yet.

Both are called inside the verb that changes the membership, so that the trail names that verb and its actor.
"""

from django.db.models.functions import Now

from accounts.models import Group, User
from roadmap.domain.notifications import cancel_mail
from roadmap.enums import MailKind, RoundState
from roadmap.models import Invitation, InvitationLink, Round
from roadmap.querysets.round import InvitationQuerySet


def withdraw_on_leaving(person: User, group: Group) -> None:
    """Withdraw the person's places for the group: links open nothing, mails not yet sent are dropped, what was said stays."""
    invitations = list(_standing(person, group).select_related("round"))
    Invitation.objects.filter(pk__in=[each.pk for each in invitations]).update(revoked_at=Now())
    InvitationLink.objects.filter(invitation__in=invitations, used_at=None).delete()
    for each in invitations:
        cancel_mail(round=each.round, invitation=each, kinds=list(MailKind))


def follow_focal_point(person: User, group: Group, is_focal_point: bool) -> None:  # noqa: FBT001 the shape of the hook
    """Let the person speak for the group in its rounds, or no longer; what was signed off stays."""
    _standing(person, group).exclude(is_focal_point=is_focal_point).update(is_focal_point=is_focal_point)


def _standing(person: User, group: Group) -> InvitationQuerySet:
    """The person's places for the group, while nobody invites, writes or closes (``round_locks``)."""
    unanswered = Round.objects.filter(groups=group).exclude(state=RoundState.ANSWERED)
    held = list(unanswered.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))
    return Invitation.objects.standing().filter(round__in=held, round_group__group=group, user=person)
