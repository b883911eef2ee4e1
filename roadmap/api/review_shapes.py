"""What members are told: of others no name, no time but the day, and as much of the group as the round allows."""

from collections.abc import Mapping
from typing import Any

from roadmap.domain.clock import DAMASCUS
from roadmap.domain.participation import LeftToDo
from roadmap.domain.queries.answers import Answer
from roadmap.domain.queries.group_stands import Tally
from roadmap.domain.statistics import SUM
from roadmap.models import Comment, Invitation, Position
from roadmap.web.review.showing import author_words, comment_hash


def invitation_shape(invitation: Invitation) -> dict[str, Any]:
    round_ = invitation.round
    return {
        "uid": invitation.uid,
        "state": round_.state,
        "version": round_.version.number,
        "questions": round_.questions,
        "closes_at": round_.closes_at,
        "widest_visibility": round_.widest_visibility,
        "show_group_names": round_.show_group_names,
        "group": invitation.round_group.group.name,
        "is_focal_point": invitation.is_focal_point,
        "finished": invitation.finished_at is not None,
        "answered": round_.answered_at is not None,
    }


def left_shape(left: LeftToDo) -> dict[str, Any]:
    following = left.next
    return {
        "total": left.total,
        "answered": left.answered,
        "next": following.ref if following else None,
        "drafts": left.drafts,
        "has_overall": left.has_overall,
        "needs_group_overall": left.needs_group_overall,
    }


def said_shape(comment: Comment, reader: Invitation, led: Mapping[int, Answer]) -> dict[str, Any]:
    """A comment as ``reader`` may read it; the own ones with all that is needed to change them, and with what became of them.

    ``led`` comes from ``where_it_led``.
    """
    is_own = comment.invitation_id == reader.pk
    said = {
        "uid": comment.uid,
        "own": is_own,
        "author": author_words(comment, reader),
        "item": comment.item.ref if comment.item else None,
        "answers": comment.parent.uid if comment.parent else None,
        "kind": comment.kind,
        "theme": comment.theme.slug if comment.theme else None,
        "language": comment.language,
        "quote": comment.quote,
        "text": comment.text,
        "proposed": comment.proposed,
        "day": comment.posted_at.astimezone(DAMASCUS).date() if comment.posted_at else None,
    }
    return {**said, **_own(comment), "response": _response(led.get(comment.pk))} if is_own else said


def _own(comment: Comment) -> dict[str, Any]:
    """What only its author is told: receipt, the hash of what was received, and what guards editing."""
    return {
        "state": comment.state,
        "visibility": comment.visibility,
        "client_key": comment.client_key,
        "receipt": comment.receipt,
        "hash": comment_hash(comment) if comment.receipt else "",
        "revision": comment.revision,
    }


def position_shape(position: Position) -> dict[str, Any]:
    return {
        "item": position.item.ref if position.item else None,
        "stand": position.stand,
        "conditions": position.conditions,
        "for_group": position.for_group,
        "revision": position.revision,
    }


def tally_shape(ref: str, tally: Tally) -> dict[str, Any]:
    stands = {stand: count for stand, count in tally.counts.items() if stand != SUM}
    return {"item": ref or None, "total": tally.total, "stands": stands}


def _response(answer: Answer | None) -> dict[str, Any] | None:
    """The office's answer. ``change``: the item that was changed because of it, which ``later``, an invitation, shows."""
    if answer is None:
        return None
    change = answer.change.ref if answer.change else None
    return {"outcome": answer.response.outcome, "reason": answer.response.reason, "change": change, "later": answer.later}
