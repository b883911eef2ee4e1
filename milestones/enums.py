"""Closed lists of the milestones' side."""

from django.db import models
from django.utils.translation import gettext_lazy, pgettext_lazy


class ExchangeMode(models.TextChoices):
    """In which order the sides of an exchange move (product: Commitment / exchange)."""

    SIMULTANEOUS = "simultaneous", pgettext_lazy("exchange", "Simultaneous")
    GATED = "gated", pgettext_lazy("exchange", "Gated")
    HELD = "held", pgettext_lazy("exchange", "Held by a third party")
    UNCONDITIONAL = "unconditional", pgettext_lazy("exchange", "Unconditional")


class Claim(models.TextChoices):
    """What a piece of evidence says of its subject."""

    ACHIEVED = "achieved", pgettext_lazy("evidence", "Achieved")
    PARTLY = "partly", pgettext_lazy("evidence", "Partly achieved")
    NOT_ACHIEVED = "not_achieved", pgettext_lazy("evidence", "Not achieved")
    REVERSED = "reversed", pgettext_lazy("evidence", "Taken back")


class ReporterRole(models.TextChoices):
    """In which capacity one reports."""

    CLAIMANT = "claimant", pgettext_lazy("evidence", "The side that was to act")
    COUNTERPART = "counterpart", pgettext_lazy("evidence", "The other side")
    MONITOR = "monitor", pgettext_lazy("evidence", "A monitor")
    OTHER = "other", pgettext_lazy("evidence", "Another source")


class Confidence(models.TextChoices):
    LOW = "low", pgettext_lazy("evidence", "Low confidence")
    MEDIUM = "medium", pgettext_lazy("evidence", "Medium confidence")
    HIGH = "high", pgettext_lazy("evidence", "High confidence")


class Progress(models.TextChoices):
    """How far a milestone is: computed from evidence, never typed in (product: Progress).

    Lapsed: its latest day passed without verification; late evidence can still verify it. Ended: somebody decided so, with a
    reason (the milestone's ``lapse``), and no later evidence counts.
    """

    NOT_STARTED = "not_started", pgettext_lazy("progress", "Not started")
    UNDER_WAY = "under_way", pgettext_lazy("progress", "Under way")
    CLAIMED = "claimed", pgettext_lazy("progress", "Claimed")
    VERIFIED = "verified", pgettext_lazy("progress", "Verified")
    LAPSED = "lapsed", pgettext_lazy("progress", "Lapsed")
    ENDED = "ended", gettext_lazy("Ended by decision")
    SUSPENDED = "suspended", pgettext_lazy("progress", "Suspended")
    REVERSED = "reversed", pgettext_lazy("progress", "Reversed")

    @property
    def for_programs(self) -> str:
        """One of the seven states that programs know: what was ended by decision has lapsed, and ``by_decision`` says how."""
        return str(Progress.LAPSED.value if self == Progress.ENDED else self.value)


class AreaChangeKind(models.TextChoices):
    """What happens to an area of control on a day."""

    END = "end", pgettext_lazy("area change", "Ended")
    SUCCESSOR = "successor", pgettext_lazy("area change", "Got a successor")
    SPLIT = "split", pgettext_lazy("area change", "Split")
    MERGE = "merge", pgettext_lazy("area change", "Merged")
