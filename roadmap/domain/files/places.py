"""Where in a file something stands, of which the document only knows what it is called or what it refers to."""

from collections.abc import Iterator, Mapping
from typing import Any

from roadmap.domain.document import Field, Kind
from roadmap.domain.document.containers import Composite, PerRef, Rows
from roadmap.domain.document.values import Value


def in_file(kind: Kind, raw: Mapping[str, Any], path: str) -> str:
    """A path of the document as the file has it: ``commitments.exam-passage.gate`` is ``commitments[1].gate`` there."""
    name, _dot, rest = path.partition(".")
    known = kind.by_name.get(name)
    value, rows = known.value if known else None, raw.get(name)
    if not isinstance(value, Rows) or not value.by or not isinstance(rows, list):
        return path
    key, dot, part = rest.partition(".")
    place = next((at for at, row in enumerate(rows) if isinstance(row, Mapping) and row.get(value.by) == key), None)
    return path if place is None else f"{name}[{place}]{dot}{part}"


def references(field: Field, raw: Any, kind: str, key: str) -> list[str]:
    """The paths in the file, from the field on, at which it refers to the item ``kind``/``key``; the field itself where the file
    writes it otherwise than expected."""
    return list(_references(field.value, raw, field.name, kind, key)) or [field.name]


def _references(value: Value, raw: Any, path: str, kind: str, key: str) -> Iterator[str]:
    if kind not in value.kinds():
        return
    if isinstance(value, Rows):
        for place, row in enumerate(raw if isinstance(raw, list) else ()):
            yield from _references(value.row, row, f"{path}[{place}]", kind, key)
    elif isinstance(value, Composite | PerRef):
        parts = raw if isinstance(raw, Mapping) else {}
        if isinstance(value, PerRef) and value.kind == kind and key in parts:
            yield f"{path}.{key}"
        for name, part in parts.items():
            inner = value.of if isinstance(value, PerRef) else value.parts.get(name)
            if inner is not None:
                yield from _references(inner, part, f"{path}.{name}", kind, key)
    elif isinstance(raw, list):
        yield from (f"{path}[{place}]" for place, each in enumerate(raw) if each == key)
    elif raw == key:
        yield path
