"""Numbers as people type them. What could as well mean another is not guessed: 132.000 is 132 to some, 132,000 to others."""

import math
import re

from django.utils.translation import gettext as _

#: Arabic and Persian digits, and signs that say the same everywhere.
_TYPED = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٬", "01234567890123456789,")
_ARABIC_DECIMAL = "٫"
_SPACES = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))")
#: Signs of thousands and decimals, the usual ones of a language first.
_SIGNS = {"ku": ((".", ","), (",", "."))}
_USUAL = ((",", "."),)
#: The largest number that every program keeps exactly.
LARGEST = 2**53 - 1
#: A number of JSON that YAML leaves a text.
_WITH_EXPONENT = re.compile(r"-?\d+(\.\d+)?[eE][+-]?\d+")


def not_a_number(written: str) -> str:
    """What is wrong with what ``number_typed`` does not read."""
    if is_unclear(written):
        return _("“%(written)s” can be read in two ways: write it without a sign between thousands.") % {
            "written": written.strip()
        }
    return _("Give a number, with digits 0-9 and a point.")


def unread(raw: object, minimum: float | None, maximum: float | None) -> str:
    """What is wrong with what is no number that can be kept."""
    far = too_far(raw)
    if far > 0:
        return at_most(LARGEST if maximum is None else maximum)
    if far < 0:
        return at_least(-LARGEST if minimum is None else minimum)
    return not_a_number(raw if isinstance(raw, str) else "")


def at_least(minimum: object) -> str:
    return _("The number must be at least %(minimum)s.") % {"minimum": minimum}


def at_most(maximum: object) -> str:
    return _("The number must be at most %(maximum)s.") % {"maximum": maximum}


def is_unclear(written: str) -> bool:
    """Whether it looks like a number, but like which one depends on who reads it."""
    text = written.strip().translate(_TYPED)
    return any(_may_be_thousands(text, sign) for sign in ",.")


def number_typed(written: str, language: str = "en") -> float | int | None:
    """The number that ``written`` means in a language; None where it is none, or could mean another one.

    Signs between thousands stand between groups of three digits, or not at all: 6,5 is not 65. Whole numbers are kept whole.
    """
    number = _meant(written, language)
    return None if number is None or too_far(number) else number


def too_far(raw: object, language: str = "en") -> int:
    """1 where ``raw`` is a number, but one too large to be kept; -1 where it is too far below nought; else 0."""
    number = _exponent(raw) or _meant(raw, language) if isinstance(raw, str) else raw
    if not isinstance(number, int | float) or not abs(number) > LARGEST:  # what is no number at all is not larger either
        return 0
    return 1 if number > 0 else -1


def _meant(written: str, language: str) -> float | int | None:
    text = _SPACES.sub("", written.strip().translate(_TYPED))
    if _ARABIC_DECIMAL in text:
        return _read(text, ",", _ARABIC_DECIMAL)
    for thousands, decimal in _SIGNS.get(language, _USUAL):
        number = None if _may_be_thousands(text, decimal) else _read(text, thousands, decimal)
        if number is not None:
            return number
    return None


def as_kept(written: str) -> float | None:
    """The number of a text that a form was filled with: 2.125 is what was kept as 2.125, not an unclear 2125."""
    number = _exponent(written)
    return None if number is None or too_far(number) else number


def _exponent(written: str) -> float | None:
    try:
        number = float(written)
    except ValueError:
        return None
    is_plain = str(number) == written and math.isfinite(number)
    return number if is_plain or _WITH_EXPONENT.fullmatch(written) else None


def _may_be_thousands(text: str, decimal: str) -> bool:
    """Whether what looks like decimals could be thousands, as in 2.500: three digits after one to three that are not 0 alone."""
    return bool(re.fullmatch(rf"[+-]?[1-9]\d{{0,2}}{re.escape(decimal)}\d{{3}}", text))


def _read(text: str, thousands: str, decimal: str) -> float | int | None:
    whole = rf"\d{{1,3}}(?:{re.escape(thousands)}\d{{3}})+|\d+"
    if not re.fullmatch(rf"[+-]?(?:{whole})(?:{re.escape(decimal)}\d+)?", text):
        return None
    number = float(text.replace(thousands, "").replace(decimal, "."))
    return int(number) if number.is_integer() else number
