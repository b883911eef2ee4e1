"""What areas give one another: exchanges, the rules agreed beforehand, what is never given, and orders that are disputed."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.audited import audited
from accounts.models.text import TextField
from milestones.enums import ExchangeMode
from roadmap.models import Roadmap
from roadmap.models.item import Item, item_constraints


class Exchange(Item):
    """Milestones of different sides that answer one another; ``commitments`` is one map per milestone (format: roadmap file)."""

    roadmap = models.ForeignKey(Roadmap, on_delete=models.CASCADE, related_name="exchanges")
    title = TextField(verbose_name=_("title"))
    summary = TextField(verbose_name=_("summary"))
    mode = models.CharField(_("order"), max_length=13, choices=ExchangeMode)
    phase = models.PositiveSmallIntegerField(_("phase"), null=True, blank=True)
    holder = TextField(verbose_name=_("held by"))
    commitments = models.JSONField(_("commitments"), default=list, blank=True)
    not_protected = models.JSONField(_("not about a protected subject"), default=list, blank=True)

    class Meta(Item.Meta):
        constraints: ClassVar = [
            *item_constraints("exchange"),
            models.CheckConstraint(condition=models.Q(mode__in=ExchangeMode.values), name="exchange_mode_known"),
        ]
        triggers: ClassVar = [audited()]


class PolicyLine(Item):
    """If one of ``watches`` is broken, the milestones ``suspends`` are suspended; ``suspensions`` records what was confirmed."""

    roadmap = models.ForeignKey(Roadmap, on_delete=models.CASCADE, related_name="policy_lines")
    title = TextField(verbose_name=_("title"))
    condition = TextField(verbose_name=_("condition"))
    watches = models.JSONField(_("watches"), default=list, blank=True)
    suspends = models.JSONField(_("suspends"), default=list, blank=True)
    grace = models.CharField(_("grace period"), max_length=12, blank=True)
    decided_by = TextField(verbose_name=_("decided by"))
    suspensions = models.JSONField(_("suspensions"), default=list, blank=True)

    class Meta(Item.Meta):
        constraints: ClassVar = item_constraints("policy_line")
        triggers: ClassVar = [audited()]


class ProtectedSubject(Item):
    """What may never be put in an exchange; ``words`` are tell-tale words in any language."""

    roadmap = models.ForeignKey(Roadmap, on_delete=models.CASCADE, related_name="protected_subjects")
    title = TextField(verbose_name=_("title"))
    reason = TextField(verbose_name=_("reason"))
    words = models.JSONField(_("tell-tale words"), default=list, blank=True)

    class Meta(Item.Meta):
        constraints: ClassVar = item_constraints("protected_subject")
        triggers: ClassVar = [audited()]


class OrderConflict(Item):
    """A conflict between positions: who wants which of two milestones first. It is shown, and is no part of the plan."""

    roadmap = models.ForeignKey(Roadmap, on_delete=models.CASCADE, related_name="conflicts")
    title = TextField(verbose_name=_("title"))
    note = TextField(verbose_name=_("note"))
    orders = models.JSONField(_("wanted orders"), default=list, blank=True)

    class Meta(Item.Meta):
        constraints: ClassVar = item_constraints("order_conflict")
        triggers: ClassVar = [audited()]
