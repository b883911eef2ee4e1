"""Words that give a subject away, sought in texts of three languages.

A word is found whatever its case and accents (:mod:`roadmap.domain.document.folding`), with endings, and in Arabic behind what is
written as one with it. Words that are listed as several in a row may have a few others between them, and numbers: “return of all
1,000 Syrian refugees”; but no end of a sentence.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from accounts.models.text import MultilingualText
from roadmap.domain.document.folding import fold

#: A word as it is written: with the marks above letters and the invisible ones between them, which folding takes away.
_WRITTEN = re.compile("[\\w\u00ad\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u2060\ufeff]+")
#: What a text consists of: numbers with what parts their digits, words, ends of sentences (none
#: where it goes on with a small letter or a number: “no. 5”), and marks within them.
_PIECE = re.compile(
    r"(?P<number>\d(?:[\d.,\u066b\u066c\u00a0\u202f]*\d)?(?!\w))"
    rf"|(?P<word>{_WRITTEN.pattern})"
    r"|(?P<end>[.!?؟](?=\s+[^a-zçêîşû\d]|\s*$))|[,،;؛:\n]"
)
_ARABIC = re.compile("[\u0600-\u06ff]+")
#: What Arabic writes in front of a word as one with it: and, so; by, as, for; the.
_BEFORE = tuple({"".join(parts) for parts in product(("", "و", "ف"), ("", "ال", "بال", "كال", "لل", "ب", "ك", "ل"))})
#: Plurals and cases: ``refugee`` finds refugees, ``penaber`` finds penaberan; ``aid``, being short, does not find aide.
_ENDING, _SHORT = 4, 3
#: So many other words and marks may stand between two that are listed in a row: “return to Homs of refugees”.
_BETWEEN = 3
#: More different words, and more items with texts, than any document holds.
_KNOWN = 50_000

#: The listed words that each piece of a text may be; None where a sentence ends.
Stems = list[frozenset[str] | None]


class Hit(NamedTuple):
    """``word`` gives ``subject`` away, in the text called ``name``."""

    subject: str
    word: str
    name: str


class Telltale:
    """The words of all subjects: pairs of a subject's key and a word. Made once for the same words: see :func:`telltale`.

    A draft is looked through at each edit, and few of its texts have changed since: what was found is kept by their hash.
    """

    def __init__(self, listed: Iterable[tuple[str, str]]) -> None:
        self._beginning: dict[str, list[tuple[tuple[str, ...], str, str]]] = defaultdict(list)
        self._stems: set[str] = set()
        for subject, word in listed:
            pieces = (each["word"] or each["number"] for each in _PIECE.finditer(word))
            stems = tuple(_stem(fold(each)) for each in pieces if each)
            if stems:
                self._beginning[stems[0]].append((stems[1:], subject, word))
                self._stems.update(stems)
        self._stems_of = lru_cache(_KNOWN)(self._take_apart)
        self._idle: set[str] = set()
        self._found: dict[bytes, tuple[Hit, ...]] = {}

    def first(self, texts: Mapping[str, MultilingualText | None], language: str = "en") -> tuple[Hit, ...]:
        """The first word in named texts that gives each subject away; of each text, what is in ``language`` comes first."""
        told = [(name, written) for name, text in texts.items() for written in _beginning_with(language, text or {})]
        whole = "\0".join(part for pair in told for part in pair)
        key = hashlib.blake2b(whole.encode(errors="surrogatepass"), digest_size=16).digest()
        if key not in self._found:
            if len(self._found) >= _KNOWN:
                self._found.clear()
            self._found[key] = self._first(told)
        return self._found[key]

    def _first(self, told: list[tuple[str, str]]) -> tuple[Hit, ...]:
        found: dict[str, Hit] = {}
        for name, written in told:
            for subject, word in self.find(written):
                found.setdefault(subject, Hit(subject, word, name))
        return tuple(found.values())

    def find(self, text: str) -> Iterator[tuple[str, str]]:
        """(subject, word) of each word in a text, in its order; where several begin at one place, the longest first."""
        if self._is_idle(text):
            return
        stems = self._stems_in(text)
        for place, found in enumerate(stems):
            if found:
                begun = [each for stem in found for each in self._beginning.get(stem, ())]
                for rest, subject, word in sorted(begun, key=lambda each: -len(each[2])):
                    if _follow(rest, stems, place + 1):
                        yield subject, word

    def _stems_in(self, text: str) -> Stems:
        """A number stands for nothing, unless it is listed itself."""
        found: Stems = []
        for piece in _PIECE.finditer(text):
            stems = self._stems_of(piece[0])
            if stems or not piece["number"]:
                found.append(None if piece["end"] else stems)
        return found

    def _is_idle(self, text: str) -> bool:
        """Whether no word begins in a text, as in nearly all: told by what stands between its spaces, most of it met before."""
        parts = set(text.split()) - self._idle
        new = {part for part in parts if not any(self._begins(written) for written in _WRITTEN.findall(part))}
        if len(self._idle) > _KNOWN:
            self._idle.clear()
        self._idle |= new
        return parts == new

    def _begins(self, written: str) -> bool:
        return any(stem in self._beginning for stem in self._stems_of(written))

    def _take_apart(self, written: str) -> frozenset[str]:
        """Which of the listed words a written one may be."""
        word = fold(written)
        before = _BEFORE if _ARABIC.fullmatch(word) else ("",)
        bare = {word.removeprefix(each) for each in before if word.startswith(each)}
        return frozenset(stem for each in bare for stem in _without_ending(each) if stem in self._stems)


def _beginning_with(language: str, text: MultilingualText) -> list[str]:
    return [text[code] for code in sorted(text, key=lambda code: (code != language, code))]


def _stem(word: str) -> str:
    return word.removeprefix("ال") if _ARABIC.fullmatch(word) else word


def _without_ending(word: str) -> Iterator[str]:
    yield word
    for cut in range(1, _ENDING + 1):
        stem = word[:-cut]
        if len(stem) > _SHORT or (cut == 1 and word.endswith("s")):
            yield stem


def _follow(rest: tuple[str, ...], stems: Stems, place: int) -> bool:
    """Whether the further parts of a word stand there, one after the other, in the same sentence."""
    if not rest:
        return True
    for at, found in enumerate(stems[place : place + _BETWEEN + 1], start=place):
        if found is None:
            return False
        if rest[0] in found and _follow(rest[1:], stems, at + 1):
            return True
    return False


@lru_cache(16)
def telltale(listed: tuple[tuple[str, str], ...]) -> Telltale:
    """The search for these words; kept, since the words of a roadmap seldom change."""
    return Telltale(listed)
