"""All exchanges of a draft side by side, and what keeps them from beginning: opening a gate, keeping a conflict, undoing."""

from typing import Any

from django.core import signing
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import access
from accounts.domain.errors import Refused
from accounts.http import SignedInRequest
from milestones.domain.exchanging import Step, as_plain, open_gate, put_back, save_conflict
from milestones.models import Exchange
from milestones.web.exchanges.showing import Page, name_of
from roadmap.models import Roadmap
from roadmap.web import lookups
from roadmap.web.desk.replies import Flash, keep, taken


@require_GET
@access("roadmap.view_draft", lookup=lookups.roadmap)
def index(request: SignedInRequest, roadmap: Roadmap) -> HttpResponseBase:
    """Each exchange with its sides face to face; above them what nobody can begin."""
    return show(request, roadmap, flash=taken(request, roadmap))


def show(
    request: SignedInRequest, roadmap: Roadmap, *, flash: Flash | None = None, refused: Refused | None = None, at: str = ""
) -> HttpResponse:
    """The page, with a refusal beside the gate ``at`` that it is about."""
    context = {
        "page": Page(roadmap),
        "roadmap": roadmap,
        "flash": flash,
        "refused": refused,
        "at": at,
        "typed_holder": request.POST.get("holder", ""),
        "may_edit": request.user.has_perm("roadmap.edit_draft", roadmap),
        **frame(roadmap, "exchanges"),
    }
    return render(request, "milestones/exchanges/index.html", context, status=refused.status if refused else 200)


def frame(roadmap: Roadmap, current: str) -> dict[str, Any]:
    """What all pages of the exchanges share: the tabs and the way here."""
    labels = {"exchanges": _("Exchanges"), "exchange_ledger": _("Ledger"), "exchange_packages": _("Package finder")}
    tabs = [
        {"url": reverse(name, args=[roadmap.key]), "label": label, "current": name == current} for name, label in labels.items()
    ]
    return {"tabs": tabs, "crumbs": [(reverse("draft", args=[roadmap.key]), str(roadmap))]}


def _salt(roadmap: Roadmap) -> str:
    """What is undone on one roadmap is no undoing on another."""
    return f"exchange-undo-{roadmap.pk}"


@require_POST
@access("roadmap.edit_draft", lookup=lookups.roadmap)
def gate(request: SignedInRequest, roadmap: Roadmap) -> HttpResponseBase:
    """Open one gate: both sides on one day, or one of them held."""
    key, milestone = request.POST.get("exchange", ""), request.POST.get("milestone", "")
    exchange = get_object_or_404(Exchange.objects.live().filter(roadmap=roadmap).select_related("roadmap"), key=key)
    try:
        steps = open_gate(
            exchange=exchange,
            milestone=milestone,
            way=request.POST.get("way", ""),
            holder=request.POST.get("holder", ""),
            actor=request.user,
        )
    except Refused as refused:
        return show(request, roadmap, refused=refused, at=f"{key} {milestone}")
    message = _("%(code)s: the gate is open. Look whether a circle is left.") % {"code": exchange.code}
    pairs = [("steps", signing.dumps(as_plain(steps), salt=_salt(roadmap)))]
    keep(request, roadmap, Flash(message, undo=reverse("exchange_undo", args=[roadmap.key]), pairs=pairs))
    return redirect("exchanges", key=roadmap.key)


@require_POST
@access("roadmap.edit_draft", lookup=lookups.roadmap)
def undo(request: SignedInRequest, roadmap: Roadmap) -> HttpResponseBase:
    """Put back what the last change of a gate changed."""
    try:
        steps = [Step(**each) for each in signing.loads(request.POST.get("steps", ""), salt=_salt(roadmap))]
    except signing.BadSignature:
        raise Http404 from None
    try:
        put_back(roadmap=roadmap, steps=steps, actor=request.user)
    except Refused as refused:
        return show(request, roadmap, refused=refused)
    keep(request, roadmap, Flash(_("It is as it was before.")))
    return redirect("exchanges", key=roadmap.key)


@require_POST
@access("roadmap.edit_draft", lookup=lookups.roadmap)
def conflict(request: SignedInRequest, roadmap: Roadmap) -> HttpResponseBase:
    """Keep a deadlock as a conflict between positions, instead of as an order of the plan."""
    page = Page(roadmap)
    named = request.POST.get("deadlock", "")
    deadlock = next((each for each in page.plan.assessment.deadlocks.found if name_of(each) == named), None)
    if deadlock is None:
        raise Http404
    try:
        item = save_conflict(roadmap=roadmap, document=page.plan.document, deadlock=deadlock, actor=request.user)
    except Refused as refused:
        return show(request, roadmap, refused=refused)
    delete = reverse("item_delete", args=[roadmap.key, "conflicts", item.key])
    edit = reverse("item_edit", args=[roadmap.key, "conflicts", item.key])
    message = _("%(code)s keeps what each side wants first.") % {"code": item.code}
    keep(request, roadmap, Flash(message, undo=delete, links=[(edit, item.code)]))
    return redirect("exchanges", key=roadmap.key)
