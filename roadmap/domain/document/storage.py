"""How the document's values are kept in rows: reading a draft, and writing one value of one item."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from roadmap.domain.document.catalogue import ROADMAP_FIELDS
from roadmap.domain.document.containers import Composite, PerRef
from roadmap.domain.document.document import Document, Draft, Entry
from roadmap.domain.document.registry import Field, Kind, kinds
from roadmap.domain.document.values import Date, Flag, Keys, Ref, Refs, filled
from roadmap.models import Item, Roadmap


@dataclass
class Rows:
    """The rows of one draft, read with a constant number of queries."""

    items: dict[str, list[Item]] = field(default_factory=dict)
    keys: dict[str, dict[int, str]] = field(default_factory=dict)
    links: dict[tuple[str, str], dict[int, list[Any]]] = field(default_factory=dict)


def build_document(roadmap: Roadmap) -> Document:
    """The working draft as a document; each entry carries what guards its editing. A constant number of queries."""
    rows = _read(roadmap)
    sections = {each.name: [_entry(each, item, rows) for item in rows.items[each.name]] for each in kinds()}
    return Document(
        roadmap=roadmap_data(roadmap),
        sections=sections,
        draft=Draft(roadmap.pk, str(roadmap.uid), roadmap.revision, roadmap.field_revisions),
    )


def roadmap_data(roadmap: Roadmap) -> dict[str, Any]:
    """The roadmap's own fields in canonical form, with its key."""
    data = {each.name: read_column(each, roadmap) for each in ROADMAP_FIELDS}
    return {"key": roadmap.key, **filled(data)}


def item_data(kind: Kind, item: Item, known: dict[str, dict[int, str]] | None = None) -> dict[str, Any]:
    """One item's values in canonical form, read with a query per reference.

    Who reads many of one roadmap, and lets none come or go meanwhile, gives a map that is filled: ``known`` holds keys by kind.
    """
    rows = Rows(items={kind.name: [item]}, keys={} if known is None else known)
    for name, target in {
        (each.value.kind, _model(each.value.kind))
        for each in kind.fields
        if isinstance(each.value, Ref | PerRef) and not isinstance(each.value, Keys)
    }:
        if name not in rows.keys:
            rows.keys[name] = dict(target.objects.live().filter(roadmap=item.roadmap_id).values_list("pk", "key"))
    _read_links(kind, rows, {"pk": item.pk})
    return _entry(kind, item, rows).data


def _linked(each: Field) -> bool:
    """Whether a value is kept as rows that link to other items."""
    return isinstance(each.value, Refs) and not isinstance(each.value, Keys)


def _model(name: str) -> type[Item]:
    return next(each.model for each in kinds() if each.name == name)


def _read(roadmap: Roadmap) -> Rows:
    rows = Rows()
    for each in kinds():
        rows.items[each.name] = list(each.model.objects.live().filter(roadmap=roadmap))
        rows.keys[each.name] = {item.pk: item.key for item in rows.items[each.name]}
    for each in kinds():
        _read_links(each, rows, {"roadmap": roadmap.pk, "deletion": None})
    return rows


def _read_links(kind: Kind, rows: Rows, owner: dict[str, Any]) -> None:
    """Read references to several items, and values kept one row per referred item."""
    for each in kind.fields:
        if _linked(each):
            through, source, target = _through(kind, each)
            pairs = through.objects.filter(**{f"{source}__{name}": value for name, value in owner.items()}).values_list(
                f"{source}_id", f"{target}_id"
            )
        elif isinstance(each.value, PerRef):
            relation = kind.model._meta.get_field(each.relation)
            source = relation.field.name  # type: ignore[union-attr]
            pairs = relation.related_model.objects.filter(  # type: ignore[union-attr]
                **{f"{source}__{name}": value for name, value in owner.items()}
            ).values_list(f"{source}_id", "area_id", *each.columns)
        else:
            continue
        found: dict[int, list[Any]] = defaultdict(list)
        for owner_id, *rest in pairs:
            found[owner_id].append(rest)
        rows.links[kind.name, each.name] = found


def _through(kind: Kind, each: Field) -> tuple[Any, str, str]:
    relation: Any = kind.model._meta.get_field(each.name)
    return relation.remote_field.through, relation.m2m_field_name(), relation.m2m_reverse_field_name()


def _entry(kind: Kind, item: Item, rows: Rows) -> Entry:
    data = {each.name: _read_value(kind, each, item, rows) for each in kind.fields}
    return Entry(
        kind=kind.name,
        key=item.key,
        code=item.code,
        data=filled(data),
        draft=Draft(item.pk, str(item.uid), item.revision, item.field_revisions),
    )


def _read_value(kind: Kind, each: Field, item: Item, rows: Rows) -> Any:
    value = each.value
    if isinstance(value, Keys):
        return read_column(each, item)
    if isinstance(value, Refs):
        found = rows.links[kind.name, each.name].get(item.pk, ())
        keys = rows.keys[value.kind]
        return sorted(keys[target] for (target,) in found if target in keys)
    if isinstance(value, Ref):
        return rows.keys[value.kind].get(getattr(item, f"{each.name}_id"))
    if isinstance(value, PerRef):
        found = rows.links[kind.name, each.name].get(item.pk, ())
        keys = rows.keys[value.kind]
        parts = {keys[target]: _per_ref_value(value, each, columns) for target, *columns in found if target in keys}
        return {key: part for key, part in parts.items() if part}
    return read_column(each, item)


def _per_ref_value(value: PerRef, each: Field, columns: list[Any]) -> Any:
    if isinstance(value.of, Composite):
        return {name: column for name, column in zip(each.columns, columns, strict=True) if column}
    return columns[0]


def read_column(each: Field, row: Any) -> Any:
    """A value kept in a column of its own, in canonical form."""
    stored = getattr(row, each.name)
    if isinstance(stored, dt.date):
        return stored.isoformat()
    if isinstance(stored, float) and stored.is_integer():
        return int(stored)
    return stored


def write_value(row: Any, each: Field, value: Any, roadmap: Roadmap) -> None:
    """Put one canonical value into an unsaved or saved row. References must exist (checked before); None empties."""
    kept = each.value
    if _linked(each):
        assert isinstance(kept, Refs)  # noqa: S101 for the type checker: what is linked is a list of references
        getattr(row, each.name).set(_targets(kept.kind, roadmap, value or []).values())
    elif isinstance(kept, Ref) and not isinstance(kept, Keys):
        target = _targets(kept.kind, roadmap, [value]).get(value) if value else None
        setattr(row, f"{each.name}_id", target)
    elif isinstance(kept, PerRef):
        _write_parts(row, each, value or {}, _targets(kept.kind, roadmap, list(value or {})))
    elif isinstance(kept, Date):
        setattr(row, each.name, dt.date.fromisoformat(value) if value else None)
    elif isinstance(kept, Flag):
        setattr(row, each.name, bool(value))
    else:
        setattr(row, each.name, value if value is not None else row._meta.get_field(each.name).get_default())


def in_columns(each: Field) -> bool:
    """Whether a value lives in the row itself, so that it is written before the row is saved."""
    return not _linked(each) and not isinstance(each.value, PerRef)


def _targets(kind_name: str, roadmap: Roadmap, keys: list[str]) -> dict[str, int]:
    live = _model(kind_name).objects.live().filter(roadmap=roadmap, key__in=keys)
    return dict(live.values_list("key", "pk"))


def _write_parts(row: Any, each: Field, value: dict[str, Any], targets: dict[str, int]) -> None:
    manager = getattr(row, each.relation)
    manager.exclude(area_id__in=targets.values()).delete()
    for key, part in value.items():
        columns = {name: part.get(name) for name in each.columns} if len(each.columns) > 1 else {each.columns[0]: part}
        # What the part leaves out is emptied: text that was taken back must not come back.
        empty = {name: manager.model._meta.get_field(name).get_default() for name in columns}
        manager.update_or_create(area_id=targets[key], defaults={name: value or empty[name] for name, value in columns.items()})
