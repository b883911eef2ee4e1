"""How comments and days are put before a member: who wrote is said as the round allows, and when by the day."""

import datetime as dt
import hashlib
from dataclasses import dataclass, field

import rfc8785
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.days import day_of, local_day
from accounts.models.text import in_language
from roadmap.enums import CommentKind, CommentState, Visibility
from roadmap.models import Comment, Invitation

#: Longer comments are cut in lists; their own page has them whole.
CUT = 700
KIND_ICONS = {
    CommentKind.CONCERN: "concern",
    CommentKind.QUESTION: "question",
    CommentKind.SUGGESTION: "wording",
    CommentKind.SUPPORT: "support",
    CommentKind.RED_LINE: "red-line",
}
_TONES = {CommentKind.RED_LINE: "bad", CommentKind.SUPPORT: "good"}


@dataclass
class Said:
    """A comment as one member reads it."""

    comment: Comment
    author: str
    is_own: bool
    day: str
    replies: list["Said"] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return str(CommentKind(self.comment.kind).label)

    @property
    def readers(self) -> str:
        """Who reads an own comment."""
        if self.comment.visibility == Visibility.OFFICE:
            return _("Read by the office only")
        if self.comment.visibility == Visibility.GROUP:
            return _("Read by the office and your group")
        return _("Read by everyone in this review")

    @property
    def icon(self) -> str:
        return KIND_ICONS[CommentKind(self.comment.kind)]

    @property
    def tone(self) -> str:
        return _TONES.get(CommentKind(self.comment.kind), "")

    @property
    def theme(self) -> str:
        return in_language(self.comment.theme.name) if self.comment.theme else ""

    @property
    def is_draft(self) -> bool:
        return self.comment.state == CommentState.DRAFT

    @property
    def is_withdrawn(self) -> bool:
        return self.comment.state == CommentState.WITHDRAWN

    @property
    def is_long(self) -> bool:
        return len(self.comment.text) > CUT or len(self.comment.proposed) > CUT


def say(comment: Comment, reader: Invitation, language: str) -> Said:
    """``comment`` as ``reader`` may read it."""
    own = comment.invitation_id == reader.pk
    return Said(comment, author_words(comment, reader), own, day_words(comment.posted_at, language))


def author_words(comment: Comment, reader: Invitation) -> str:
    """“You”, or as much of the group as the round and the author's own choice of readers allow."""
    if comment.invitation_id == reader.pk:
        return _("You")
    if reader.round.show_group_names:
        return _("A member of %(group)s") % {"group": in_language(comment.round_group.group.name)}
    if comment.visibility == Visibility.GROUP and comment.round_group_id == reader.round_group_id:
        return _("A member of your group")
    return _("A participant")


def day_words(at: dt.datetime | None, language: str) -> str:
    return local_day(day_of(at), language) if at else ""


def time_left_words(at: dt.datetime, now: dt.datetime) -> str:
    """“5 days left”, in hours on the last two days, never less than an hour."""
    hours = max(int((at - now).total_seconds() // 3600), 1)
    if hours < 48:
        return ngettext("%(count)d hour left", "%(count)d hours left", hours) % {"count": hours}
    return ngettext("%(count)d day left", "%(count)d days left", hours // 24) % {"count": hours // 24}


def comment_hash(comment: Comment) -> str:
    """SHA-256 over receipt, text and proposed wording as canonical JSON (RFC 8785): proof of what was received."""
    said = {"receipt": comment.receipt, "text": comment.text, "proposed": comment.proposed}
    return hashlib.sha256(rfc8785.dumps(said)).hexdigest()
