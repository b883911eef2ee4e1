"""Versions: what reviewers see and what is exported. A version never changes."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.audited import append_only, audited
from roadmap.models.roadmap import Roadmap
from roadmap.querysets.version import VersionQuerySet


class Version(models.Model):
    """An immutable, numbered, hashed snapshot of the working draft.

    ``canonical`` is the document as RFC 8785 JSON; ``digest`` is the SHA-256 of its UTF-8 bytes in hexadecimal.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    roadmap = models.ForeignKey(Roadmap, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    note = models.TextField(_("note"), blank=True)
    unanswered_reason = models.TextField(
        _("why comments stay without an answer"),
        blank=True,
        help_text=_("Given by the facilitator when the version was frozen before every comment had an answer."),
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("frozen at"))
    canonical = models.TextField()
    digest = models.CharField(_("hash"), max_length=64)

    objects: ClassVar[VersionQuerySet] = VersionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["roadmap", "number"], name="version_number_once")]
        triggers = [*append_only(), audited(leave_out=["canonical"])]

    def __str__(self) -> str:
        return f"v{self.number}"


class VersionItem(models.Model):
    """An item of a version, so that comments and positions can point to it for ever. ``ref`` is ``<kind>/<key>``."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="items")
    ref = models.CharField(max_length=120)
    kind = models.CharField(max_length=30)
    code = models.CharField(max_length=20)
    position = models.PositiveIntegerField(help_text="Order in the whole document.")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["version", "ref"], name="version_item_once")]
        triggers = append_only()

    def __str__(self) -> str:
        return self.ref
