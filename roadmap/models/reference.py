"""Items that others lean on or that stand for themselves: sectors, mandates, parked items, free text."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.audited import audited
from accounts.models.text import TextField
from roadmap.enums import Place
from roadmap.models.item import Item, item_constraints
from roadmap.models.roadmap import Roadmap


class Sector(Item):
    """A matter on which lines can be crossed by negotiation, such as aid or trade."""

    roadmap = models.ForeignKey(Roadmap, on_delete=models.CASCADE, related_name="sectors")
    name = TextField(verbose_name=_("name"))
    note = TextField(verbose_name=_("note"))

    class Meta(Item.Meta):
        constraints = item_constraints("sector")
        triggers = [audited()]


class Mandate(Item):
    """A resolution or statement that the roadmap rests on."""

    roadmap = models.ForeignKey(Roadmap, on_delete=models.CASCADE, related_name="mandates")
    title = TextField(verbose_name=_("title"))
    date = models.DateField(_("date"), null=True, blank=True)
    note = TextField(verbose_name=_("note"))

    class Meta(Item.Meta):
        constraints = item_constraints("mandate")
        triggers = [audited()]


class ParkedItem(Item):
    """A subject that is not ripe, with the criteria that would open it."""

    roadmap = models.ForeignKey(Roadmap, on_delete=models.CASCADE, related_name="parked")
    title = TextField(verbose_name=_("title"))
    reason = TextField(verbose_name=_("why it is parked"))
    opens_when = models.ManyToManyField(
        "roadmap.Criterion", verbose_name=_("opens when these hold"), related_name="opens", blank=True
    )

    class Meta(Item.Meta):
        constraints = item_constraints("parked")
        triggers = [audited()]


class Section(Item):
    """Free text, such as the introduction."""

    roadmap = models.ForeignKey(Roadmap, on_delete=models.CASCADE, related_name="sections")
    title = TextField(verbose_name=_("title"))
    body = TextField(verbose_name=_("text"))
    place = models.CharField(_("place"), max_length=5, choices=Place, default=Place.FRONT)

    class Meta(Item.Meta):
        constraints = item_constraints("section")
        triggers = [audited()]
