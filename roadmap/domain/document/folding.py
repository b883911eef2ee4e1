"""Folding of words for search: what a reader would call the same word compares equal, in Arabic, Kurmanji and English."""

import unicodedata

#: Letters that people write for one another: forms of alef and hamza, taa marbuta and haa, alef maqsura and yaa,
#: the Persian and Kurdish shapes of kaf and yaa, the dotless i; and what only stretches a word.
_ALIKE = {
    "أ": "ا",
    "إ": "ا",
    "آ": "ا",
    "ٱ": "ا",
    "ؤ": "و",
    "ئ": "ي",
    "ء": "",
    "ة": "ه",
    "ى": "ي",
    "ی": "ي",
    "ې": "ي",
    "ک": "ك",
    "ہ": "ه",
    "ە": "ه",
    "ı": "i",
    "’": "'",
    "ʼ": "'",
    "\u0640": "",
}


class _Table(dict[int, str]):
    """Code point → what it folds to, worked out when first met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_letter(chr(code))
        return folded


def _fold_letter(letter: str) -> str:
    if letter in _ALIKE:
        return _ALIKE[letter]
    if unicodedata.combining(letter) or unicodedata.category(letter) == "Cf":
        return ""
    digit = unicodedata.decimal(letter, None)
    parts = str(digit) if digit is not None else unicodedata.normalize("NFKD", letter).casefold()
    return parts if parts == letter else "".join(_fold_letter(part) for part in parts)


_TABLE = _Table()


def fold(text: str) -> str:
    """``text`` without case, diacritics, tatweel and variants of letters; digits are 0-9. Folding twice changes nothing."""
    return " ".join(text.translate(_TABLE).split())


def fold_words(text: str) -> list[str]:
    """The folded words of a query."""
    return fold(text).split()
