"""Working on the draft: add, edit, move, duplicate, delete and bring back items.

An edit names the revision it started from. Only a leaf that someone else changed since then clashes; nobody's words vanish.
"""

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Max
from django.utils.translation import gettext as _

from accounts.domain.acting import verb
from accounts.domain.errors import Conflict, Invalid, Problem
from accounts.models import User
from roadmap.domain.codes import free_key, next_code, require_free_code
from roadmap.domain.document import Document, Entry, Field, Kind, kind, kinds
from roadmap.domain.document.catalogue import ROADMAP_FIELDS
from roadmap.domain.document.containers import Rows
from roadmap.domain.document.leaves import changed_leaves, leaves, referred
from roadmap.domain.document.storage import build_document, in_columns, item_data, roadmap_data, write_value
from roadmap.domain.document.values import Context, Keys, Ref, Refs, filled, is_key
from roadmap.domain.guarding import guards_of, require_decided
from roadmap.models import Item, Roadmap


@dataclass(frozen=True)
class Contested:
    """A leaf that two people changed: both texts."""

    path: str
    mine: Any
    theirs: Any


class Clash(Conflict):
    """Someone else changed the same field since the edit began. Nothing was saved; ``contested`` holds both texts."""

    code = "clash"

    def __init__(self, contested: list[Contested], revision: int) -> None:
        super().__init__(_("Someone else changed the same text while you were writing. Both texts are shown: choose what stays."))
        self.contested = contested
        self.revision = revision


class StillUsed(Conflict):
    """An item cannot be deleted while others need it; ``users`` are their refs."""

    code = "still-used"

    def __init__(self, users: list[str]) -> None:
        super().__init__(_("Other items refer to it: change them first."))
        self.users = users


class OnRecord(Conflict):
    """Something was reported of the item, or of what hangs under it: a report is never deleted, and neither is its subject."""

    code = "on-record"

    def __init__(self) -> None:
        super().__init__(_("Something was reported of it: it can lapse or end, but it cannot be deleted."))


@verb
def add_item(
    *,
    roadmap: Roadmap,
    kind_name: str,
    data: Mapping[str, Any],
    actor: User | None,
    key: str = "",
    code: str = "",
    after: str = "",
) -> Item:
    """Add an item at the end, or behind the item with key ``after``. Raises Invalid naming each field."""
    _refuse_recorded(kind_name, data)
    return insert_item(roadmap=roadmap, kind_name=kind_name, data=data, key=key, code=code, after=after)


def insert_item(
    *, roadmap: Roadmap, kind_name: str, data: Mapping[str, Any], key: str = "", code: str = "", after: str = ""
) -> Item:
    """What :func:`add_item` does, for verbs that record an item of a kind of their own, inside their transaction."""
    roadmap = _locked(roadmap)
    definition = kind(kind_name)
    loaded = _load_fields(definition.fields, data, roadmap)
    document = build_document(roadmap)
    entry = Entry(kind_name, key, code, filled(loaded))
    _refuse_unkeepable(entry, document)
    _require_targets(definition, entry, document)
    require_free_code(definition, roadmap, code)
    item = definition.model(roadmap=roadmap, code=code or next_code(roadmap, definition, entry, document))
    item.key = key or free_key(roadmap, definition, item.code)
    if not is_key(item.key) or definition.model.objects.filter(roadmap=roadmap, key=item.key).exists():
        raise Invalid(_("The key is taken or not well formed."), [Problem("key", _("Choose another key."))])
    item.position = _position_after(roadmap, definition, after)
    item.field_revisions = dict.fromkeys(leaves(definition.fields, entry.data), 1)
    _write(item, definition.fields, entry.data, roadmap)
    return item


@verb
def edit_item(
    *, item: Item, kind_name: str, changes: Mapping[str, Any], base: int, actor: User | None, fits: Collection[str] = ()
) -> Item:
    """Set leaves of an item. ``changes`` maps paths such as ``title.ar`` (or whole fields) to raw values; ``base`` is the
    revision that the edit started from; ``fits`` names translations that fit the new text, as after an undo.
    Raises Invalid, Undecided for what is decided on a page of its own, or Clash when another changed one of these leaves since.
    """
    _refuse_recorded(kind_name, changes)
    asked = guards_of(kind_name, changes)
    before = build_document(item.roadmap) if asked else None
    saved = change_item(item=item, kind_name=kind_name, changes=changes, base=base, fits=fits)
    if before is not None:
        require_decided(asked, before, build_document(item.roadmap))
    return saved


def change_item(
    *,
    item: Item,
    kind_name: str,
    changes: Mapping[str, Any],
    base: int | None = None,
    fits: Collection[str] = (),
    draft: Document | None = None,
    known: dict[str, dict[int, str]] | None = None,
) -> Item:
    """What :func:`edit_item` does, for verbs of a kind of their own, inside their transaction. No ``base``: as it is now.

    A verb that changes many holds the ``draft`` that it read under the roadmap's lock, which is kept true, and ``known`` keys.
    """
    definition = kind(kind_name)
    roadmap = item.roadmap
    item = definition.model.objects.select_for_update().get(pk=item.pk)
    before = item_data(definition, item, known)
    after = _apply(definition.fields, before, changes, roadmap)
    edited = Entry(kind_name, item.key, item.code, after)
    _require_targets(definition, edited, draft, roadmap)
    if draft is not None:
        draft.put(edited)
    elif definition.refuses_in:
        draft = _with_edited(edited, roadmap)
    _refuse_unkeepable(edited, draft)
    changed = changed_leaves(definition.fields, before, after)
    _refuse_clash(item, item.revision if base is None else base, before, changes, changed, definition.fields)
    if changed:
        _bump(item, [*changed, *(path for path in fits if path in item.field_revisions)])
        touched = {path.partition(".")[0] for path in changed}
        _write(item, [each for each in definition.fields if each.name in touched], after, roadmap)
    return item


@verb
def edit_roadmap(
    *, roadmap: Roadmap, changes: Mapping[str, Any], base: int, actor: User | None, fits: Collection[str] = ()
) -> Roadmap:
    """Set leaves of the roadmap's own fields; as :func:`edit_item`."""
    roadmap = _locked(roadmap)
    before = roadmap_data(roadmap)
    after = _apply(ROADMAP_FIELDS, before, changes, roadmap)
    changed = changed_leaves(ROADMAP_FIELDS, before, after)
    _refuse_clash(roadmap, base, before, changes, changed, ROADMAP_FIELDS)
    if changed:
        _bump(roadmap, [*changed, *(path for path in fits if path in roadmap.field_revisions)])
        _write(roadmap, ROADMAP_FIELDS, after, roadmap)
    return roadmap


@verb
def confirm_translation(*, item: Item, kind_name: str, path: str, actor: User | None) -> Item:
    """Say that the text at ``path`` (such as ``title.ar``) still fits its source text."""
    item = kind(kind_name).model.objects.select_for_update().get(pk=item.pk)
    _bump(item, [path])
    item.save(update_fields=["revision", "field_revisions"])
    return item


@verb
def delete_item(*, item: Item, kind_name: str, actor: User | None) -> uuid.UUID:
    """Take an item out of the draft, with what hangs under it. Answers what :func:`restore` needs to undo it.

    Raises StillUsed while an item outside of these needs it, and OnRecord once something was reported of them.
    """
    _refuse_recorded(kind_name)
    roadmap = _locked(item.roadmap)
    document = build_document(roadmap)
    doomed = _with_children(document, f"{kind_name}/{item.key}")
    if any(entry.ref in doomed and entry.definition.recorded for entry in document):
        raise OnRecord
    users = [entry.ref for entry in document if entry.ref not in doomed and doomed & _needs(entry)]
    if users:
        raise StillUsed(users)
    deletion = uuid.uuid4()
    for each in kinds():
        keys = [entry.key for entry in document.of(each.name) if entry.ref in doomed]
        for row in each.model.objects.live().filter(roadmap=roadmap, key__in=keys):
            row.deletion = deletion
            row.save(update_fields=["deletion"])
    return deletion


@verb
def restore(*, roadmap: Roadmap, deletion: uuid.UUID, actor: User | None) -> list[str]:
    """Undo a deletion: what was deleted together comes back together. Answers the refs; Conflict where a parent is gone."""
    restored = []
    for each in kinds():
        for row in each.model.objects.filter(roadmap=roadmap, deletion=deletion):
            for parent in each.parents:
                above = getattr(row, parent)
                if above is not None and above.deletion not in (None, deletion):
                    raise Conflict(_("What it stood under was deleted later: bring that back first."))
            row.deletion = None
            row.save(update_fields=["deletion"])
            restored.append(f"{each.name}/{row.key}")
    _require_named(build_document(roadmap), set(restored))
    return restored


@verb
def move_item(*, item: Item, kind_name: str, after: str, actor: User | None) -> Item:
    """Put an item behind the one with key ``after``; at the top when ``after`` is empty."""
    roadmap = _locked(item.roadmap)
    definition = kind(kind_name)
    item.position = _position_after(roadmap, definition, after, at_top=not after)
    item.save(update_fields=["position"])
    return item


@verb
def duplicate_item(*, item: Item, kind_name: str, actor: User | None) -> Item:
    """A copy behind the original, with a key and a code of its own."""
    definition = kind(kind_name)
    data = {name: value for name, value in item_data(definition, item).items() if not definition.by_name[name].recorded}
    return add_item(roadmap=item.roadmap, kind_name=kind_name, data=data, actor=actor, after=item.key)


def outdated(fields_revisions: Mapping[str, int], field: Field, value: Mapping[str, str], source: str) -> list[str]:
    """Languages in which the text of ``field`` is older than its source text."""
    newest = fields_revisions.get(f"{field.name}.{source}", 0)
    return [code for code in value if code != source and fields_revisions.get(f"{field.name}.{code}", 0) < newest]


def _refuse_recorded(kind_name: str, paths: Iterable[str] = ()) -> None:
    """Raise Conflict for items, and for fields of items, that are reports: they are recorded and withdrawn, never edited."""
    definition = kind(kind_name)
    recorded = {each.name for each in definition.fields if each.recorded}
    if definition.recorded or any(path.partition(".")[0] in recorded for path in paths):
        raise Conflict(_("Reports are recorded and withdrawn, not edited: use their own page."))


def _locked(roadmap: Roadmap) -> Roadmap:
    locked: Roadmap = Roadmap.objects.select_for_update().get(pk=roadmap.pk)
    return locked


def _load_fields(fields: tuple[Field, ...], data: Mapping[str, Any], roadmap: Roadmap) -> dict[str, Any]:
    problems: list[Problem] = []
    context = Context(roadmap.source_language, lambda path, message: problems.append(Problem(path, message)))
    names = {each.name for each in fields}
    problems += [Problem(name, _("There is no such field.")) for name in data if name not in names]
    loaded = {each.name: each.value.load(data.get(each.name), each.name, context) for each in fields}
    if problems:
        raise Invalid(_("Some fields need your attention."), problems)
    return loaded


def _apply(fields: tuple[Field, ...], before: Mapping[str, Any], changes: Mapping[str, Any], roadmap: Roadmap) -> dict[str, Any]:
    """``before`` with the leaves of ``changes`` put in, checked and in canonical form."""
    by_name = {each.name: each for each in fields}
    raw = {name: value for name, value in before.items() if name in by_name}
    for path, leaf in changes.items():
        name, _dot, rest = path.partition(".")
        try:
            raw[name] = by_name[name].value.with_leaf(raw.get(name), rest, leaf)
        except (KeyError, TypeError, ValueError) as error:
            raise Invalid(_("There is no such field."), [Problem(path, _("There is no such field."))]) from error
    loaded = _load_fields(fields, raw, roadmap)
    return filled(loaded)


def _refuse_unkeepable(entry: Entry, document: Document | None) -> None:
    """Raise Invalid for what an item cannot be, alone or among the others of ``document``."""
    definition = entry.definition
    problems = list(definition.refuses(entry.data)) if definition.refuses else []
    if definition.refuses_in and document is not None:
        problems += definition.refuses_in(entry, document)
    if problems:
        raise Invalid(_("Some fields need your attention."), problems)


def _with_edited(edited: Entry, roadmap: Roadmap) -> Document:
    """The draft as it will be when the edit is saved."""
    document = build_document(roadmap)
    document.put(edited)
    return document


def _refuse_clash(
    row: Any,
    base: int,
    before: Mapping[str, Any],
    changes: Mapping[str, Any],
    changed: list[str],
    fields: tuple[Field, ...],
) -> None:
    old = leaves(fields, before)
    late = [path for path in changed if row.field_revisions.get(path, 0) > base]
    if late:
        contested = [Contested(path, _mine(changes, path), old.get(path)) for path in late]
        raise Clash(contested, row.revision)


def _mine(changes: Mapping[str, Any], path: str) -> Any:
    """What the editor wrote at ``path``, also when a whole field was given."""
    if path in changes:
        return changes[path]
    name, _dot, rest = path.partition(".")
    whole = changes.get(name)
    return whole.get(rest) if isinstance(whole, Mapping) else whole


def _bump(row: Any, paths: list[str]) -> None:
    row.revision += 1
    row.field_revisions = {**row.field_revisions, **dict.fromkeys(paths, row.revision)}


def _write(row: Any, fields: Any, data: Mapping[str, Any], roadmap: Roadmap) -> None:
    """Save columns first, then what needs the row to exist."""
    for each in fields:
        if in_columns(each):
            write_value(row, each, data.get(each.name), roadmap)
    row.save()
    for each in fields:
        if not in_columns(each):
            write_value(row, each, data.get(each.name), roadmap)


def _require_targets(definition: Kind, entry: Entry, document: Document | None, roadmap: Roadmap | None = None) -> None:
    """Raise Invalid where a reference names no live item."""
    problems = []
    for each, target in definition.references():
        keys = referred(entry, each, target)
        if document is not None:
            known = {e.key for e in document.of(target)}
        else:
            known = set(kind(target).model.objects.live().filter(roadmap=roadmap, key__in=keys).values_list("key", flat=True))
        problems += [Problem(each.name, kind(target).not_there(key)) for key in keys if key not in known]
    if problems:
        raise Invalid(_("Some fields need your attention."), problems)


def _needs(entry: Entry) -> set[str]:
    """Refs without which an item makes no sense: single references, what its row names by key, and links between areas."""
    found = set()
    for each, target in entry.definition.references():
        if _single(each, target, entry) or _named(each) or each.required or each.name in {"areas", "between"}:
            found |= {f"{target}/{key}" for key in referred(entry, each, target)}
    return found


def _require_named(document: Document, restored: set[str]) -> None:
    """Raise Conflict where what came back names an item that was deleted after it."""
    for entry in document:
        for each, target in entry.definition.references() if entry.ref in restored else ():
            if _named(each) and any(document.find(target, key) is None for key in referred(entry, each, target)):
                raise Conflict(_("It names items that were deleted later: bring those back first."))


def _single(each: Field, target: str, entry: Entry) -> bool:
    return isinstance(each.value, Ref) and not isinstance(each.value, Refs) and entry.kind != target


def _named(each: Field) -> bool:
    """Whether the row holds keys of other items: nothing else would see them go."""
    return isinstance(each.value, Keys | Rows)


def _with_children(document: Document, ref: str) -> set[str]:
    found = {ref}
    for entry in document:
        for each, target in entry.definition.references():
            if each.name in entry.definition.parents and f"{target}/{entry.data.get(each.name)}" in found:
                found.add(entry.ref)
    return found


def _position_after(roadmap: Roadmap, definition: Kind, after: str, *, at_top: bool = False) -> int:
    """A free position; those behind make room."""
    rows = definition.model.objects.filter(roadmap=roadmap)
    if not after and not at_top:
        return (rows.aggregate(last=Max("position"))["last"] or 0) + 1
    place = 0 if at_top else rows.filter(key=after).values_list("position", flat=True).first()
    if place is None:
        raise Invalid(_("There is no item “%(key)s”.") % {"key": after}, [Problem("after", _("Choose another place."))])
    rows.filter(position__gt=place).update(position=F("position") + 1)
    return int(place) + 1
