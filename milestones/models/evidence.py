"""Reports on what was done."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.audited import audited
from accounts.models.text import TextField
from milestones.enums import Claim, Confidence, ReporterRole
from milestones.models.milestone import Milestone
from milestones.querysets.evidence import EvidenceQuerySet
from roadmap.models import Area, Criterion, Measure, Roadmap
from roadmap.models.item import Item, item_constraints

#: What may change in a record: its place in the list, and that it was withdrawn, once.
_MAY_CHANGE = "ARRAY['code', 'position', 'revision', 'field_revisions', 'withdrawn']::text[]"
_CHANGED = f"(to_jsonb(OLD) - {_MAY_CHANGE}) IS DISTINCT FROM (to_jsonb(NEW) - {_MAY_CHANGE})"
_UNWITHDRAWN = "(OLD.withdrawn <> '{}'::jsonb AND OLD.withdrawn IS DISTINCT FROM NEW.withdrawn)"


def kept_as_recorded() -> list[pgtrigger.Trigger]:
    """Refuse to change what was recorded, to hide or delete it, and to take back that it was withdrawn."""
    return [
        pgtrigger.Protect(name="keep_rows_of_record", operation=pgtrigger.Delete),
        pgtrigger.Trigger(
            name="keep_content",
            operation=pgtrigger.Update,
            when=pgtrigger.Before,
            condition=pgtrigger.Condition(f"({_CHANGED} OR {_UNWITHDRAWN})"),
            func="RAISE EXCEPTION 'pgtrigger: Cannot change the content of rows of % table', TG_TABLE_NAME;",
        ),
    ]


class Evidence(Item):
    """A source's report on a milestone, a measure, or a criterion in an area. ``reporter`` is an organisation, never a person.

    What was recorded stays: a correction is a record of its own, and the mistaken one is withdrawn.
    """

    roadmap = models.ForeignKey(Roadmap, on_delete=models.CASCADE, related_name="evidence")
    milestone = models.ForeignKey(
        Milestone, verbose_name=_("on milestone"), null=True, blank=True, on_delete=models.PROTECT, related_name="evidence"
    )
    measure = models.ForeignKey(
        Measure, verbose_name=_("on measure"), null=True, blank=True, on_delete=models.PROTECT, related_name="evidence"
    )
    criterion = models.ForeignKey(
        Criterion, verbose_name=_("on criterion"), null=True, blank=True, on_delete=models.PROTECT, related_name="evidence"
    )
    area = models.ForeignKey(
        Area, verbose_name=_("area"), null=True, blank=True, on_delete=models.PROTECT, related_name="evidence"
    )
    claim = models.CharField(_("claim"), max_length=12, choices=Claim, blank=True)
    statement = TextField(verbose_name=_("statement"))
    reporter = models.CharField(_("reported by"), max_length=120, blank=True)
    on_behalf_of = models.CharField(_("on behalf of"), max_length=120, blank=True)
    role = models.CharField(_("capacity"), max_length=11, choices=ReporterRole, blank=True)
    independent = models.BooleanField(_("independent of the side that claims"), default=False)
    quantity = models.FloatField(_("quantity"), null=True, blank=True)
    unit = TextField(verbose_name=_("unit"))
    date = models.DateField(_("day"), null=True, blank=True)
    recorded = models.DateField(_("recorded on"), null=True, blank=True)
    place = TextField(verbose_name=_("place"))
    confidence = models.CharField(_("confidence"), max_length=6, choices=Confidence, blank=True)
    files = models.JSONField(_("files"), default=list, blank=True)
    withdrawn = models.JSONField(_("withdrawn"), default=dict, blank=True)

    objects: ClassVar[EvidenceQuerySet] = EvidenceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(Item.Meta):
        constraints: ClassVar = [
            *item_constraints("evidence"),
            models.CheckConstraint(
                condition=Q(milestone=None, measure=None) | Q(milestone=None, criterion=None) | Q(measure=None, criterion=None),
                name="evidence_on_one_subject",
            ),
        ]
        triggers: ClassVar = [audited(), *kept_as_recorded()]
