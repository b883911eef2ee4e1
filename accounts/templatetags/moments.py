"""Days and moments in templates: in the language of the page, on the clocks of Damascus (the foot of the page says so)."""

import datetime as dt

from django import template
from django.utils.translation import get_language

from accounts import days

register = template.Library()


@register.filter
def day(at: dt.date | dt.datetime | str | None) -> str:
    """``1 September 2023``, also of ``2023-09-01``; nothing for nothing."""
    if not at:
        return ""
    if isinstance(at, dt.datetime):
        return days.local_day(days.day_of(at), _language())
    return days.local_day(dt.date.fromisoformat(at) if isinstance(at, str) else at, _language())


@register.filter
def moment(at: dt.datetime | None) -> str:
    """``1 September 2023, 18:05``; nothing for nothing."""
    return days.local_moment(at, _language()) if at else ""


@register.filter
def exact_moment(at: dt.datetime) -> str:
    """``1 September 2023, 18:05:09``."""
    return days.local_moment(at, _language(), seconds=True)


@register.filter
def deadline(at: dt.datetime) -> str:
    """With the time in UTC beside that of Damascus: for what others must keep."""
    return days.deadline_words(at, _language())


def _language() -> str:
    return (get_language() or "en")[:2]
