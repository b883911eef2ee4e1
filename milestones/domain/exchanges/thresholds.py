"""The one place where the ledger's and the finder's settings are read."""

from dataclasses import dataclass, fields
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class Thresholds:
    """From when on the ledger warns: see ``EXCHANGE_THRESHOLDS`` in the settings."""

    balance_alarm: float
    balance_warning: float
    gains_share: float
    left_out: float
    front_loading: float
    behind: float


@dataclass(frozen=True)
class Limits:
    """How far the finder goes: see ``PACKAGE_FINDER`` in the settings."""

    proposals: int
    most_commitments: int
    seconds: float
    imbalance_weight: float


_Kind = TypeVar("_Kind", Thresholds, Limits)


def _read(kind: type[_Kind], name: str) -> _Kind:
    given: dict[str, Any] = getattr(settings, name)
    wanted = {each.name for each in fields(kind)}
    if set(given) != wanted:
        raise ImproperlyConfigured(f"{name} needs exactly: {', '.join(sorted(wanted))}.")
    return kind(**given)


def thresholds() -> Thresholds:
    """Raises ImproperlyConfigured when a threshold is missing or unknown."""
    return _read(Thresholds, "EXCHANGE_THRESHOLDS")


def limits() -> Limits:
    """Raises ImproperlyConfigured when a limit is missing or unknown."""
    return _read(Limits, "PACKAGE_FINDER")
