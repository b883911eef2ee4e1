"""How a milestone's target and window read."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from milestones.domain.timeframes import fixed_day, named_days, parse_offset
from roadmap.domain.document import Document, Entry
from roadmap.domain.document.local import local_day, local_share
from roadmap.domain.document.presenting import Reading, Words

#: Units that are a share already: "of 100" would say it twice.
_PER_CENT = {"per cent", "%", "في المائة", "في المئة", "ji sedî"}


def target_words(value: dict[str, Any], entry: Entry, reading: Reading) -> tuple[Words, ...]:  # noqa: ARG001 the registry's shape
    """``476 of 132,000 persons (0.36 %)``: a number is never shown without its scale where that is known (report: lessons)."""
    quantity, whole = value.get("quantity"), value.get("denominator")
    unit = reading.text(value.get("unit") or {})
    found = []
    if quantity is not None:
        found.append(Words(_amount(quantity, whole, unit.text, reading), unit.language, unit.foreign and bool(unit.text)))
    elif unit.text:
        found.append(unit)
    if value.get("denominator_note"):
        found.append(reading.text(value["denominator_note"]))
    return tuple(found)


def _amount(quantity: float, whole: float | None, unit: str, reading: Reading) -> str:
    if not whole or (whole == 100 and unit in _PER_CENT):
        return f"{reading.number(quantity)} {unit}".strip()
    return _("%(quantity)s of %(whole)s %(unit)s (%(share)s %%)") % {
        "quantity": reading.number(quantity),
        "whole": reading.number(whole),
        "unit": unit,
        "share": local_share(quantity, whole, reading.language),
    }


def window_words(value: dict[str, Any], entry: Entry, reading: Reading) -> tuple[Words, ...]:  # noqa: ARG001 the registry's shape
    """Both ends as written, a relative one with the day it means."""
    begin, end = _moment(value.get("not_before"), reading), _moment(value.get("not_after"), reading)
    if begin and end:
        text = _("Not before %(begin)s, not after %(end)s") % {"begin": begin, "end": end}
    elif end:
        text = _("Not after %(end)s") % {"end": end}
    else:
        text = _("Not before %(begin)s") % {"begin": begin}
    return (reading.plain(text),)


def span(entry: Entry, document: Document) -> tuple[dt.date | None, dt.date | None]:
    """First and last day of the window; None where it is open or cannot be told."""
    window = entry.data.get("window") or {}
    named = named_days(document)
    return fixed_day(window.get("not_before"), named), fixed_day(window.get("not_after"), named)


def _moment(moment: str | None, reading: Reading) -> str:
    """``1 March 2024 (T0 + 6m)``."""
    if not moment:
        return ""
    day = fixed_day(moment, named_days(reading.document))
    if day is None:
        return moment
    named = local_day(day, reading.language)
    return f"{named} ({moment})" if parse_offset(moment) else named
