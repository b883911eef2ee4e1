"""A decision on a suspension that somebody else took first: what it was, by whom, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from accounts.models import AuditEntry, User
from accounts.models.text import in_language
from milestones.models import PolicyLine


@dataclass(frozen=True)
class Meanwhile:
    """``lifted``: whether the suspension was lifted, else it was confirmed; ``who`` is empty where it came from a file."""

    lifted: bool
    who: str
    reason: str


def decided_meanwhile(line: PolicyLine, milestone: str, *, lift: bool) -> Meanwhile | None:
    """The decision that was just asked for, where it stands already; None where it is still to be taken."""
    row = next((each for each in reversed(line.suspensions) if each["milestone"] == milestone), None)
    if row is None or bool(row.get("until")) != lift:
        return None
    return Meanwhile(lift, _decider(line, row), in_language(row.get("lifted" if lift else "reason") or {}))


def _decider(line: PolicyLine, row: Mapping[str, Any]) -> str:
    """Who wrote this row of the line. The office sees the name beside what became of a draft."""
    trail = AuditEntry.objects.filter(table=PolicyLine._meta.db_table, row=str(line.pk), operation="UPDATE")
    for actor, after in trail.order_by("id").values_list("actor", "after"):
        if row in ((after or {}).get("suspensions") or ()):
            person = User.objects.filter(pk=actor).first() if actor.isdigit() else None
            return str(person) if person else ""
    return ""
