"""The demonstration's rounds: who is invited, what they say, what the office answers."""

import uuid
from datetime import timedelta
from typing import Any

from accounts.models import Group, User
from roadmap.domain.clock import database_now
from roadmap.domain.comments import post_comment
from roadmap.domain.positions import take_position
from roadmap.domain.responses import answer_comment
from roadmap.domain.rounds import open_round, prepare_round
from roadmap.models import Comment, Invitation, Round, Theme, Version

_NAMESPACE = uuid.UUID("6f0a3c1e-5d3b-4d1c-9d53-2f0f4f6a7b10")


def add_themes(rows: list[dict[str, Any]]) -> None:
    """The subjects that comments are sorted by."""
    for position, row in enumerate(rows, start=1):
        Theme.objects.get_or_create(slug=row["slug"], defaults={"name": row["name"], "position": position})


def hold_round(version: Version, plan: dict[str, Any], groups: dict[str, Group], actor: User) -> Round:
    """Prepare and open a round as the plan says."""
    now = database_now()
    round_ = prepare_round(
        version=version,
        groups=[groups[key] for key in plan["groups"]],
        closes_at=now + timedelta(days=plan["days_open"]),
        remind_at=now + timedelta(days=plan["days_open"] - 3),
        questions=plan["questions"],
        widest_visibility=plan["widest_visibility"],
        show_group_names=plan["show_group_names"],
        actor=actor,
    )
    return open_round(round=round_, actor=actor)


def say(
    round_: Round, comments: list[dict[str, Any]], positions: list[dict[str, Any]], people: dict[str, User]
) -> dict[str, Comment]:
    """Post the comments and take the positions; answers the comments by their id in the plan."""
    themes = {theme.slug: theme for theme in Theme.objects.all()}
    said: dict[str, Comment] = {}
    for row in comments:
        person = people[row["by"]]
        said[row["id"]] = post_comment(
            invitation=_invitation(round_, person),
            item_ref=row.get("item"),
            kind=row["kind"],
            visibility=row["visibility"],
            text=row["text"],
            proposed=row.get("proposed") or "",
            theme=themes.get(row.get("theme") or ""),
            client_key=uuid.uuid5(_NAMESPACE, f"{round_.number}:{row['id']}"),
            parent=said.get(row.get("reply_to") or ""),
            actor=person,
        )
    for row in positions:
        _take(round_, row, people)
    return said


def answer(said: dict[str, Comment], comments: list[dict[str, Any]], actor: User) -> None:
    """Give every comment the office's answer; they are released later, together."""
    for row in comments:
        given = row["response"]
        answer_comment(
            comment=Comment.objects.select_related("round__roadmap").get(pk=said[row["id"]].pk),
            outcome=given["outcome"],
            reason=given["reason"],
            change=given.get("change") or "",
            base=0,
            actor=actor,
        )


def _take(round_: Round, row: dict[str, Any], people: dict[str, User]) -> None:
    """``by`` names a group, for which its focal point speaks, or a member."""
    for_group = row["by"] not in people
    person = _focal_point(round_, row["by"]) if for_group else people[row["by"]]
    take_position(
        invitation=_invitation(round_, person),
        item_ref=None if row["item"] == "overall" else row["item"],
        stand=row["stand"],
        conditions=row.get("conditions") or "",
        for_group=for_group,
        actor=person,
    )


def _focal_point(round_: Round, group_key: str) -> User:
    rows = Invitation.objects.filter(round=round_, round_group__group__key=group_key, is_focal_point=True)
    speaker: Invitation = rows.select_related("user").order_by("pk")[0]
    return speaker.user


def _invitation(round_: Round, person: User) -> Invitation:
    found: Invitation = Invitation.objects.select_related("round", "round_group", "user").get(round=round_, user=person)
    return found
