"""Moving, duplicating, deleting items and bringing them back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import access
from accounts.domain.errors import Refused
from accounts.http import SignedInRequest
from accounts.models.text import in_language
from roadmap.domain.document import Document, Entry
from roadmap.domain.document.local import local_list
from roadmap.domain.drafting import StillUsed, delete_item, duplicate_item, move_item, restore
from roadmap.domain.queries.deletions import Deletion, deletions
from roadmap.models import Item, Roadmap
from roadmap.web import lookups
from roadmap.web.desk.items import entry_of, kind_of
from roadmap.web.desk.layout import anchor_of, siblings
from roadmap.web.desk.page import Desk, item_urls
from roadmap.web.desk.replies import Flash, after_move, refused


@require_POST
@access("roadmap.edit_draft", lookup=lookups.item)
def move(request: SignedInRequest, item: Item) -> HttpResponseBase:
    """One place ``up`` or ``down`` among its own, or behind the item whose key is ``after`` (empty: to the very top)."""
    desk = Desk(request, item.roadmap, may_edit=True)
    entry = entry_of(desk, item)
    former = _before(desk.document, entry)
    after = _wanted_place(request, desk.document, entry)
    if after is not None:
        try:
            move_item(item=item, kind_name=entry.kind, after=after, actor=request.user)
        except Refused as error:
            return refused(request, desk, Flash(str(error.message), bad=True), error.status)
    moved = Desk(request, item.roadmap, may_edit=True)
    message = _("%(code)s was moved.") if after is not None else _("%(code)s is there already.")
    undo = Flash(message % {"code": entry.code}, item_urls(item.roadmap, entry)["move"], (("after", former),))
    return after_move(request, moved, moved.section_of(entry), undo, entry)


def _wanted_place(request: SignedInRequest, document: Document, entry: Entry) -> str | None:
    """The key behind which to put it; None where it stays."""
    if "after" in request.POST:
        wanted = request.POST["after"].replace("\x00", "")
        if wanted == "" and request.POST.get("to") == "first":
            return _before(document, siblings(document, entry)[0])
        return None if wanted == entry.key else wanted
    among = siblings(document, entry)
    at = [each.key for each in among].index(entry.key)
    if request.POST.get("to") == "up" and at > 0:
        return _before(document, among[at - 1])
    if request.POST.get("to") == "down" and at + 1 < len(among):
        return among[at + 1].key
    return None


def _before(document: Document, entry: Entry) -> str:
    """The key of what stands before an item among all of its kind; empty at the top."""
    keys = [each.key for each in document.of(entry.kind)]
    at = keys.index(entry.key)
    return keys[at - 1] if at else ""


@require_POST
@access("roadmap.edit_draft", lookup=lookups.item)
def duplicate(request: SignedInRequest, item: Item) -> HttpResponseBase:
    copy = duplicate_item(item=item, kind_name=kind_of(item).name, actor=request.user)
    desk = Desk(request, item.roadmap, may_edit=True)
    entry = entry_of(desk, copy)
    message = _("%(code)s is a copy of %(original)s.") % {"code": entry.code, "original": item.code}
    return after_move(request, desk, desk.section_of(entry), Flash(message, item_urls(item.roadmap, entry)["delete"]), entry)


@require_POST
@access("roadmap.edit_draft", lookup=lookups.item)
def delete(request: SignedInRequest, item: Item) -> HttpResponseBase:
    """Take an item and what hangs under it out of the draft. Nothing asks before: the answer carries the button to undo it."""
    desk = Desk(request, item.roadmap, may_edit=True)
    entry = entry_of(desk, item)
    section = desk.section_of(entry)
    try:
        deletion = delete_item(item=item, kind_name=entry.kind, actor=request.user)
    except StillUsed as error:
        return refused(request, desk, _still_used(error, desk), error.status)
    except Refused as error:
        return refused(request, desk, Flash(str(error.message), bad=True), error.status)
    after = Desk(request, item.roadmap, may_edit=True)
    undo = reverse("restore", args=[item.roadmap.key])
    flash = Flash(_("%(code)s was deleted.") % {"code": entry.code}, undo, (("deletion", str(deletion)),))
    return after_move(request, after, after.section(section.anchor) if section else None, flash)


def _still_used(error: StillUsed, desk: Desk) -> Flash:
    users = [entry for ref in error.users if (entry := desk.document.entry(ref))]
    url = reverse("draft", args=[desk.roadmap.key])
    return Flash(str(error.message), bad=True, links=[(f"{url}#{anchor_of(each)}", each.code) for each in users[:8]])


@require_POST
@access("roadmap.edit_draft", lookup=lookups.roadmap)
def bring_back(request: SignedInRequest, roadmap: Roadmap) -> HttpResponseBase:
    """Undo a deletion: all that was deleted together comes back together."""
    try:
        deletion = UUID(request.POST.get("deletion", ""))
    except ValueError as error:
        raise Http404 from error
    try:
        refs = restore(roadmap=roadmap, deletion=deletion, actor=request.user)
    except Refused as error:
        return refused(request, Desk(request, roadmap, may_edit=True), Flash(str(error.message), bad=True), error.status)
    desk = Desk(request, roadmap, may_edit=True)
    found = [entry for ref in refs if (entry := desk.document.entry(ref))]
    if not found:
        raise Http404
    message = _("%(codes)s is back.") % {"codes": local_list(each.code for each in found)}
    return after_move(request, desk, desk.section_of(found[0]), Flash(message), found[0])


@dataclass(frozen=True)
class Deleted:
    """A line of the list of what was deleted."""

    deletion: UUID
    at: datetime | None
    by: str
    items: list[tuple[str, str, Any]]


@require_GET
@access("roadmap.view_draft", lookup=lookups.roadmap)
def deleted(request: SignedInRequest, roadmap: Roadmap) -> HttpResponseBase:
    """What was deleted from the draft, the latest first, each with the button that brings it back."""
    back = reverse("draft", args=[roadmap.key])  # with the draft's filters the whole document would be read for this link
    context = {
        "roadmap": roadmap,
        "deletions": [_deleted(each) for each in deletions(roadmap)],
        "may_edit": request.user.has_perm("roadmap.edit_draft", roadmap),
        "back": back,
        "crumbs": [(back, str(roadmap))],
    }
    return render(request, "roadmap/desk/deleted.html", context)


def _deleted(each: Deletion) -> Deleted:
    items = [(kind.label, row.code, in_language(getattr(row, kind.heading) or {})) for kind, row in each.items]
    return Deleted(each.uid, each.at, each.by, [(code, title, str(label)) for label, code, title in items])
