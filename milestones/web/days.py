"""The day that pages are seen from: ``?as_of=2024-12-08``. It goes along from page to page; without one it is today."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.days import read_day
from milestones.domain.plan import Plan
from roadmap.domain.document import Document
from roadmap.domain.document.local import local_day

AS_OF = "as_of"
#: What the parameter was called before.
_BEFORE = "day"


def typed(given: Mapping[str, Any]) -> str:
    """What an address or a form says of the day, as it was typed."""
    return str(given.get(AS_OF) or given.get(_BEFORE) or "")


def day_given(given: Mapping[str, Any]) -> dt.date | None:
    """None without a day, and where it is none."""
    try:
        return read_day(typed(given))
    except ValueError:
        return None


def not_understood(given: Mapping[str, Any]) -> str:
    """What a page that is seen from today says of a day that is none; "" where nothing is wrong."""
    written = typed(given)
    return unread(written) if written and day_given(given) is None else ""


def unread(written: str) -> str:
    return _("“%(written)s” is not understood as a day. Write it like this: 2023-09-01.") % {"written": written}


class DayField(forms.DateField):
    """A day as a browser's own field sends it, ``YYYY-MM-DD``. What is none stays in the field: as text, since a field for days
    would show nothing of it."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def to_python(self, value: Any) -> dt.date | None:
        if value in self.empty_values or isinstance(value, dt.date):
            return super().to_python(value)
        try:
            return read_day(str(value))
        except ValueError as error:
            raise forms.ValidationError(unread(str(value))) from error

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except forms.ValidationError:
            self.widget.input_type = "text" if value else "date"
            raise


def with_day(given: QueryDict) -> dict[str, Any]:
    """For a form: the choices of an address, the day under its present name."""
    return given.dict() | {AS_OF: typed(given)}


def query_of(given: Mapping[str, Any]) -> str:
    """What keeps the day in a link: ``?as_of=2024-12-08``, "" for today."""
    day = day_given(given)
    return f"?{AS_OF}={day.isoformat()}" if day else ""


@dataclass(frozen=True)
class Past:
    """All windows are over: ``day`` is that of the latest report, in words, ``query`` leads to the same page seen from it."""

    day: str
    query: str


def past_of(plan: Plan, today: dt.date) -> Past | None:
    """What is offered where a page is seen from today and every window has passed; None where that is not so, or no report is."""
    latest = latest_report(plan.document)
    if plan.as_of != today or latest is None or latest >= today:
        return None
    deadlines = [each.deadline for each in plan.progress.values() if each.deadline]
    if not deadlines or max(deadlines) >= today:
        return None
    return Past(local_day(latest, (get_language() or "en")[:2]), f"?{AS_OF}={latest.isoformat()}")


def latest_report(document: Document) -> dt.date | None:
    """The day of the latest report on anything, withdrawn ones left out."""
    logs = (row for each in document.of("crossings") for row in each.data.get("log") or ())
    rows = [*(each.data for each in document.of("evidence")), *logs]
    days = [row["date"] for row in rows if row.get("date") and not row.get("withdrawn")]
    return dt.date.fromisoformat(max(days)) if days else None
