"""Objects named by an address of a round, out of what the person may see."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from roadmap.models import Comment, Invitation, Roadmap, Round, RoundGroup
from roadmap.web import lookups

_HEAVY = "round__version__canonical"


def roadmap(user: User, key: str) -> Roadmap:
    """A roadmap for whoever sees its rounds: a monitor on it learns nothing of what groups say."""
    if not user.is_office:
        raise Http404
    return lookups.roadmap(user, key)


def round_(user: User, key: str, number: int) -> Round:
    """A round as the office sees it: a member reaches it through the own invitation only."""
    if not user.is_office:
        raise Http404
    rows = Round.objects.visible_to(user).select_related("roadmap", "version").defer("version__canonical")
    found: Round = get_object_or_404(rows, roadmap__key=key, number=number)
    return found


def round_group(user: User, key: str, number: int, group: UUID) -> RoundGroup:
    rows = RoundGroup.objects.select_related("group", "round__version", "round__roadmap").defer(_HEAVY)
    return get_object_or_404(rows, round=round_(user, key, number), group__uid=group)


def invitation(user: User, key: str, number: int, uid: UUID) -> Invitation:
    rows = Invitation.objects.visible_to(user).select_related("round__version", "round__roadmap", "round_group__group")
    found: Invitation = get_object_or_404(rows, round=round_(user, key, number), uid=uid)
    return found


def comment(user: User, key: str, number: int, uid: UUID) -> Comment:
    rows = (
        Comment.objects.visible_to(user).posted().with_context().select_related("round__roadmap", "round__version").defer(_HEAVY)
    )
    found: Comment = get_object_or_404(rows, round=round_(user, key, number), uid=uid)
    return found
