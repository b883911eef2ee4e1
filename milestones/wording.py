"""How a milestone's target and window read, and what an exchange says of it."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from milestones.domain.parties import givers, known_as
from milestones.domain.timeframes import fixed_day, moment_words, named_days
from roadmap.domain.document import Document, Entry
from roadmap.domain.document.local import local_share, unbroken_shares
from roadmap.domain.document.presenting import Reading, Words

#: Units that are a share already: "of 100" would say it twice.
PER_CENT = {"per cent", "%", "في المائة", "في المئة", "ji sedî"}


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
    if not whole or (whole == 100 and unit in PER_CENT):
        return f"{reading.number(quantity)} {unit}".strip()
    words = _("%(quantity)s of %(whole)s %(unit)s (%(share)s %%)") % {
        "quantity": reading.number(quantity),
        "whole": reading.number(whole),
        "unit": unit,
        "share": local_share(quantity, whole, reading.language),
    }
    return unbroken_shares(words)


def window_words(value: dict[str, Any], entry: Entry, reading: Reading) -> tuple[Words, ...]:  # noqa: ARG001 the registry's shape
    """Both ends as written, a relative one with the day it means."""
    begin, end = (moment_words(value.get(end), reading.document, reading.language) for end in ("not_before", "not_after"))
    if begin and end:
        text = _("Not before %(begin)s, not after %(end)s") % {"begin": begin, "end": end}
    elif end:
        text = _("Not after %(end)s") % {"end": end}
    else:
        text = _("Not before %(begin)s") % {"begin": begin}
    return (reading.plain(text),)


def listed_words(value: list[dict[str, str]], entry: Entry, reading: Reading) -> tuple[Words, ...]:  # noqa: ARG001 the registry's shape
    """A list of single words in a line, those of another language than that of reading in lines of their own."""
    lines: dict[str, list[Words]] = {}
    for text in value:
        words = reading.text(text)
        lines.setdefault(words.language, []).append(words)
    return tuple(Words(" · ".join(w.text for w in line), code, line[0].foreign) for code, line in lines.items())


def commitment_words(commitment: Mapping[str, Any], reading: Reading) -> dict[str, tuple[Words, ...]]:
    """Who gives, when, and the way back: an exchange is read on its own, and what binds stands at the milestone."""
    milestone = reading.document.find("milestones", commitment["milestone"])
    found = {"giver": tuple(_party(each, milestone, reading) for each in givers(commitment, reading.document))}
    if milestone:
        if milestone.data.get("window"):
            found["when"] = window_words(milestone.data["window"], milestone, reading)
        if milestone.data.get("reversal"):
            found["way_back"] = (reading.text(milestone.data["reversal"]),)
    return found


def _party(party: str, milestone: Entry | None, reading: Reading) -> Words:
    """An area by its name; a third party as its milestone calls it in the language of reading."""
    if link := reading.link("areas", party):
        return link.title
    actor = milestone.data.get("actor") if milestone else None
    return reading.text(actor) if actor and known_as(actor) == party else reading.plain(party)


def span(entry: Entry, document: Document) -> tuple[dt.date | None, dt.date | None]:
    """First and last day of the window; None where it is open or cannot be told."""
    window = entry.data.get("window") or {}
    named = named_days(document)
    return fixed_day(window.get("not_before"), named), fixed_day(window.get("not_after"), named)
