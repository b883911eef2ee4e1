"""What the desk answers after an action: pieces for htmx, a redirect or a whole page without it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from roadmap.domain.document import Entry
from roadmap.models import Roadmap
from roadmap.web.desk.layout import Section, anchor_of
from roadmap.web.desk.page import Desk

_SLOT = "desk_flash"
Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Flash:
    """What was done, with a button that undoes it: it posts ``pairs`` to ``undo``. ``target`` is the card that it changes.

    ``limits``: what groups cannot accept of what was just changed, as :func:`roadmap.web.desk.limits.shown` words it.
    """

    message: str
    undo: str = ""
    pairs: Pairs = field(default_factory=tuple)
    target: str = ""
    bad: bool = False
    links: Pairs = field(default_factory=tuple)
    limits: Sequence[Mapping[str, Any]] = field(default_factory=tuple)


def is_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def draft_url(desk: Desk, anchor: str = "") -> str:
    """The page of the draft with the filters that the person had, at an item."""
    query = desk.look.query()
    url = reverse("draft", args=[desk.roadmap.key])
    return f"{url}{'?' if query else ''}{query}{'#' if anchor else ''}{anchor}"


def whole_page(request: HttpRequest, desk: Desk, *, flash: Flash | None = None, status: int = 200) -> HttpResponse:
    """The draft as a page."""
    desk.prepare_page()
    response = render(
        request, "roadmap/desk/draft.html", page_context(desk, flash or taken(request, desk.roadmap)), status=status
    )
    if desk.look.chosen:
        from roadmap.web.desk.filters import COOKIE

        response.set_cookie(COOKIE, ",".join(desk.look.languages), max_age=31_536_000, samesite="Lax", httponly=True)
    return response


def page_context(desk: Desk, flash: Flash | None) -> dict[str, Any]:
    return {"desk": desk, "roadmap": desk.roadmap, "flash": flash, "query": desk.look.query(), "may_edit": desk.may_edit}


def after_card(request: HttpRequest, desk: Desk, entry: Entry, flash: Flash) -> HttpResponse:
    """One card anew, with what is counted around it."""
    if not is_htmx(request):
        keep(request, desk.roadmap, flash)
        return redirect(draft_url(desk, anchor_of(entry)))
    desk.focus = entry.ref
    node = desk.node(entry)
    desk.prepare([node])
    response = render(request, "roadmap/desk/_saved.html", {**page_context(desk, flash), "node": node})
    return _into(response, node.anchor)


def after_move(
    request: HttpRequest, desk: Desk, section: Section | None, flash: Flash, entry: Entry | None = None
) -> HttpResponse:
    """A section anew, after its items changed their number or order. Without a section on the page: the page anew."""
    if not is_htmx(request):
        keep(request, desk.roadmap, flash)
        return redirect(draft_url(desk, anchor_of(entry) if entry else ""))
    if section is None:
        keep(request, desk.roadmap, flash)
        return HttpResponse(headers={"HX-Refresh": "true"})
    desk.focus = entry.ref if entry else ""
    desk.prepare(section.nodes)
    response = render(request, "roadmap/desk/_moved.html", {**page_context(desk, flash), "section": section})
    return _into(response, f"section-{section.anchor}")


def refused(request: HttpRequest, desk: Desk, flash: Flash, status: int) -> HttpResponse:
    """Why an action was not done, without leaving the page."""
    if not is_htmx(request):
        return whole_page(request, desk, flash=flash, status=status)
    response = render(request, "roadmap/desk/_flash.html", {"flash": flash, "roadmap": desk.roadmap}, status=status)
    return _into(response, "flash")


def _into(response: HttpResponse, anchor: str) -> HttpResponse:
    """The answer knows which piece of the page it replaces, whatever asked for it."""
    response["HX-Retarget"] = f"#{anchor}"
    response["HX-Reswap"] = "outerHTML"
    return response


def keep(request: HttpRequest, roadmap: Roadmap, flash: Flash) -> None:
    """Put it by for the next page; only what was done last can be undone from there."""
    request.session[_SLOT] = {"roadmap": roadmap.key, **asdict(flash)}


def taken(request: HttpRequest, roadmap: Roadmap) -> Flash | None:
    """What was put by for a page of this roadmap; it is shown once."""
    kept: Mapping[str, Any] | None = request.session.get(_SLOT)
    if not kept or kept["roadmap"] != roadmap.key:
        return None
    del request.session[_SLOT]
    return Flash(**{name: value for name, value in kept.items() if name != "roadmap"})
