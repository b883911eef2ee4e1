"""A what-if in words: what changes, what breaks, and what goes round, before anything is saved."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from unicodedata import bidirectional

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from milestones.domain.kept_scenarios import Replayed
from milestones.domain.parties import givers
from milestones.domain.schedule import Schedule
from milestones.domain.schedule.doubts import doubts
from milestones.domain.schedule.results import Days
from milestones.domain.schedule.scenarios import Difference, WhatIf
from milestones.domain.schedule.wording import Words
from milestones.web.plan.frame import reading_language
from milestones.web.plan.rows import day_words, slack_words
from roadmap.domain.document import Document, Entry
from roadmap.domain.document.local import direction

_SENTENCE = re.compile(r"(?<=[.!?؟])\s+")
#: Unicode's classes of letters that have a direction.
_SIDES = {"L": "ltr", "R": "rtl", "AL": "rtl"}


@dataclass(frozen=True)
class Move:
    """One value before and after; ``shift`` in days in words, where both are days."""

    before: str
    after: str
    shift: str = ""

    @property
    def is_same(self) -> bool:
        return self.before == self.after


@dataclass(frozen=True)
class Shifted:
    """One milestone that changes. ``is_gone``: it is no longer in the plan."""

    code: str
    title: str
    is_gone: bool
    is_new: bool
    earliest: Move
    latest: Move
    slack: Move
    critical: Move


@dataclass(frozen=True)
class Impossible:
    words: str
    why_earliest: list[str]
    why_latest: list[str]


def _known(schedule: Schedule) -> dict[str, Days]:
    """By milestone, in the document's order, without days that cannot be computed."""
    in_doubt, found = doubts(schedule), schedule.days()
    for key, doubt in in_doubt.items():
        found[key] = Days(found[key].earliest if doubt.is_late else None, None, None, critical=False)
    return found


def _codes(*schedules: Schedule) -> dict[str, str]:
    """All milestones' codes, in the order of the first schedule."""
    found: dict[str, str] = {}
    for schedule in schedules:
        for key, terms in schedule.terms.items():
            found.setdefault(key, terms.code)
    return found


class Answer:
    """What the page says of one what-if on ``document``, whose schedule is ``before``."""

    def __init__(self, document: Document, found: WhatIf, before: Schedule) -> None:
        self.document, self.found, self.before = document, found, before
        self.words = Words.of(document, found.document)

    @property
    def is_nothing(self) -> bool:
        told = self.found.comparison
        listed = (self.differences, told.conflicts, told.resolved, told.cycles, told.broken, self.lost)
        return not any((*listed, told.dropped, told.passed, told.lapsed))

    @cached_property
    def differences(self) -> list[Difference]:
        """What changes of the days that are known."""
        old, new = _known(self.before), _known(self.found.schedule)
        codes = _codes(self.before, self.found.schedule)
        return [Difference(key, codes[key], old.get(key), new.get(key)) for key in codes if old.get(key) != new.get(key)]

    @cached_property
    def summary(self) -> list[str]:
        """How much changes, in a few words each."""
        told = self.found.comparison
        counted = [
            (len(self.differences), ngettext("%(n)d milestone changes", "%(n)d milestones change", len(self.differences))),
            (len(told.conflicts), ngettext("%(n)d new conflict", "%(n)d new conflicts", len(told.conflicts))),
            (len(told.resolved), ngettext("%(n)d conflict is resolved", "%(n)d conflicts are resolved", len(told.resolved))),
            (len(told.cycles), ngettext("%(n)d new circle", "%(n)d new circles", len(told.cycles))),
            (len(self.broken), ngettext("%(n)d requirement breaks", "%(n)d requirements break", len(self.broken))),
            (len(self.lost), ngettext("%(n)d exchange loses a side", "%(n)d exchanges lose a side", len(self.lost))),
        ]
        return [words % {"n": number} for number, words in counted if number]

    @cached_property
    def rows(self) -> list[Shifted]:
        return [self._shifted(each) for each in self.differences]

    @cached_property
    def conflicts(self) -> list[Impossible]:
        return [Impossible(self.words.conflict(each), *self.words.proof(each)) for each in self.found.comparison.conflicts]

    @cached_property
    def resolved(self) -> list[str]:
        return [self.words.conflict(each) for each in self.found.comparison.resolved]

    @cached_property
    def cycles(self) -> list[str]:
        return [self.words.cycle(each) for each in self.found.comparison.cycles]

    @cached_property
    def broken(self) -> list[str]:
        words = _("%(code)s counts on %(of)s, which is no longer there.")
        found = self.found.comparison.broken
        told = (words % {"code": self.words.code(each.owner), "of": self.words.code(each.of)} for each in found)
        return list(dict.fromkeys(told))

    @cached_property
    def lost(self) -> list[str]:
        gone = [self._lost(each.code, each.gone, each.left) for each in self.found.comparison.lost]
        words = _("%(exchange)s has one side only: those who were to give to one another become one.")
        return gone + [words % {"exchange": code} for code in self._merged()]

    def _merged(self) -> list[str]:
        """Codes of the exchanges whose sides become one area."""
        after, before = self.found.document, self.document
        told = {each.exchange for each in self.found.comparison.lost}
        exchanges = ((each, before.find("exchanges", each.key)) for each in after.of("exchanges") if each.key not in told)
        return [each.code for each, old in exchanges if old and len(_sides(each, after)) == 1 < len(_sides(old, before))]

    @cached_property
    def fates(self) -> list[tuple[str, str]]:
        """What is dropped, passes to a successor, or ends: a heading and the codes."""
        told = self.found.comparison
        named = (
            (_("Dropped"), told.dropped),
            (_("Passes to the successor"), told.passed),
            (_("Ends with its area, by decision"), told.lapsed),
        )
        return [(label, self.words.listed(keys)) for label, keys in named if keys]

    def _lost(self, code: str, gone: Iterable[str], left: tuple[str, ...]) -> str:
        lost = self.words.listed(gone)
        if not left:
            return _("%(exchange)s loses all that it binds: %(gone)s.") % {"exchange": code, "gone": lost}
        words = _("%(exchange)s loses %(gone)s. What is left is given for less, or for nothing: %(left)s.")
        return words % {"exchange": code, "gone": lost, "left": self.words.listed(left)}

    def _shifted(self, each: Difference) -> Shifted:
        entry = self.document.find("milestones", each.key) or self.found.document.find("milestones", each.key)
        before, after = each.before, each.after
        return Shifted(
            code=each.code,
            title=entry.title() if entry else each.key,
            is_gone=after is None,
            is_new=before is None,
            earliest=_moved(before, after, "earliest"),
            latest=_moved(before, after, "latest"),
            slack=Move(slack_words(before.slack) if before else "–", slack_words(after.slack) if after else "–"),
            critical=Move(_critical(before), _critical(after)),
        )


def _moved(before: Days | None, after: Days | None, name: str) -> Move:
    old, new = getattr(before, name, None), getattr(after, name, None)
    shift = ""
    if old and new and old != new:
        days = (new - old).days
        words = ngettext("%(count)d day", "%(count)d days", abs(days)) % {"count": abs(days)}
        shift = _signed(words, abs(days), "+" if days > 0 else "−")
    return Move(day_words(old), day_words(new), shift)


def _signed(words: str, count: int, sign: str) -> str:
    """The sign stands before its number, in text from right to left too."""
    if direction(reading_language()) == "ltr":
        return f"{sign}{words}"
    return words.replace(str(count), f"\u2066{sign}{count}\u2069", 1)


def _critical(days: Days | None) -> str:
    return _("critical") if days and days.critical else "–"


@dataclass(frozen=True)
class Cell:
    """One milestone in one scenario: its days and slack in words, and by how much it moved. ``is_same``: as in the plan.

    Where a side is open, ``earliest`` says what is known, and the others are empty.
    """

    earliest: str
    latest: str
    slack: str
    shift: str
    is_same: bool


@dataclass(frozen=True)
class Beside:
    """One milestone in the plan and in each scenario; ``cells`` by the scenarios' names."""

    code: str
    title: str
    plan: Cell
    cells: list[tuple[str, Cell]]


def beside(plan: Schedule, document: Document, replayed: Iterable[Replayed]) -> list[Beside]:
    """Scenarios side by side, the plan first: the milestones of which something differs."""
    answers = {each.scenario.name: each.answer for each in replayed if each.answer}
    schedules = [plan, *(each.schedule for each in answers.values())]
    known = [_known(each) for each in schedules]
    found = []
    for key, code in _codes(*schedules).items():
        days = [each.get(key) for each in known]
        if any(each != days[0] for each in days):
            entries = (each.find("milestones", key) for each in (document, *(answer.document for answer in answers.values())))
            entry = next((each for each in entries if each), None)
            of_plan, *cells = (_cell(each, days[0]) for each in days)
            found.append(Beside(code, entry.title() if entry else key, of_plan, list(zip(answers, cells, strict=True))))
    return found


def _cell(days: Days | None, plan: Days | None) -> Cell:
    if days is None:
        return Cell(_("not there"), "", "", "", is_same=plan is None)
    shift = _moved(plan, days, "earliest").shift or _moved(plan, days, "latest").shift
    if days.earliest and days.latest:
        return Cell(day_words(days.earliest), day_words(days.latest), slack_words(days.slack), shift, is_same=days == plan)
    return Cell(_open_span(days), "", "", shift, is_same=days == plan)


def _open_span(days: Days) -> str:
    """Days of which one side is not known, or both."""
    if days.earliest:
        return _("Not before %(begin)s") % {"begin": day_words(days.earliest)}
    return _("Not after %(end)s") % {"end": day_words(days.latest)} if days.latest else "–"


def _sides(exchange: Entry, document: Document) -> set[str]:
    """Who gives something; for an area that was succeeded, its successor."""
    heirs = {each.key: each.data["successor"] for each in document.of("areas") if each.data.get("successor")}
    named = (party for each in exchange.data.get("commitments") or () for party in givers(each, document))
    return {heirs.get(party, party) for party in named}


def paragraphs(note: str) -> list[str]:
    """A note on one line, taken apart where sentences change their direction: each language gets a paragraph."""
    found: list[tuple[str, str]] = []
    for sentence in _SENTENCE.split(note.strip()):
        side = _side(sentence)
        if found and side in {found[-1][0], ""}:
            found[-1] = (found[-1][0], f"{found[-1][1]} {sentence}")
        elif sentence:
            found.append((side, sentence))
    return [words for _of, words in found]


def first_read(words: list[str]) -> tuple[list[str], list[str]]:
    """The first paragraph that runs as the page does, or the first of all; and the others, which few would read too."""
    shown = next((each for each in words if _side(each) == direction(reading_language())), words[0] if words else "")
    return [shown] if shown else [], [each for each in words if each != shown]


def _side(words: str) -> str:
    """The direction of the first letter that has one, else ""."""
    return next((_SIDES[each] for each in map(bidirectional, words) if each in _SIDES), "")
