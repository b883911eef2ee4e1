"""What an address of the reviewer's pages names, out of what the member is shown. Anything else is not found."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from roadmap.domain.document import Entry
from roadmap.domain.queries.shown import shown_entry
from roadmap.enums import CommentState
from roadmap.models import Comment, Invitation
from roadmap.web import lookups

#: Stands for the whole version where an address otherwise names an item.
WHOLE = "whole"


@dataclass(frozen=True)
class Place:
    """What one comments on: an item of the version as the member is shown it, or the whole (``entry`` None)."""

    invitation: Invitation
    entry: Entry | None

    @property
    def ref(self) -> str | None:
        return self.entry.ref if self.entry else None


@dataclass(frozen=True)
class Read:
    """A comment, and the invitation by which the member reads it."""

    invitation: Invitation
    comment: Comment


def seat(user: User, uid: UUID) -> Invitation:
    """A member's own place in a round; the office finds those of its rounds, and may not take them."""
    found = lookups.invitation(user, uid)
    if found.user_id == user.pk:
        found.user = user
    return found


def whole(user: User, uid: UUID) -> Place:
    return Place(seat(user, uid), None)


def place(user: User, uid: UUID, kind: str, key: str) -> Place:
    found = seat(user, uid)
    entry = shown_entry(found, f"{kind}/{key}")
    if entry is None:
        raise Http404
    return Place(found, entry)


def comment(user: User, uid: UUID, comment: UUID) -> Read:
    """A comment that the member reads."""
    reader = seat(user, uid)
    rows = Comment.objects.visible_to(user).filter(round=reader.round_id).with_context().select_related("invitation")
    return Read(reader, get_object_or_404(rows.exclude(state=CommentState.WITHDRAWN, response=None), uid=comment))
