"""What was deleted from a draft and can come back."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Q

from accounts.models import AuditEntry, User
from roadmap.domain.document import Kind, kinds
from roadmap.models import Item, Roadmap

_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


@dataclass
class Deletion:
    """Items that were deleted together; ``at`` and ``by`` are what the audit trail says of it."""

    uid: UUID
    items: list[tuple[Kind, Item]] = field(default_factory=list)
    at: datetime | None = None
    by: str = ""


def deletions(roadmap: Roadmap) -> list[Deletion]:
    """The deletions of a draft, the latest first. A constant number of queries."""
    found: dict[UUID, Deletion] = {}
    rows: dict[str, list[str]] = defaultdict(list)
    for kind in kinds():
        for row in kind.model.objects.filter(roadmap=roadmap).exclude(deletion=None):
            found.setdefault(row.deletion, Deletion(row.deletion)).items.append((kind, row))
            rows[row._meta.db_table].append(str(row.pk))
    _date(found, rows)
    return sorted(found.values(), key=lambda each: each.at or _LONG_AGO, reverse=True)


def _date(found: dict[UUID, Deletion], rows: dict[str, list[str]]) -> None:
    where = Q(pk=None)
    for table, ids in rows.items():
        where |= Q(table=table, row__in=ids)
    trail = AuditEntry.objects.filter(where, operation="UPDATE").order_by("id").values_list("at", "actor", "after")
    actors: dict[UUID, str] = {}
    for at, actor, after in trail:
        uid = (after or {}).get("deletion")
        if uid and (deletion := found.get(UUID(uid))):
            deletion.at, actors[deletion.uid] = at, actor
    names = {str(user.pk): str(user) for user in User.objects.filter(pk__in=[a for a in actors.values() if a.isdigit()])}
    for uid, actor in actors.items():
        found[uid].by = names.get(actor, "")
