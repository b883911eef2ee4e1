"""Files made from a version by a worker."""

import uuid
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import Language
from accounts.models.audited import audited
from roadmap.enums import ExportFormat, JobState
from roadmap.models.round import Round
from roadmap.models.version import Version
from roadmap.querysets.export import ExportQuerySet


class ExportJob(models.Model):
    """A file asked for; ``step`` of ``steps`` is its progress, ``started_at`` when that step began (tells of a dead worker).

    The audit trail holds who asked; the worker's own steps are no deeds. ``positions_round``: whoever asked wanted the annex
    that tells the groups' positions in this round; without it the file tells none.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="exports")
    format = models.CharField(_("format"), max_length=5, choices=ExportFormat)
    language = models.CharField(_("language"), max_length=2, choices=Language)
    positions_round = models.ForeignKey(
        Round, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("positions of the round")
    )
    state = models.CharField(_("state"), max_length=8, choices=JobState, default=JobState.QUEUED)
    step = models.PositiveSmallIntegerField(default=0)
    steps = models.PositiveSmallIntegerField(default=1)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)
    size = models.PositiveIntegerField(default=0)
    digest = models.CharField(_("hash"), max_length=64, blank=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects: ClassVar[ExportQuerySet] = ExportQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-id"]
        triggers = [audited(pgtrigger.Insert | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.format} {self.language} {self.state}"


class ExportFile(models.Model):
    """The bytes of a finished job, apart from it so that no list reads them; in the database, being small and private."""

    job = models.OneToOneField(ExportJob, on_delete=models.CASCADE, primary_key=True, related_name="file")
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"file of {self.job_id}"
