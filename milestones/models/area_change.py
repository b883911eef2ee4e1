"""Changes of areas that were carried out, with what puts each back."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.audited import audited
from milestones.enums import AreaChangeKind
from milestones.querysets.area_change import AreaChangeQuerySet
from roadmap.models import Roadmap


class AreaChange(models.Model):
    """``areas`` are the keys of those that ended on the day ``on``, ``successors`` of what carries them on, ``passed_on`` and
    ``lapsed`` of milestones. ``steps`` put back what was changed (``milestones.domain.steps``); ``made`` are the areas that were
    made, by key, with the fields that each was given.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    roadmap = models.ForeignKey(Roadmap, on_delete=models.CASCADE, related_name="area_changes")
    kind = models.CharField(_("kind"), max_length=16, choices=AreaChangeKind)
    on = models.DateField(_("last day"))
    areas = models.JSONField(_("areas"), default=list)
    successors = models.JSONField(_("successors"), default=list)
    passed_on = models.JSONField(_("passed on"), default=list)
    lapsed = models.JSONField(_("lapsed"), default=list)
    steps = models.JSONField(_("steps"), default=list)
    made = models.JSONField(_("made"), default=dict)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, editable=False)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[AreaChangeQuerySet] = AreaChangeQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(undone_by=None) | Q(undone_at__isnull=False), name="area_change_undone_at"),
        ]
        triggers: ClassVar = [audited()]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"
