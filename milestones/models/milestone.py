"""Milestones: what one area, or a third party, will have done."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.audited import audited
from accounts.models.text import TextField
from roadmap.models import Area, Criterion, Item, Measure, Roadmap
from roadmap.models.item import item_constraints


class Milestone(Item):
    """A milestone under a measure or a criterion. ``window`` holds ``not_before`` and ``not_after``, dates or
    expressions such as ``T0 + 6m``."""

    roadmap = models.ForeignKey(Roadmap, on_delete=models.CASCADE, related_name="milestones")
    measure = models.ForeignKey(
        Measure,
        verbose_name=_("under measure"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="milestones",
    )
    criterion = models.ForeignKey(
        Criterion,
        verbose_name=_("under criterion"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="milestones",
    )
    area = models.ForeignKey(
        Area,
        verbose_name=_("area"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="milestones",
    )
    areas = models.JSONField(_("areas"), default=list, blank=True)
    actor = TextField(verbose_name=_("third party"))
    title = TextField(verbose_name=_("title"))
    owner = TextField(verbose_name=_("owner"))
    verification = TextField(verbose_name=_("verification method"))
    target = models.JSONField(_("target"), default=dict, blank=True)
    window = models.JSONField(_("window"), default=dict, blank=True)
    reversal = TextField(verbose_name=_("reversal"))
    trigger = TextField(verbose_name=_("trigger"))
    requires = models.JSONField(_("requires"), default=list, blank=True)
    requires_any = models.JSONField(_("requires one of"), default=list, blank=True)
    together_with = models.JSONField(_("together with"), default=list, blank=True)
    protected_subjects = models.JSONField(_("protected subjects"), default=list, blank=True)
    not_protected = models.JSONField(_("not about a protected subject"), default=list, blank=True)
    evidence_rule = models.JSONField(_("evidence that counts"), default=dict, blank=True)
    lapse = models.JSONField(_("lapse"), default=dict, blank=True)
    passed_on = models.JSONField(_("passed on"), default=list, blank=True)

    class Meta(Item.Meta):
        constraints: ClassVar = [
            *item_constraints("milestone"),
            models.CheckConstraint(condition=Q(measure=None) | Q(criterion=None), name="milestone_under_one_parent"),
        ]
        triggers: ClassVar = [audited()]
