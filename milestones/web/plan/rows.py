"""The plan as a table: a milestone's first and last possible day, its slack, and why. No query beyond the document's."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from milestones.domain.parties import actors
from milestones.domain.plan import Plan
from milestones.domain.positions import kept_for
from milestones.domain.schedule import shortening
from milestones.domain.schedule.doubts import Doubt, doubts
from milestones.domain.schedule.results import Row, Step
from milestones.domain.schedule.wording import Words
from milestones.web.plan.frame import reading_language
from roadmap.domain.document import Document
from roadmap.domain.document.local import local_day, local_list
from roadmap.models import Roadmap


@dataclass(frozen=True)
class Line:
    """A milestone. ``why_earliest`` and ``why_latest`` are sentences, from the milestone back to a fixed day;
    ``doubt`` stands in their place where the days are not known."""

    key: str
    code: str
    title: str
    doing: str
    url: str
    earliest: str
    latest: str
    slack: str
    is_critical: bool
    is_impossible: bool
    is_verified: bool
    why_earliest: list[str]
    why_latest: list[str]
    doubt: str


@dataclass(frozen=True)
class Member:
    """A milestone that one may change to find a way out, or a conflict that tells of it."""

    code: str
    title: str
    url: str


@dataclass(frozen=True)
class Trouble:
    """What cannot be, or goes round in a circle. ``kept``: the conflicts between positions that tell of it already;
    ``keep_url``: the form that keeps it as one, "" where one milestone stands alone in it."""

    words: str
    members: list[Member]
    why_earliest: list[str]
    why_latest: list[str]
    kept: list[Member]
    keep_url: str


@dataclass(frozen=True)
class Missing:
    """A requirement on what is not there."""

    words: str
    url: str


class Sheet:
    """All that the page says of one draft, as of a day."""

    def __init__(self, roadmap: Roadmap, plan: Plan) -> None:
        self.roadmap, self.plan = roadmap, plan
        self.words = Words.of(plan.document)

    def lines(self) -> Iterator[Line]:
        """Every milestone in the order of the draft; what has lapsed by decision has no days."""
        schedule, document = self.plan.schedule, self.plan.document
        rows = {row.key: row for row in schedule.rows()}
        in_doubt = doubts(schedule)
        whole = not shortening.is_long(rows.values(), shortening.MOST_SENTENCES)
        for entry in document.of("milestones"):
            if entry.key not in rows:
                continue
            row, told = rows[entry.key], []
            if last := schedule.last_days.get(entry.key):
                told = [self.words.last_day(entry.key, last)]
            doubt = in_doubt.get(entry.key)
            if doubt:
                row, told = _without_days(row, doubt), []
            yield Line(
                key=entry.key,
                code=entry.code,
                title=entry.title(),
                doing=doing(entry.key, document),
                url=self.url(entry.key),
                earliest=day_words(row.earliest),
                latest=day_words(row.latest),
                slack=slack_words(row.slack),
                is_critical=row.critical,
                is_impossible=(rows[entry.key].slack or 0) < 0,
                is_verified=entry.key in self.plan.actual,
                why_earliest=self._why(row.chain, whole=whole),
                why_latest=told or self._why(row.latest_chain, latest=True, whole=whole),
                doubt=self.words.doubt(entry.key, doubt) if doubt else "",
            )

    def _why(self, chain: tuple[Step, ...], *, latest: bool = False, whole: bool) -> list[str]:
        """A chain in words; of a long one, in a plan of many such, the last steps and where they go on from."""
        start, steps = ("", chain) if whole else shortening.last_steps(chain)
        if not start:
            return self.words.chain(chain, latest=latest)
        # The step before them is given too and left out: the last one of these is no fixed day.
        told = self.words.chain(chain[-len(steps) - 1 :], latest=latest)[:-1]
        return [*told, _("What comes before is told at %(code)s.") % {"code": self.words.code(start)}]

    def is_loose(self) -> bool:
        return self.plan.schedule.is_loose

    def lapsed(self) -> str:
        """Codes of what was ended by decision, and has no days."""
        gone = [each for each in self.plan.document.of("milestones") if each.key not in self.plan.schedule.terms]
        return local_list(entry.code for entry in gone)

    @cached_property
    def conflicts(self) -> list[Trouble]:
        return list(self._conflicts())

    def _conflicts(self) -> Iterator[Trouble]:
        for conflict in self.plan.schedule.conflicts:
            early, late = self.words.proof(conflict)
            yield self._trouble(self.words.conflict(conflict), conflict.members, early, late)

    @cached_property
    def cycles(self) -> list[Trouble]:
        return [self._trouble(self.words.cycle(each), each, [], []) for each in self.plan.schedule.cycles]

    def _trouble(self, words: str, keys: Sequence[str], early: list[str], late: list[str]) -> Trouble:
        return Trouble(words, self.members(keys), early, late, self._kept(keys), self._keep_url(keys) if len(keys) > 1 else "")

    def _kept(self, keys: Sequence[str]) -> list[Member]:
        found = kept_for(keys, self.plan.document)
        address = reverse("draft", args=[self.roadmap.key])
        return [Member(entry.code, entry.title(), f"{address}#conflicts-{entry.key}") for entry in found]

    def missing(self) -> list[Missing]:
        found = dict.fromkeys((each.owner, each.of) for each in self.plan.schedule.broken)
        return [Missing(self.words.missing(owner, of), self.url(owner)) for owner, of in found]

    def members(self, keys: Sequence[str]) -> list[Member]:
        found = (self.plan.document.find("milestones", key) for key in keys)
        return [Member(entry.code, entry.title(), self.url(entry.key)) for entry in found if entry]

    def url(self, key: str) -> str:
        return reverse("item_edit", args=[self.roadmap.key, "milestones", key])

    def _keep_url(self, keys: Sequence[str]) -> str:
        return f"{reverse('plan_conflict', args=[self.roadmap.key])}?{urlencode([('m', key) for key in keys])}"


def doing(key: str, document: Document) -> str:
    """Who is to do a milestone: areas by their letters, a third party by its name in the reader's language."""
    entry = document.find("milestones", key)
    named = actors(entry, reading_language()) if entry else []
    areas = (document.find("areas", each) for each in named)
    return local_list(area.code if area else name for area, name in zip(areas, named, strict=True))


def _without_days(row: Row, doubt: Doubt) -> Row:
    """Without what is not known; where only the last day is in doubt, the first one stays."""
    row = replace(row, latest=None, slack=None, critical=False, latest_chain=())
    return row if doubt.is_late else replace(row, earliest=None, chain=())


def day_words(day: dt.date | None) -> str:
    """``1 March 2024``, a dash where nothing bounds it."""
    return local_day(day, reading_language()) if day else "–"


def slack_words(days: int | None) -> str:
    """``14 days`` with a true minus; a dash where one side is open."""
    if days is None:
        return "–"
    words = ngettext("%(count)s day", "%(count)s days", abs(days)) % {"count": abs(days)}
    return f"−{words}" if days < 0 else words
