"""The outbox: a mail is a row, written in the transaction of what caused it."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.audited import audited
from roadmap.enums import MailKind, MailState
from roadmap.models.round import Invitation, Round
from roadmap.querysets.mail import OutboxQuerySet


class OutboxMail(models.Model):
    """A promised mail. ``message_id`` is stable, so that a mail sent twice is seen to be one."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="mails")
    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="mails")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=12, choices=MailKind)
    serial = models.PositiveIntegerField(default=1, help_text="Counts mails that a person asked for again.")
    message_id = models.CharField(max_length=120, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=MailState, default=MailState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(help_text="Not before this time; moved on after a failure.")
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    error = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[OutboxQuerySet] = OutboxQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "recipient", "kind", "serial"], name="mail_promised_once"),
            models.CheckConstraint(condition=Q(state__in=MailState.values), name="mail_state_known"),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(state__in=["queued", "sending"]), name="mail_due")]
        triggers = [audited()]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
