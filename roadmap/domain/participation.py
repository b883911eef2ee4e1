"""A member's part in a round: what is left to do, and being finished."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models.functions import Now

from accounts.domain.acting import verb
from accounts.models import User
from roadmap.domain.deadlines import hold_open_for, require_own
from roadmap.domain.document import Document, Entry
from roadmap.domain.queries.shown import shown_document
from roadmap.enums import CommentState
from roadmap.models import Comment, Invitation, Position

#: Kinds that say what there is, not what shall be; one may comment on them, but no position is asked for.
BACKGROUND = frozenset({"areas", "crossings", "sectors", "mandates"})


@dataclass
class Done:
    """What a member did about one item, or about the whole."""

    stand: str = ""
    group_stand: str = ""
    comments: int = 0
    drafts: int = 0

    @property
    def is_answered(self) -> bool:
        return bool(self.stand or self.comments)


@dataclass
class LeftToDo:
    """``by_ref``: what was done, by ``<kind>/<key>``; "" is the whole. ``wanted``: items for which a position is asked."""

    document: Document
    is_focal_point: bool
    by_ref: dict[str, Done] = field(default_factory=lambda: defaultdict(Done))

    @property
    def wanted(self) -> list[Entry]:
        return wanted_of(self.document)

    @property
    def open(self) -> Iterator[Entry]:
        """Items that the member has neither taken a position on nor commented on."""
        return (entry for entry in self.wanted if not self.by_ref[entry.ref].is_answered)

    @property
    def total(self) -> int:
        return len(self.wanted)

    @property
    def answered(self) -> int:
        return sum(self.by_ref[entry.ref].is_answered for entry in self.wanted)

    @property
    def next(self) -> Entry | None:
        return next(self.open, None)

    @property
    def drafts(self) -> int:
        return sum(done.drafts for done in self.by_ref.values())

    @property
    def has_overall(self) -> bool:
        """Whether the member took a position on the whole."""
        return bool(self.by_ref[""].stand)

    @property
    def needs_group_overall(self) -> bool:
        """Whether the focal point has not signed off the group's position on the whole."""
        return self.is_focal_point and not self.by_ref[""].group_stand


def wanted_of(document: Document) -> list[Entry]:
    """The items of a document for which a position is asked."""
    return [entry for entry in document if entry.kind not in BACKGROUND]


def left_to_do(invitation: Invitation) -> LeftToDo:
    """What the member did and what is left, in four queries."""
    left = LeftToDo(shown_document(invitation), invitation.is_focal_point)
    rows = Comment.objects.filter(invitation=invitation, state__in=[CommentState.POSTED, CommentState.DRAFT])
    for ref, state in rows.values_list("item__ref", "state"):
        done = left.by_ref[ref or ""]
        if state == CommentState.POSTED:
            done.comments += 1
        else:
            done.drafts += 1
    own = Position.objects.filter(invitation=invitation, for_group=False)
    for ref, stand in own.values_list("item__ref", "stand"):
        left.by_ref[ref or ""].stand = stand
    group = Position.objects.filter(round_group=invitation.round_group_id, for_group=True)
    for ref, stand in group.values_list("item__ref", "stand"):
        left.by_ref[ref or ""].group_stand = stand
    return left


@verb
def finish(*, invitation: Invitation, actor: User) -> None:
    """The member says to be done: no reminder comes any more. Everything can still be changed until closing. Raises Late."""
    require_own(invitation, actor)
    hold_open_for(invitation)
    Invitation.objects.filter(pk=invitation.pk, finished_at=None).update(finished_at=Now())


@verb
def reopen(*, invitation: Invitation, actor: User) -> None:
    """The member goes on after all. Raises Late."""
    require_own(invitation, actor)
    hold_open_for(invitation)
    Invitation.objects.filter(pk=invitation.pk).update(finished_at=None)
