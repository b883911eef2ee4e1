"""Lengths of time that diplomats write: so many days, weeks, months or years."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from roadmap.domain.document.values import Context, Json, Value

#: People type the digits of their keyboard, and paste the minus of their word processor.
TYPED = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹−–", "01234567890123456789--")
_WRITTEN = re.compile(r"^\s*(?P<count>\d{1,4})\s*(?P<unit>[dwmy])\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class Length:
    """So many (``count``, negative for backwards) units (``d`` ``w`` ``m`` ``y``) of the calendar."""

    count: int
    unit: str

    def __str__(self) -> str:
        return f"{self.count}{self.unit}"

    def after(self, day: dt.date) -> dt.date:
        """The day meant. A month without that day ends on its last one: 31 January + 1m is 28 or 29 February.

        Raises ValueError or OverflowError for a day outside the calendar.
        """
        if self.unit in "dw":
            return day + dt.timedelta(days=self.count * (7 if self.unit == "w" else 1))
        months = day.year * 12 + day.month - 1 + self.count * (12 if self.unit == "y" else 1)
        year, month = divmod(months, 12)
        return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))

    def reaches(self, day: dt.date) -> bool:
        """Whether the calendar holds the day meant."""
        try:
            return bool(self.after(day))
        except (ValueError, OverflowError):
            return False

    def back(self) -> "Length":
        """As much in the other direction. From a month's end it does not always lead back to the same day."""
        return Length(-self.count, self.unit)


def parse_duration(text: str) -> Length | None:
    """The length that ``text`` writes, such as ``14d``; None where it writes something else."""
    found = _WRITTEN.match(text.translate(TYPED))
    return Length(int(found["count"]), found["unit"].lower()) if found else None


class Duration(Value):
    """How long something may take, such as ``14d``, kept in one spelling."""

    hint = gettext_lazy("A length of time such as 14d, 2w, 6m or 1y")

    def load(self, raw: Json, path: str, context: Context) -> Json:
        if raw is None or raw == "":
            return None
        length = parse_duration(raw) if isinstance(raw, str) else None
        if length is None:
            context.report(path, _("Write a length of time as 14d, with d, w, m or y for days, weeks, months or years."))
            return None
        return str(length)

    def words(self, value: Json, language: str) -> str:
        length = parse_duration(value) if value else None
        if length is None:
            return ""
        with override(language):
            return length_words(length)

    def schema(self) -> dict[str, Any]:
        return {
            "type": ["string", "null"],
            "pattern": r"^\d{1,4}[dwmy]$",
            "description": "a count of d, w, m or y, such as 14d",
        }


def length_words(length: Length) -> str:
    """``14 days``, in the active language; the direction is left to the sentence around it."""
    count = abs(length.count)
    if length.unit == "d":
        words = ngettext("%(count)d day", "%(count)d days", count)
    elif length.unit == "w":
        words = ngettext("%(count)d week", "%(count)d weeks", count)
    elif length.unit == "m":
        words = ngettext("%(count)d month", "%(count)d months", count)
    else:
        words = ngettext("%(count)d year", "%(count)d years", count)
    return words % {"count": count}
