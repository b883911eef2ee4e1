"""From an address to an object, among what the person may see; Http404 says the same of hidden and of missing."""

from typing import Any
from uuid import UUID

from django.http import Http404

from accounts.models import ApiToken, Group, Membership, User


def visible_person(user: Any, uid: UUID) -> User:
    person: User | None = User.objects.visible_to(user).filter(uid=uid).first()
    if person is None:
        raise Http404
    return person


def visible_group(user: Any, uid: UUID) -> Group:
    """A group with its ``member_count`` and ``focal_point_count``."""
    group: Group | None = Group.objects.visible_to(user).with_member_counts().filter(uid=uid).first()
    if group is None:
        raise Http404
    return group


def visible_membership(user: Any, uid: UUID, member: UUID) -> Membership:
    """Who is in a group is for administrators; to anybody else there is nothing at this address."""
    if not user.has_perm("accounts.manage_groups"):
        raise Http404
    memberships = Membership.objects.select_related("group", "user")
    membership = memberships.filter(group__uid=uid, user__uid=member).first()
    if membership is None:
        raise Http404
    return membership


def own_token(user: Any, uid: UUID) -> ApiToken:
    token: ApiToken | None = ApiToken.objects.filter(user=user, uid=uid).first()
    if token is None:
        raise Http404
    return token
