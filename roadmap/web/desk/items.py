"""Items of the draft: adding and editing them, each on its place on the desk or on a page of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import access
from accounts.domain.errors import Refused
from accounts.http import SignedInRequest
from accounts.models import User
from roadmap.domain.document import Entry, Gap, Kind, kinds
from roadmap.domain.document.values import Choice, Ref, Refs
from roadmap.domain.drafting import add_item, confirm_translation, edit_item, restore
from roadmap.domain.guarding import Undecided
from roadmap.models import Item, Roadmap
from roadmap.web import lookups
from roadmap.web.desk.forms import DraftForm
from roadmap.web.desk.forms.inputs import FITS, UNDONE
from roadmap.web.desk.layout import anchor_of
from roadmap.web.desk.page import Desk, item_urls
from roadmap.web.desk.replies import Flash, after_card, after_move, draft_url, is_htmx

BRING_BACK = "bring_back"


def item_or_deleted(user: User, key: str, kind: str, item_key: str) -> Item:
    """An item of the draft, also one that was deleted while somebody was writing in it."""
    definition = next((each for each in kinds() if each.name == kind and not each.recorded), None)
    if definition is None:
        raise Http404
    rows: Any = definition.model.objects.visible_to(user)
    found: Item = get_object_or_404(rows.select_related("roadmap"), roadmap__key=key, key=item_key)
    return found


def kind_of(item: Item) -> Kind:
    return next(each for each in kinds() if isinstance(item, each.model))


def entry_of(desk: Desk, item: Item) -> Entry:
    """The item as an entry of the document. Raises Http404 when it has been deleted."""
    entry = desk.document.entry(f"{kind_of(item).name}/{item.key}")
    if entry is None:
        raise Http404
    return entry


@require_GET
@access("roadmap.view_draft", lookup=lookups.item)
def show(request: SignedInRequest, item: Item) -> HttpResponseBase:
    """The card of an item, to put back where its form was; a link to it leads to its place on the page."""
    desk = Desk(request, item.roadmap, may_edit=request.user.has_perm("roadmap.edit_draft", item))
    entry = entry_of(desk, item)
    if not is_htmx(request):
        return redirect(f"{reverse('draft', args=[item.roadmap.key])}#{anchor_of(entry)}")
    desk.focus = entry.ref
    node = desk.node(entry)
    desk.prepare([node])
    return render(request, "roadmap/desk/_item.html", {"node": node})


@access("roadmap.edit_draft", lookup=item_or_deleted)
def edit(request: SignedInRequest, item: Item) -> HttpResponseBase:
    """The form of an item; ``at`` names the path that gets the focus."""
    desk = Desk(request, item.roadmap, may_edit=True)
    if item.deletion is not None:
        return _edit_deleted(request, desk, item)
    entry = entry_of(desk, item)
    form = DraftForm.of_entry(entry, desk.document, at=request.GET.get("at", ""))
    if request.method != "POST":
        return _form_page(request, desk, form, entry)
    return _save(request, desk, form, item, entry)


def _save(request: SignedInRequest, desk: Desk, form: DraftForm, item: Item, entry: Entry) -> HttpResponseBase:
    form.read(request.POST)
    if form.stop_at_stray():
        return _form_page(request, desk, form, entry, status=409)
    try:
        fits = request.POST.getlist(FITS)
        edit_item(item=item, kind_name=entry.kind, changes=form.changes(), base=form.base, actor=request.user, fits=fits)
    except Refused as error:
        fresh = Desk(request, item.roadmap, may_edit=True)
        form = DraftForm.of_entry(entry_of(fresh, item), fresh.document)
        form.read(request.POST)
        form.refuse(error)
        return _form_page(request, fresh, form, entry, status=error.status, decide_url=_decide_url(item.roadmap, form, error))
    return _saved(request, form, entry, item)


def _decide_url(roadmap: Roadmap, form: DraftForm, error: Refused) -> str:
    """Where one decides first, with what was typed here; "" where the refusal leads nowhere."""
    if not isinstance(error, Undecided) or not error.page:
        return ""
    typed = {path: raw for path, raw in form.changes().items() if isinstance(raw, str) and raw and "." not in path}
    return f"{reverse(error.page, args=[roadmap.key, error.key])}?{urlencode(typed)}"


def _saved(request: SignedInRequest, form: DraftForm, entry: Entry, item: Item) -> HttpResponseBase:
    after = Desk(request, item.roadmap, may_edit=True)
    new = entry_of(after, item)
    url, limits = item_urls(item.roadmap, new)["edit"], after.limits.get(new.ref, ())
    if UNDONE in request.POST:
        flash = edited_flash(form, new, url, limits, told=_("%(code)s is as it was before."))
    else:
        flash = _with_faults(edited_flash(form, new, url, limits, mark=UNDONE), form, new, after.gaps)
    if _place(entry) == _place(new):
        return after_card(request, after, new, flash)
    return after_move(request, after, None, flash, new)


def _place(entry: Entry) -> list[Any]:
    names = (*entry.definition.parents, entry.definition.grouped_by, "place")
    return [entry.data.get(name) for name in names if name]


def edited_flash(
    form: DraftForm, new: Entry, url: str, limits: Sequence[Mapping[str, Any]] = (), *, told: str = "", mark: str = ""
) -> Flash:
    """What was saved, and a form with the former values: it changes back only what was changed just now.

    An edit that touches a red line is saved like any other; the ``limits`` are told beside it. ``told``: other words for what
    was done; ``mark``: what the way back sends, so that it is told as one.
    """
    pairs = form.way_back(new.draft.revision if new.draft else 0)
    if not pairs:
        return Flash(_("%(code)s: nothing was changed.") % {"code": new.code})
    marked = [*pairs, (mark, "1")] if mark else pairs
    message = (told or _("%(code)s is saved.")) % {"code": new.code}
    return Flash(message, undo=url, pairs=marked, target=anchor_of(new), limits=limits)


def _with_faults(flash: Flash, form: DraftForm, new: Entry, gaps: Sequence[Gap]) -> Flash:
    """Beside it, what is wrong with what was changed: it is saved, and nobody could freeze it."""
    changed = {path.partition(".")[0] for path in form.changes()}
    own = (gap for gap in gaps if gap.blocking and gap.ref == new.ref)
    faults = [str(gap.message) for gap in own if gap.path.partition(".")[0] in changed]
    return replace(flash, message=" ".join([flash.message, *faults]))


def _edit_deleted(request: SignedInRequest, desk: Desk, item: Item) -> HttpResponseBase:
    """Someone deleted the item while another was writing: the words are shown, and one button brings it back and saves."""
    if request.method != "POST":
        raise Http404
    entry = Entry(kind_of(item).name, item.key, item.code, {})
    if BRING_BACK in request.POST and item.deletion is not None:
        restore(roadmap=item.roadmap, deletion=item.deletion, actor=request.user)
        item.refresh_from_db()
        back = Desk(request, item.roadmap, may_edit=True)
        entry = entry_of(back, item)
        return _save(request, back, DraftForm.of_entry(entry, back.document), item, entry)
    form = DraftForm.of_new(entry.definition, {}, desk.document)
    form.read(request.POST)
    form.message = _("Someone deleted this item while you were writing. Your words are below.")
    return _form_page(request, desk, form, entry, status=409, deleted=True)


def _form_page(
    request: SignedInRequest,
    desk: Desk,
    form: DraftForm,
    entry: Entry,
    *,
    status: int = 200,
    deleted: bool = False,
    decide_url: str = "",
) -> HttpResponse:
    url = reverse("item", args=[desk.roadmap.key, entry.kind, entry.key])
    context = {
        "roadmap": desk.roadmap,
        "form": form,
        "code": entry.code,
        "title": entry.title(),
        "label": entry.definition.label,
        "anchor": anchor_of(entry),
        "action": f"{url}edit/",
        "cancel": url,
        "back": draft_url(desk, anchor_of(entry)),
        "query": desk.look.query(),
        "deleted": deleted,
        "decide_url": decide_url,
        "limits": desk.limits.get(entry.ref, ()),
        "crumbs": [(draft_url(desk), str(desk.roadmap))],
    }
    template = "roadmap/desk/_form.html" if is_htmx(request) else "roadmap/desk/item_form.html"
    return render(request, template, context, status=status)


def roadmap_and_kind(user: User, key: str, kind: str) -> "Adding":
    """Where something is added. Raises Http404 for a kind that there is not, or that is recorded and not drafted."""
    definition = next((each for each in kinds() if each.name == kind and not each.recorded), None)
    if definition is None:
        raise Http404
    return Adding(lookups.roadmap(user, key), definition)


class Adding:
    """A roadmap, and the kind that is added to its draft."""

    def __init__(self, roadmap: Roadmap, kind: Kind) -> None:
        self.roadmap = roadmap
        self.roadmap_id = roadmap.pk
        self.kind = kind


@access("roadmap.edit_draft", lookup=roadmap_and_kind)
def add(request: SignedInRequest, adding: Adding) -> HttpResponseBase:
    """The form of a new item; the address may name fields that are known, such as the measure of a milestone."""
    desk = Desk(request, adding.roadmap, may_edit=True)
    known = {
        each.name for each in adding.kind.fields if isinstance(each.value, Ref | Choice) and not isinstance(each.value, Refs)
    }
    start = {name: request.GET[name] for name in known if name in request.GET}
    form = DraftForm.of_new(adding.kind, start, desk.document)
    if request.method != "POST":
        return _add_page(request, desk, form, adding.kind)
    form.read(request.POST)
    code = request.POST.get("letter", "").strip()
    try:
        item = add_item(roadmap=adding.roadmap, kind_name=adding.kind.name, data=form.nested(), actor=request.user, code=code)
    except Refused as error:
        form.refuse(error)
        return _add_page(request, desk, form, adding.kind, status=error.status)
    after = Desk(request, adding.roadmap, may_edit=True)
    entry = entry_of(after, item)
    flash = Flash(_("%(code)s was added.") % {"code": entry.code}, undo=item_urls(adding.roadmap, entry)["delete"])
    return after_move(request, after, after.section_of(entry), flash, entry)


def _add_page(request: SignedInRequest, desk: Desk, form: DraftForm, kind: Kind, *, status: int = 200) -> HttpResponse:
    context = {
        "roadmap": desk.roadmap,
        "form": form,
        "label": kind.label,
        "anchor": f"new-{kind.name}",
        "action": reverse("item_add", args=[desk.roadmap.key, kind.name]),
        "new": True,
        "own_code": not kind.prefix,
        "typed_letter": request.POST.get("letter", ""),
        "cancel": reverse("item_add", args=[desk.roadmap.key, kind.name]),
        "back": draft_url(desk),
        "query": desk.look.query(),
        "crumbs": [(draft_url(desk), str(desk.roadmap))],
    }
    template = "roadmap/desk/_form.html" if is_htmx(request) else "roadmap/desk/item_form.html"
    return render(request, template, context, status=status)


@require_POST
@access("roadmap.edit_draft", lookup=lookups.item)
def confirm(request: SignedInRequest, item: Item) -> HttpResponseBase:
    """The translation at ``path`` still fits its source."""
    kind = kind_of(item)
    path = request.POST.get("path", "")
    if not path or path not in item.field_revisions:
        raise Http404
    confirm_translation(item=item, kind_name=kind.name, path=path, actor=request.user)
    desk = Desk(request, item.roadmap, may_edit=True)
    entry = entry_of(desk, item)
    return after_card(request, desk, entry, Flash(_("%(code)s: the translation is confirmed.") % {"code": entry.code}))
