"""The office's answer to a comment."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.audited import audited
from accounts.models.text import TextField
from roadmap.enums import Outcome
from roadmap.models.comment import Comment


class Response(models.Model):
    """One answer per comment; reviewers see it once ``released_at`` is set. ``change`` is ``<kind>/<key>`` of the draft."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    comment = models.OneToOneField(Comment, on_delete=models.PROTECT, related_name="response")
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    reason = TextField(verbose_name=_("reason"))
    change = models.CharField(_("change it led to"), max_length=120, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)
    released_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="response_outcome_known")]
        triggers = [audited()]

    def __str__(self) -> str:
        return self.outcome
