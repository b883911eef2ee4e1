"""The changes of a what-if in the words of a page: milestones by their codes and titles, areas by their names."""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from accounts.models.text import in_language
from milestones.domain.durations import Length, length_words
from milestones.domain.schedule.change_words import LABELS
from milestones.domain.schedule.changes import Change
from milestones.domain.schedule.wording import Words
from milestones.domain.timeframes import parse_offset
from milestones.web.plan.frame import reading_language
from milestones.web.plan.moments import by_code
from roadmap.domain.document import Document
from roadmap.domain.document.local import local_day

#: What is written in Latin letters and digits is not turned round in Arabic.
_LTR, _END = "\u2066", "\u2069"


def changes_told(changes: Iterable[Change], document: Document) -> str:
    """All changes on one line."""
    teller = _Teller(list(changes), document)
    return "; ".join(teller.words(each) for each in teller.changes)


class _Teller:
    def __init__(self, changes: list[Change], document: Document) -> None:
        self.changes, self.document, self.language = changes, document, reading_language()
        #: Areas that are new in the changes.
        self.new = {each.get("successor"): each["name"] for each in changes if isinstance(each.get("name"), dict)}

    def words(self, change: Change) -> str:
        return f"{LABELS[change['change']]}: {', '.join(self._parts(change))}"

    def _parts(self, change: Change) -> Iterator[str]:
        """What a change says, in the order of a sentence."""
        if key := change.get("milestone"):
            yield self._milestone(key)
        if key := change.get("area"):
            yield self._area(key)
        if isinstance(name := change.get("name"), str):
            yield name
        if key := change.get("successor"):
            yield _("followed by %(area)s") % {"area": self._area(key)}
        if weeks := change.get("weeks"):
            yield length_words(Length(weeks, "w"))
        if day := change.get("day"):
            yield local_day(dt.date.fromisoformat(day), self.language)
        if begin := change.get("not_before"):
            yield _("not before %(moment)s") % {"moment": self._moment(begin)}
        if end := change.get("not_after"):
            yield _("not after %(moment)s") % {"moment": self._moment(end)}
        if keys := change.get("lapses"):
            yield _("ended by decision: %(codes)s") % {"codes": Words.of(self.document).listed(keys)}

    def _moment(self, kept: str) -> str:
        """A day, or what it counts from as one types it: a change may move that too."""
        if parse_offset(kept):
            return f"{_LTR}{by_code(kept, self.document)}{_END}"
        return local_day(dt.date.fromisoformat(kept), self.language)

    def _milestone(self, key: str) -> str:
        entry = self.document.find("milestones", key)
        return f"{entry.code} {entry.title()}" if entry else key

    def _area(self, key: str) -> str:
        entry = self.document.find("areas", key)
        if entry:
            return entry.title()
        return in_language(self.new[key], self.language) if key in self.new else key
