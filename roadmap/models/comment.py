"""What reviewers say about a version: comments and positions."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.audited import audited
from accounts.models.text import TextField, in_language
from roadmap.enums import CommentKind, CommentState, Stand, Visibility
from roadmap.models.round import Invitation, Round, RoundGroup
from roadmap.models.version import VersionItem
from roadmap.querysets.comment import CommentQuerySet, PositionQuerySet


class Theme(models.Model):
    """A subject that comments are sorted by; themes are data."""

    slug = models.SlugField(max_length=60, unique=True)
    name = TextField(verbose_name=_("name"))
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "slug"]
        triggers = [audited()]

    def __str__(self) -> str:
        return in_language(self.name)


class Comment(models.Model):
    """A comment on an item of a version; it is never re-pointed (``item`` and ``round`` do not change).

    ``item`` is empty for a comment on the whole. ``client_key`` is made by the browser or API client: the same key from the
    same invitation is the same comment. ``receipt`` is what the reviewer keeps as proof.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="comments")
    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="comments")
    round_group = models.ForeignKey(RoundGroup, on_delete=models.PROTECT, related_name="comments")
    item = models.ForeignKey(VersionItem, null=True, on_delete=models.PROTECT, related_name="comments")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replies")
    kind = models.CharField(_("kind"), max_length=12, choices=CommentKind, default=CommentKind.CONCERN)
    theme = models.ForeignKey(
        Theme,
        verbose_name=_("theme"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="comments",
    )
    visibility = models.CharField(_("who reads it"), max_length=10, choices=Visibility, default=Visibility.OFFICE)
    language = models.CharField(max_length=2, blank=True, help_text="As guessed from the script; for fonts and voices only.")
    quote = models.TextField(_("passage"), blank=True)
    text = models.TextField(_("comment"))
    proposed = models.TextField(_("proposed wording"), blank=True)
    folded = models.TextField(blank=True, help_text="Text and proposal, folded for search.")
    state = models.CharField(_("state"), max_length=10, choices=CommentState, default=CommentState.DRAFT)
    client_key = models.UUIDField(default=uuid.uuid4)
    receipt = models.CharField(max_length=20, blank=True)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    posted_at = models.DateTimeField(null=True)
    edited_at = models.DateTimeField(null=True)

    objects: ClassVar[CommentQuerySet] = CommentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["invitation", "client_key"], name="comment_once_per_client_key"),
            models.CheckConstraint(condition=Q(state__in=CommentState.values), name="comment_state_known"),
            models.CheckConstraint(condition=~Q(state="posted") | Q(posted_at__isnull=False), name="comment_posted_has_time"),
        ]
        indexes = [
            models.Index(fields=["round", "state", "id"], name="comment_by_round"),
            models.Index(fields=["item", "state", "id"], name="comment_by_item"),
            models.Index(fields=["invitation", "state"], name="comment_by_author"),
            models.Index(fields=["round", "item", "uid"], name="comment_by_thread"),
        ]
        # A draft is its writer's alone; what was posted and then changed is part of the record.
        triggers = [audited(leave_out=["folded"], unless="coalesce(NEW.state, OLD.state) = 'draft'")]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class Position(models.Model):
    """A stand on an item, or on the whole (``item`` empty): a member's own, or the group's, signed off by its focal point."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="positions")
    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="positions")
    round_group = models.ForeignKey(RoundGroup, on_delete=models.PROTECT, related_name="positions")
    item = models.ForeignKey(VersionItem, null=True, on_delete=models.PROTECT, related_name="positions")
    stand = models.CharField(_("position"), max_length=15, choices=Stand)
    conditions = models.TextField(_("conditions"), blank=True)
    for_group = models.BooleanField(_("the group's position"), default=False)
    revision = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[PositionQuerySet] = PositionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["invitation", "item"],
                condition=Q(for_group=False),
                nulls_distinct=False,
                name="position_once_per_member",
            ),
            models.UniqueConstraint(
                fields=["round_group", "item"],
                condition=Q(for_group=True),
                nulls_distinct=False,
                name="position_once_per_group",
            ),
            models.CheckConstraint(condition=Q(stand__in=Stand.values), name="position_stand_known"),
        ]
        indexes = [models.Index(fields=["item", "for_group"], name="position_by_item")]
        triggers = [audited()]

    def __str__(self) -> str:
        return self.stand
