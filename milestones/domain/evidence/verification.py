"""A milestone's evidence rule: its parts, and whether reports meet them.

The parts: so many independent sources (distinct parties), one of them from the receiving area, a monitor among them, and, where
the target is a number, one that gives a quantity reaching it in the target's unit. What comes from the claimant meets no part.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from milestones.domain.evidence.reading import ACHIEVED, MONITOR, NOT_ACHIEVED, PARTLY, Evidence, Lines, Record
from roadmap.domain.document import Document, Entry, Gap


@dataclass(frozen=True)
class Reason:
    """Why a state is as it is: ``code`` says of what kind (see ``wording``), ``met`` whether it speaks for it (None: a remark).

    ``evidence`` holds keys of records, ``needed`` and ``found`` numbers of a rule's part, ``item`` the key of an area or item,
    ``names`` those of organisations as they were written.
    """

    code: str
    evidence: tuple[str, ...] = ()
    needed: float | None = None
    found: float | None = None
    item: str = ""
    day: dt.date | None = None
    text: Mapping[str, str] = field(default_factory=dict)
    met: bool | None = None
    names: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        shape: dict[str, Any] = {"code": self.code, "met": self.met}
        for name in ("evidence", "names"):
            if getattr(self, name):
                shape[name] = list(getattr(self, name))
        for name in ("needed", "found", "item", "text"):
            if getattr(self, name) not in (None, "", {}):
                shape[name] = getattr(self, name)
        if self.day:
            shape["day"] = self.day.isoformat()
        return shape


@dataclass(frozen=True)
class Rule:
    """What verifies one milestone. ``quantity`` is what the target asks for, with or without its whole; None without one.

    Nought asks for none: any more falls short of it.
    """

    independent_sources: int
    from_area: str = ""
    monitor: bool = False
    quantity: float | None = None


def rule_of(milestone: Entry, default: Mapping[str, Any] | None = None) -> Rule:
    """The milestone's own rule; what it leaves unsaid is taken from ``default`` (setting ``EVIDENCE_RULE``).

    Without any part a rule would be met by nothing at all: then one independent source is asked for.
    """
    parts = {**(settings.EVIDENCE_RULE if default is None else default), **(milestone.data.get("evidence_rule") or {})}
    target = milestone.data.get("target") or {}
    sources, area, monitor = int(parts.get("independent_sources") or 0), parts.get("from_area") or "", bool(parts.get("monitor"))
    return Rule(
        independent_sources=sources if sources or area or monitor else 1,
        from_area=area,
        monitor=monitor,
        quantity=target.get("quantity"),
    )


def rule_gaps(milestone: Entry, document: Document) -> Iterator[Gap]:
    """A rule that nobody can meet: the receiving area is the one that acts, or has ended without a successor."""
    area = (milestone.data.get("evidence_rule") or {}).get("from_area")
    if not area:
        return
    lines = Lines(document)
    claimants = lines.claimants(milestone)
    path = "evidence_rule.from_area"
    if claimants and all(each in lines.of(area) for each in claimants):
        yield Gap(milestone.ref, path, _("Evidence is asked from the area that is to act: nobody can give it."), blocking=False)
    ended = [entry for entry in document.of("areas") if entry.key in lines.later(area) and entry.data.get("valid_to")]
    if len(ended) == len(lines.later(area)):
        yield Gap(milestone.ref, path, _("Evidence is asked from an area that has ended: nobody can give it."), blocking=False)


class Milestone:
    """One milestone's evidence as its rule weighs it."""

    def __init__(self, entry: Entry, evidence: Evidence, default: Mapping[str, Any] | None = None) -> None:
        self.entry = entry
        self.evidence = evidence
        self.rule = rule_of(entry, default)
        self._claimants: dict[str, bool] = {}

    def about(self, until: dt.date) -> list[Record]:
        return self.evidence.about(self.entry.ref, until)

    def claim_of(self, record: Record) -> str:
        """What a record shows: "achieved" with less than the target asks for shows a part of it; a bare quantity what it is.

        "" for a bare quantity in another unit, which shows nothing.
        """
        if record.claim:
            return PARTLY if record.claim == ACHIEVED and self.falls_short(record) else record.claim
        if record.quantity is None:
            return ""
        if self.rule.quantity is not None and not self.falls_short(record):
            return ACHIEVED
        return PARTLY if record.quantity and self.rule.quantity != 0 else NOT_ACHIEVED

    def falls_short(self, record: Record) -> bool:
        if self.rule.quantity is None or record.quantity is None:
            return False
        return not self._reaches(record.quantity, self.rule.quantity)

    def _reaches(self, quantity: float, wanted: float) -> bool:
        return quantity >= wanted if wanted else not quantity

    def is_claimants(self, record: Record) -> bool:
        """Whether a record comes from the side that is to act."""
        if record.key not in self._claimants:
            self._claimants[record.key] = self.evidence.lines.is_claimants(record, self.entry)
        return self._claimants[record.key]

    def is_weak(self, record: Record) -> bool:
        return record.confidence in settings.EVIDENCE_WEAK_CONFIDENCE

    def is_partial(self, record: Record) -> bool:
        """Whether a record comes from the side that is to act, or from who stands behind it."""
        return self.is_claimants(record) or self.evidence.lines.is_guarantors(record, self.entry)

    def is_independent(self, record: Record) -> bool:
        return record.independent and not self.is_partial(record)

    def sources(self, records: Iterable[Record]) -> list[list[Record]]:
        """Records by their sources: however many offices report for one party, it is one."""
        return self.evidence.lines.sources(records)

    def weigh(self, records: Iterable[Record], *, scale: bool = True, partly: Iterable[Record] = ()) -> list[Reason]:
        """The rule's parts with the records that meet them; ``records`` hold one of each reporter. All met: the rule is met.

        ``scale`` False leaves the quantity out, for what is partly achieved and for reversals. ``partly``: records that meet no
        part, whose quantities are told.
        """
        counted = [record for record in records if not self.is_weak(record)]
        independent = [record for record in counted if self.is_independent(record)]
        parts = []
        if self.rule.independent_sources:
            needed = self.rule.independent_sources
            found = len(self.sources(independent))
            parts.append(Reason("sources", _keys(independent), needed, found, met=found >= needed))
        if self.rule.from_area:
            receiving = [record for record in counted if self._is_from_receiving(record)]
            parts.append(Reason("from_area", _keys(receiving), item=self.rule.from_area, met=bool(receiving)))
        if self.rule.monitor:
            monitors = [record for record in counted if record.role == MONITOR and not self.is_partial(record)]
            parts.append(Reason("monitor", _keys(monitors), met=bool(monitors)))
        if scale and self.rule.quantity is not None:
            parts.append(self._scale_part(self._givers(counted), self._givers(partly)))
        return parts

    def _is_from_receiving(self, record: Record) -> bool:
        """From the receiving area; in a joint milestone that may be one of those who are to do it, else never."""
        lines, area = self.evidence.lines, self.rule.from_area
        if not lines.speaks_for(record, area):
            return False
        others = [each for each in lines.claimants(self.entry, record.date) if each not in lines.of(area)]
        return bool(others) or not self.is_claimants(record)

    def _givers(self, records: Iterable[Record]) -> list[Record]:
        """Records that count and give a quantity."""
        heard = [record for record in records if record.quantity is not None and not self.is_weak(record)]
        return [record for record in heard if not self.is_partial(record)]

    def _scale_part(self, given: list[Record], partly: list[Record]) -> Reason:
        wanted = self.rule.quantity or 0
        reaching = [record for record in given if self._reaches(record.quantity or 0, wanted)]
        best = max((record.quantity or 0 for record in (*given, *partly)), default=None)
        return Reason("quantity", _keys(reaching), wanted, best, met=bool(reaching))


def holds(parts: list[Reason]) -> bool:
    """Whether every part of a rule is met."""
    return all(part.met for part in parts)


def _keys(records: Iterable[Record]) -> tuple[str, ...]:
    return tuple(record.key for record in records)
