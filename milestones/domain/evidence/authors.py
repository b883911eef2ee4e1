"""Who recorded what, out of the audit trail: the document names organisations, never people."""

from collections import defaultdict
from collections.abc import Iterable

from accounts.enums import Role
from accounts.models import AuditEntry, User
from milestones.models import Evidence
from roadmap.models import Crossing


def may_withdraw(person: User, record: Evidence) -> bool:
    """A facilitator withdraws every report of the roadmap, a monitor only what the same monitor recorded."""
    if person.role != Role.MONITOR:
        return True
    trail = AuditEntry.objects.filter(table=Evidence._meta.db_table, row=str(record.pk), operation="INSERT")
    return str(person.pk) in trail.values_list("actor", flat=True)


def lines_to_withdraw(person: User, crossings: Iterable[Crossing]) -> dict[int, set[int]]:
    """By the id of each crossing the places in its log, from 1, that a person may withdraw; one query at most."""
    logs = {crossing.pk: len(crossing.log) for crossing in crossings}
    if person.role != Role.MONITOR:
        return {pk: set(range(1, count + 1)) for pk, count in logs.items()}
    trail = AuditEntry.objects.filter(table=Crossing._meta.db_table, row__in=[str(pk) for pk in logs], after__has_key="log")
    found: dict[int, set[int]] = defaultdict(set)
    for row, actor, before, after in trail.values_list("row", "actor", "before", "after"):
        if actor == str(person.pk):
            found[int(row)] |= set(range(len((before or {}).get("log") or ()) + 1, len((after or {})["log"]) + 1))
    return found
