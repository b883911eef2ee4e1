"""Protected subjects that have come into an exchange all the same (report: refugee return was used as a bargaining chip).

``milestones.domain.protected`` refuses a commitment that is marked as one. Here a whole draft is looked through: also for a
protected milestone that others are made to wait for or that is suspended when somebody breaks a rule, which is leverage too, and
for words that give a subject away where nobody marked it. A word may be wrong: whoever wrote the text says so with a reason, in
``not_protected`` of the item that holds it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from milestones.domain.exchanges.commitments import Commitment, Exchange, Exchanges, read_exchanges
from milestones.domain.exchanges.telltale import Hit, telltale
from milestones.domain.standing import subject_of, subjects_of, words_of
from roadmap.domain.document import Document, Entry

How = Literal["given", "gate", "suspended", "words", "suspended-words"]
#: The texts of a milestone that are looked through, and those of an exchange beside its commitments'.
_OF_MILESTONES, _OF_EXCHANGES = ("title", "verification", "reversal", "trigger"), ("title", "summary")
_UNIT = "target.unit"


@dataclass(frozen=True)
class Protected:
    """A protected subject where it may not be. ``refused``: marked by its author; else a word gave it away, which may be wrong.

    ``place``: key of the exchange, or of the policy line where the milestone is suspended. ``word`` as it is listed with the
    subject, ``found_in`` the text in which it stands, and ``ref`` the item whose text that is.
    """

    how: How
    subject: str
    place: str
    milestone: str = ""
    word: str = ""
    found_in: str = ""
    ref: str = ""

    @property
    def refused(self) -> bool:
        return not self.word

    @property
    def in_milestone(self) -> bool:
        """Whether the word stands in a milestone's own texts, not in what an exchange says."""
        return self.ref.startswith("milestones/")

    @property
    def path(self) -> str:
        """Where in the item ``ref`` the word stands."""
        return f"commitments.{self.milestone}.{self.found_in}" if self.milestone and not self.in_milestone else self.found_in

    def as_dict(self, document: Document) -> dict[str, Any]:
        """With the subject's title, reason and source."""
        subject = subject_of(document, self.subject)
        why = {name: subject.data.get(name) for name in ("title", "reason", "source")} if subject else {}
        told = {"how": self.how, "refused": self.refused, "subject": self.subject, "place": self.place}
        found = {"milestone": self.milestone, "word": self.word, "found_in": self.found_in, "ref": self.ref}
        return {name: value for name, value in {**told, **found, **why}.items() if value not in ("", None)}


def protected_in_exchange(document: Document, *, exchanges: Exchanges | None = None) -> tuple[Protected, ...]:
    """All protected subjects in exchanges and policy lines, in the document's order; what is marked is not sought by words."""
    look = _Look(document, exchanges or read_exchanges(document))
    return (*look.marked(), *look.by_words())


class _Look:
    """One look through a document: its texts are searched once each, however many exchanges name a milestone."""

    def __init__(self, document: Document, exchanges: Exchanges) -> None:
        subjects = subjects_of(document)
        known = {entry.key for entry in subjects}
        self.exchanges, self.language = exchanges, document.source_language
        self.entries = {entry.key: entry for entry in document.of("exchanges")}
        self.lines = document.of("policy_lines")
        self.search = telltale(
            tuple((entry.key, word) for entry in subjects for text in words_of(entry) for word in text.values())
        )
        self.marks = {
            key: [subject for subject in entry.data.get("protected_subjects") or () if subject in known]
            for key, entry in exchanges.milestones.items()
        }
        self.in_milestone = lru_cache(None)(self._in_milestone)

    def marked(self) -> Iterator[Protected]:
        for exchange in self.exchanges.exchanges:
            for each in exchange.commitments:
                for subject in self.marks[each.milestone]:
                    yield Protected("given", subject, exchange.key, each.milestone)
                for subject in self.marks.get(each.gate or "", ()):
                    yield Protected("gate", subject, exchange.key, each.gate or "")
        for line, key in self._suspended():
            yield from (Protected("suspended", subject, line, key) for subject in self.marks.get(key, ()))

    def by_words(self) -> Iterator[Protected]:
        for exchange in self.exchanges.exchanges:
            yield from self._in_exchange(exchange)
        for line, key in self._suspended():
            for subject, word, name in self.in_milestone(key):
                yield Protected("suspended-words", subject, line, key, word, name, f"milestones/{key}")

    def _suspended(self) -> Iterator[tuple[str, str]]:
        return (
            (line.key, key) for line in self.lines for key in line.data.get("suspends") or () if key in self.exchanges.milestones
        )

    def _in_exchange(self, exchange: Exchange) -> Iterator[Protected]:
        entry = self.entries[exchange.key]
        stated = _stated(entry)
        for subject, word, name in self._hits({name: entry.data.get(name) for name in _OF_EXCHANGES}, stated):
            yield Protected("words", subject, exchange.key, "", word, name, entry.ref)
        looked: set[str] = set()
        for each in exchange.commitments:
            for key in (key for key in (each.milestone, each.gate) if key and key not in looked):
                looked.add(key)
                for subject, word, name in self.in_milestone(key):
                    yield Protected("words", subject, exchange.key, key, word, name, f"milestones/{key}")
            for subject, word, name in self._hits(_texts(each), {*stated, *self.marks[each.milestone]}):
                yield Protected("words", subject, exchange.key, each.milestone, word, name, entry.ref)

    def _in_milestone(self, key: str) -> tuple[Hit, ...]:
        entry = self.exchanges.milestones[key]
        texts = {name: entry.data.get(name) for name in _OF_MILESTONES}
        return self._hits({**texts, _UNIT: (entry.data.get("target") or {}).get("unit")}, {*_stated(entry), *self.marks[key]})

    def _hits(self, texts: Mapping[str, Any], settled: set[str]) -> tuple[Hit, ...]:
        return tuple(hit for hit in self.search.first(texts, self.language) if hit.subject not in settled)


def _stated(entry: Entry) -> set[str]:
    """The subjects that an item says, with a reason, it is not about."""
    return {row["subject"] for row in entry.data.get("not_protected") or () if row.get("reason")}


def _texts(commitment: Commitment) -> dict[str, Any]:
    """What the exchange says of a commitment, by the name of the field."""
    return {
        "loss": commitment.loss,
        "cost": commitment.cost.reason if commitment.cost else None,
        **{f"benefits.{area}": rating.reason for area, rating in commitment.benefits.items()},
    }
