"""Two versions word by word with difflib, the standard library's way."""

import difflib
from collections.abc import Iterator
from typing import Any


def compare_versions(old: dict[str, Any], new: dict[str, Any]) -> list[dict[str, Any]]:
    """The criteria that differ, each with its texts that differ and their parts."""
    before = {each["key"]: each for each in old["criteria"]}
    found = []
    for item in new["criteria"]:
        was = before.get(item["key"], {})
        if was != item:
            fields = [{"path": path, "parts": _parts(one, other)} for path, one, other in _pairs(was, item)]
            found.append({"ref": f"criteria/{item['key']}", "fields": fields})
    return found


def _pairs(old: dict[str, Any], new: dict[str, Any], above: str = "") -> Iterator[tuple[str, str, str]]:
    """Texts that differ, by their path."""
    for name in dict.fromkeys([*new, *old]):
        one, other, path = old.get(name, ""), new.get(name, ""), f"{above}{name}"
        if one == other:
            continue
        if isinstance(one or {}, dict) and isinstance(other or {}, dict):
            yield from _pairs(one or {}, other or {}, f"{path}.")
        else:
            yield path, str(one), str(other)


def _parts(old: str, new: str) -> list[dict[str, str]]:
    before, after = old.split(), new.split()
    parts = []
    for op, i1, i2, j1, j2 in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if op == "equal":
            parts.append({"op": "equal", "text": " ".join(after[j1:j2])})
            continue
        if i1 < i2:
            parts.append({"op": "delete", "text": " ".join(before[i1:i2])})
        if j1 < j2:
            parts.append({"op": "insert", "text": " ".join(after[j1:j2])})
    return parts
