"""Windows that mean what diplomats write: a day, or so many days, weeks, months or years from T0."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roadmap.domain.document.local import local_day
from roadmap.domain.document.values import Context, Date, Json, Value

_EXPRESSION = re.compile(r"^\s*T0\s*(?:(?P<sign>[+-])\s*(?P<count>\d{1,4})\s*(?P<unit>[dwmy]))?\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class Offset:
    """So many (``count``, negative for before) units (``d`` ``w`` ``m`` ``y``) from T0."""

    count: int
    unit: str

    def __str__(self) -> str:
        return f"T0 {'-' if self.count < 0 else '+'} {abs(self.count)}{self.unit}" if self.count else "T0"

    def after(self, anchor: dt.date) -> dt.date:
        """The day meant. A month without that day ends on its last one: 31 January + 1m is 28 or 29 February."""
        if self.unit in "dw":
            return anchor + dt.timedelta(days=self.count * (7 if self.unit == "w" else 1))
        months = anchor.year * 12 + anchor.month - 1 + self.count * (12 if self.unit == "y" else 1)
        year, month = divmod(months, 12)
        return dt.date(year, month + 1, min(anchor.day, calendar.monthrange(year, month + 1)[1]))


def parse_offset(text: str) -> Offset | None:
    """The offset that ``text`` writes, such as ``T0 + 6m``; None where it writes something else."""
    found = _EXPRESSION.match(text)
    if not found:
        return None
    count = int(found["count"] or 0)
    return Offset(-count if found["sign"] == "-" else count, (found["unit"] or "d").lower())


def day_of(moment: str | None, anchor: dt.date | None) -> dt.date | None:
    """The day that a window's end names; None when it is empty, or relative without an anchor, or outside the calendar."""
    if not moment:
        return None
    offset = parse_offset(moment)
    try:
        return (offset.after(anchor) if anchor else None) if offset else dt.date.fromisoformat(moment)
    except (ValueError, OverflowError):
        return None


class Moment(Value):
    """One end of a window: a day, or an expression such as ``T0 + 6m``, kept in one spelling."""

    hint = gettext_lazy("A day such as 2023-09-01, or T0 + 6m (d, w, m, y)")

    def load(self, raw: Json, path: str, context: Context) -> Json:
        if isinstance(raw, str) and raw.strip():
            if offset := parse_offset(raw.translate(_DIGITS)):
                return str(offset)
            if raw.strip()[:1].upper() == "T":
                context.report(
                    path,
                    _("Write a relative time as T0 + 6m, with d, w, m or y for days, weeks, months or years."),
                )
                return None
        return Date().load(raw, path, context)

    def words(self, value: Json, language: str) -> str:
        if not value or parse_offset(value):
            return value or ""
        return local_day(dt.date.fromisoformat(value), language)

    def schema(self) -> dict[str, Any]:
        return {
            "type": ["string", "null"],
            "description": "YYYY-MM-DD, or T0 with + or - and a count of d, w, m or y",
        }


_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")
