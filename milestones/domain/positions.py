"""Conflicts between positions as a document holds them: who wants which of two milestones first."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from roadmap.domain.document import Document, Entry


def kept_for(members: Collection[str], document: Document) -> list[Entry]:
    """The conflicts that say of each of these milestones what is wanted before or after it; of one alone there is none."""
    return [entry for entry in document.of("conflicts") if len(members) > 1 and set(members) <= _ordered(entry)]


def is_kept(orders: Iterable[Mapping[str, Any]], document: Document) -> bool:
    """Whether a conflict holds the same orders; another reason or title makes no other conflict."""
    wanted = _told(orders)
    return bool(wanted) and any(wanted == _told(entry.data.get("orders") or ()) for entry in document.of("conflicts"))


def _told(orders: Iterable[Mapping[str, Any]]) -> set[tuple[Any, ...]]:
    return {tuple(each.get(name) for name in ("wanted_by", "first", "then")) for each in orders}


def _ordered(conflict: Entry) -> set[str]:
    return {order.get(end, "") for order in conflict.data.get("orders") or () for end in ("first", "then")}
