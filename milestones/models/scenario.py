"""What-ifs that the office keeps by name. They change nothing in a draft."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.models.audited import audited
from milestones.querysets.scenario import ScenarioQuerySet
from roadmap.models import Roadmap


class Scenario(models.Model):
    """``changes``: one map per change (shapes: the domain's schedule). They are carried out anew on the draft of the day when
    somebody looks."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    roadmap = models.ForeignKey(Roadmap, on_delete=models.CASCADE, related_name="scenarios")
    name = models.CharField(_("name"), max_length=120)
    note = models.TextField(_("note"), blank=True)
    changes = models.JSONField(_("changes"), default=list)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[ScenarioQuerySet] = ScenarioQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint("roadmap", Lower("name"), name="scenario_name_once")]
        triggers: ClassVar = [audited()]

    def __str__(self) -> str:
        return self.name
