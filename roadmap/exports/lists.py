"""Lists of codes in the tables of a file, where no markup keeps each apart as on a page."""

import re

from roadmap.domain.document.local import direction

#: The comma or dot of a list behind what runs the other way.
_AFTER = {"rtl": re.compile("(?<=[0-9A-Za-z])(?=، | · )"), "ltr": re.compile("(?<=[\u0590-\u08ff])(?=, | · )")}
#: Invisible letters with a direction.
_MARKS = {"rtl": "\u200f", "ltr": "\u200e"}


def in_order(words: str, language: str) -> str:
    """``C-01، C-02`` or ``G +2 · N +1`` in the order of the language: a mark draws each comma to what follows.

    Without one the list would run as its codes do, from left to right, and a comma at the end of a line stand before its code.
    """
    way = direction(language)
    return _AFTER[way].sub(_MARKS[way], words)
