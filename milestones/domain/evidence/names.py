"""Names of organisations: when two ways of writing are one name, and when two names are one source.

Only spelling and what is put before a name is looked at, never what a name means: that "UNHCR" and "the High Commissioner for
Refugees" are one is said with a report (``on_behalf_of``), not guessed. Whatever is taken as one is told (``one_source``).
"""

import re

from roadmap.domain.document.folding import fold

_BETWEEN_LETTERS = re.compile(r"[.'’]")
_OTHER_SIGNS = re.compile(r"[\W_]+")
_ARTICLE = re.compile(r"^(?:the )+")
#: What stands before the name of an office of the United Nations, folded; a name that is nothing else stays.
_UNITED_NATIONS = re.compile(r"^(?:(?:the|united nations|un|الامم المتحده|neteweyen yekbuyi) )+")


def name_key(text: str) -> str:
    """A name as it is compared: without case, accents, variants of letters, punctuation, and the article "the" before it.

    Who writes "O.C.H.A." and "OCHA" is the same reporter: its later report takes the place of the earlier.
    """
    spelt = _OTHER_SIGNS.sub(" ", _BETWEEN_LETTERS.sub("", fold(text))).strip()
    return _ARTICLE.sub("", spelt) or fold(text)


def source_key(text: str) -> str:
    """A name as sources are counted: "UN OCHA", "the United Nations OCHA" and "OCHA" are one source.

    They stay two reporters: neither takes back what the other said, so a wrong merger hides no contradiction.
    """
    return _UNITED_NATIONS.sub("", name_key(text))
