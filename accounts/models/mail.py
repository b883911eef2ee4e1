"""Mails about signing in that are still to be sent. The roadmap's own mails have an outbox of their own."""

import uuid

from django.db import models
from django.utils import timezone

from accounts.enums import MailKind


class MailRequest(models.Model):
    """Somebody asked that a link for setting a password be sent to ``email``.

    A row is written for a known and for an unknown address alike, so that asking takes the same time and gives the
    same answer; whether anybody is behind it is looked up by the worker. The row goes when the mail has gone.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=MailKind)
    email = models.EmailField()
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["due_at"], name="mail_request_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}"
