"""One page for each picture, and the picture as SVG and PNG."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accounts.access import access
from accounts.http import SignedInRequest
from milestones.domain.deciding import today
from milestones.pictures.data import PHONE, Options, Picture
from milestones.pictures.wording import of_draft
from milestones.web.days import day_given, not_understood, past_of, query_of
from milestones.web.pictures.drawing import KINDS, Desk, sheet_of
from milestones.web.pictures.saving import TYPES, file_of_picture
from roadmap.models import Roadmap
from roadmap.web import lookups
from roadmap.web.versions.files import attachment

_WIDTH = 1120
View = Callable[..., HttpResponseBase]


def page_of(name: str) -> View:
    """The page of the picture ``name``."""
    kind = KINDS[name]

    @require_GET
    @access(kind.rule, lookup=lookups.roadmap)
    def show(request: SignedInRequest, roadmap: Roadmap) -> HttpResponseBase:
        desk = Desk(roadmap, request.user, request.GET)
        query, picture = request.GET.urlencode(), _draw(desk, name, _WIDTH)
        files = {f"{each}_url": _address(f"picture_{name}_{each}", roadmap, query) for each in TYPES}
        context = {
            "roadmap": roadmap,
            "crumbs": [(reverse("draft", args=[roadmap.key]), str(roadmap))],
            "tabs": _tabs(request, roadmap, name),
            "form": desk.form if name == "timeline" else None,
            "day": day_given(request.GET),
            "day_unread": not_understood(request.GET),
            "as_of": desk.today_label,
            "past": past_of(desk.plan, today()) if name != "convergence" else None,
            "picture": picture,
            "narrow": kind.draw(desk, Options(width=PHONE), f"{name}-narrow"),
            "paper": sheet_of(desk, name, picture),
            "printed": of_draft(str(desk.roadmap), desk.plan.as_of, desk.language),
            **files,
        }
        return render(request, "milestones/pictures/page.html", context)

    return show


def file_of(name: str, file_format: str) -> View:
    """The picture ``name`` as a file, with its title drawn in."""
    kind = KINDS[name]

    @require_GET
    @access(kind.rule, lookup=lookups.roadmap)
    def send(request: SignedInRequest, roadmap: Roadmap) -> HttpResponseBase:
        desk = Desk(roadmap, request.user, request.GET)
        saved = f"{roadmap.key}-{name}-{desk.language}.{file_format}"
        return attachment(file_of_picture(desk, name, file_format, _WIDTH), saved, TYPES[file_format])

    return send


def _draw(desk: Desk, name: str, width: int) -> Picture:
    options = desk.form.options(width) if name == "timeline" else Options(width=width)
    return KINDS[name].draw(desk, options, name)


def _address(route: str, roadmap: Roadmap, query: str) -> str:
    address = reverse(route, args=[roadmap.key])
    return f"{address}?{query}" if query else address


def _tabs(request: SignedInRequest, roadmap: Roadmap, current: str) -> list[dict[str, Any]]:
    query = query_of(request.GET)
    return [
        {"url": reverse(_route(name), args=[roadmap.key]) + query, "label": kind.label, "current": name == current}
        for name, kind in KINDS.items()
        if request.user.has_perm(kind.rule, roadmap)
    ]


def _route(name: str) -> str:
    """The first picture is the page that the navigation leads to."""
    return "pictures" if name == next(iter(KINDS)) else f"picture_{name}"
