"""Who may do what with roadmaps, versions, rounds and comments. The one place that decides.

What a person may see is decided by ``visible_to(user)`` of the querysets; these predicates decide what may be done with it.
"""

from typing import Any

import rules

from accounts.enums import Role
from accounts.rules import is_administrator, is_office, may_read_identities
from roadmap.models import Comment, ExportJob, Invitation, Roadmap, RoundGroup


def roadmap_of(target: Any) -> int | None:
    """The roadmap that an object belongs to."""
    if isinstance(target, Roadmap):
        return target.pk
    if isinstance(target, ExportJob):
        return target.version.roadmap_id
    if isinstance(target, Comment | Invitation | RoundGroup):
        return target.round.roadmap_id
    return getattr(target, "roadmap_id", None)


@rules.predicate
def is_assigned_facilitator(user: Any, target: Any) -> bool:
    """Facilitators work only on roadmaps that they are assigned to."""
    if not user.is_authenticated or user.role != Role.FACILITATOR:
        return False
    return bool(user.assignments.filter(roadmap_id=roadmap_of(target)).exists())


@rules.predicate
def is_lead(user: Any, target: Any) -> bool:
    return bool(user.is_authenticated and user.assignments.filter(roadmap_id=roadmap_of(target), role="lead").exists())


@rules.predicate
def is_facilitator(user: Any) -> bool:
    return bool(user.is_authenticated and user.role == Role.FACILITATOR)


@rules.predicate
def is_reviewer(user: Any) -> bool:
    return bool(user.is_authenticated and user.role == Role.REVIEWER)


@rules.predicate
def is_own_invitation(user: Any, target: Any) -> bool:
    """The invitation, or that of the place within a round, is the person's own and was not withdrawn."""
    own = getattr(target, "invitation", target)
    return bool(isinstance(own, Invitation) and own.user_id == user.pk and own.revoked_at is None)


@rules.predicate
def is_focal_point(user: Any, target: Any) -> bool:  # noqa: ARG001 predicates have one shape
    """The invitation is that of one who speaks for the group."""
    return bool(getattr(getattr(target, "invitation", target), "is_focal_point", False))


@rules.predicate
def is_own_comment(user: Any, target: Any) -> bool:
    comment = getattr(target, "comment", target)
    return bool(isinstance(comment, Comment) and comment.invitation.user_id == user.pk)


sees_roadmap = is_administrator | is_assigned_facilitator

rules.add_perm("roadmap.list_roadmaps", is_office)
rules.add_perm("roadmap.create_roadmap", is_facilitator)
rules.add_perm("roadmap.view_draft", sees_roadmap)
rules.add_perm("roadmap.edit_draft", is_assigned_facilitator)
rules.add_perm("roadmap.freeze", is_assigned_facilitator)
rules.add_perm("roadmap.view_version", sees_roadmap)
rules.add_perm("roadmap.compare", sees_roadmap)
rules.add_perm("roadmap.export", sees_roadmap)
rules.add_perm("roadmap.assign", is_administrator)
rules.add_perm("roadmap.manage_themes", is_administrator)
rules.add_perm("roadmap.view_round", sees_roadmap)
rules.add_perm("roadmap.manage_round", is_assigned_facilitator)
rules.add_perm("roadmap.read_identity", may_read_identities & sees_roadmap)
rules.add_perm("roadmap.view_comments", sees_roadmap)
rules.add_perm("roadmap.answer", is_assigned_facilitator)
rules.add_perm("roadmap.list_invitations", is_reviewer)
rules.add_perm("roadmap.review", is_own_invitation)
rules.add_perm("roadmap.see_group", is_own_invitation & is_focal_point)
rules.add_perm("roadmap.change_comment", is_own_comment)
