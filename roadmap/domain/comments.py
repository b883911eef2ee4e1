"""Comments of members: drafted, posted, edited and withdrawn until the round closes.

The database's clock decides what was in time (``deadlines``). Items withheld from a group are for its members like items that
do not exist.
"""

import uuid
from collections.abc import Iterator
from typing import NotRequired, TypedDict, Unpack

from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import verb
from accounts.domain.errors import Conflict, Invalid, Problem
from accounts.domain.wording import too_long
from accounts.models import User
from roadmap.domain.deadlines import Held, Late, hold_open_for, require_own
from roadmap.domain.document.folding import fold
from roadmap.domain.document.values import Report, clean_text
from roadmap.domain.links import new_code
from roadmap.domain.queries.shown import shown_item
from roadmap.domain.scripts import guess_language
from roadmap.enums import COMMENT_MOVES, CommentKind, CommentState, Visibility
from roadmap.models import Comment, Invitation, Theme

__all__ = ["Clash", "Late", "discard_draft", "edit_comment", "is_written", "post_comment", "save_draft", "withdraw_comment"]
LONGEST = 10_000
_RECEIPT_SIGNS = 12
_WIDTH = list(Visibility.values)
_TEXTS = ("text", "proposed", "quote")


class Clash(Conflict):
    """The comment was changed elsewhere meanwhile; ``current`` holds what it says now. Neither text is lost."""

    code = "clash"

    def __init__(self, current: Comment) -> None:
        super().__init__(_("This comment was changed in another place meanwhile. Both texts are shown; nothing was overwritten."))
        self.current = current


class Words(TypedDict):
    """What a comment says, as it was typed: ``text``, ``proposed`` wording, and the passage it is on (``quote``)."""

    kind: str
    visibility: str
    text: str
    proposed: NotRequired[str]
    quote: NotRequired[str]
    theme: NotRequired[Theme | None]


@verb
def post_comment(
    *,
    invitation: Invitation,
    item_ref: str | None,
    client_key: uuid.UUID,
    actor: User,
    parent: Comment | None = None,
    base_revision: int | None = None,
    **words: Unpack[Words],
) -> Comment:
    """Post a comment on an item of the round's version, or on the whole (``item_ref`` None), and give it a receipt.

    Idempotent: the same ``client_key`` is the same comment, also after closing; with other words it is a Clash. A draft with this
    key is what gets posted; ``base_revision`` is as in :func:`save_draft`. Raises Late, Invalid, Forbidden, Clash.
    """
    require_own(invitation, actor)
    earlier = Comment.objects.filter(invitation=invitation, client_key=client_key)
    try:
        held = hold_open_for(invitation)
    except Late:
        # What was accepted in time is acknowledged for ever, however late its sender asks again.
        accepted = earlier.exclude(state=CommentState.DRAFT).first()
        if accepted is None:
            raise
        return _same(accepted, words)
    found = earlier.first()
    if found is not None and found.state != CommentState.DRAFT:
        return _same(found, words)
    _require_latest(found, base_revision, words)
    comment = found or Comment(invitation=invitation, client_key=client_key)
    _write(comment, invitation, item_ref, parent, words, held)
    if not (comment.text or comment.proposed):
        raise Invalid(_("The comment is empty."), [Problem("text", _("Write what you want to say."))])
    comment.state = CommentState.POSTED
    comment.posted_at = held.at
    comment.receipt = new_code(_RECEIPT_SIGNS, group=4)
    comment.save()
    return comment


@verb
def save_draft(
    *,
    invitation: Invitation,
    item_ref: str | None,
    client_key: uuid.UUID,
    actor: User,
    parent: Comment | None = None,
    base_revision: int | None = None,
    **words: Unpack[Words],
) -> Comment | None:
    """Keep a comment for later; nobody else sees it. Saving again with the same ``client_key`` replaces what it says.

    Where nothing is written there is nothing to keep: None, and a draft that was emptied is gone.

    ``base_revision`` is the one that the writer saw: a draft that was saved elsewhere since then, with other words, is a Clash. A
    draft that was posted meanwhile stays as it is (Clash if the words differ). Raises Late, Invalid, Forbidden, Clash.
    """
    require_own(invitation, actor)
    held = hold_open_for(invitation)
    found = Comment.objects.filter(invitation=invitation, client_key=client_key).first()
    if found is not None and found.state != CommentState.DRAFT:
        return _same(found, words)
    _require_latest(found, base_revision, words)
    comment = found or Comment(invitation=invitation, client_key=client_key)
    _write(comment, invitation, item_ref, parent, words, held)
    if not is_written(words):
        if found:
            found.delete()
        return None
    comment.revision += 1 if found else 0
    comment.save()
    return comment


@verb
def edit_comment(*, comment: Comment, base_revision: int, actor: User, **words: Unpack[Words]) -> Comment:
    """Change a posted comment. ``base_revision`` is the one that the writer saw; Clash if it is not the latest.

    The same words again change nothing. Raises Late, Invalid, Forbidden, Clash.
    """
    invitation = comment.invitation
    require_own(invitation, actor)
    held = hold_open_for(invitation)
    comment = Comment.objects.select_related("parent", "item", "theme").get(pk=comment.pk)
    if _says(comment, words):
        return comment
    if comment.state != CommentState.POSTED:
        raise Conflict(_("Only a comment that was posted can be edited."))
    if comment.revision != base_revision:
        raise Clash(comment)
    _put_words(comment, words, held, comment.parent)
    if not (comment.text or comment.proposed):
        raise Invalid(_("The comment is empty."), [Problem("text", _("Write what you want to say, or withdraw the comment."))])
    comment.revision += 1
    comment.edited_at = held.at
    comment.save()
    return comment


@verb
def withdraw_comment(*, comment: Comment, actor: User) -> Comment:
    """Take a posted comment back until the round closes: nobody but its author sees it any more. Twice is once."""
    require_own(comment.invitation, actor)
    hold_open_for(comment.invitation)
    comment = Comment.objects.get(pk=comment.pk)
    if comment.state == CommentState.WITHDRAWN:
        return comment
    if CommentState.WITHDRAWN not in COMMENT_MOVES[comment.state] or comment.state == CommentState.DRAFT:
        raise Conflict(_("A draft is deleted, not withdrawn."))
    comment.state = CommentState.WITHDRAWN
    comment.revision += 1
    comment.save(update_fields=["state", "revision"])
    return comment


@verb
def discard_draft(*, comment: Comment, actor: User) -> None:
    """Delete a draft, also after closing. Raises Conflict for what was posted."""
    require_own(comment.invitation, actor)
    gone, _each = Comment.objects.filter(pk=comment.pk, state=CommentState.DRAFT).delete()
    if not gone and Comment.objects.filter(pk=comment.pk).exists():
        raise Conflict(_("This was posted; it can be withdrawn, not deleted."))


def is_written(words: Words) -> bool:
    """Whether anything was typed: text, other wording, or at least the passage it is on."""
    return any(_texts(words, lambda *_said: None))


def allowed_visibilities(widest: str, parent: Comment | None = None) -> list[str]:
    """Who may be chosen to read a comment, narrow to wide: never more than the round allows, nor than read the ``parent``."""
    limits = [_WIDTH.index(widest)]
    if parent is not None:
        limits.append(_WIDTH.index(parent.visibility))
    return _WIDTH[: min(limits) + 1]


def _write(
    comment: Comment, invitation: Invitation, item_ref: str | None, parent: Comment | None, words: Words, held: Held
) -> None:
    """Fill a new comment or a draft. A reply hangs under the first comment of its thread, on that one's item."""
    comment.round_id = invitation.round_id
    comment.round_group_id = invitation.round_group_id
    if parent is None:
        comment.parent = None
        comment.item = shown_item(invitation, item_ref) if item_ref is not None else None
        if item_ref is not None and comment.item is None:
            raise Invalid(_("There is no such item."), [Problem("item", _("There is no such item."))])
    else:
        _require_visible(parent, invitation)
        comment.item_id = parent.item_id
        comment.parent_id = parent.parent_id or parent.pk
    _put_words(comment, words, held, parent)


def _require_visible(parent: Comment, invitation: Invitation) -> None:
    """One answers only what one can read, in the same round; anything else does not exist."""
    readable = Comment.objects.visible_to(invitation.user).posted().filter(round=invitation.round_id)
    if not readable.filter(pk=parent.pk).exists():
        raise Invalid(_("There is no such comment."), [Problem("parent", _("There is no such comment."))])


def _put_words(comment: Comment, words: Words, held: Held, parent: Comment | None) -> None:
    problems = list(_problems(words, allowed_visibilities(held.widest_visibility, parent)))
    texts = _texts(words, lambda path, message: problems.append(Problem(path, message)))
    for name, text in zip(_TEXTS, texts, strict=True):
        if len(text) > LONGEST:
            problems.append(Problem(name, too_long(text, LONGEST)))
    if problems:
        raise Invalid(_("Something is not right yet."), problems)
    comment.kind, comment.visibility, comment.theme = words["kind"], words["visibility"], words.get("theme")
    comment.text, comment.proposed, comment.quote = texts
    comment.folded = fold(f"{comment.text}\n{comment.proposed}")
    comment.language = guess_language(f"{comment.text} {comment.proposed}")


def _problems(words: Words, allowed: list[str]) -> Iterator[Problem]:
    if words["kind"] not in CommentKind.values:
        yield Problem("kind", _("Choose one of the list."))
    if words["visibility"] not in allowed:
        yield Problem("visibility", _("This audience is wider than this round, or the comment that you answer, allows."))


def _texts(words: Words, report: Report) -> tuple[str, str, str]:
    text, proposed, quote = (clean_text(str(words.get(name) or ""), name, report) for name in _TEXTS)
    return text, proposed, quote


def _says(comment: Comment, words: Words) -> bool:
    """Whether a comment already says exactly this."""
    theme = words.get("theme")
    choices = (words["kind"], words["visibility"], theme.pk if theme else None)
    written = (comment.text, comment.proposed, comment.quote)
    return (comment.kind, comment.visibility, comment.theme_id) == choices and written == _texts(words, lambda *_said: None)


def _require_latest(draft: Comment | None, base_revision: int | None, words: Words) -> None:
    if draft is None or base_revision is None or draft.revision == base_revision:
        return
    if not _says(draft, words):
        raise Clash(draft)


def _same(found: Comment, words: Words) -> Comment:
    if not _says(found, words):
        raise Clash(found)
    return found
