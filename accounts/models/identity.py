"""Who looked up which person is behind a pseudonym, and why."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.audited import append_only, audited
from accounts.models.user import User


class IdentityReading(models.Model):
    """One use of the permission to read identities; it cannot be taken back."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reader = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(_("subject"), max_length=120)
    reason = models.CharField(_("reason"), max_length=300)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        triggers = [audited(), *append_only()]

    def __str__(self) -> str:
        return self.subject
