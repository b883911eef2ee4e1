"""The items of one kind straight out of the database as JSON, in one query: for lists that are read as they are.

The rows hold what :func:`~roadmap.domain.document.storage.build_document` says of the same items (a test compares them), but no
value is taken apart: PostgreSQL writes each as JSON text, and the text is passed on.
"""

from collections.abc import Iterator, Sequence
from typing import Any, overload

import orjson
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Case, F, OuterRef, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, JSONObject, NullIf

from roadmap.domain.document.containers import Composite, PerRef
from roadmap.domain.document.registry import Field, Kind
from roadmap.domain.document.values import Keys, Ref, Refs
from roadmap.models import Roadmap

#: How JSON text looks when the document leaves the value out.
_EMPTY = {None, "", "{}", "[]", "null", '""', "false"}
_OWN = ("key", "code", "uid", "revision")


Shape = dict[str, Any]
_Column = tuple[str, bool]


class KindRows(Sequence[Shape]):
    """Items that are read when a page of them is asked for, and no others. One query for a slice, one for their number."""

    def __init__(self, kind: Kind, rows: "models.QuerySet[Any, tuple[Any, ...]]", columns: list[_Column]) -> None:
        self.kind, self.rows, self.columns = kind, rows, columns

    def __len__(self) -> int:
        return self.rows.count()

    @overload
    def __getitem__(self, wanted: int) -> Shape: ...
    @overload
    def __getitem__(self, wanted: slice) -> list[Shape]: ...
    def __getitem__(self, wanted: int | slice) -> Shape | list[Shape]:
        if isinstance(wanted, slice):
            return [_row(self.kind.name, row, self.columns) for row in self.rows[wanted]]
        return _row(self.kind.name, self.rows[wanted], self.columns)

    def __iter__(self) -> Iterator[Shape]:
        return iter(self[:])


def kind_rows(roadmap: Roadmap, kind: Kind) -> KindRows:
    """The live items of a kind in order: ``ref``, ``key``, ``code``, ``uid``, ``revision`` and every value that is not empty.

    Values that are JSON in the database come as ``orjson.Fragment``, ready to be written.
    """
    names = [each.name for each in kind.fields]
    live = kind.model.objects.live().filter(roadmap=roadmap)
    found = live.annotate(**{f"{name}_value": _value(kind, kind.by_name[name]) for name in names})
    rows = found.values_list(*_OWN, *(f"{name}_value" for name in names))
    raw = [isinstance(kind.by_name[name].value, PerRef) or _is_json(kind, kind.by_name[name]) for name in names]
    return KindRows(kind, rows, list(zip(names, raw, strict=True)))


def _row(kind_name: str, row: tuple[Any, ...], columns: list[_Column]) -> Shape:
    key, code, uid, revision = row[:4]
    shape = {"ref": f"{kind_name}/{key}", "key": key, "code": code, "uid": uid, "revision": revision}
    for (name, is_json), value in zip(columns, row[4:], strict=True):
        if is_json:
            if value not in _EMPTY:
                shape[name] = orjson.Fragment(value)
        elif value or (value == 0 and value is not False):
            shape[name] = value
    return shape


def _value(kind: Kind, each: Field) -> Combinable:
    if isinstance(each.value, Keys):
        return Cast(each.name, models.TextField())
    if isinstance(each.value, Refs):
        return _keys(kind, each)
    if isinstance(each.value, Ref):
        return Case(When(**{f"{each.name}__deletion": None}, then=F(f"{each.name}__key")))
    if isinstance(each.value, PerRef):
        return _per_ref(kind, each, each.value)
    return Cast(each.name, models.TextField()) if _is_json(kind, each) else F(each.name)


def _is_json(kind: Kind, each: Field) -> bool:
    return isinstance(kind.model._meta.get_field(each.name), models.JSONField)


def _keys(kind: Kind, each: Field) -> ArraySubquery:
    relation: Any = kind.model._meta.get_field(each.name)
    through, source, target = relation.remote_field.through, relation.m2m_field_name(), relation.m2m_reverse_field_name()
    linked = through.objects.filter(**{source: OuterRef("pk"), f"{target}__deletion": None})
    return ArraySubquery(linked.order_by(f"{target}__key").values(f"{target}__key"))


def _per_ref(kind: Kind, each: Field, value: PerRef) -> Combinable:
    relation: Any = kind.model._meta.get_field(each.relation)
    owner = relation.field.name
    rows = relation.related_model.objects.filter(**{owner: OuterRef("pk"), "area__deletion": None}).order_by()
    if isinstance(value.of, Composite):
        part: Combinable = _WithoutNulls(JSONObject(**{name: _or_null(relation.related_model, name) for name in each.columns}))
    else:
        part = F(each.columns[0])
        rows = rows.exclude(**{each.columns[0]: {}})
    whole = rows.values(owner).annotate(parts=Cast(_ByKey(F("area__key"), part), models.TextField()))
    return Subquery(whole.values("parts"), output_field=models.TextField())


def _or_null(model: type[models.Model], name: str) -> Combinable:
    """An empty text is left out of the map."""
    column = model._meta.get_field(name)
    if isinstance(column, models.JSONField):
        return NullIf(F(name), Value({}, models.JSONField()))
    return NullIf(F(name), Value(""))


class _ByKey(models.Aggregate):
    """A map made of the rows of a group."""

    function = "JSONB_OBJECT_AGG"
    output_field = models.JSONField()


class _WithoutNulls(models.Func):
    function = "JSONB_STRIP_NULLS"
    output_field = models.JSONField()
