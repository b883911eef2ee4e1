"""How chapters are counted: I, II, III; in Arabic documents أولاً، ثانياً."""

_ARABIC = (
    *("أولاً", "ثانياً", "ثالثاً", "رابعاً", "خامساً", "سادساً", "سابعاً", "ثامناً", "تاسعاً", "عاشراً"),
    *("حادي عشر", "ثاني عشر", "ثالث عشر", "رابع عشر", "خامس عشر", "سادس عشر", "سابع عشر", "ثامن عشر", "تاسع عشر"),
)
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def numeral(number: int, language: str) -> str:
    """The chapter's number in words or Roman numerals, from 1."""
    if language == "ar" and number <= len(_ARABIC):
        return _ARABIC[number - 1]
    written = ""
    for value, letters in _ROMAN:
        while number >= value:
            written, number = written + letters, number - value
    return written
