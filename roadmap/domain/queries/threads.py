"""Comments on one item, or on the whole, as a member reads them. A constant number of queries and of rows."""

from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import TruncDate

from roadmap.domain.clock import DAMASCUS
from roadmap.domain.queries.shown import readable_comments
from roadmap.enums import CommentState
from roadmap.models import Comment, Invitation, VersionItem
from roadmap.querysets.comment import CommentQuerySet

PAGE = 50
REPLIES = 100
#: Counting stops here: more is more.
COUNTED = 200


@dataclass
class Threads:
    """``roots``: first comments in random order, which is not that of arrival. ``after``: where the next page goes on, or None.

    ``total`` stops at COUNTED. ``replies``: by the first comment's id, by day; ``more_replies``: those that were left out.
    """

    own: list[Comment]
    roots: list[Comment]
    replies: dict[int, list[Comment]] = field(default_factory=dict)
    after: UUID | None = None
    total: int = 0
    more_replies: bool = False


def threads_on(invitation: Invitation, item: VersionItem | None, *, after: UUID | None = None) -> Threads:
    """The member's own comments with drafts, and a page of what others opened to the member, with replies."""
    here = _here(invitation, item)
    own = list(here.filter(invitation=invitation).exclude(state=CommentState.WITHDRAWN).with_author_and_theme().order_by("-id"))
    # Numbers first: the page's rows are joined with all that is shown of them only once they are known.
    found = list(first_page(invitation, item, after))
    roots = list(Comment.objects.filter(pk__in=found[:PAGE]).with_author_and_theme().order_by("uid"))
    replies = _replies(here, [*roots, *own])
    shown = {reply.pk for answers in replies.values() for reply in answers}
    return Threads(
        own=[comment for comment in own if comment.pk not in shown],
        roots=roots,
        replies=replies,
        after=roots[-1].uid if len(found) > PAGE else None,
        total=len(found) if not after and len(found) <= PAGE else _firsts(here, invitation).order_by()[: COUNTED + 1].count(),
        more_replies=len(shown) >= REPLIES,
    )


def replies_to(invitation: Invitation, comment: Comment) -> list[Comment]:
    """What was answered to a first comment, by day."""
    return _replies(readable_comments(invitation), [comment]).get(comment.pk, [])


def first_page(invitation: Invitation, item: VersionItem | None, after: UUID | None = None) -> QuerySet[Comment, int]:
    """The numbers of a page's first comments and one more, in random order, which an index holds."""
    firsts = _firsts(_here(invitation, item), invitation)
    page = firsts.filter(uid__gt=after) if after else firsts
    return page.order_by("uid").values_list("pk", flat=True)[: PAGE + 1]


def _here(invitation: Invitation, item: VersionItem | None) -> CommentQuerySet:
    return readable_comments(invitation).filter(item=item)


def _firsts(rows: CommentQuerySet, reader: Invitation) -> CommentQuerySet:
    """Others' first comments of threads; an answer to one that was withdrawn stands alone."""
    first = Q(parent=None) | Q(parent__state=CommentState.WITHDRAWN)
    return rows.posted().exclude(invitation=reader).filter(first)


def _replies(rows: CommentQuerySet, to: list[Comment]) -> dict[int, list[Comment]]:
    found: dict[int, list[Comment]] = {}
    firsts = [comment.pk for comment in to if comment.parent_id is None]
    if not firsts:
        return found
    answers = rows.posted().filter(parent__in=firsts).with_author_and_theme()
    # By the day that is shown: by that of another zone the order would tell the hour.
    for reply in answers.order_by(TruncDate("posted_at", tzinfo=DAMASCUS), "uid")[:REPLIES]:
        found.setdefault(reply.parent_id or 0, []).append(reply)
    return found
