"""The smallest parts of an item that are edited on their own, and the keys that it refers to."""

from collections.abc import Mapping
from typing import Any

from roadmap.domain.document.document import Entry
from roadmap.domain.document.registry import Field


def leaves(fields: tuple[Field, ...], data: Mapping[str, Any]) -> dict[str, Any]:
    found = {}
    for each in fields:
        for path, leaf in each.value.leaves(data.get(each.name)).items():
            found[f"{each.name}.{path}" if path else each.name] = leaf
    return found


def changed_leaves(fields: tuple[Field, ...], before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    old, new = leaves(fields, before), leaves(fields, after)
    return [path for path in {**old, **new} if old.get(path) != new.get(path)]


def referred(entry: Entry, each: Field, target: str) -> list[str]:
    """The keys of items of the kind ``target`` that a field refers to, each once."""
    value = entry.data.get(each.name)
    return list(dict.fromkeys(key for kind, key in each.value.refers(value) if kind == target)) if value else []
