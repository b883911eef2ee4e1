"""Undoing what was done on the pages of the exchanges: one button, which sends back what the product itself signed."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core import signing
from django.db import transaction
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
from roadmap.domain.document.local import local_list
from roadmap.domain.drafting import delete_item
from roadmap.models import Item, Roadmap
from roadmap.web import lookups
from roadmap.web.desk.replies import Flash, keep


def changed(request: SignedInRequest, roadmap: Roadmap, message: str, steps: Iterable[Step]) -> None:
    """Tell what was done on the next page, with a button that puts the changes back."""
    _keep(request, roadmap, message, {"steps": as_plain(steps)})


def added(request: SignedInRequest, roadmap: Roadmap, message: str, kind_name: str, item: Item) -> None:
    """Tell on the next page that an item was added, with a button that deletes it again and a link to its form."""
    added_all(request, roadmap, message, kind_name, [item])


def added_all(request: SignedInRequest, roadmap: Roadmap, message: str, kind_name: str, items: Sequence[Item]) -> None:
    """As :func:`added`, for several items of a kind."""
    links = [(reverse("item_edit", args=[roadmap.key, kind_name, item.key]), item.code) for item in items]
    _keep(request, roadmap, message, {"kind": kind_name, "keys": [item.key for item in items]}, links=links)


def _keep(request: SignedInRequest, roadmap: Roadmap, message: str, back: dict[str, Any], links: Any = ()) -> None:
    pairs = [("back", signing.dumps(back, salt=_salt(roadmap)))]
    keep(request, roadmap, Flash(message, undo=reverse("exchange_undo", args=[roadmap.key]), pairs=pairs, links=links))


def _salt(roadmap: Roadmap) -> str:
    """What is undone on one roadmap is no undoing on another."""
    return f"exchange-undo-{roadmap.pk}"


@transaction.atomic
def _take_out(request: SignedInRequest, roadmap: Roadmap, kind_name: str, keys: list[str]) -> str:
    """Delete what was added, or nothing of it; answers what to tell. Raises Refused, and Http404 for what is gone."""
    codes = []
    for key in keys:
        item: Any = get_object_or_404(kind(kind_name).model.objects.live(), roadmap=roadmap, key=key)
        delete_item(item=item, kind_name=kind_name, actor=request.user)
        codes.append(item.code)
    return _("%(code)s was taken out again.") % {"code": local_list(codes)}


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
            message = _take_out(request, roadmap, back["kind"], back["keys"])
    except Refused as refused:
        return show(request, roadmap, refused=refused)
    keep(request, roadmap, Flash(message))
    return redirect("exchanges", key=roadmap.key)
