"""Taking positions, and the focal point's page where the group's are signed off."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import access, actor_of
from accounts.domain.errors import Invalid, Refused
from roadmap.domain.deadlines import Late
from roadmap.domain.participation import left_to_do
from roadmap.domain.positions import take_position
from roadmap.domain.queries.group_stands import NOTHING, tallies
from roadmap.domain.queries.shown import shown_contents
from roadmap.enums import Stand
from roadmap.models import Invitation
from roadmap.web.review.forms import PositionForm
from roadmap.web.review.frame import DOOR, frame
from roadmap.web.review.lookups import Place, place, seat
from roadmap.web.review.lookups import whole as whole_place
from roadmap.web.review.reading import item_page

_form_page = require_http_methods(["GET", "HEAD", "POST"])


@access("roadmap.review", lookup=place, door=DOOR)
@_form_page
def take_on_item(request: HttpRequest, target: Place) -> HttpResponse:
    return _take_on(request, target)


@access("roadmap.review", lookup=whole_place, door=DOOR)
@_form_page
def take_on_whole(request: HttpRequest, target: Place) -> HttpResponse:
    return _take_on(request, target)


def _take_on(request: HttpRequest, target: Place) -> HttpResponse:
    """Take a position; ``onward`` leads to the next item. A GET, as after a change of language, shows the item."""
    if request.method != "POST":
        return _onward(target, stay=True)
    for_group = "group-stand" in request.POST
    form = PositionForm(request.POST, prefix="group" if for_group else None)
    try:
        if not form.is_valid():
            raise Invalid(_("Something is not right yet."))
        take_position(
            invitation=target.invitation,
            item_ref=target.ref,
            stand=form.cleaned_data["stand"],
            conditions=form.cleaned_data["conditions"],
            for_group=for_group,
            base_revision=form.cleaned_data["base_revision"],
            actor=actor_of(request),
        )
    except Late as refused:
        texts = [form.data.get(form.add_prefix("conditions"), "")]
        chosen = Stand(form.cleaned_data["stand"]).label
        context: dict[str, Any] = frame(target.invitation, "") | {"refused": refused, "texts": texts, "chosen": chosen}
        return render(request, "roadmap/review/kept.html", context, status=refused.status)
    except Refused as refused:
        form.take(refused)
        form_name = "group_form" if for_group else "position_form"
        return item_page(request, target, status=refused.status, refused=refused, **{form_name: form})
    messages.success(request, _("The position is kept."))
    return _onward(target, stay="onward" not in request.POST)


@access("roadmap.see_group", lookup=seat)
@require_safe
def group(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Each item with the group's position, and what its members hold where enough of them said."""
    contents = shown_contents(invitation, get_language() or "en")
    left, held = left_to_do(invitation), tallies(invitation)
    rows: list[dict[str, Any]] = [
        {
            "item": contents.by_ref[entry.ref],
            "stand": _label(left.by_ref[entry.ref].group_stand),
            "tally": held.get(entry.ref, NOTHING),
        }
        for entry in left.wanted
    ]
    rows.sort(key=lambda row: row["item"].number)
    context: dict[str, Any] = {
        "rows": rows,
        "signed": sum(bool(row["stand"]) for row in rows),
        "whole": {"stand": _label(left.by_ref[""].group_stand), "tally": held.get("", NOTHING)},
    }
    return render(request, "roadmap/review/group.html", frame(invitation, "review_group") | context)


def _label(stand: str) -> str:
    return str(Stand(stand).label) if stand else ""


def _onward(target: Place, *, stay: bool) -> HttpResponse:
    uid = target.invitation.uid
    if target.entry is None:
        return redirect("review_whole" if stay else "review", uid=uid)
    shown = shown_contents(target.invitation, get_language() or "en").beside(target.entry.ref)[1] if not stay else target.entry
    if shown is None:
        return redirect("review", uid=uid)
    return redirect("review_item", uid=uid, kind=shown.kind, key=shown.key)
