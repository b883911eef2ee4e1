"""Reads of the milestones' side, narrowed to what a person may see."""

from typing import TYPE_CHECKING, Any

from django.db import models

from roadmap.models import Roadmap
from roadmap.querysets.item import ItemQuerySet

if TYPE_CHECKING:
    from milestones.models import EvidenceFile  # noqa: F401 in a base class, which ruff takes for text


class EvidenceQuerySet(ItemQuerySet):
    def visible_to(self, user: Any) -> "EvidenceQuerySet":
        """Evidence of the roadmaps that the person sees: the office, and the monitors assigned to them. Reviewers see none."""
        return self.filter(roadmap__in=Roadmap.objects.visible_to(user).values("pk"))


class EvidenceFileQuerySet(models.QuerySet["EvidenceFile"]):
    def visible_to(self, user: Any) -> "EvidenceFileQuerySet":
        """Files of evidence that the person sees."""
        from milestones.models import Evidence

        return self.filter(evidence__in=Evidence.objects.live().visible_to(user).values("pk"))
