"""What the trail keeps of versions and comments, and what it leaves to their writers."""

import uuid

from accounts.models import AuditEntry
from roadmap.domain.comments import post_comment, save_draft, withdraw_comment
from roadmap.models import Invitation
from tests.conftest import Cast
from tests.roadmap.round_factories import opened_round


def entries(table: str) -> list[tuple[str, str]]:
    return [(row.operation, row.verb) for row in AuditEntry.objects.filter(table=table).order_by("id")]


def test_a_version_is_recorded_without_its_bytes(cast: Cast) -> None:
    opened_round(cast)
    entry = AuditEntry.objects.get(table="roadmap_version")
    assert "canonical" not in entry.after
    assert len(entry.after["digest"]) == 64


def test_a_draft_is_its_writers_alone_until_it_is_posted(cast: Cast) -> None:
    round_ = opened_round(cast)
    invitation = Invitation.objects.get(round=round_, user=cast.reviewer)
    key = uuid.uuid4()
    said = {"invitation": invitation, "item_ref": None, "client_key": key, "actor": cast.reviewer, "kind": "concern"}
    save_draft(**said, visibility="office", text="first thought")
    save_draft(**said, visibility="office", text="second thought")
    assert entries("roadmap_comment") == []
    comment = post_comment(**said, visibility="office", text="what I say")
    withdraw_comment(comment=comment, actor=cast.reviewer)
    assert entries("roadmap_comment") == [("UPDATE", "post_comment"), ("UPDATE", "withdraw_comment")]
    assert "folded" not in AuditEntry.objects.filter(table="roadmap_comment").earliest("id").after
