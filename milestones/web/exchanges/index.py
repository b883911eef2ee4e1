"""All exchanges of a draft, their sides face to face, and above them what keeps them from beginning."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.access import access
from accounts.domain.errors import Refused
from accounts.http import SignedInRequest
from milestones.domain.standing import lacking
from milestones.web.exchanges.showing import Page
from roadmap.domain.document.local import local_list
from roadmap.models import Roadmap
from roadmap.web import lookups
from roadmap.web.desk.replies import Flash, taken


@require_GET
@access("roadmap.view_draft", lookup=lookups.roadmap)
def index(request: SignedInRequest, roadmap: Roadmap) -> HttpResponseBase:
    """Each exchange with its sides face to face; above them what nobody can begin."""
    return show(request, roadmap, flash=taken(request, roadmap))


def show(
    request: SignedInRequest, roadmap: Roadmap, *, flash: Flash | None = None, refused: Refused | None = None, at: str = ""
) -> HttpResponse:
    """The page, with a refusal beside the gate ``at`` that it is about."""
    page = Page(roadmap)
    may_edit = request.user.has_perm("roadmap.edit_draft", roadmap)
    context = {
        "page": page,
        "roadmap": roadmap,
        "flash": flash,
        "refused": refused,
        "at": at,
        "typed_holder": request.POST.get("holder", ""),
        "may_edit": may_edit,
        "lacking": local_list(entry.title() for entry in lacking(page.plan.document)) if may_edit else "",
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
