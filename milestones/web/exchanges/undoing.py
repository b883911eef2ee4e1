"""Undoing what was done on the pages of the exchanges: one button, which sends back what the product itself signed."""

from collections.abc import Iterable
from typing import Any

from django.core import signing
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import access
from accounts.domain.errors import Refused
from accounts.http import SignedInRequest
from milestones.domain.exchanging import put_back
from milestones.domain.steps import Step, as_plain
from milestones.web.exchanges.index import show
from roadmap.domain.document import kind
from roadmap.domain.drafting import delete_item
from roadmap.models import Item, Roadmap
from roadmap.web import lookups
from roadmap.web.desk.replies import Flash, keep


def changed(request: SignedInRequest, roadmap: Roadmap, message: str, steps: Iterable[Step]) -> None:
    """Tell what was done on the next page, with a button that puts the changes back."""
    _keep(request, roadmap, message, {"steps": as_plain(steps)})


def added(request: SignedInRequest, roadmap: Roadmap, message: str, kind_name: str, item: Item) -> None:
    """Tell on the next page that an item was added, with a button that deletes it again and a link to its form."""
    edit = reverse("item_edit", args=[roadmap.key, kind_name, item.key])
    _keep(request, roadmap, message, {"kind": kind_name, "key": item.key}, links=[(edit, item.code)])


def _keep(request: SignedInRequest, roadmap: Roadmap, message: str, back: dict[str, Any], links: Any = ()) -> None:
    pairs = [("back", signing.dumps(back, salt=_salt(roadmap)))]
    keep(request, roadmap, Flash(message, undo=reverse("exchange_undo", args=[roadmap.key]), pairs=pairs, links=links))


def _salt(roadmap: Roadmap) -> str:
    """What is undone on one roadmap is no undoing on another."""
    return f"exchange-undo-{roadmap.pk}"


@require_POST
@access("roadmap.edit_draft", lookup=lookups.roadmap)
def undo(request: SignedInRequest, roadmap: Roadmap) -> HttpResponseBase:
    """Put back what was changed, or take out what was added."""
    try:
        back = signing.loads(request.POST.get("back", ""), salt=_salt(roadmap))
    except signing.BadSignature:
        raise Http404 from None
    try:
        if "steps" in back:
            put_back(roadmap=roadmap, steps=[Step(**each) for each in back["steps"]], actor=request.user)
            message = _("It is as it was before.")
        else:
            item: Any = get_object_or_404(kind(back["kind"]).model.objects.live(), roadmap=roadmap, key=back["key"])
            delete_item(item=item, kind_name=back["kind"], actor=request.user)
            message = _("%(code)s was taken out again.") % {"code": item.code}
    except Refused as refused:
        return show(request, roadmap, refused=refused)
    keep(request, roadmap, Flash(message))
    return redirect("exchanges", key=roadmap.key)
