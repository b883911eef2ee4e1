"""What became of a member's comments, once the office has released its answers."""

from dataclasses import dataclass
from uuid import UUID

from accounts.models.text import in_language, language_of
from roadmap.domain.document.presenting import Words
from roadmap.domain.queries.shown import readable_comments
from roadmap.enums import CommentState, RoundState
from roadmap.models import Comment, Invitation, Response, VersionItem


@dataclass(frozen=True)
class Answer:
    """The office's answer. ``change``: the item that was changed because of it, in a later round to which the member is
    invited too (``later``), else None.
    """

    response: Response
    change: VersionItem | None = None
    later: UUID | None = None

    @property
    def reason(self) -> Words:
        """Why, in the active language where it was written in it."""
        language = language_of(self.response.reason)
        return Words(in_language(self.response.reason), language)

    @property
    def change_key(self) -> str:
        return self.change.ref.partition("/")[2] if self.change else ""


def own_comments(invitation: Invitation) -> list[Comment]:
    """The member's drafts and comments in this round in the order of the document, the whole first."""
    rows = readable_comments(invitation).filter(invitation=invitation)
    kept = rows.exclude(state=CommentState.WITHDRAWN, response=None).with_context()
    return sorted(kept, key=lambda each: (each.item.position if each.item else -1, each.pk))


def where_it_led(invitation: Invitation, comments: list[Comment]) -> dict[int, Answer]:
    """Released answers to the member's own ``comments``, by comment. Two queries at most."""
    if invitation.round.state != RoundState.ANSWERED:
        return {}
    released = {
        comment.pk: comment.response
        for comment in comments
        if comment.invitation_id == invitation.pk and hasattr(comment, "response") and comment.response.released_at
    }
    later = _later(invitation)
    if later is None:
        return {pk: Answer(response) for pk, response in released.items()}
    refs = {response.change for response in released.values() if response.change}
    items = VersionItem.objects.filter(version=later.round.version_id, ref__in=refs)
    changed = {item.ref: item for item in items.exclude(withheld_from=later.round_group_id)}
    return {
        pk: Answer(response, changed[response.change], later.uid) if response.change in changed else Answer(response)
        for pk, response in released.items()
    }


def _later(invitation: Invitation) -> Invitation | None:
    """The member's place in the latest round on a later version of the same roadmap."""
    mine = Invitation.objects.visible_to(invitation.user).select_related("round")
    version = invitation.round.version
    later = mine.filter(round__roadmap=invitation.round.roadmap_id, round__version__number__gt=version.number)
    return later.order_by("-round__number").first()
