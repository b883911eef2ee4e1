"""The smallest parts of an item that are edited on their own, and the keys that it refers to."""

from collections.abc import Mapping
from typing import Any

from roadmap.domain.document.document import Entry
from roadmap.domain.document.registry import Field
from roadmap.domain.document.values import PerRef, Refs


def leaves(fields: tuple[Field, ...], data: Mapping[str, Any]) -> dict[str, Any]:
    found = {}
    for each in fields:
        for path, leaf in each.value.leaves(data.get(each.name)).items():
            found[f"{each.name}.{path}" if path else each.name] = leaf
    return found


def changed_leaves(fields: tuple[Field, ...], before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    old, new = leaves(fields, before), leaves(fields, after)
    return [path for path in {**old, **new} if old.get(path) != new.get(path)]


def referred(entry: Entry, each: Field) -> list[str]:
    """The keys that a reference field holds."""
    value = entry.data.get(each.name)
    if value is None:
        return []
    return list(value) if isinstance(each.value, Refs | PerRef) else [value]
