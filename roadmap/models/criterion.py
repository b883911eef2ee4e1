"""What must hold for the environment to be safe, calm or neutral."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.audited import audited
from accounts.models.text import TextField
from roadmap.enums import CriterionStatus, Dimension
from roadmap.models.area import Area
from roadmap.models.item import Item, item_constraints
from roadmap.models.reference import Mandate
from roadmap.models.roadmap import Roadmap


class Criterion(Item):
    """A criterion of one dimension; its state is kept per area."""

    roadmap = models.ForeignKey(Roadmap, on_delete=models.CASCADE, related_name="criteria")
    dimension = models.CharField(_("dimension"), max_length=10, choices=Dimension)
    title = TextField(verbose_name=_("title"))
    definition = TextField(verbose_name=_("definition"))
    indicator = TextField(verbose_name=_("indicator"))
    unit = TextField(verbose_name=_("unit"))
    baseline = models.JSONField(_("baseline"), default=dict, blank=True)
    threshold = models.JSONField(_("threshold"), default=dict, blank=True)
    verification = TextField(verbose_name=_("means of verification"))
    mandates = models.ManyToManyField(Mandate, verbose_name=_("mandates"), related_name="criteria", blank=True)

    class Meta(Item.Meta):
        constraints = [
            *item_constraints("criterion"),
            models.CheckConstraint(condition=models.Q(dimension__in=Dimension.values), name="criterion_dimension_known"),
        ]
        triggers = [audited()]


class CriterionState(models.Model):
    """Whether a criterion holds in one area, and why one thinks so."""

    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="states")
    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="criterion_states")
    state = models.CharField(_("state"), max_length=10, choices=CriterionStatus, default=CriterionStatus.UNKNOWN)
    note = TextField(verbose_name=_("note"))

    class Meta:
        ordering = ["area__position", "area_id"]
        constraints = [models.UniqueConstraint(fields=["criterion", "area"], name="criterion_state_once_per_area")]
        triggers = [audited()]

    def __str__(self) -> str:
        return f"{self.criterion_id}:{self.area_id} {self.state}"
