"""Protected subjects that have come into an exchange all the same (report: refugee return was used as a bargaining chip).

``milestones.domain.protected`` refuses a commitment that is marked as one. Here a whole draft is looked through: also for a
protected milestone that others are made to wait for or that is suspended when somebody breaks a rule, which is leverage too, and
for words that give a subject away where nobody marked it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from milestones.domain.exchanges.commitments import Commitment, Exchanges, read_exchanges
from roadmap.domain.document import Document, Entry
from roadmap.domain.document.folding import fold

How = Literal["given", "gate", "suspended", "words"]


@dataclass(frozen=True)
class Protected:
    """A protected subject where it may not be. ``refused``: marked by its author; else a word gave it away, which may be wrong.

    ``place``: key of the exchange, or of the policy line for ``suspended``. ``word`` as it is listed with the subject, and
    ``found_in`` the text in which it stands.
    """

    how: How
    subject: str
    place: str
    milestone: str = ""
    word: str = ""
    found_in: str = ""

    @property
    def refused(self) -> bool:
        return self.how != "words"

    def as_dict(self, document: Document) -> dict[str, Any]:
        """With the subject's reason and source."""
        subject = next(entry for entry in document.of("protected_subjects") if entry.key == self.subject)
        told = {"how": self.how, "refused": self.refused, "subject": self.subject, "place": self.place}
        found = {"milestone": self.milestone, "word": self.word, "found_in": self.found_in}
        why = {"title": subject.data.get("title"), "reason": subject.data.get("reason"), "source": subject.data.get("source")}
        return {name: value for name, value in {**told, **found, **why}.items() if value not in ("", None)}


def protected_in_exchange(document: Document, *, exchanges: Exchanges | None = None) -> tuple[Protected, ...]:
    """All protected subjects in exchanges and policy lines, in the document's order; what is marked is not sought by words."""
    subjects = document.of("protected_subjects")
    if not subjects:
        return ()
    exchanges = exchanges or read_exchanges(document)
    known = {entry.key for entry in subjects}
    marked = {
        key: [subject for subject in entry.data.get("protected_subjects") or () if subject in known]
        for key, entry in exchanges.milestones.items()
    }
    words = _Words(subjects)
    found = [hit for each in exchanges.exchanges for hit in _marked(each.key, each.commitments, marked)]
    for entry in document.of("policy_lines"):
        suspended = [key for key in entry.data.get("suspends") or () if marked.get(key)]
        found += [Protected("suspended", subject, entry.key, key) for key in suspended for subject in marked[key]]
    raw = {entry.key: entry.data for entry in document.of("exchanges")}
    for exchange in exchanges.exchanges:
        found += words.hits(exchange.key, "", {name: raw[exchange.key].get(name) for name in ("title", "summary")}, ())
        for each in exchange.commitments:
            found += words.hits(exchange.key, each.milestone, _texts(each, exchanges.milestones), marked[each.milestone])
    return tuple(found)


def _marked(exchange: str, commitments: tuple[Commitment, ...], marked: Mapping[str, list[str]]) -> Iterator[Protected]:
    for each in commitments:
        for subject in marked[each.milestone]:
            yield Protected("given", subject, exchange, each.milestone)
        for subject in marked.get(each.gate or "", ()):
            yield Protected("gate", subject, exchange, each.gate or "")


def _texts(commitment: Commitment, milestones: Mapping[str, Entry]) -> dict[str, Any]:
    """What is said of a commitment, by the name of the field."""
    data = milestones[commitment.milestone].data
    return {
        "title": data.get("title"),
        "verification": data.get("verification"),
        "reversal": data.get("reversal"),
        "trigger": data.get("trigger"),
        "loss": commitment.loss,
        "cost": commitment.cost.reason if commitment.cost else None,
        **{f"benefits.{area}": rating.reason for area, rating in commitment.benefits.items()},
    }


class _Words:
    """The tell-tale words of all subjects, sought at once."""

    def __init__(self, subjects: list[Entry]) -> None:
        self.of: dict[str, tuple[str, str]] = {}
        patterns = []
        for entry in subjects:
            for text in entry.data.get("words") or ():
                for word in text.values():
                    pattern = _pattern(word)
                    if pattern:
                        name = f"w{len(self.of)}"
                        self.of[name] = (entry.key, word)
                        patterns.append((pattern, name))
        longest_first = sorted(patterns, key=lambda each: -len(each[0]))
        self.regex = re.compile("|".join(f"(?P<{name}>{pattern})" for pattern, name in longest_first)) if patterns else None

    def hits(self, place: str, milestone: str, texts: Mapping[str, Any], known: Any) -> list[Protected]:
        """One hit for each subject, at the first word that gives it away."""
        if self.regex is None:
            return []
        found: dict[str, Protected] = {}
        for name, text in texts.items():
            for written in (text or {}).values():
                for match in self.regex.finditer(fold(written)):
                    subject, word = self.of[match.lastgroup or ""]
                    if subject not in known:
                        found.setdefault(subject, Protected("words", subject, place, milestone, word, name))
        return list(found.values())


#: What Arabic writes in front of a word as one with it: and, so; by, as, for; the.
_BEFORE = "(?:[وف]?(?:[بك]?ال|لل|[بكل])?)"


def _pattern(word: str) -> str:
    """A pattern for a word or several in a row, as :func:`fold` leaves them; endings may follow a word that is not short."""
    return r"\W+".join(_one(each) for each in re.findall(r"\w+", fold(word)))


def _one(word: str) -> str:
    if re.fullmatch("[\u0600-\u06ff]+", word):
        stem = word.removeprefix("ال")
        return rf"\b{_BEFORE}{re.escape(stem)}{_endings(stem)}\b"
    return rf"\b{re.escape(word)}{_endings(word)}\b"


def _endings(word: str) -> str:
    """Plurals and cases: ``refugee`` finds refugees, ``penaber`` finds penaberan; ``aid`` does not find aide."""
    return r"\w{0,4}" if len(word) > 3 else "s?"
