"""Areas of control and the crossings between them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.audited import audited
from accounts.models.text import TextField
from roadmap.models.item import Item, item_constraints
from roadmap.models.roadmap import Roadmap


class Area(Item):
    """A territory held by one authority, with guarantors; its code is one letter that milestones carry."""

    roadmap = models.ForeignKey(Roadmap, on_delete=models.CASCADE, related_name="areas")
    name = TextField(verbose_name=_("name"))
    authority = TextField(verbose_name=_("authority"))
    guarantors = models.JSONField(_("guarantors"), default=list, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        verbose_name=_("successor"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    predecessors = models.JSONField(_("continues"), default=list, blank=True)

    class Meta(Item.Meta):
        constraints = [
            *item_constraints("area"),
            models.CheckConstraint(
                condition=models.Q(valid_from=None) | models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")),
                name="area_ends_after_it_begins",
            ),
        ]
        triggers = [audited()]


class Crossing(Item):
    """A point on a line between two areas."""

    roadmap = models.ForeignKey(Roadmap, on_delete=models.CASCADE, related_name="crossings")
    name = TextField(verbose_name=_("name"))
    near = TextField(verbose_name=_("near"))
    between = models.ManyToManyField(Area, verbose_name=_("between"), related_name="crossings", blank=True)
    note = TextField(verbose_name=_("note"))
    log = models.JSONField(_("reports"), default=list, blank=True)

    class Meta(Item.Meta):
        constraints = item_constraints("crossing")
        triggers = [audited()]
