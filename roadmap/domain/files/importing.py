"""Making a roadmap's draft equal to a document."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from accounts.domain.acting import verb
from accounts.domain.errors import Conflict
from accounts.models import User
from roadmap.domain.codes import next_code
from roadmap.domain.document import Document, Entry, Kind, kinds
from roadmap.domain.document.catalogue import ROADMAP_FIELDS
from roadmap.domain.document.comparing import moved_keys
from roadmap.domain.document.leaves import changed_leaves
from roadmap.domain.document.storage import build_document, in_columns, item_data, write_value
from roadmap.domain.document.values import Keys, Ref
from roadmap.domain.files.recorded import keep_recorded
from roadmap.domain.guarding import require_decided_file
from roadmap.enums import AssignmentRole
from roadmap.models import Assignment, Item, Roadmap


class Exists(Conflict):
    """A roadmap with this key is there and differs; it is only replaced when told to. ``changes`` says what would change."""

    code = "exists"

    def __init__(self, changes: "Changes") -> None:
        super().__init__(_("There is a roadmap with this key already, and the file differs from its draft."))
        self.changes = changes


class KeyTaken(Conflict):
    """Another roadmap has this key, which the person may not edit: nothing is said of it."""

    code = "key-taken"

    def __init__(self) -> None:
        super().__init__(_("This key cannot be used. Choose another one."))


@dataclass
class Changes:
    """What an import does, by ``<kind>/<key>``; ``roadmap`` lists the roadmap's own changed fields."""

    created: bool = False
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    roadmap: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.created or self.added or self.changed or self.removed or self.moved or self.roadmap)


@verb
def import_document(*, document: Document, actor: User | None, replace: bool = False) -> tuple[Roadmap, Changes]:
    """Create the roadmap, or make its draft equal to ``document`` where ``replace`` allows it. What is on record stays, and may
    be added to. Raises Exists, KeyTaken, Rewritten, or Undecided for what is decided on a page of its own.

    The facilitator who creates a roadmap by a file leads it.
    """
    key = document.roadmap["key"]
    roadmap = Roadmap.objects.select_for_update().filter(key=key).first()
    created = roadmap is None
    if roadmap is not None and actor is not None and not actor.has_perm("roadmap.edit_draft", roadmap):
        raise KeyTaken
    if roadmap is None:
        roadmap = Roadmap.objects.create(key=key)
        if actor is not None and actor.role == "facilitator":
            Assignment.objects.create(roadmap=roadmap, user=actor, role=AssignmentRole.LEAD)
    current = build_document(roadmap)
    document = keep_recorded(current, document)
    changes = compare(current, document)
    changes.created = created
    if changes and not created and not replace:
        raise Exists(changes)
    if not created:
        require_decided_file(current, document)
    if changes:
        _write_roadmap(roadmap, document)
        _write_items(roadmap, document)
    return roadmap, changes


def plan_import(*, document: Document) -> Changes:
    """What :func:`import_document` would do, without doing it."""
    roadmap = Roadmap.objects.filter(key=document.roadmap["key"]).first()
    if roadmap is None:
        return Changes(created=True, added=list(document.by_ref), roadmap=changed_leaves(ROADMAP_FIELDS, {}, document.roadmap))
    current = build_document(roadmap)
    return compare_kept(current, document)


def compare_kept(current: Document, document: Document) -> Changes:
    """What :func:`import_document` would do to a draft that is there. Raises Rewritten or Undecided, as it would."""
    wanted = keep_recorded(current, document)
    require_decided_file(current, wanted)
    return compare(current, wanted)


def compare(current: Document, wanted: Document) -> Changes:
    """What an import of ``wanted`` over ``current`` would add, change and remove. A code left out of the file changes nothing."""
    old, new = current.by_ref, wanted.by_ref
    return Changes(
        added=[ref for ref in new if ref not in old],
        changed=[ref for ref in new if ref in old and _differs(old[ref], new[ref])],
        removed=[ref for ref in old if ref not in new],
        moved=[f"{each.name}/{key}" for each in kinds() for key in moved_keys(current.of(each.name), wanted.of(each.name))],
        roadmap=changed_leaves(ROADMAP_FIELDS, current.roadmap, wanted.roadmap),
    )


def _differs(old: Entry, new: Entry) -> bool:
    return old.data != new.data or (bool(new.code) and old.code != new.code)


def _write_roadmap(roadmap: Roadmap, document: Document) -> None:
    current = {each.name: getattr(roadmap, each.name) for each in ROADMAP_FIELDS}
    for each in ROADMAP_FIELDS:
        write_value(roadmap, each, document.roadmap.get(each.name), roadmap)
    changed = [each.name for each in ROADMAP_FIELDS if getattr(roadmap, each.name) != current[each.name]]
    roadmap.revision += 1
    paths = changed_leaves(ROADMAP_FIELDS, {}, {name: document.roadmap.get(name) for name in changed})
    roadmap.field_revisions = {**roadmap.field_revisions, **dict.fromkeys(paths, roadmap.revision)}
    roadmap.save()


def _write_items(roadmap: Roadmap, document: Document) -> None:
    """Columns of all items first, so that references between them find their target."""
    written: list[tuple[Kind, Item, Entry]] = []
    for kind in kinds():
        rows = {row.key: row for row in kind.model.objects.filter(roadmap=roadmap)}
        wanted = {entry.key for entry in document.of(kind.name)}
        _remove(rows, wanted)
        _free_codes(kind, rows, document)
        for position, entry in enumerate(document.of(kind.name), start=1):
            row = rows.get(entry.key) or kind.model(roadmap=roadmap, key=entry.key, revision=0)
            _write_columns(roadmap, kind, row, entry, document, position)
            written.append((kind, row, entry))
    for kind, row, entry in written:
        late = [each for each in kind.fields if not in_columns(each) or _refers_within(kind, each)]
        for each in late:
            write_value(row, each, entry.data.get(each.name), roadmap)
        if any(in_columns(each) for each in late):
            row.save()


def _refers_within(kind: Kind, each: Any) -> bool:
    return in_columns(each) and isinstance(each.value, Ref) and not isinstance(each.value, Keys) and each.value.kind == kind.name


def _remove(rows: dict[str, Item], wanted: set[str]) -> None:
    deletion = uuid.uuid4()
    for key, row in rows.items():
        if key not in wanted and row.deletion is None:
            row.deletion = deletion
            row.save(update_fields=["deletion"])


def _free_codes(kind: Kind, rows: dict[str, Item], document: Document) -> None:
    """Two items may swap codes: those that change step aside first."""
    for entry in document.of(kind.name):
        row = rows.get(entry.key)
        if row is not None and entry.code and row.code != entry.code:
            row.code = f"~{row.pk}"
            row.save(update_fields=["code"])
    codes = {entry.code: entry.key for entry in document.of(kind.name) if entry.code}
    for row in rows.values():
        if codes.get(row.code, row.key) != row.key:
            row.code = f"~{row.pk}"
            row.save(update_fields=["code"])


def _free_code(roadmap: Roadmap, kind: Kind, entry: Entry, document: Document) -> str:
    """The next code that the file does not give to another item further down."""
    given = {each.code for each in document.of(kind.name)}
    code = next_code(roadmap, kind, entry, document)
    while code in given:
        code = next_code(roadmap, kind, entry, document)
    return code


def _write_columns(roadmap: Roadmap, kind: Kind, row: Item, entry: Entry, document: Document, position: int) -> None:
    before = item_data(kind, row) if row.pk else {}
    changed = changed_leaves(kind.fields, before, entry.data)
    if changed or not row.pk:
        row.revision += 1
        row.field_revisions = {**row.field_revisions, **dict.fromkeys(changed, row.revision)}
    row.code = entry.code or row.code or _free_code(roadmap, kind, entry, document)
    entry.code = row.code
    row.position = position
    row.deletion = None
    for each in kind.fields:
        if in_columns(each) and not _refers_within(kind, each):
            write_value(row, each, entry.data.get(each.name), roadmap)
    row.save()
