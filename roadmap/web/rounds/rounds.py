"""The list of rounds, a round, and its preparation."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import access, actor_of
from accounts.domain.errors import Refused
from accounts.models import Group
from roadmap.domain.queries.answering import count_comments
from roadmap.domain.queries.deliveries import deliveries, total
from roadmap.domain.rounds import change_round, discard_round, prepare_round
from roadmap.enums import CommentState, RoundState
from roadmap.models import Roadmap, Round
from roadmap.web.lookups import roadmap as roadmap_
from roadmap.web.rounds.forms import InviteForm, RoundForm
from roadmap.web.rounds.lookups import round_ as round_of
from roadmap.web.rounds.replies import ask, crumbs, name_of, round_url

TONES = {RoundState.DRAFT: "outline", RoundState.OPEN: "live", RoundState.CLOSED: "warn", RoundState.ANSWERED: "good"}
_SUMS = ("invited", "queued", "sent", "bounced", "without_mail", "opened", "finished", "comments")
#: Seconds between two looks at the mails while they go out, and later.
_SOON, _LATER = 3, 20


@require_GET
@access("roadmap.view_round", lookup=roadmap_)
def index(request: HttpRequest, roadmap: Roadmap) -> HttpResponse:
    """All rounds of a roadmap, the latest first."""
    rounds = Round.objects.visible_to(request.user).filter(roadmap=roadmap).select_related("version", "roadmap")
    rounds = rounds.defer("version__canonical").annotate(group_count=Count("round_groups")).order_by("-number")
    said = count_comments(roadmap)
    rows = [
        {
            "round": each,
            "tone": TONES[RoundState(each.state)],
            "url": round_url(each),
            "said": said[each.pk],
            "closing": each.closed_at or each.closes_at,
        }
        for each in rounds
    ]
    context = {
        "roadmap": roadmap,
        "crumbs": crumbs(roadmap=roadmap)[:1],
        "rows": rows,
        "may_manage": request.user.has_perm("roadmap.manage_round", roadmap),
        "has_version": bool(rows) or roadmap.versions.exists(),
    }
    return render(request, "roadmap/rounds/index.html", context)


@require_http_methods(["GET", "POST"])
@access("roadmap.manage_round", lookup=roadmap_)
def new(request: HttpRequest, roadmap: Roadmap) -> HttpResponseBase:
    """Prepare a round; nobody is told yet."""
    form = RoundForm(roadmap, request.POST or None, groups=_groups(request))
    if request.method == "POST" and form.is_valid():
        try:
            round_ = prepare_round(**form.terms(), actor=actor_of(request))
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The round is prepared. Nobody was told yet."))
            return redirect(round_url(round_))
    context = {"form": form, "roadmap": roadmap, "crumbs": crumbs(roadmap=roadmap), "title": _("New round")}
    context["cancel_url"] = reverse("rounds", args=[roadmap.key])
    return render(request, "roadmap/rounds/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@access("roadmap.manage_round", lookup=round_of)
def edit(request: HttpRequest, round_: Round) -> HttpResponseBase:
    """Change a round in preparation."""
    form = RoundForm(round_.roadmap, request.POST or None, groups=_groups(request), initial=RoundForm.initial_of(round_))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                change_round(round=round_, **form.terms(), actor=actor_of(request))
            except Refused as refused:
                status = refused.status
                form.refuse(refused)
            else:
                messages.success(request, _("The round was changed."))
                return redirect(round_url(round_))
    context = {"form": form, "roadmap": round_.roadmap, "round": round_, "crumbs": crumbs(round_), "title": _("Change the round")}
    context["cancel_url"] = round_url(round_)
    return render(request, "roadmap/rounds/form.html", context, status=status)


@require_http_methods(["GET", "POST"])
@access("roadmap.manage_round", lookup=round_of)
def discard(request: HttpRequest, round_: Round) -> HttpResponseBase:
    """Drop a round that was never opened."""
    if request.method == "GET":
        text = _("It was never opened, so nobody knows of it. It cannot be brought back.")
        return ask(request, round_, title=_("Drop this round?"), text=text, label=_("Drop the round"), danger=True)
    key = round_.roadmap.key
    try:
        discard_round(round=round_, actor=actor_of(request))
    except Refused as refused:
        messages.error(request, str(refused.message))
        return redirect(round_url(round_))
    messages.success(request, _("The round was dropped."))
    return redirect("rounds", key=key)


@require_GET
@access("roadmap.view_round", lookup=round_of)
def show(request: HttpRequest, round_: Round) -> HttpResponse:
    """The terms of a round, who got what, and how far it is."""
    context = {**_status(round_), **_terms(request, round_), "crumbs": crumbs(roadmap=round_.roadmap), "title": name_of(round_)}
    return render(request, "roadmap/rounds/round.html", context)


@require_GET
@access("roadmap.view_round", lookup=round_of)
def status(request: HttpRequest, round_: Round) -> HttpResponse:
    """The part of the round's page that changes by itself."""
    may_manage = request.user.has_perm("roadmap.manage_round", round_)
    return render(request, "roadmap/rounds/_status.html", {**_status(round_), "may_manage": may_manage})


def _status(round_: Round) -> dict[str, Any]:
    rows = deliveries(round_)
    sums = {name: total(rows, name) for name in _SUMS}
    return {
        "round": round_,
        "tone": TONES[RoundState(round_.state)],
        "rows": rows,
        "sums": sums,
        "is_open": round_.state == RoundState.OPEN,
        "is_draft": round_.state == RoundState.DRAFT,
        "poll": _SOON if sums["queued"] else _LATER,
    }


def _terms(request: HttpRequest, round_: Round) -> dict[str, Any]:
    unanswered = round_.comments.filter(state=CommentState.POSTED, response=None).count()
    context: dict[str, Any] = {
        "may_manage": request.user.has_perm("roadmap.manage_round", round_),
        "unanswered": unanswered,
        "questions": [
            {"code": code, "text": text} for code, text in sorted(round_.questions.items(), key=lambda pair: pair[0] != "en")
        ],
    }
    if context["may_manage"] and round_.state == RoundState.OPEN:
        context["invite"] = InviteForm(groups=_groups(request))
    return context


def _groups(request: HttpRequest) -> QuerySet[Group]:
    return Group.objects.visible_to(request.user).with_member_counts()
