"""Whose word a report is follows from who is to act. An edit that would turn it round afterwards is refused.

Otherwise whoever drafts could make the claimant's own reports independent ones, by naming another area or another spelling.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from milestones.domain.evidence.reading import Evidence
from roadmap.domain.document import Document, Gap
from roadmap.domain.document.local import short_list

#: Fields that say who is to act, or by which names an area speaks.
OF_MILESTONES = frozenset({"area", "areas", "actor", "owner"})
OF_AREAS = frozenset({"name", "authority"})


def refuse_turned(before: Document, after: Document) -> Iterator[Gap]:
    """Milestones whose reports would count for another side than they did; withdrawn reports count for none."""
    old, new = Evidence(before), Evidence(after)
    for ref, records in old.by_subject.items():
        was, now = before.entry(ref), after.entry(ref)
        if was is None or now is None or was.kind != "milestones":
            continue
        turned = [
            record.code
            for record in records
            if not record.withdrawn and old.lines.is_claimants(record, was) != new.lines.is_claimants(record, now)
        ]
        if turned:
            changed = next((name for name in sorted(OF_MILESTONES) if was.data.get(name) != now.data.get(name)), "owner")
            message = _("Reports would change sides: %(reports)s. Make a milestone of its own, or change the area on its page.")
            yield Gap(ref, changed, message % {"reports": short_list(turned)})
