"""What groups say in the rounds of a story, by the product's own rows."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from roadmap.domain.drafting import edit_item
from roadmap.domain.rounds import close_round
from roadmap.domain.versions import freeze_version
from roadmap.enums import CommentKind
from roadmap.models import Comment, Criterion, Position, Roadmap, Round
from tests.conftest import Cast
from tests.roadmap.round_factories import opened_round, posted_comment

FOCAL_POINT, RIVAL, REVIEWER = "focal_point@example.org", "rival@example.org", "reviewer@example.org"


def take(round_: Round, email: str, ref: str | None, stand: str, conditions: str = "", *, for_group: bool = True) -> Position:
    invitation = round_.invitations.get(user__email=email)
    return Position.objects.create(
        round=round_,
        invitation=invitation,
        round_group=invitation.round_group,
        item=round_.version.items.get(ref=ref) if ref else None,
        stand=stand,
        conditions=conditions,
        for_group=for_group,
    )


def draw_red_line(round_: Round, email: str, ref: str | None = "criteria/exams", **fields: Any) -> Comment:
    fields.setdefault("text", "لا نقبل هذا أبداً.")
    fields.setdefault("language", "ar")
    return posted_comment(round_.invitations.get(user__email=email), ref, kind=CommentKind.RED_LINE, **fields)


def closed(round_: Round, cast: Cast) -> Round:
    return close_round(round=round_, actor=cast.lead)


def reword(roadmap: Roadmap, cast: Cast, key: str = "exams", **changes: str) -> None:
    item = Criterion.objects.get(roadmap=roadmap, key=key)
    edit_item(
        item=item,
        kind_name="criteria",
        changes=changes or {"definition.en": "A certificate counts in every area."},
        base=item.revision,
        actor=cast.lead,
    )


def next_round(cast: Cast, before: Round, **terms: Any) -> Round:
    """A round on a new version; the one before is closed and its comments stay unanswered for a reason."""
    if before.state == "open":
        before = closed(before, cast)
    version = freeze_version(roadmap=before.roadmap, note="", unanswered_reason="Later.", actor=cast.lead)
    terms.setdefault("closes_at", timezone.now() + timedelta(days=2))
    return opened_round(cast, version, **terms)
