"""States of measures and crossings that are computed, and what the scale's steps are called."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Working(TextChoices):
    """Whether a measure works: only when both ends say so and no monitor contradicts."""

    WORKING = "working", pgettext_lazy("measure", "Working")
    PARTLY = "partly", pgettext_lazy("measure", "Partly working")
    ONE_END = "one_end", pgettext_lazy("measure", "Confirmed at one end only")
    DISPUTED = "disputed", pgettext_lazy("measure", "Disputed")
    NOT_WORKING = "not_working", pgettext_lazy("measure", "Not working")
    UNKNOWN = "unknown", pgettext_lazy("measure", "Not known")


class Passage(TextChoices):
    """Whether a crossing can be passed."""

    OPEN = "open", pgettext_lazy("crossing", "Open")
    CLOSED = "closed", pgettext_lazy("crossing", "Closed")
    LIMITED = "limited", pgettext_lazy("crossing", "Limited")
    CONTESTED = "contested", pgettext_lazy("crossing", "Reports contradict each other")
    UNKNOWN = "unknown", pgettext_lazy("crossing", "Not known")


#: The scale of the Peace Accords Matrix.
SCALE = {0: _("Not initiated"), 1: _("Minimum"), 2: _("Intermediate"), 3: _("Full")}
