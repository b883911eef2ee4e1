"""Leverage by another name: what is protected, bound to another side's step by an order outside of any exchange.

A protected milestone that waits for what another side gives is given for it; a concession that waits for a protected one makes
that its price; and what must happen on one day with it is an exchange without the name. Who waits for a third party's act, such
as an assessment, or for an own step, bargains with nobody. What all sides owe on one day, all of it protected, is no bargain
either; but lists that wait for lists are told.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext_lazy

from milestones.domain.parties import areas_doing
from milestones.domain.protected import subjects_marked
from milestones.domain.standing import why
from milestones.domain.timeframes import named_days, window_offsets
from roadmap.domain.document import Document, Entry

_TOGETHER, _MARKS = "together_with", "protected_subjects"


@dataclass(frozen=True)
class Leverage:
    """``milestone`` is protected. It ``awaits`` the ``other``, is ``awaited`` by it, or happens ``together`` with it; its field
    ``path`` says so, or its marks where the other one says it."""

    milestone: str
    other: str
    how: Literal["awaits", "awaited", "together"]
    path: str


def find_leverage(document: Document) -> Iterator[Leverage]:
    """All of it, each pair once in the document's order."""
    milestones = {entry.key: entry for entry in document.of("milestones")}
    protected = {key for key, entry in milestones.items() if subjects_marked(entry, document)}
    if protected:
        named = set(named_days(document))
        bound = (each for entry in milestones.values() for each in _bound(entry, milestones, protected, named))
        yield from {(each.milestone, each.other, each.how): each for each in bound}.values()


def _bound(entry: Entry, milestones: Mapping[str, Entry], protected: set[str], named: set[str]) -> Iterator[Leverage]:
    """What a milestone says that binds it to another side's, where one of both is protected."""
    for path, key in _waits_for(entry, named):
        other = milestones.get(key)
        if other is not None and not _same_side(entry, other):
            if entry.key in protected:
                yield Leverage(entry.key, key, "awaits", path)
            elif key in protected:
                yield Leverage(key, entry.key, "awaited", _MARKS)
    for key in entry.data.get(_TOGETHER, ()):
        other = milestones.get(key)
        if other is not None and not _same_side(entry, other) and (entry.key in protected) != (key in protected):
            one, with_ = (entry.key, key) if entry.key in protected else (key, entry.key)
            says = with_ in milestones[one].data.get(_TOGETHER, ())
            yield Leverage(one, with_, "together", _TOGETHER if says else _MARKS)


def _waits_for(entry: Entry, named: set[str]) -> Iterator[tuple[str, str]]:
    """The milestones that one waits for, each once, with the field that says so."""
    found: dict[str, str] = {}
    for name in ("requires", "requires_any"):
        for key in entry.data.get(name, ()):
            found.setdefault(key, name)
    for path, offset in window_offsets(entry):
        if offset.anchor not in named:
            found.setdefault(offset.anchor, path)
    return ((path, key) for key, path in found.items())


def _same_side(one: Entry, other: Entry) -> bool:
    """Whether nobody bargains with anybody: the same areas do both, or one of them is a third party's act."""
    ours, theirs = set(areas_doing(one)), set(areas_doing(other))
    return not ours or not theirs or ours == theirs


def leverage_words(each: Leverage, document: Document) -> str:
    """What is bound to what, and why that is a price."""
    entry, other = document.entry(f"milestones/{each.milestone}"), document.entry(f"milestones/{each.other}")
    assert entry is not None and other is not None  # noqa: S101, PT018 found in this document
    subject = subjects_marked(entry, document)[0]
    told = {
        "code": entry.code or entry.key,
        "other": other.code or other.key,
        "subject": subject.title(),
        "reason": why(subject),
    }
    return str(_WORDS[each.how]) % told


_WORDS = {
    "awaits": gettext_lazy(
        "%(code)s concerns a protected subject, “%(subject)s”, and waits for another side's step, %(other)s. %(reason)s"
    ),
    "awaited": gettext_lazy(
        "%(other)s, another side's step, waits for %(code)s, which concerns a protected subject, “%(subject)s”. %(reason)s"
    ),
    "together": gettext_lazy(
        "%(code)s concerns a protected subject, “%(subject)s”, and has to happen on one day with another side's step, %(other)s. "
        "%(reason)s"
    ),
}
