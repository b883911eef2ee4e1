"""The roadmap itself, and who of the office works on it."""

import uuid
from datetime import date
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import Language
from accounts.models.audited import audited
from accounts.models.text import LANGUAGES, TextField, in_language
from roadmap.enums import AssignmentRole
from roadmap.querysets.roadmap import RoadmapQuerySet


def all_languages() -> list[str]:
    return list(LANGUAGES)


class Roadmap(models.Model):
    """The plan: mandate, anchor date (T0), languages and one working draft."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.SlugField(_("key"), max_length=60, unique=True)
    title = TextField(verbose_name=_("title"))
    summary = TextField(verbose_name=_("summary"))
    symbol = models.CharField(_("document symbol"), max_length=60, blank=True)
    t0 = models.DateField(_("anchor date (T0)"), null=True, blank=True, default=None)
    anchors = models.JSONField(_("named days"), default=dict, blank=True)
    languages = ArrayField(models.CharField(max_length=2), default=all_languages)
    source_language = models.CharField(
        _("source language"),
        max_length=2,
        choices=Language,
        default=Language.ENGLISH,
        help_text=_("Translations follow it."),
    )
    revision = models.PositiveIntegerField(default=0)
    field_revisions = models.JSONField(default=dict)
    code_counters = models.JSONField(default=dict, help_text="Last number given per code series; numbers are never reused.")
    created_at = models.DateTimeField(auto_now_add=True)
    people = models.ManyToManyField(settings.AUTH_USER_MODEL, through="Assignment", related_name="roadmaps")

    objects: ClassVar[RoadmapQuerySet] = RoadmapQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=models.Q(key__regex=r"^[a-z0-9]+(-[a-z0-9]+)*$"), name="roadmap_key_slug")
        ]
        triggers = [audited()]

    def __str__(self) -> str:
        return in_language(self.title) or self.key

    @property
    def anchor(self) -> date | None:
        """T0, from which relative windows count."""
        return self.t0


class Assignment(models.Model):
    """A facilitator's or monitor's place on one roadmap."""

    roadmap = models.ForeignKey(Roadmap, on_delete=models.CASCADE, related_name="assignments")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="assignments")
    role = models.CharField(max_length=10, choices=AssignmentRole, default=AssignmentRole.DRAFTER)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["roadmap", "user"], name="assignment_once")]
        triggers = [audited()]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"
