"""Days and moments as people read them, in their language, on the clocks of Damascus; and days as they write them."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

#: Clocks on the wall of most reviewers, and of what the roadmap is about. Every page shows them; programs get UTC.
DAMASCUS = ZoneInfo("Asia/Damascus")
#: Months as United Nations documents name them.
_MONTHS = {
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    "ar": (
        *("كانون الثاني/يناير", "شباط/فبراير", "آذار/مارس", "نيسان/أبريل", "أيار/مايو", "حزيران/يونيه"),
        *("تموز/يوليه", "آب/أغسطس", "أيلول/سبتمبر", "تشرين الأول/أكتوبر", "تشرين الثاني/نوفمبر", "كانون الأول/ديسمبر"),
    ),
    "ku": ("Çile", "Sibat", "Adar", "Nîsan", "Gulan", "Hezîran", "Tîrmeh", "Tebax", "Îlon", "Cotmeh", "Mijdar", "Kanûn"),
}
_ARABIC_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")
_WRITTEN = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
#: Between a day and its time.
_COMMA = {"ar": "، "}


def read_day(written: str) -> dt.date:
    """The day that ``YYYY-MM-DD`` writes, in Western or Arabic digits. Raises ValueError for every other way to write one, such
    as those of weeks (2024-W09-5), which the standard library reads too."""
    text = written.strip().translate(_ARABIC_DIGITS)
    if not _WRITTEN.fullmatch(text):
        raise ValueError(text)
    return dt.date.fromisoformat(text)


def how_to_write() -> str:
    return _("Give a day as YYYY-MM-DD, such as 2023-09-01.")


def local_day(day: dt.date, language: str) -> str:
    """``1 September 2023``."""
    month = _MONTHS.get(language, _MONTHS["en"])[day.month - 1]
    return f"{day.day} {month} {day.year}"


def local_month(month: int, language: str, *, short: bool = False) -> str:
    """A month's name (1 to 12), or its shortest usual form: ``Sep``; of the two Arabic names the one used in Syria."""
    name = _MONTHS.get(language, _MONTHS["en"])[month - 1]
    if not short or language == "ku":
        return name
    return name.partition("/")[0] if language == "ar" else name[:3]


def day_of(at: dt.datetime) -> dt.date:
    """The day of a moment in Damascus."""
    return at.astimezone(DAMASCUS).date()


def local_moment(at: dt.datetime, language: str, *, seconds: bool = False) -> str:
    """``1 September 2023, 18:05``, in Damascus."""
    there = at.astimezone(DAMASCUS)
    return f"{local_day(there.date(), language)}{_COMMA.get(language, ', ')}{there:{'%H:%M:%S' if seconds else '%H:%M'}}"


def deadline_words(at: dt.datetime, language: str) -> str:
    """A moment that others must keep: on a Syrian clock, and in UTC for everyone else."""
    there = at.astimezone(DAMASCUS)
    return _("%(day)s, %(time)s Damascus time (%(utc)s UTC)") % {
        "day": local_day(there.date(), language),
        "time": f"{there:%H:%M}",
        "utc": f"{at.astimezone(dt.UTC):%H:%M}",
    }


def placeless_words(at: dt.datetime, language: str) -> str:
    """A moment on a Syrian clock where nothing may name a country, as in mails: ``14 December 2026, 21:00 (UTC+3)``."""
    offset = at.astimezone(DAMASCUS).utcoffset() or dt.timedelta()
    return f"{local_moment(at, language)} (UTC{offset // dt.timedelta(hours=1):+d})"
