"""Cross-line linkage measures."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.audited import audited
from accounts.models.text import TextField
from roadmap.enums import Direction
from roadmap.models.area import Area, Crossing
from roadmap.models.criterion import Criterion
from roadmap.models.item import Item, item_constraints
from roadmap.models.reference import Sector
from roadmap.models.roadmap import Roadmap


class Measure(Item):
    """A linkage between two or more areas in one sector, serving criteria."""

    roadmap = models.ForeignKey(Roadmap, on_delete=models.CASCADE, related_name="measures")
    sector = models.ForeignKey(Sector, verbose_name=_("sector"), null=True, on_delete=models.PROTECT, related_name="measures")
    title = TextField(verbose_name=_("title"))
    summary = TextField(verbose_name=_("summary"))
    areas = models.ManyToManyField(Area, verbose_name=_("areas"), related_name="measures", blank=True)
    direction = models.CharField(_("direction"), max_length=10, choices=Direction, default=Direction.BOTH)
    crossings = models.ManyToManyField(Crossing, verbose_name=_("crossings"), related_name="measures", blank=True)
    criteria = models.ManyToManyField(Criterion, verbose_name=_("criteria served"), related_name="measures", blank=True)

    class Meta(Item.Meta):
        constraints = item_constraints("measure")
        triggers = [audited()]


class MeasurePart(models.Model):
    """What one area does under a measure."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="parts")
    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="measure_parts")
    text = TextField(verbose_name=_("what the area does"))

    class Meta:
        ordering = ["area__position", "area_id"]
        constraints = [models.UniqueConstraint(fields=["measure", "area"], name="measure_part_once_per_area")]
        triggers = [audited()]

    def __str__(self) -> str:
        return f"{self.measure_id}:{self.area_id}"
