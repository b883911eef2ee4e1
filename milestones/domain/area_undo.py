"""A change of areas is undone as a whole, or not at all: every item that it changed is as it was, areas that it made are gone.

Where something of it was changed, used or reported on since, nothing is undone and each reason is told: by hand one can still
change what remains.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models.functions import Now
from django.utils.translation import gettext as _

from accounts.domain.acting import verb
from accounts.domain.errors import Conflict, Problem
from accounts.models import User
from milestones.domain.deciding import require_right
from milestones.domain.evidence.sides import refuse_turned
from milestones.domain.steps import Step
from milestones.models import AreaChange
from roadmap.domain.document import Document, Entry, kind
from roadmap.domain.document.leaves import leaves, referred
from roadmap.domain.document.local import local_list, short_list
from roadmap.domain.document.storage import build_document
from roadmap.domain.drafting import change_item, delete_item
from roadmap.models import Area, Roadmap


class UndoneBefore(Conflict):
    """The change was undone already."""

    code = "undone-before"

    def __init__(self) -> None:
        super().__init__(_("This change was undone already."))


class BuiltUpon(Conflict):
    """Something of the change was changed, used or reported on since; ``problems`` name each item by its ref."""

    code = "built-upon"

    def __init__(self, problems: list[Problem]) -> None:
        message = _("This cannot be undone any more: work was built upon it. Nothing was changed.")
        super().__init__(message, problems)


@verb
def undo_area_change(*, change: AreaChange, actor: User) -> AreaChange:
    """Put every item back as it was before the change, and delete the areas that it made.

    What was changed beside it, such as another field of the same milestone, stays. Raises Forbidden, UndoneBefore, BuiltUpon.
    """
    roadmap = Roadmap.objects.select_for_update().get(pk=change.roadmap_id)
    require_right(actor, "milestones.change_areas", roadmap)
    change = AreaChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    if change.undone_at is not None:
        raise UndoneBefore
    steps = [Step(**each) for each in change.steps]
    before, draft = build_document(roadmap), build_document(roadmap)
    _refuse([*_changed_since(before, steps), *_made_changed_since(before, change.made)])
    for step in steps:
        item = kind(step.kind).model.objects.live().select_related("roadmap").get(roadmap=roadmap, key=step.key)
        change_item(item=item, kind_name=step.kind, changes=step.changes, draft=draft)
    _refuse([*_in_use(draft, change.made), *_turned(before, draft)])
    for area in Area.objects.live().filter(roadmap=roadmap, key__in=list(change.made)).select_related("roadmap"):
        delete_item(item=area, kind_name="areas", actor=actor)
    AreaChange.objects.filter(pk=change.pk).update(undone_at=Now(), undone_by=actor)
    change.refresh_from_db()
    return change


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise BuiltUpon(problems)


def _changed_since(draft: Document, steps: Iterable[Step]) -> Iterator[Problem]:
    """Items that are gone, and leaves that no longer hold what the change wrote into them."""
    for step in steps:
        ref = f"{step.kind}/{step.key}"
        entry = draft.entry(ref)
        if entry is None:
            yield Problem(ref, _("%(item)s was deleted since.") % {"item": step.key})
            continue
        now = leaves(entry.definition.fields, entry.data)
        late = dict.fromkeys(_label(step.kind, path) for path, value in step.left.items() if now.get(path) != value)
        if late:
            words = {"item": entry.code or step.key, "fields": local_list(list(late))}
            yield Problem(ref, _("%(item)s was changed since: %(fields)s.") % words)


def _label(kind_name: str, path: str) -> str:
    return str(kind(kind_name).by_name[path.partition(".")[0]].label)


def _made_changed_since(draft: Document, made: Mapping[str, Any]) -> Iterator[Problem]:
    """Areas that the change made, and that are no longer as it made them."""
    for key, data in made.items():
        area = draft.find("areas", key)
        if area is None:
            yield Problem(f"areas/{key}", _("%(item)s was deleted since.") % {"item": key})
        elif area.data != data:
            yield Problem(f"areas/{key}", _("%(item)s was changed since.") % {"item": area.code or key})


def _in_use(draft: Document, made: Iterable[str]) -> Iterator[Problem]:
    """Areas that the change made, and that something names which was written since."""
    for key in made:
        users = [entry.code or entry.key for entry in draft if entry.ref != f"areas/{key}" and _names(entry, key)]
        area = draft.find("areas", key)
        if users:
            words = {"item": area.title() if area else key, "users": short_list(users)}
            yield Problem(f"areas/{key}", _("%(item)s is named by what was written since: %(users)s.") % words)


def _names(entry: Entry, area: str) -> bool:
    """Whether an item refers to an area, or speaks for it as a party."""
    refers = any(area in referred(entry, each, target) for each, target in entry.definition.references() if target == "areas")
    return refers or (entry.kind in _OF_PARTIES and area in _words_in(entry.data))


#: Kinds with fields that hold an area's key, or the name of a third party.
_OF_PARTIES = {"evidence", "exchanges", "conflicts"}


def _words_in(value: Any) -> set[str]:
    if isinstance(value, str):
        return {value}
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return {words for part in parts for words in _words_in(part)}


def _turned(before: Document, after: Document) -> Iterator[Problem]:
    """Reports that would count for another side than they do."""
    return (Problem(gap.ref, gap.message) for gap in refuse_turned(before, after))
