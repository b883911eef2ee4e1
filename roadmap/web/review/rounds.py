"""A member's rounds, and the first page of one: what is asked, until when, what is left."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import access, actor_of
from accounts.days import deadline_words
from accounts.domain.errors import Refused
from accounts.models.text import in_language, language_of
from roadmap.domain.clock import database_now
from roadmap.domain.participation import BACKGROUND, LeftToDo, finish, left_to_do, reopen
from roadmap.domain.queries.shown import Contents, shown_contents, shown_digest
from roadmap.enums import RoundState
from roadmap.models import Invitation
from roadmap.web.review.frame import DOOR, frame
from roadmap.web.review.lookups import seat
from roadmap.web.review.showing import time_left_words


@access("roadmap.list_invitations", door=DOOR)
@require_safe
def invitations(request: HttpRequest) -> HttpResponse:
    """The member's own rounds: those that one can still write in come first, then the one that closes last."""
    rows = Invitation.objects.visible_to(request.user).select_related("round__version", "round__roadmap")
    rows = rows.defer("round__version__canonical").order_by("-round__closes_at", "uid")
    language = get_language() or "en"
    rounds = [
        {
            "invitation": each,
            "title": in_language(each.round.roadmap.title),
            "title_language": language_of(each.round.roadmap.title),
            "deadline": deadline_words(each.round.closes_at, language),
        }
        for each in sorted(rows, key=lambda each: each.round.state != RoundState.OPEN)
    ]
    return render(request, "roadmap/review/invitations.html", {"rounds": rounds})


@access("roadmap.review", lookup=seat, door=DOOR)
@require_safe
def review(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    return render(request, "roadmap/review/review.html", _first_page(invitation))


@access("roadmap.review", lookup=seat, door=DOOR)
@require_POST
def finish_review(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Say that one is done, or (``again``) that one goes on."""
    verb = reopen if "again" in request.POST else finish
    try:
        verb(invitation=invitation, actor=actor_of(request))
    except Refused as refused:
        context = _first_page(invitation) | {"refused": refused}
        return render(request, "roadmap/review/review.html", context, status=refused.status)
    if verb is finish:
        messages.success(
            request, _("Thank you. No reminder will be sent. You can still change everything until the review closes.")
        )
    return redirect("review", uid=invitation.uid)


def _first_page(invitation: Invitation) -> dict[str, Any]:
    language = get_language() or "en"
    round_ = invitation.round
    left = left_to_do(invitation)
    contents = shown_contents(invitation, language)
    return frame(invitation, "review") | {
        "left": left,
        "next_item": contents.by_ref[left.next.ref] if left.next else None,
        "parts": _parts(contents, left),
        "title": contents.shown.title,
        "summary": contents.shown.summary,
        "digest": shown_digest(invitation),
        "questions": in_language(round_.questions),
        "questions_language": language_of(round_.questions),
        "deadline": deadline_words(round_.closes_at, language),
        "time_left": time_left_words(round_.closes_at, database_now()) if round_.state == RoundState.OPEN else "",
    }


def _parts(contents: Contents, left: LeftToDo) -> list[dict[str, Any]]:
    """The parts of the document, each with how many of its items the member has answered."""
    parts = []
    for part in contents.shown.parts:
        items = [item for top in part for item in (top, *top.children)]
        wanted = [item for item in items if item.kind not in BACKGROUND]
        parts.append(
            {
                "label": part.label,
                "anchor": part.anchor,
                "count": len(items),
                "wanted": len(wanted),
                "answered": sum(left.by_ref[item.ref].is_answered for item in wanted),
            }
        )
    return parts
