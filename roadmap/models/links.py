"""Links between items, so that the audit trail sees them come and go."""

from accounts.models.audited import audited
from roadmap.models.area import Crossing
from roadmap.models.criterion import Criterion
from roadmap.models.measure import Measure
from roadmap.models.reference import ParkedItem
from roadmap.models.round import RoundGroup


class CrossingArea(Crossing.between.through):
    class Meta:
        proxy = True
        triggers = [audited()]


class CriterionMandate(Criterion.mandates.through):
    class Meta:
        proxy = True
        triggers = [audited()]


class MeasureArea(Measure.areas.through):
    class Meta:
        proxy = True
        triggers = [audited()]


class MeasureCrossing(Measure.crossings.through):
    class Meta:
        proxy = True
        triggers = [audited()]


class MeasureCriterion(Measure.criteria.through):
    class Meta:
        proxy = True
        triggers = [audited()]


class ParkedCriterion(ParkedItem.opens_when.through):
    class Meta:
        proxy = True
        triggers = [audited()]


class WithheldItem(RoundGroup.withheld.through):
    class Meta:
        proxy = True
        triggers = [audited()]
