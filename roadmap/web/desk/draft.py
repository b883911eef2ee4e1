"""The desk: the draft as one page, and the roadmap's own settings."""

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.access import access
from accounts.domain.errors import Refused
from accounts.http import SignedInRequest
from roadmap.domain.drafting import edit_roadmap
from roadmap.models import Roadmap
from roadmap.web import lookups
from roadmap.web.desk.forms import DraftForm
from roadmap.web.desk.forms.inputs import FITS
from roadmap.web.desk.page import Desk
from roadmap.web.desk.replies import Flash, draft_url, keep, whole_page


@require_GET
@access("roadmap.view_draft", lookup=lookups.roadmap)
def draft(request: SignedInRequest, roadmap: Roadmap) -> HttpResponseBase:
    """The roadmap itself, to be read and, by who may, written."""
    desk = Desk(request, roadmap, may_edit=request.user.has_perm("roadmap.edit_draft", roadmap), only_shown=True)
    return whole_page(request, desk)


@access("roadmap.edit_draft", lookup=lookups.roadmap)
def settings(request: SignedInRequest, roadmap: Roadmap) -> HttpResponseBase:
    """The roadmap's own fields: title, summary, symbol, T0, languages."""
    desk = Desk(request, roadmap, may_edit=True)
    form = DraftForm.of_roadmap(desk.document, at=request.GET.get("at", ""))
    if request.method != "POST":
        return _settings_page(request, desk, form, 200)
    form.read(request.POST)
    try:
        fits = request.POST.getlist(FITS)
        saved = edit_roadmap(roadmap=roadmap, changes=form.changes(), base=form.base, actor=request.user, fits=fits)
    except Refused as error:
        fresh = Desk(request, Roadmap.objects.get(pk=roadmap.pk), may_edit=True)
        form = DraftForm.of_roadmap(fresh.document)
        form.read(request.POST)
        form.refuse(error)
        return _settings_page(request, fresh, form, error.status)
    pairs = form.way_back(saved.revision)
    undo = reverse("roadmap_edit", args=[roadmap.key]) if pairs else ""
    keep(request, roadmap, Flash(_("The settings of the roadmap are saved."), undo, pairs))
    return redirect("draft", key=roadmap.key)


def _settings_page(request: SignedInRequest, desk: Desk, form: DraftForm, status: int) -> HttpResponseBase:
    url = reverse("roadmap_edit", args=[desk.roadmap.key])
    context = {
        "roadmap": desk.roadmap,
        "form": form,
        "label": _("Settings of the roadmap"),
        "anchor": "settings",
        "action": url,
        "whole": True,
        "back": draft_url(desk),
        "query": desk.look.query(),
        "crumbs": [(draft_url(desk), str(desk.roadmap))],
    }
    return render(request, "roadmap/desk/item_form.html", context, status=status)
