"""Links between items, so that the audit trail sees them come and go."""

from accounts.models.audited import audited
from roadmap.models.area import Crossing
from roadmap.models.criterion import Criterion
from roadmap.models.measure import Measure
from roadmap.models.reference import ParkedItem
from roadmap.models.round import RoundGroup


class CrossingArea(Crossing.between.through):  # type: ignore[name-defined,misc]  # the class is made by Django
    class Meta:
        proxy = True
        triggers = [audited()]


class CriterionMandate(Criterion.mandates.through):  # type: ignore[name-defined,misc]  # the class is made by Django
    class Meta:
        proxy = True
        triggers = [audited()]


class MeasureArea(Measure.areas.through):  # type: ignore[name-defined,misc]  # the class is made by Django
    class Meta:
        proxy = True
        triggers = [audited()]


class MeasureCrossing(Measure.crossings.through):  # type: ignore[name-defined,misc]  # the class is made by Django
    class Meta:
        proxy = True
        triggers = [audited()]


class MeasureCriterion(Measure.criteria.through):  # type: ignore[name-defined,misc]  # the class is made by Django
    class Meta:
        proxy = True
        triggers = [audited()]


class ParkedCriterion(ParkedItem.opens_when.through):  # type: ignore[name-defined,misc]  # the class is made by Django
    class Meta:
        proxy = True
        triggers = [audited()]


class WithheldItem(RoundGroup.withheld.through):  # type: ignore[name-defined,misc]  # the class is made by Django
    class Meta:
        proxy = True
        triggers = [audited()]
