"""Windows that mean what diplomats write: a day, or so many days, weeks, months or years from an anchor.

The anchor is ``T0``, a day that the roadmap names (such as ``ceasefire``), or another milestone's key. A plus may stand anywhere.
A minus after a name needs a space before it, because a key may hold hyphens: ``talks - 5d`` is five days before ``talks``, while
``talks-5d`` is a milestone of that key. What is made of digits and hyphens only is a day.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.domain.errors import Problem
from milestones.domain.durations import TYPED, Length, length_words
from roadmap.domain.document import Document, Entry, Gap
from roadmap.domain.document.local import direction, local_day
from roadmap.domain.document.values import Context, Date, Hidden, Json, Value, is_key

T0 = "T0"
_FROM_T0 = re.compile(r"^T0\s*(?:(?P<sign>[+-])\s*(?P<count>\d{1,4})\s*(?P<unit>[dwmy]))?$", re.IGNORECASE)
_FROM_NAME = re.compile(r"^(?P<name>[a-z0-9-]+)(?:(?P<sign>\s*\+|\s+-)\s*(?P<count>\d{1,4})\s*(?P<unit>[dwmyDWMY]))?$")
_WITHOUT_SPACE = re.compile(r"^(?P<name>[a-z0-9-]+)-(?P<length>\d{1,4}[dwmy])$")
_LIKE_A_CODE = re.compile(r"^[A-Z]{1,3}-\d")
_TOO_LONG = re.compile(r"^.*?[+-]\s*\d{5,}\s*[dwmy]$", re.IGNORECASE)
#: A space at which no line ends.
_NO_BREAK = "\u00a0"
_OUR_TIME = dt.date(2000, 1, 1)
_LIKE_A_DAY = re.compile(r"^[\d-]+$")


@dataclass(frozen=True)
class Offset(Length):
    """So many units from ``anchor``: ``T0``, a day that the roadmap names, or a milestone's key."""

    anchor: str = T0

    def __str__(self) -> str:
        return f"{self.anchor} {'-' if self.count < 0 else '+'} {abs(self.count)}{self.unit}" if self.count else self.anchor


def parse_offset(text: str) -> Offset | None:
    """The offset that ``text`` writes, such as ``T0 + 6m`` or ``ceasefire``; None where it writes no such thing."""
    text = text.strip()
    found = _FROM_T0.match(text)
    anchor = T0
    if not found:
        found = _FROM_NAME.match(text)
        if not found or _LIKE_A_DAY.match(text) or not is_key(found["name"]):
            return None
        anchor = found["name"]
    count = int(found["count"] or 0)
    signed = -count if (found["sign"] or "").strip() == "-" else count
    return Offset(signed, (found["unit"] or "d").lower(), anchor) if count else Offset(0, "d", anchor)


def named_days(document: Document) -> dict[str, dt.date]:
    """The days that windows may count from, by name: T0 and the roadmap's own. They win over a milestone of the same key."""
    named = {**(document.roadmap.get("anchors") or {}), T0: document.roadmap.get("t0")}
    return {name: dt.date.fromisoformat(day) for name, day in named.items() if day}


def fixed_day(moment: str | None, named: Mapping[str, dt.date]) -> dt.date | None:
    """The day that a window's end names; None when it is empty, counts from a milestone, or lies outside the calendar."""
    if not moment:
        return None
    offset = parse_offset(moment)
    try:
        if offset is None:
            return dt.date.fromisoformat(moment)
        return offset.after(named[offset.anchor]) if offset.anchor in named else None
    except (ValueError, OverflowError):
        return None


def outside_calendar(moment: str | None, named: Mapping[str, dt.date]) -> str:
    """What is wrong with a window's end that no calendar holds; "" where nothing is. A milestone's day, which nobody knows here,
    counts as one of our time."""
    offset = parse_offset(moment) if moment else None
    if offset is None or (offset.anchor == T0 and T0 not in named):
        return ""
    return "" if offset.reaches(named.get(offset.anchor, _OUR_TIME)) else outside_words(moment or "")


def outside_words(moment: str) -> str:
    """That nobody can keep the end of a window, and what to do."""
    return _("“%(moment)s” leads out of the calendar, which holds the years 1 to 9999. Write a shorter time, or a day.") % {
        "moment": moment
    }


def refuse_outside_calendar(entry: Entry, document: Document) -> Iterator[Problem]:
    """Ends of a milestone's window that no calendar holds, at their paths: they would bound nothing, and nobody would notice."""
    named = named_days(document)
    for end in ("not_before", "not_after"):
        message = outside_calendar((entry.data.get("window") or {}).get(end), named)
        if message:
            yield Problem(f"window.{end}", message)


def moment_words(moment: str | None, document: Document, language: str) -> str:
    """``1 March 2024 (T0 + 6m)``; ``1 month after M-13.T1`` where the day depends on another milestone."""
    if not moment:
        return ""
    offset = parse_offset(moment)
    day = fixed_day(moment, named_days(document))
    if day is None:
        return _counted(offset, document) if offset else moment
    named = local_day(day, language)
    if offset is None:
        return named
    # Broken over two lines, an expression of Latin letters would be turned round in Arabic.
    return f"{named} ({moment.replace(' ', _NO_BREAK) if direction(language) == 'rtl' else moment})"


def _counted(offset: Offset, document: Document) -> str:
    """A reader knows milestones by their code, not by their key."""
    milestone = document.find("milestones", offset.anchor)
    anchor = milestone.code if milestone else offset.anchor
    if not offset.count:
        return _("on the day of %(anchor)s") % {"anchor": anchor}
    length = length_words(Length(abs(offset.count), offset.unit))
    words = _("%(length)s after %(anchor)s") if offset.count > 0 else _("%(length)s before %(anchor)s")
    return words % {"length": length, "anchor": anchor}


def window_offsets(entry: Entry) -> Iterator[tuple[str, Offset]]:
    """The relative ends of a milestone's window, with their path."""
    for end in ("not_before", "not_after"):
        offset = parse_offset((entry.data.get("window") or {}).get(end) or "")
        if offset:
            yield f"window.{end}", offset


def anchor_gaps(entry: Entry, document: Document) -> Iterator[Gap]:
    """Anchors that nothing in the document explains. A version cannot be frozen with them: nobody could tell the day."""
    named = named_days(document)
    for problem in refuse_outside_calendar(entry, document):
        yield Gap(entry.ref, problem.path, problem.message, is_slip=True)
    for path, offset in window_offsets(entry):
        milestone = document.find("milestones", offset.anchor)
        if offset.anchor in named:
            if milestone:
                message = _("“%(name)s” is a day of the roadmap and a milestone: the day is meant here.")
                yield Gap(entry.ref, path, message % {"name": offset.anchor}, blocking=False)
        elif offset.anchor == T0:
            continue  # the roadmap's own gap says so, once
        elif offset.anchor == entry.key:
            yield Gap(entry.ref, path, _("The window counts from the milestone itself."), is_slip=True)
        elif milestone is None:
            yield Gap(entry.ref, path, _unknown(offset.anchor, named, document), is_slip=True)


def key_gaps(entry: Entry, document: Document) -> Iterator[Gap]:
    """That no window can count from a milestone, since its key means a day wherever a window names it."""
    if entry.key == T0.lower():
        message = _(
            "Its key “%(key)s” always means the anchor date: no window can count from it. Give it another in the roadmap file."
        )
    elif _LIKE_A_DAY.match(entry.key):
        message = _("Its key “%(key)s” reads as a day: no window can count from it. Give it another in the roadmap file.")
    elif entry.key in (document.roadmap.get("anchors") or {}):
        message = _("A day of the roadmap is called “%(key)s” like it: no window can count from it. Give the day another name.")
    else:
        return
    yield Gap(entry.ref, "key", message % {"key": entry.key}, blocking=False)


def _unknown(name: str, named: Mapping[str, dt.date], document: Document) -> str:
    """What is wrong with an anchor that is not there: perhaps only the space before its minus."""
    found = _WITHOUT_SPACE.match(name)
    if found and (found["name"] in named or document.find("milestones", found["name"])):
        return _("Put a space before the minus: “%(moment)s”.") % {"moment": f"{found['name']} - {found['length']}"}
    return _("There is no milestone and no day of the roadmap called “%(name)s”.") % {"name": name}


def self_reference_gaps(entry: Entry) -> Iterator[Gap]:
    """A milestone that waits for itself would never come."""
    for name in ("requires", "requires_any", "together_with"):
        if entry.key in (entry.data.get(name) or ()):
            yield Gap(entry.ref, name, _("The milestone names itself here."))


class Moment(Value):
    """One end of a window: a day, or an expression such as ``ceasefire + 30d``, kept in one spelling."""

    hint = gettext_lazy("A day such as 2023-09-01, or T0 + 6m (d, w, m, y). A named day or a milestone's key may stand for T0")

    def load(self, raw: Json, path: str, context: Context) -> Json:
        if isinstance(raw, str) and raw.strip():
            text = raw.translate(TYPED)
            if offset := parse_offset(text):
                return str(offset)
            if _LIKE_A_CODE.match(text.strip()):
                context.report(path, _("Write a milestone's key, not its code: choose it from the list while you type."))
                return None
            if _TOO_LONG.match(text.strip()):
                context.report(path, _("Count up to 9999, in weeks, months or years where days are too many."))
                return None
            if not text.strip()[0].isdigit():
                context.report(
                    path,
                    _(
                        "Write a relative time as T0 + 6m or ceasefire - 2w, with d, w, m or y for days, weeks, months or years, "
                        "and a space before the minus."
                    ),
                )
                return None
        return Date().load(raw, path, context)

    def offered(self, document: Document) -> list[tuple[str, str]]:
        """The days that the roadmap names, and the milestones by their keys."""
        days = [(name, day.isoformat()) for name, day in named_days(document).items()]
        return [*days, *((entry.key, f"{entry.code} · {entry.title()}") for entry in document.of("milestones"))]

    def without(self, value: Json, hidden: Hidden) -> Json:
        """A day that counts from a milestone that may not be seen is not told: its key would tell that there is one."""
        offset = parse_offset(value) if value else None
        return None if offset and hidden("milestones", offset.anchor) else value

    def words(self, value: Json, language: str) -> str:
        if not value or parse_offset(value):
            return value or ""
        return local_day(dt.date.fromisoformat(value), language)

    def words_in(self, value: Json, document: Document, language: str) -> str:
        return moment_words(value, document, language)

    def schema(self) -> dict[str, Any]:
        return {
            "type": ["string", "null"],
            "description": "YYYY-MM-DD; or T0, a name in roadmap.anchors or a milestone's key, with + or - and 14d, 2w, 6m or 1y",
        }
