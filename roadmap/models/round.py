"""Review rounds, who is invited, and the links by which they come in."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Group
from accounts.models.audited import audited
from accounts.models.text import TextField
from roadmap.enums import LinkKind, RoundState, Visibility
from roadmap.models.roadmap import Roadmap
from roadmap.models.version import Version, VersionItem
from roadmap.querysets.round import InvitationQuerySet, RoundQuerySet


class Round(models.Model):
    """One version before the groups invited, from opening to closing (the database's clock decides both)."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    roadmap = models.ForeignKey(Roadmap, on_delete=models.PROTECT, related_name="rounds")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveIntegerField(_("number"))
    state = models.CharField(_("state"), max_length=10, choices=RoundState, default=RoundState.DRAFT)
    questions = TextField(verbose_name=_("questions to the reviewers"))
    opened_at = models.DateTimeField(_("opened at"), null=True)
    closes_at = models.DateTimeField(_("closes at"))
    closed_at = models.DateTimeField(_("closed at"), null=True)
    remind_at = models.DateTimeField(_("remind at"), null=True, blank=True)
    reminded_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(_("answers released at"), null=True)
    widest_visibility = models.CharField(
        _("reviewers see of one another"),
        max_length=10,
        choices=Visibility,
        default=Visibility.GROUP,
        help_text=_("The widest audience that a reviewer may choose for a comment."),
    )
    show_group_names = models.BooleanField(
        _("show group names"),
        default=False,
        help_text=_("Otherwise another group's comment says only “a participant”."),
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    groups = models.ManyToManyField(Group, through="RoundGroup", related_name="rounds")

    objects: ClassVar[RoundQuerySet] = RoundQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["roadmap", "number"], name="round_number_once"),
            models.CheckConstraint(condition=Q(state__in=RoundState.values), name="round_state_known"),
            models.CheckConstraint(condition=Q(state="draft") | Q(opened_at__isnull=False), name="round_opened_has_time"),
            models.CheckConstraint(
                condition=Q(opened_at=None) | Q(closes_at__gt=F("opened_at")),
                name="round_closes_after_opening",
            ),
        ]
        indexes = [models.Index(fields=["closes_at"], condition=Q(state="open"), name="round_due_to_close")]
        triggers = [audited()]

    def __str__(self) -> str:
        return f"round {self.number}"


class RoundGroup(models.Model):
    """A group invited to a round, and what of the version it does not see."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="round_groups")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="round_groups")
    withheld = models.ManyToManyField(VersionItem, related_name="withheld_from", blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["round", "group"], name="round_group_once")]
        triggers = [audited()]

    def __str__(self) -> str:
        return f"{self.round_id}:{self.group_id}"


class Invitation(models.Model):
    """One member's place in one round. Others know the member, if at all, by ``pseudonym``, which is per round."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="invitations")
    round_group = models.ForeignKey(RoundGroup, on_delete=models.CASCADE, related_name="invitations")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="invitations")
    pseudonym = models.CharField(max_length=12)
    is_focal_point = models.BooleanField(_("focal point"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    opened_at = models.DateTimeField(_("opened by the member at"), null=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)
    revoked_at = models.DateTimeField(_("withdrawn at"), null=True)

    objects: ClassVar[InvitationQuerySet] = InvitationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "user"], name="invitation_once"),
            models.UniqueConstraint(fields=["round", "pseudonym"], name="invitation_pseudonym_once"),
        ]
        triggers = [audited()]

    def __str__(self) -> str:
        return self.pseudonym


class InvitationLink(models.Model):
    """A way in: 256 random bits of which only the SHA-256 is kept. A POST uses it up; a GET changes nothing."""

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(max_length=5, choices=LinkKind, default=LinkKind.LINK)
    token_hash = models.BinaryField(max_length=32, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        triggers = [audited()]

    def __str__(self) -> str:
        return f"{self.kind} {self.invitation_id}"
