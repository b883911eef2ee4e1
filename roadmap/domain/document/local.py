"""Numbers and days as the document writes them in each language (docs/glossary.md: Western digits everywhere)."""

import math
import re
from collections.abc import Iterable
from unicodedata import bidirectional

from django.utils.translation import ngettext, pgettext

from accounts.days import local_day, local_month

__all__ = [
    "NAMED", "apart", "direction", "local_day", "local_list", "local_month", "local_number", "local_share", "short_list",
    "unbroken_shares",
]  # fmt: skip

#: Thousands and decimal signs.
_SIGNS = {"en": (",", "."), "ar": (",", "."), "ku": (".", ",")}
#: So many things a sentence names at the most.
NAMED = 12
#: The space of ``67 %``.
_SHARE = re.compile(r"(?<=\d) (?=%)")
RIGHT_TO_LEFT = frozenset({"ar"})
#: Classes of letters that have a direction.
_STRONG = frozenset({"L", "R", "AL"})


def local_number(number: float, language: str) -> str:
    """``132000`` → ``132,000``; at most two decimals, none that say nothing."""
    thousands, decimal = _SIGNS.get(language, _SIGNS["en"])
    written = f"{number:,.2f}".rstrip("0").rstrip(".") if isinstance(number, float) else f"{number:,}"
    return written.translate(str.maketrans(",.", thousands + decimal))


def local_share(part: float, whole: float, language: str) -> str:
    """The share in per cent with two significant digits: 476 of 132,000 is ``0.36``. ``whole`` is not 0."""
    share = 100 * part / whole
    decimals = 0 if share >= 10 or share == int(share) else (1 if share >= 1 else 2)
    return local_number(math.floor(share * 10**decimals + 0.5) / 10**decimals, language)


def unbroken_shares(words: str) -> str:
    """Words in which no line ends between a number and its ``%``: ``(67 %)`` of a narrow column."""
    return _SHARE.sub("\u00a0", words)


def local_list(parts: Iterable[str]) -> str:
    """``A, B`` with the comma of the language in force."""
    return pgettext("between the things of a list", ", ").join(parts)


def short_list(parts: Iterable[str], most: int = NAMED) -> str:
    """As :func:`local_list`, and after ``most`` of them how many more there are: a sentence is not the place for a hundred."""
    named = list(parts)
    further = len(named) - most
    if further <= 0:
        return local_list(named)
    told = {"named": local_list(named[:most]), "count": further}
    return ngettext("%(named)s and %(count)d more", "%(named)s and %(count)d more", further) % told


def direction(language: str) -> str:
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def apart(text: str, language: str) -> str:
    """``text`` for a sentence of ``language``: isolated where it runs the other way, so that brackets beside it stay in place."""
    first = next((kind for each in text if (kind := bidirectional(each)) in _STRONG), "L")
    runs_back = first != "L"
    return f"\u2068{text}\u2069" if runs_back != (direction(language) == "rtl") and text else text
