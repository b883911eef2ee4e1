"""What a person wrote in rounds, for that person's own file of data. Days, not hours; nothing of anybody else."""

from datetime import datetime
from typing import Any

from django.db.models import Prefetch

from accounts.days import day_of
from accounts.models import User
from roadmap.enums import RoundState
from roadmap.models import Comment, Invitation, Position


def my_review(person: User) -> list[dict[str, Any]]:
    """One entry for each round, the newest first, with the own comments (drafts and withdrawn ones too) and positions.

    Three queries. Also of rounds whose invitation was withdrawn: the words stay the person's own.
    """
    mine = Invitation.objects.filter(user=person).exclude(round__state=RoundState.DRAFT)
    mine = mine.select_related("round__roadmap", "round__version", "round_group__group").prefetch_related(
        Prefetch("comments", Comment.objects.select_related("item", "theme").order_by("pk")),
        Prefetch("positions", Position.objects.select_related("item").order_by("pk")),
    )
    return [_round(each) for each in mine.order_by("-round__opened_at", "-pk")]


def _round(invitation: Invitation) -> dict[str, Any]:
    round_ = invitation.round
    return {
        "roadmap": round_.roadmap.key,
        "version": round_.version.number,
        "round": round_.number,
        "group": invitation.round_group.group.key,
        "is_focal_point": invitation.is_focal_point,
        "came_in": _day(invitation.opened_at),
        "finished": _day(invitation.finished_at),
        "withdrawn": _day(invitation.revoked_at),
        "comments": [_comment(one) for one in invitation.comments.all()],
        "positions": [_position(one) for one in invitation.positions.all()],
    }


def _comment(comment: Comment) -> dict[str, Any]:
    return {
        "item": comment.item.ref if comment.item else None,
        "kind": comment.kind,
        "theme": comment.theme.slug if comment.theme else None,
        "visibility": comment.visibility,
        "state": comment.state,
        "quote": comment.quote,
        "text": comment.text,
        "proposed": comment.proposed,
        "receipt": comment.receipt,
        "written": _day(comment.created_at),
        "posted": _day(comment.posted_at),
        "changed": _day(comment.edited_at),
    }


def _position(position: Position) -> dict[str, Any]:
    return {
        "item": position.item.ref if position.item else None,
        "stand": position.stand,
        "conditions": position.conditions,
        "for_group": position.for_group,
        "changed": _day(position.updated_at),
    }


def _day(at: datetime | None) -> str | None:
    """The day of a moment in Damascus, as on every page."""
    return day_of(at).isoformat() if at else None
