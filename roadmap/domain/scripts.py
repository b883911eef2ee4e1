"""In which language something was written, guessed from its letters; used for typefaces and voices only."""

_KURMANJI = frozenset("êîûçşÊÎÛÇŞ")


def guess_language(text: str) -> str:
    """``ar`` where most letters are Arabic, ``ku`` where Latin ones carry Kurmanji's signs, else ``en``; "" without letters."""
    letters = [letter for letter in text if letter.isalpha()]
    if not letters:
        return ""
    arabic = sum("\u0600" <= letter <= "\u06ff" or "\u0750" <= letter <= "\u077f" for letter in letters)
    if 2 * arabic >= len(letters):
        return "ar"
    signs = sum(letter in _KURMANJI for letter in letters)
    return "ku" if signs * 40 >= len(letters) else "en"
