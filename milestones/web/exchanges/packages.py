"""The package finder: ask for proposals, watch the search, read them line by line, take one over as a draft exchange."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import access
from accounts.domain.errors import Refused
from accounts.http import SignedInRequest
from milestones.domain.deciding import today
from milestones.domain.exchanges.thresholds import limits
from milestones.domain.searching import request_search, take_package
from milestones.models import PackageSearch
from milestones.web.exchanges import undoing
from milestones.web.exchanges.index import frame
from milestones.web.exchanges.showing import reading_language
from milestones.web.progress.index import DayForm
from roadmap.domain.document.local import local_number
from roadmap.domain.document.storage import build_document
from roadmap.enums import JobState
from roadmap.models import Roadmap
from roadmap.web import lookups
from roadmap.web.desk.replies import is_htmx, taken


@require_GET
@access("roadmap.view_draft", lookup=lookups.roadmap)
def index(request: SignedInRequest, roadmap: Roadmap) -> HttpResponseBase:
    """The newest search with its proposals. Polled by htmx, or reloaded by the browser, while it runs."""
    return _page(request, roadmap)


@require_POST
@access("roadmap.edit_draft", lookup=lookups.roadmap)
def find(request: SignedInRequest, roadmap: Roadmap) -> HttpResponseBase:
    """Ask for a search of what can still be given on a day; a worker makes it."""
    form = DayForm(request.POST)
    if not form.is_valid():
        return _page(request, roadmap, form=form)
    request_search(roadmap=roadmap, actor=request.user, as_of=form.cleaned_data["as_of"])
    return redirect("exchange_packages", key=roadmap.key)


def _page(
    request: SignedInRequest, roadmap: Roadmap, refused: Refused | None = None, form: DayForm | None = None
) -> HttpResponse:
    rows = PackageSearch.objects.visible_to(request.user).filter(roadmap=roadmap).select_related("requested_by")
    search = rows.first()
    done = search is not None and search.state == JobState.DONE
    day = search.as_of if search and search.as_of else today()
    context = {
        "roadmap": roadmap,
        "form": form or DayForm(initial={"as_of": day}),
        "search": search,
        "working": search is not None and search.state in {JobState.QUEUED, JobState.RUNNING},
        "proposals": _proposals(search) if search is not None and done else [],
        "said": _in_language(search.found.get("said")) if search is not None and done else [],
        "excluded": _in_language(search.found.get("excluded")) if search is not None and done else [],
        "outdated": search is not None and done and search.digest != build_document(roadmap).digest(),
        "seconds": round(limits().seconds),
        "may_edit": request.user.has_perm("roadmap.edit_draft", roadmap),
        "may_find": search is not None or roadmap.exchanges.live().exists(),
        "refused": refused,
        "flash": taken(request, roadmap),
        **frame(roadmap, "exchange_packages"),
    }
    part = is_htmx(request) and refused is None and context["working"]
    template = "milestones/exchanges/_search.html" if part else "milestones/exchanges/packages.html"
    status = refused.status if refused else 400 if form else 200
    response = render(request, template, context, status=status)
    if is_htmx(request) and not context["working"]:
        response["HX-Refresh"] = "true"
    return response


def _proposals(search: PackageSearch) -> list[dict[str, Any]]:
    """Each proposal with its lines in the language of the page; a mark of its balance from 0 to 100."""
    return [
        {
            "lines": _in_language(each["lines"]),
            "balance": None if each["balance"]["value"] is None else round(each["balance"]["value"] * 100),
            "balance_words": local_number(round(each["balance"]["value"] or 0, 2), reading_language()),
            "exchanges": [
                {"head": lines[0], "lines": lines[1:], "title": _title(one["title"])}
                for one in each["exchanges"]
                for lines in [_in_language(one["lines"])]
            ],
        }
        for each in search.found.get("proposals", [])
    ]


def _in_language(texts: dict[str, list[str]] | None) -> list[str]:
    texts = texts or {}
    return texts.get(reading_language()) or next(iter(texts.values()), [])


def _title(text: dict[str, str]) -> str:
    return text.get(reading_language()) or next(iter(text.values()), "")


@require_POST
@access("roadmap.edit_draft", lookup=lookups.roadmap)
def take(request: SignedInRequest, roadmap: Roadmap) -> HttpResponseBase:
    """Take one proposed exchange over into the draft."""
    search = _named(request, roadmap)
    try:
        proposal, exchange = int(request.POST.get("proposal", "")), int(request.POST.get("exchange", ""))
    except ValueError:
        raise Http404 from None
    if min(proposal, exchange) < 0:
        raise Http404
    try:
        item = take_package(search=search, proposal=proposal, exchange=exchange, actor=request.user)
    except Refused as refused:
        return _page(request, roadmap, refused)
    message = _("%(code)s was added to the draft. It is a proposal until you say otherwise.") % {"code": item.code}
    undoing.added(request, roadmap, message, "exchanges", item)
    return redirect(f"{reverse('exchanges', args=[roadmap.key])}#exchange-{item.key}")


def _named(request: SignedInRequest, roadmap: Roadmap) -> PackageSearch:
    try:
        uid = UUID(request.POST.get("search", ""))
    except ValueError:
        raise Http404 from None
    found = PackageSearch.objects.visible_to(request.user).filter(roadmap=roadmap, uid=uid).select_related("roadmap").first()
    if found is None:
        raise Http404
    return found
