"""What the pages of rounds have in common."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.domain.errors import Refused
from roadmap.models import Roadmap, Round

Crumbs = list[tuple[str, str]]


def round_url(round_: Round, route: str = "round", *more: Any) -> str:
    return reverse(route, args=[round_.roadmap.key, round_.number, *more])


def back_to(round_: Round) -> HttpResponseBase:
    return redirect(round_url(round_))


def crumbs(round_: Round | None = None, roadmap: Roadmap | None = None) -> Crumbs:
    """The way here: the roadmap, the list of rounds, and the round. One of the two is given."""
    of = round_.roadmap if round_ else roadmap
    assert of is not None  # noqa: S101 said above
    found = [(reverse("draft", args=[of.key]), str(of)), (reverse("rounds", args=[of.key]), _("Rounds"))]
    if round_ is not None:
        found.append((round_url(round_), name_of(round_)))
    return found


def name_of(round_: Round) -> str:
    return _("Round %(number)d") % {"number": round_.number}


def try_step(request: HttpRequest, round_: Round, step: Callable[[], str]) -> HttpResponseBase:
    """Do one step and say what happened on the round's page; a refusal is said there too."""
    try:
        messages.success(request, step())
    except Refused as refused:
        words = [str(refused.message), *(str(problem.message) for problem in refused.problems)]
        messages.error(request, " ".join(dict.fromkeys(words)))
    return back_to(round_)


def ask(
    request: HttpRequest,
    round_: Round,
    *,
    title: str,
    text: str,
    label: str,
    danger: bool = False,
    facts: list[tuple[str, str]] | None = None,
    warnings: list[str] | None = None,
    back: str = "",
) -> HttpResponse:
    """A page that asks once more; it posts to its own address."""
    context = {
        "round": round_,
        "title": title,
        "text": text,
        "label": label,
        "danger": danger,
        "facts": facts or [],
        "warnings": warnings or [],
        "url": request.path,
        "cancel_url": back or round_url(round_),
    }
    return render(request, "roadmap/rounds/ask.html", context)


def is_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"
