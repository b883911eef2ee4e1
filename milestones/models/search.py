"""Searches for packages, made by a worker. What they find is a proposal, and no part of any draft."""

import uuid
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.audited import audited
from milestones.querysets.search import PackageSearchQuerySet
from roadmap.enums import JobState
from roadmap.models import Roadmap


class PackageSearch(models.Model):
    """A search asked for. ``digest`` is that of the draft searched; ``found`` what came out, in words of every language.
    ``as_of``: the day on which what is proposed can still be given.

    ``attempts`` fences workers: only the latest may finish. The audit trail holds who asked; the worker's steps are no deeds.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    roadmap = models.ForeignKey(Roadmap, on_delete=models.CASCADE, related_name="package_searches")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    as_of = models.DateField(_("as of"), null=True)
    state = models.CharField(_("state"), max_length=8, choices=JobState, default=JobState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    digest = models.CharField(_("hash"), max_length=64, blank=True)
    found = models.JSONField(default=dict, blank=True)
    error = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects: ClassVar[PackageSearchQuerySet] = PackageSearchQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["-id"]
        triggers: ClassVar = [audited(pgtrigger.Insert | pgtrigger.Delete, leave_out=["found"])]

    def __str__(self) -> str:
        return f"{self.roadmap_id} {self.state}"
