"""The document's evidence, read once: who reported what on which day, and who stands on the claimant's side."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from milestones.domain.evidence.names import name_key, source_key
from milestones.domain.evidence.units import agreed_unit, is_other_unit
from milestones.domain.parties import areas_doing
from roadmap.domain.document import Document, Entry

ACHIEVED, PARTLY, NOT_ACHIEVED, REVERSED = "achieved", "partly", "not_achieved", "reversed"
#: Claims from the least favourable on: where one reporter says two things of one day, the least favourable counts.
WORST_FIRST = (REVERSED, NOT_ACHIEVED, PARTLY, ACHIEVED)
MONITOR = "monitor"


@dataclass(frozen=True)
class Record:
    """One piece of evidence. ``subject`` is the ref of what it is about; ``area`` tells in which area a criterion was read.

    ``given`` is a total up to ``date`` in ``unit``, by language (empty: that of the target or indicator). ``quantity`` is the
    same where it is in the unit of the target or indicator, and None in another: no engine can compare it. ``claim`` is empty
    where only a number is given. ``withdrawn`` evidence counts for no day. ``recorded`` is the day on which it became known, None
    where nobody said: then that of which it speaks.
    """

    key: str
    code: str
    subject: str
    claim: str
    date: dt.date
    reporter: str
    on_behalf_of: str = ""
    role: str = ""
    area: str = ""
    independent: bool = False
    quantity: float | None = None
    given: float | None = None
    unit: Mapping[str, str] = field(default_factory=dict)
    confidence: str = ""
    withdrawn: bool = False
    recorded: dt.date | None = None
    statement: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def voice(self) -> str:
        """The reporter (else the party it speaks for), however spelt: it stands by its latest report."""
        return name_key(self.written)

    @cached_property
    def party(self) -> str:
        """For whom it was given, as names are compared."""
        return name_key(self.on_behalf_of)

    @property
    def written(self) -> str:
        """The name under which it was given, as it was written."""
        return self.reporter or self.on_behalf_of

    @property
    def is_in_other_unit(self) -> bool:
        """Whether its number cannot be compared with what was agreed."""
        return self.given is not None and self.quantity is None

    @property
    def is_mute(self) -> bool:
        """Whether nothing in it counts: only a number, in another unit. It takes the place of no other report."""
        return not self.claim and self.quantity is None

    @cached_property
    def sources(self) -> frozenset[str]:
        """The names that it speaks under, as sources are counted."""
        return frozenset(source_key(name) for name in (self.reporter, self.on_behalf_of) if name)

    def as_dict(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "code": self.code,
            "claim": self.claim,
            "date": self.date.isoformat(),
            "reporter": self.reporter,
            "on_behalf_of": self.on_behalf_of,
            "role": self.role,
            "independent": self.independent,
            "quantity": self.given,
            **({"unit": dict(self.unit), "is_in_other_unit": self.is_in_other_unit} if self.unit else {}),
            "confidence": self.confidence,
            "withdrawn": self.withdrawn,
            "recorded": self.recorded.isoformat() if self.recorded else None,
            "statement": dict(self.statement),
        }


def day(written: str | None) -> dt.date | None:
    """A canonical day; None where there is none."""
    return dt.date.fromisoformat(written) if written else None


class Evidence:
    """The records of a document by what they are about, each list in the order of their days."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.by_subject: dict[str, list[Record]] = defaultdict(list)
        for entry in document.of("evidence"):
            if record := _record(entry, document):
                self.by_subject[record.subject].append(record)
        for records in self.by_subject.values():
            records.sort(key=lambda record: (record.date, record.code, record.key))

    def about(self, subject: str, until: dt.date) -> list[Record]:
        """All records about ``subject`` up to a day, withdrawn ones among them."""
        return [record for record in self.by_subject.get(subject, ()) if record.date <= until]

    @cached_property
    def lines(self) -> "Lines":
        return Lines(self.document)


def _record(entry: Entry, document: Document) -> Record | None:
    """None for evidence about nothing or of no day: a draft of a record."""
    data = entry.data
    kinds = (("milestone", "milestones"), ("measure", "measures"), ("criterion", "criteria"))
    subject = next((f"{kind}/{data[name]}" for name, kind in kinds if data.get(name)), "")
    date = day(data.get("date"))
    if not subject or date is None or (not data.get("claim") and "quantity" not in data):
        return None
    given, unit = data.get("quantity"), data.get("unit") or {}
    other = bool(unit) and is_other_unit(unit, agreed_unit(document.entry(subject)))
    return Record(
        key=entry.key,
        code=entry.code,
        subject=subject,
        claim=data.get("claim") or "",
        date=date,
        reporter=data.get("reporter") or "",
        on_behalf_of=data.get("on_behalf_of") or "",
        role=data.get("role") or "",
        area=data.get("area") or "",
        independent=bool(data.get("independent")),
        quantity=None if other else given,
        given=given,
        unit=unit,
        confidence=data.get("confidence") or "",
        withdrawn=bool(data.get("withdrawn")),
        recorded=day(data.get("recorded")),
        statement=data.get("statement") or {},
    )


def standing(records: Iterable[Record]) -> list[Record]:
    """What each reporter says in the end: its latest record, of one day the least favourable; withdrawn and mute ones left out.

    Among equals of one day the one counts that carries least, whichever was recorded first.
    """
    latest: dict[str, Record] = {}
    for record in records:
        before = latest.get(record.voice)
        if record.withdrawn or record.is_mute or (before and before.date > record.date):
            continue
        if before is None or before.date < record.date or _carries(record) < _carries(before):
            latest[record.voice] = record
    return sorted(latest.values(), key=lambda record: (record.date, record.code, record.key))


def _carries(record: Record) -> tuple[Any, ...]:
    """How much a record carries: what it claims, then its independence, its quantity, for whom it speaks, its confidence."""
    favour = WORST_FIRST.index(record.claim) if record.claim in WORST_FIRST else len(WORST_FIRST)
    quantity = record.quantity is not None, record.quantity or 0
    speaks = not record.on_behalf_of, record.on_behalf_of, record.role
    return favour, record.independent, *quantity, *speaks, record.confidence != "low", record.confidence, record.key


class Lines:
    """Which areas carry on which: an area's own line is itself, what came before it and what comes after it."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._after: dict[str, set[str]] = defaultdict(set)
        for entry in document.of("areas"):
            if entry.data.get("successor"):
                self._after[entry.key].add(entry.data["successor"])
            for before in entry.data.get("predecessors") or ():
                self._after[before].add(entry.key)
        self._before: dict[str, set[str]] = defaultdict(set)
        for before, found in self._after.items():
            for after in found:
                self._before[after].add(before)
        self._own_names = {entry.key: _names(entry) for entry in document.of("areas")}
        self._guarantors = {entry.key: _guarantors(entry) for entry in document.of("areas")}
        self._givers: dict[str, set[str]] = defaultdict(set)
        for exchange in document.of("exchanges"):
            for each in exchange.data.get("commitments") or ():
                if each.get("giver"):
                    self._givers[each["milestone"]].add(each["giver"])
        self._lines: dict[str, frozenset[str]] = {}
        self._names: dict[str, frozenset[str]] = {}
        self._doers: dict[str, frozenset[str]] = {}
        self._areas: dict[str, set[str]] = {}

    def of(self, area: str) -> frozenset[str]:
        """``area`` with its predecessors and successors, not with what else went into these."""
        if area not in self._lines:
            self._lines[area] = frozenset({area} | _reached(area, self._after) | _reached(area, self._before))
        return self._lines[area]

    def later(self, area: str) -> frozenset[str]:
        """``area`` and what carries it on."""
        return frozenset({area} | _reached(area, self._after))

    def speaks_for(self, record: Record, area: str) -> bool:
        """Whether a record was given on behalf of ``area`` or its line, or by its authority under its own name."""
        if area not in self._names:
            line = self.of(area)
            self._names[area] = line.union(*(self._own_names.get(key, ()) for key in line))
        names = self._names[area]
        return record.on_behalf_of in names or record.party in names or record.voice in names

    def claimants(self, milestone: Entry, on: dt.date | None = None) -> tuple[str, ...]:
        """The areas that are to do a milestone, or were to do it on a day before it passed on."""
        held = areas_doing(milestone)
        for row in reversed(milestone.data.get("passed_on") or ()):
            if on is not None and on.isoformat() <= row["date"]:
                held = [row["from_area"], *(each for each in held if each != row["to_area"])]
        return tuple(dict.fromkeys(held))

    def is_claimants(self, record: Record, milestone: Entry) -> bool:
        """Whether a record comes from whoever is to do the milestone, whatever it says of its own independence.

        Who gives it in an exchange is to do it too.
        """
        givers = [key for key in self._givers.get(milestone.key, ()) if key in self._own_names]
        doing = (*self.claimants(milestone, record.date), *(key for key in givers if not milestone.data.get("passed_on")))
        if record.role == "claimant" or any(self.speaks_for(record, area) for area in doing):
            return True
        if milestone.key not in self._doers:
            texts = [text for name in ("actor", "owner") for text in (milestone.data.get(name) or {}).values()]
            third = (each for each in self._givers.get(milestone.key, ()) if each not in self._own_names)
            self._doers[milestone.key] = frozenset(filter(None, map(source_key, (*texts, *third))))
        return bool(record.sources & self._doers[milestone.key])

    def is_guarantors(self, record: Record, milestone: Entry) -> bool:
        """Whether a record comes from a guarantor of an area that is to do the milestone: it stands behind that side."""
        claimants = self.claimants(milestone, record.date)
        return any(record.sources & self._guarantors.get(area, frozenset()) for area in claimants)

    def is_one_source(self, one: Record, other: Record) -> bool:
        """Whether two records speak with one voice: of one organisation, or of one party, by whatever name of its own.

        Two offices that report on behalf of one party are one source; so are an area and what carries it on, but not two areas
        that became one later, as long as the one does not speak too (:meth:`sources`).
        """
        if one.sources & other.sources:
            return True
        areas = self._areas_of(other)
        return any(self.of(area) & areas for area in self._areas_of(one))

    def _areas_of(self, record: Record) -> set[str]:
        """The areas for which a record speaks by their own key, name or authority."""
        if record.key not in self._areas:
            parties, behalf = {record.voice, record.party}, record.on_behalf_of
            self._areas[record.key] = {key for key, names in self._own_names.items() if names & parties or behalf == key}
        return self._areas[record.key]

    def sources(self, records: Iterable[Record]) -> list[list[Record]]:
        """The records by their sources, in their order. A record that is of one source with two others makes the three one.

        So whoever speaks once for itself and once for another party cannot be counted beside that party.
        """
        found: list[list[Record]] = []
        for record in records:
            same = [group for group in found if any(self.is_one_source(record, each) for each in group)]
            found = [group for group in found if group not in same]
            found.append([*(each for group in same for each in group), record])
        return found


def _guarantors(area: Entry) -> frozenset[str]:
    return frozenset(filter(None, (source_key(text) for each in area.data.get("guarantors") or () for text in each.values())))


def _names(area: Entry) -> set[str]:
    texts = [*(area.data.get("name") or {}).values(), *(area.data.get("authority") or {}).values(), area.key]
    return set(filter(None, map(name_key, texts)))


def _reached(start: str, steps: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for step in steps.get(waiting.pop(), ()):
            if step not in found:
                found.add(step)
                waiting.append(step)
    return found - {start}
