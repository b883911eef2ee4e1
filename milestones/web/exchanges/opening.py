"""What one does about a deadlock: open a gate, or keep the circle as a conflict between positions."""

from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import access
from accounts.domain.errors import Refused
from accounts.http import SignedInRequest
from milestones.domain.exchanging import open_gate, save_conflict
from milestones.models import Exchange
from milestones.web.exchanges import undoing
from milestones.web.exchanges.index import show
from milestones.web.exchanges.showing import Page, name_of
from roadmap.models import Roadmap
from roadmap.web import lookups


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
    undoing.changed(request, roadmap, _opened(roadmap, exchange), steps)
    return redirect("exchanges", key=roadmap.key)


def _opened(roadmap: Roadmap, exchange: Exchange) -> str:
    """What to tell of an opened gate: whether anybody still waits for the other."""
    if Page(roadmap).plan.assessment.deadlocks.found:
        return _("%(code)s: the gate is open. A circle is still left: see below.") % {"code": exchange.code}
    return _("%(code)s: the gate is open. No circle is left.") % {"code": exchange.code}


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
    message = _("%(code)s keeps what each side wants first.") % {"code": item.code}
    undoing.added(request, roadmap, message, "conflicts", item)
    return redirect("exchanges", key=roadmap.key)
