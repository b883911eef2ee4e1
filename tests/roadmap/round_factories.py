"""Rounds for the tests, made by the product's own verbs."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from roadmap.domain.rounds import open_round, prepare_round
from roadmap.domain.versions import freeze_version
from roadmap.enums import CommentState
from roadmap.models import Comment, Invitation, Round, Version
from tests.conftest import Cast
from tests.roadmap.factories import small_roadmap


def small_version(cast: Cast, key: str = "small") -> Version:
    """Version 1 of the small roadmap, whose lead and drafter are assigned."""
    roadmap = small_roadmap(key, lead=cast.lead, drafter=cast.drafter)
    return freeze_version(roadmap=roadmap, note="First", actor=cast.lead)


def prepared_round(cast: Cast, version: Version | None = None, **terms: Any) -> Round:
    """A round in preparation with both groups, closing in two days, reminding in one."""
    now = timezone.now()
    terms.setdefault("groups", [cast.group, cast.rival_group])
    terms.setdefault("closes_at", now + timedelta(days=2))
    terms.setdefault("remind_at", now + timedelta(days=1))
    return prepare_round(version=version or small_version(cast), actor=cast.lead, **terms)


def opened_round(cast: Cast, version: Version | None = None, **terms: Any) -> Round:
    return open_round(round=prepared_round(cast, version, **terms), actor=cast.lead)


def posted_comment(invitation: Invitation, ref: str | None = "criteria/exams", **fields: Any) -> Comment:
    """A comment as it is once posted. ``ref`` None: on the whole."""
    item = invitation.round.version.items.get(ref=ref) if ref else None
    fields.setdefault("text", "Say which exams are meant.")
    fields.setdefault("state", CommentState.POSTED)
    fields.setdefault("posted_at", timezone.now())
    return Comment.objects.create(
        round=invitation.round, invitation=invitation, round_group=invitation.round_group, item=item, **fields
    )
