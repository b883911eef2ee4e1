"""The schedule in sentences of the active language: why a day is what it is, what cannot be, and what goes round in a circle."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from milestones.domain.durations import length_words, parse_duration
from milestones.domain.schedule.doubts import Doubt
from milestones.domain.schedule.results import Conflict, Step
from milestones.domain.timeframes import T0, parse_offset
from roadmap.domain.document import Document
from roadmap.domain.document.local import local_day, local_list


@dataclass(frozen=True)
class Words:
    """How milestones and exchanges are called: by their codes."""

    codes: dict[str, str]
    exchanges: dict[str, str]

    @classmethod
    def of(cls, *documents: Document) -> "Words":
        """What is in several documents is called as in the last one that has it."""
        found: list[dict[str, str]] = [
            {entry.key: entry.code or entry.key for document in documents for entry in document.of(kind)}
            for kind in ("milestones", "exchanges")
        ]
        return cls(*found)

    def code(self, key: str) -> str:
        return self.codes.get(key, key)

    def listed(self, keys: Iterable[str]) -> str:
        return local_list(self.code(key) for key in keys)

    def chain(self, steps: Iterable[Step], *, latest: bool = False) -> list[str]:
        """One sentence a step, from the milestone back to the day that is fixed; ``latest``: the chain of a last possible day."""
        ordered = tuple(steps)
        return [self._step(step, latest=latest, fixed=step is ordered[0]) for step in reversed(ordered)]

    def last_day(self, key: str, day: dt.date) -> str:
        """Why a last day is earlier than its chain tells."""
        words = _("%(code)s: not after %(day)s. Later, nothing that another milestone may wait for would be in time.")
        return words % {"code": self.code(key), "day": _day(day)}

    def conflict(self, conflict: Conflict) -> str:
        """``M-07 cannot be: not before 1 March, and not after 1 February. 29 days are missing.``"""
        missing = ngettext("%(count)d day is missing.", "%(count)d days are missing.", conflict.days) % {"count": conflict.days}
        return _("%(code)s cannot be: not before %(earliest)s, and not after %(latest)s. %(missing)s") % {
            "code": self.code(conflict.milestone),
            "earliest": _day(conflict.earliest),
            "latest": _day(conflict.latest),
            "missing": missing,
        }

    def proof(self, conflict: Conflict) -> tuple[list[str], list[str]]:
        """Why it cannot be earlier, and why it cannot be later: sentences from where both meet back to each fixed day."""
        ends = (conflict.milestone, conflict.earliest)
        meeting = max(place for place, step in enumerate(conflict.chain) if (step.milestone, step.day) == ends)
        before, after = conflict.chain[: meeting + 1], conflict.chain[meeting + 1 :]
        return self.chain(before), self.chain(reversed(after), latest=True)

    def cycle(self, members: Iterable[str]) -> str:
        """``M-01 and its followers wait for one another``."""
        keys = list(members)
        if len(keys) == 1:
            return _("%(code)s waits for itself.") % {"code": self.code(keys[0])}
        return _("%(codes)s wait for one another: none of them can come first.") % {"codes": self.listed(keys)}

    def doubt(self, key: str, doubt: Doubt) -> str:
        """Why the days of a milestone are not known."""
        if doubt.by == "circle":
            return _("%(code)s is in a circle: its day cannot be computed.") % {"code": self.code(key)}
        if doubt.by == "waits":
            words = _("%(code)s waits for %(of)s, whose day cannot be computed.")
            return words % {"code": self.code(key), "of": self.code(doubt.of)}
        return self.missing(key, doubt.of)

    def missing(self, key: str, of: str) -> str:
        """What a milestone counts on that is not there: one that lapsed, a name, or a moment that no calendar holds."""
        if of in self.codes:
            words = _("%(code)s counts on %(of)s, which is not in the plan.")
        elif of == T0:
            words = _("%(code)s counts on %(of)s, a day that the roadmap does not name yet.")
        elif " " in of:
            words = _("%(code)s counts on %(of)s, a day that no calendar holds.")
        else:
            words = _("%(code)s counts on “%(of)s”, which is neither a named day nor a milestone.")
        return words % {"code": self.code(key), "of": self.code(of)}

    def _step(self, step: Step, *, latest: bool, fixed: bool) -> str:
        why = self._why(step, latest=latest, fixed=fixed)
        values = {"code": self.code(step.milestone), "day": _day(step.day), "why": why}
        if step.by == "achieved" and step.owner == step.milestone:
            return _("%(code)s was verified on %(day)s.") % values
        if latest:
            return _("%(code)s: not after %(day)s, because %(why)s.") % values
        return _("%(code)s: not before %(day)s, because %(why)s.") % values

    def _why(self, step: Step, *, latest: bool, fixed: bool) -> str:
        if step.by in {"not_before", "not_after"}:
            return self._window(step, fixed=fixed)
        other = step.owner if step.owner != step.milestone else step.of
        told = {
            "as_of": _("it was not verified by then"),
            "delay": _("it is delayed here"),
            "together": _("it happens on the same day as %(other)s"),
            "achieved": _("%(other)s was verified then"),
            "requires": _("%(other)s requires it") if latest else _("it requires %(other)s"),
            "requires_any": _("%(other)s has no other way") if latest else _("of what it may wait for, %(other)s comes first"),
            "gate": (
                _("exchange %(exchange)s lets %(other)s wait for it")
                if latest
                else _("exchange %(exchange)s lets it wait for %(other)s")
            ),
        }
        return told[step.by] % {"other": self.code(other), "exchange": self.exchanges.get(step.exchange, step.exchange)}

    def _window(self, step: Step, *, fixed: bool) -> str:
        """The end of a window: a fixed day, counted from another milestone, or read from the other's side."""
        begins = step.by == "not_before"
        if step.owner != step.milestone:
            words = _("the window of %(other)s begins %(moment)s") if begins else _("the window of %(other)s ends %(moment)s")
            return words % {"other": self.code(step.owner), "moment": self._from(step.milestone, step.length)}
        moment = self._moment(step.of) if fixed else self._from(step.of, step.length)
        if not moment:
            return _("its window begins then") if begins else _("its window ends then")
        return (_("its window begins %(moment)s") if begins else _("its window ends %(moment)s")) % {"moment": moment}

    def _moment(self, written: str) -> str:
        """``6 months after T0``; "" for a day, which the sentence tells already."""
        offset = parse_offset(written) if not written.replace("-", "").isdigit() else None
        return self._from(offset.anchor, f"{offset.count}{offset.unit}" if offset.count else "") if offset else ""

    def _from(self, anchor: str, length: str) -> str:
        name = self.code(anchor)
        found = parse_duration(length.removeprefix("-")) if length else None
        if found is None:
            return _("on the day of %(anchor)s") % {"anchor": name}
        words = _("%(length)s before %(anchor)s") if length.startswith("-") else _("%(length)s after %(anchor)s")
        return words % {"length": length_words(found), "anchor": name}


def _day(day: dt.date) -> str:
    return local_day(day, (get_language() or "en")[:2])
