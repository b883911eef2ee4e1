"""Scale: no quantity without its denominator, and none below significance without being called so (report: lessons)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings


@dataclass(frozen=True)
class Scaled:
    """A quantity beside its denominator. ``share`` is in per cent: 476 of 132,000 is 0.36; None where no denominator is known.

    ``significance`` is the per cent under which a share is ``insignificant``. ``beyond`` is a quantity larger than its whole.
    """

    quantity: float
    denominator: float | None
    share: float | None
    significance: float
    insignificant: bool
    beyond: bool

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def scaled(quantity: float | None, target: Mapping[str, Any] | None, significance: float | None = None) -> Scaled | None:
    """``quantity`` beside the denominator of ``target``; None without a quantity.

    The target's own significance (per cent of the denominator) goes before ``significance``, and that before the setting.
    A quantity without denominator is not called insignificant: nobody can tell.
    """
    if quantity is None:
        return None
    target = target or {}
    least = target.get("significance", settings.EVIDENCE_SIGNIFICANCE if significance is None else significance)
    whole = target.get("denominator")
    if not whole:
        return Scaled(quantity, None, None, least, insignificant=False, beyond=False)
    # Divided once and from the left: 100 * quantity may be rounded where quantity / whole is not.
    share = quantity / whole * 100
    return Scaled(quantity, whole, share, least, insignificant=quantity * 100 < least * whole, beyond=quantity > whole)
