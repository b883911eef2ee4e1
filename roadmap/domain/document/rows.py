"""The items of one kind straight out of the database as JSON, in one query: for lists that are read as they are.

The rows hold what :func:`~roadmap.domain.document.storage.build_document` says of the same items (a test compares them), but no
value is taken apart: PostgreSQL writes each as JSON text, and the text is passed on.
"""

from typing import Any

import orjson
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Case, F, OuterRef, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, JSONObject

from roadmap.domain.document.registry import Field, Kind
from roadmap.domain.document.values import Composite, PerRef, Ref, Refs
from roadmap.models import Roadmap

#: How JSON text looks when the document leaves the value out.
_EMPTY = {None, "", "{}", "[]", "null", '""', "false"}
_OWN = ("key", "code", "uid", "revision")


def kind_rows(roadmap: Roadmap, kind: Kind) -> list[dict[str, Any]]:
    """The live items of a kind in order: ``ref``, ``key``, ``code``, ``uid``, ``revision`` and every value that is not empty.

    Values that are JSON in the database come as ``orjson.Fragment``, ready to be written.
    """
    names = [each.name for each in kind.fields]
    live = kind.model.objects.live().filter(roadmap=roadmap)
    found = live.annotate(**{f"{name}_value": _value(kind, kind.by_name[name]) for name in names})
    rows = found.values_list(*_OWN, *(f"{name}_value" for name in names))
    raw = [isinstance(kind.model._meta.get_field(name), models.JSONField) for name in names]
    columns = list(zip(names, raw, strict=True))
    return [_row(kind.name, row, columns) for row in rows.iterator(chunk_size=2000)]


def _row(kind_name: str, row: tuple[Any, ...], columns: list[tuple[str, bool]]) -> dict[str, Any]:
    key, code, uid, revision = row[:4]
    shape = {"ref": f"{kind_name}/{key}", "key": key, "code": code, "uid": uid, "revision": revision}
    for (name, is_json), value in zip(columns, row[4:], strict=True):
        if is_json:
            if value not in _EMPTY:
                shape[name] = orjson.Fragment(value)
        elif value:
            shape[name] = value if not isinstance(value, list) else _parts(value)
    return shape


def _parts(value: list[Any]) -> Any:
    """Keys as they are; ``[key, part]`` pairs as a map without what is empty."""
    if not isinstance(value[0], dict):
        return value
    pairs = {pair.pop("key"): {name: part for name, part in pair.items() if part} for pair in value}
    return {key: part.get("", part) if set(part) <= {""} else part for key, part in pairs.items() if part}


def _value(kind: Kind, each: Field) -> Combinable:
    if isinstance(each.value, Refs):
        return _keys(kind, each)
    if isinstance(each.value, Ref):
        return Case(When(**{f"{each.name}__deletion": None}, then=F(f"{each.name}__key")))
    if isinstance(each.value, PerRef):
        return _per_ref(kind, each, each.value)
    column = kind.model._meta.get_field(each.name)
    return Cast(each.name, models.TextField()) if isinstance(column, models.JSONField) else F(each.name)


def _keys(kind: Kind, each: Field) -> ArraySubquery:
    relation: Any = kind.model._meta.get_field(each.name)
    through, source, target = relation.remote_field.through, relation.m2m_field_name(), relation.m2m_reverse_field_name()
    linked = through.objects.filter(**{source: OuterRef("pk"), f"{target}__deletion": None})
    return ArraySubquery(linked.order_by(f"{target}__key").values(f"{target}__key"))


def _per_ref(kind: Kind, each: Field, value: PerRef) -> ArraySubquery:
    relation: Any = kind.model._meta.get_field(each.relation)
    parts = relation.related_model.objects.filter(**{relation.field.name: OuterRef("pk"), "area__deletion": None})
    whole = {name: F(name) for name in each.columns} if isinstance(value.of, Composite) else {"": F(each.columns[0])}
    return ArraySubquery(parts.order_by("area__position").values(pair=JSONObject(key=F("area__key"), **whole)))
