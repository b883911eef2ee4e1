"""Reports as they are read: whole, dated, with whom each speaks for; and what is computed of measures, crossings and criteria."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models.text import in_language, language_of
from milestones.domain.evidence.criteria_state import CriterionState
from milestones.domain.evidence.crossings import PassageOnDay, Seen
from milestones.domain.evidence.reading import Record
from milestones.domain.evidence.scale import scaled
from milestones.domain.evidence.two_ended import End, TwoEnded
from milestones.domain.evidence.wording import scaled_words
from milestones.domain.plan import Plan
from milestones.enums import Confidence, ReporterRole
from milestones.web.progress import words
from milestones.web.progress.frame import language_now
from roadmap.domain.document import Document, Entry
from roadmap.domain.document.local import local_day, local_list, local_number
from roadmap.models import Roadmap


@dataclass(frozen=True)
class Said:
    """One report as it was given. ``text`` stays in its own ``language``; ``recorded`` is "" where it arrived on its own day."""

    key: str
    code: str
    url: str
    day: str
    recorded: str
    reporter: str
    behalf: words.Tag | None
    role: str
    chip: words.Chip | None
    quantity: str
    is_in_other_unit: bool
    area: words.Tag | None
    independent: bool
    confidence: str
    text: str
    language: str
    place: str
    files: int
    withdrawn: str


@dataclass(frozen=True)
class ShownEnd:
    area: words.Tag
    chip: words.Chip | None
    age: str
    said: list[Said]


@dataclass(frozen=True)
class ShownMeasure:
    """Claim, counter-claim and finding side by side, dated, never averaged."""

    key: str
    code: str
    title: str
    sector: words.Tag | None
    chip: words.Chip
    one_hand: bool
    ends: list[ShownEnd]
    findings: list[Said]
    others: list[Said]
    count: int


@dataclass(frozen=True)
class ShownLine:
    """One line of a crossing's log. ``withdraw_url`` is "" for who may not withdraw it, and once it is withdrawn."""

    day: str
    recorded: str
    chip: words.Chip
    reporter: str
    note: str
    language: str
    withdrawn: str
    withdraw_url: str


@dataclass(frozen=True)
class ShownCrossing:
    key: str
    code: str
    title: str
    between: list[words.Tag]
    chip: words.Chip
    since: str
    log: list[ShownLine]
    contested: str


@dataclass(frozen=True)
class ShownState:
    """A criterion in one area. ``assessed`` is what the office typed, where that differs."""

    area: words.Tag
    chip: words.Chip
    reasons: list[str]
    assessed: words.Chip | None
    milestones: str


@dataclass(frozen=True)
class ShownCriterion:
    key: str
    code: str
    title: str
    dimension: str
    threshold: str
    states: list[ShownState]


class Shower:
    """Words for what is computed of one document; nothing is asked of the database."""

    def __init__(self, roadmap: Roadmap, document: Document) -> None:
        self.roadmap = roadmap
        self.document = document
        self.language = language_now()

    def day(self, day: dt.date | None) -> str:
        return local_day(day, self.language) if day else ""

    def later_day(self, recorded: dt.date | None, spoken: dt.date) -> str:
        """When it was recorded, where that is not the day of which it speaks."""
        return self.day(recorded) if recorded != spoken else ""

    def said(self, record: Record) -> Said:
        """A report out of the document's own entry, which holds what is not weighed too."""
        entry = self.document.find("evidence", record.key)
        data: dict[str, Any] = entry.data if entry else {}
        return Said(
            key=record.key,
            code=record.code,
            url=reverse("evidence", args=[self.roadmap.key, record.key]),
            day=self.day(record.date),
            recorded=self.later_day(record.recorded, record.date),
            reporter=record.reporter,
            behalf=words.tag_of(record.on_behalf_of, self.document) if record.on_behalf_of else None,
            role=str(ReporterRole(record.role).label) if record.role else "",
            chip=words.claim_chip(record.claim),
            quantity=self.quantity(record),
            is_in_other_unit=record.is_in_other_unit,
            area=words.tag_of(record.area, self.document) if record.area else None,
            independent=record.independent,
            confidence=str(Confidence(record.confidence).label) if record.confidence else "",
            text=in_language(dict(record.statement)),
            language=language_of(dict(record.statement)),
            place=in_language(data.get("place") or {}),
            files=len(data.get("files") or ()),
            withdrawn=self._withdrawn(data.get("withdrawn") or {}),
        )

    def quantity(self, record: Record) -> str:
        """The figure beside the whole of what it is about; a reading of a criterion beside its unit."""
        subject = self.document.entry(record.subject)
        if record.given is None or subject is None:
            return ""
        if record.is_in_other_unit:
            return f"{local_number(record.given, self.language)} {in_language(dict(record.unit))}"
        if subject.kind == "milestones":
            found = scaled(record.given, subject.data.get("target"))
            return scaled_words(found, words.unit_of(subject)) if found else ""
        return f"{local_number(record.given, self.language)} {words.unit_of(subject)}".strip()

    def _withdrawn(self, withdrawn: dict[str, Any]) -> str:
        if not withdrawn:
            return ""
        day = self.day(dt.date.fromisoformat(withdrawn["date"]))
        return _("Withdrawn on %(day)s: %(reason)s") % {"day": day, "reason": in_language(withdrawn.get("reason") or {})}

    def all_said(self, records: Iterable[Record]) -> list[Said]:
        """The newest first."""
        return [self.said(record) for record in sorted(records, key=lambda each: each.date, reverse=True)]

    # --- Measures ----------------------------------------------------------------------------------------------------

    def measure(self, entry: Entry, found: TwoEnded) -> ShownMeasure:
        sector = self.document.find("sectors", entry.data.get("sector"))
        return ShownMeasure(
            key=entry.key,
            code=entry.code,
            title=entry.title(),
            sector=words.Tag(sector.code, sector.title()) if sector else None,
            chip=words.working_chip(found.state),
            one_hand=found.one_hand,
            ends=[self._end(each) for each in found.ends],
            findings=self.all_said(found.findings),
            others=self.all_said(found.others),
            count=len(found.history),
        )

    def _end(self, end: End) -> ShownEnd:
        age = ""
        if end.age is not None:
            age = ngettext("%(count)s day ago", "%(count)s days ago", end.age) % {"count": local_number(end.age, self.language)}
        return ShownEnd(words.tag_of(end.area, self.document), words.claim_chip(end.claim), age, self.all_said(end.said))

    # --- Crossings ---------------------------------------------------------------------------------------------------

    def crossing(self, entry: Entry, found: PassageOnDay, withdrawable: Collection[int] = ()) -> ShownCrossing:
        """``withdrawable``: the lines of its log that the reader may withdraw."""
        return ShownCrossing(
            key=entry.key,
            code=entry.code,
            title=entry.title(),
            between=[words.tag_of(key, self.document) for key in entry.data.get("between") or ()],
            chip=words.passage_chip(found.state),
            since=self.day(found.since),
            log=[self.line(entry, seen, may_withdraw=seen.line in withdrawable) for seen in reversed(found.history)],
            contested=local_list(self.day(each) for each in found.contested),
        )

    def line(self, entry: Entry, seen: Seen, *, may_withdraw: bool = False) -> ShownLine:
        url = reverse("progress_crossing_withdraw", args=[self.roadmap.key, entry.key, seen.line])
        return ShownLine(
            day=self.day(seen.date),
            recorded=self.later_day(seen.recorded, seen.date),
            chip=words.passage_chip(seen.state),
            reporter=seen.reporter,
            note=in_language(dict(seen.note)),
            language=language_of(dict(seen.note)),
            withdrawn=self._withdrawn(dict(seen.withdrawn)),
            withdraw_url=url if may_withdraw and not seen.withdrawn else "",
        )

    # --- Criteria ----------------------------------------------------------------------------------------------------

    def criterion(self, entry: Entry, states: dict[str, CriterionState]) -> ShownCriterion:
        threshold = (entry.data.get("threshold") or {}).get("value")
        return ShownCriterion(
            key=entry.key,
            code=entry.code,
            title=entry.title(),
            dimension=entry.data.get("dimension") or "",
            threshold=f"{local_number(threshold, self.language)} {words.unit_of(entry)}".strip() if threshold is not None else "",
            states=list(self._states(states)),
        )

    def _states(self, states: dict[str, CriterionState]) -> Iterator[ShownState]:
        for area, found in states.items():
            codes = (self.document.find("milestones", key) for key in found.milestones)
            yield ShownState(
                area=words.tag_of(area, self.document),
                chip=words.status_chip(found.state),
                reasons=words.told(found.reasons, self.document),
                assessed=words.status_chip(found.assessed) if found.differs else None,
                milestones=local_list(each.code for each in codes if each),
            )


def shower_of(roadmap: Roadmap, plan: Plan) -> Shower:
    return Shower(roadmap, plan.document)


def size_words(size: int) -> str:
    return str(filesizeformat(size))
