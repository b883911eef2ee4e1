"""Files that came with evidence."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.audited import append_only, audited
from milestones.models.evidence import Evidence
from milestones.querysets.evidence import EvidenceFileQuerySet


class EvidenceFile(models.Model):
    """A file as it was cleaned, never changed; ``uid`` is the random name under which it is fetched.

    The bytes are in the database, as those of exports: small, private, kept or lost together with the record, and backed up with
    it. ``digest`` is their SHA-256 in hexadecimal, which the evidence's own ``files`` names too.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="kept_files")
    name = models.CharField(_("name"), max_length=120)
    media_type = models.CharField(_("type"), max_length=80)
    size = models.PositiveIntegerField(_("bytes"))
    digest = models.CharField(_("hash"), max_length=64)
    content = models.BinaryField()

    objects: ClassVar[EvidenceFileQuerySet] = EvidenceFileQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["evidence", "name"], name="evidence_file_name_once")]
        triggers: ClassVar = [*append_only(), audited(leave_out=["content"])]

    def __str__(self) -> str:
        return self.name
