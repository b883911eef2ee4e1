"""Values made of others: maps of named parts, one value per item of a kind, lists of rows."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from roadmap.domain.document.values import Context, Date, Hidden, Json, Value, is_key


@dataclass(frozen=True)
class Composite(Value):
    """A map of named parts; ``shorthand`` takes a bare value of ``short_types`` (JSON types), such as a number for a baseline."""

    parts: Mapping[str, Value] = field(default_factory=dict)
    shorthand: Callable[[Json], Json] = staticmethod(lambda raw: raw)  # noqa: RUF009 a function, never changed
    short_types: tuple[str, ...] = ()

    def load(self, raw: Json, path: str, context: Context) -> Json:
        raw = self.shorthand(raw)
        if raw is None or raw == "":
            return None
        if not isinstance(raw, Mapping):
            context.report(path, _("Give a map with %(parts)s.") % {"parts": ", ".join(self.parts)})
            return None
        for name in raw:
            if name not in self.parts:
                context.report(f"{path}.{name}", _("Unknown field: use %(parts)s.") % {"parts": ", ".join(self.parts)})
        loaded = {name: part.load(raw.get(name), f"{path}.{name}", context) for name, part in self.parts.items()}
        return {name: value for name, value in loaded.items() if value is not None} or None

    def leaves(self, value: Json) -> dict[str, Json]:
        return _joined((name, part.leaves((value or {}).get(name))) for name, part in self.parts.items())

    def with_leaf(self, value: Json, path: str, leaf: Json) -> Json:
        if not path:
            return leaf
        name, _dot, rest = path.partition(".")
        return {**(value or {}), name: self.parts[name].with_leaf((value or {}).get(name), rest, leaf)}

    def words(self, value: Json, language: str) -> str:
        found = (part.words((value or {}).get(name), language) for name, part in self.parts.items())
        return " · ".join(words for words in found if words)

    def kinds(self) -> set[str]:
        return {kind for part in self.parts.values() for kind in part.kinds()}

    def refers(self, value: Json) -> Iterator[tuple[str, str]]:
        for name, part in self.parts.items():
            yield from part.refers((value or {}).get(name))

    def without(self, value: Json, hidden: Hidden) -> Json:
        kept = {name: self.parts[name].without(part, hidden) for name, part in (value or {}).items()}
        return {name: part for name, part in kept.items() if part is not None} or None

    def schema(self) -> dict[str, Json]:
        return {
            "type": ["object", "null", *self.short_types],
            "properties": {n: p.schema() for n, p in self.parts.items()},
            "additionalProperties": False,
        }


@dataclass(frozen=True)
class PerRef(Value):
    """One value for each of several items of ``kind``, by their keys."""

    kind: str
    of: Value

    def load(self, raw: Json, path: str, context: Context) -> Json:
        if raw is None:
            return None
        if not isinstance(raw, Mapping):
            context.report(path, _("Give a map from keys of items under %(kind)s.") % {"kind": self.kind})
            return None
        loaded = {}
        for key, value in raw.items():
            if not is_key(key):
                context.report(f"{path}.{key}", _("Give the key of an item under %(kind)s.") % {"kind": self.kind})
            elif (found := self.of.load(value, f"{path}.{key}", context)) is not None:
                loaded[str(key)] = found
        return loaded or None

    def leaves(self, value: Json) -> dict[str, Json]:
        return _joined((key, self.of.leaves(part)) for key, part in (value or {}).items())

    def with_leaf(self, value: Json, path: str, leaf: Json) -> Json:
        if not path:
            return leaf
        key, _dot, rest = path.partition(".")
        if not is_key(key):
            raise KeyError(path)
        return {**(value or {}), key: self.of.with_leaf((value or {}).get(key), rest, leaf)}

    def kinds(self) -> set[str]:
        return {self.kind, *self.of.kinds()}

    def refers(self, value: Json) -> Iterator[tuple[str, str]]:
        for key, part in (value or {}).items():
            yield self.kind, key
            yield from self.of.refers(part)

    def without(self, value: Json, hidden: Hidden) -> Json:
        kept = {key: self.of.without(part, hidden) for key, part in (value or {}).items() if not hidden(self.kind, key)}
        return {key: part for key, part in kept.items() if part is not None} or None

    def words(self, value: Json, language: str) -> str:
        return "\n".join(f"{key}: {self.of.words(part, language)}" for key, part in sorted((value or {}).items()))

    def schema(self) -> dict[str, Json]:
        return {"type": ["object", "null"], "additionalProperties": self.of.schema()}


@dataclass(frozen=True)
class Rows(Value):
    """A list of maps with the same parts.

    ``by`` names the part that tells rows apart, a key: each row stands once, in the order of the alphabet, and its parts are
    leaves of their own (``commitments.exam-passage.cost.value``), so that two people can work on different rows. Without it the
    list keeps its order and is edited as a whole. ``needs`` are the parts without which a row makes no sense.

    A form names a row by its key or, without keys, by its place; ``+1``, ``+2`` … are new rows, and a truthy leaf ``-`` takes
    one away.
    """

    parts: Mapping[str, Value]
    by: str = ""
    needs: tuple[str, ...] = ()

    @property
    def row(self) -> "Composite":
        return Composite(self.parts)

    def load(self, raw: Json, path: str, context: Context) -> Json:
        if raw is None or raw == "":
            return None
        if not isinstance(raw, list):
            context.report(path, _("Give a list of maps with %(parts)s.") % {"parts": ", ".join(self.parts)})
            return None
        found: list[dict[str, Json]] = []
        for index, given in enumerate(raw):
            named = {name: part for name, part in given.items() if name != NEW} if isinstance(given, Mapping) else given
            row = self.row.load(named, f"{path}[{index}]", context)
            if row:
                self._check(row, found, f"{path}[{index}]", context)
                found.append(row)
        return (sorted(found, key=lambda row: str(row.get(self.by, ""))) if self.by else found) or None

    def _check(self, row: dict[str, Json], others: list[dict[str, Json]], path: str, context: Context) -> None:
        for name in dict.fromkeys((*([self.by] if self.by else ()), *self.needs)):
            if name not in row:
                context.report(f"{path}.{name}", _("Say “%(part)s” too: without it the line says nothing.") % {"part": name})
        if self.by and any(other.get(self.by) == row.get(self.by) for other in others):
            context.report(f"{path}.{self.by}", _("“%(key)s” stands more than once.") % {"key": row.get(self.by)})

    def leaves(self, value: Json) -> dict[str, Json]:
        if not self.by:
            return {} if value is None else {"": value}
        return _joined((row[self.by], self.row.leaves(row)) for row in value or ())

    def with_leaf(self, value: Json, path: str, leaf: Json) -> Json:
        if not path:
            return leaf
        name, _dot, rest = path.partition(".")
        rows = [dict(row) for row in value or ()]
        at = self._place(rows, name)
        if rest == GONE or (not rest and leaf is None):
            return [row for place, row in enumerate(rows) if place != at] if leaf or not rest else rows
        if at is None:
            rows.append({NEW: name} if name.startswith(NEW) else {self.by: name})
            at = len(rows) - 1
        mark = {key: part for key, part in rows[at].items() if key == NEW}
        given = {key: part for key, part in rows[at].items() if key != NEW}
        rows[at] = {**mark, **(self.row.with_leaf(given, rest, leaf) if rest else leaf)}
        return rows

    def _place(self, rows: list[dict[str, Json]], name: str) -> int | None:
        """Where the row stands that a path names. Raises KeyError for one that cannot be."""
        if name.startswith(NEW):
            return next((at for at, row in enumerate(rows) if row.get(NEW) == name), None)
        if self.by:
            if not is_key(name):
                raise KeyError(name)
            return next((at for at, row in enumerate(rows) if row.get(self.by) == name), None)
        if not name.isdecimal() or int(name) >= len(rows):
            raise KeyError(name)
        return int(name)

    def words(self, value: Json, language: str) -> str:
        return "\n".join(self.row.words(row, language) for row in value or ())

    def kinds(self) -> set[str]:
        return self.row.kinds()

    def refers(self, value: Json) -> Iterator[tuple[str, str]]:
        for row in value or ():
            yield from self.row.refers(row)

    def without(self, value: Json, hidden: Hidden) -> Json:
        """A row without a part that it needs is left out."""
        pruned = [self.row.without(row, hidden) for row in value or ()]
        needed = {*self.needs, *([self.by] if self.by else ())}
        return [row for row in pruned if row and needed <= row.keys()] or None

    def schema(self) -> dict[str, Json]:
        row = {**self.row.schema(), "type": "object", "required": sorted({*self.needs, *([self.by] if self.by else ())})}
        return {"type": ["array", "null"], "items": row}


class NamedDays(Value):
    """Days by the names that windows count from, such as ``ceasefire: 2024-03-01``."""

    def load(self, raw: Json, path: str, context: Context) -> Json:
        if raw is None or raw == "":
            return None
        if not isinstance(raw, Mapping):
            context.report(path, _("Give a map of names and days, such as “ceasefire: 2024-03-01”."))
            return None
        found = {}
        for name, day in raw.items():
            if not is_key(name) or name == "t0":
                context.report(f"{path}.{name}", _("Name it with lower-case letters, digits and hyphens, other than t0."))
            elif loaded := Date().load(day, f"{path}.{name}", context):
                found[str(name)] = loaded
        return found or None

    def leaves(self, value: Json) -> dict[str, Json]:
        return dict(value or {})

    def with_leaf(self, value: Json, path: str, leaf: Json) -> Json:
        if "." in path:
            raise KeyError(path)
        return {**(value or {}), path: leaf} if path else leaf

    def words(self, value: Json, language: str) -> str:  # noqa: ARG002 values have one shape
        return " · ".join(f"{name}: {day}" for name, day in sorted((value or {}).items()))

    def schema(self) -> dict[str, Json]:
        return {"type": ["object", "null"], "additionalProperties": Date().schema()}


#: In a form's path: a row that is not there yet, and the leaf that takes a row away.
NEW = "+"
GONE = "-"


def _joined(parts: Iterable[tuple[str, dict[str, Json]]]) -> dict[str, Json]:
    return {f"{name}.{path}" if path else name: leaf for name, leaves in parts for path, leaf in leaves.items()}
