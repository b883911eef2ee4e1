"""What all pages of the progress share. Monitors see them in the lean frame of the reviewers: a phone, a slow line, a way out."""

import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.http import SignedInRequest
from milestones.domain.deciding import today
from milestones.domain.plan import Plan
from milestones.web.days import day_given, not_understood, query_of
from roadmap.domain.document.storage import build_document
from roadmap.models import Roadmap

_TABS = ("progress", "progress_measures", "progress_crossings", "progress_criteria", "progress_lines", "progress_areas")


def language_now() -> str:
    """The language in which the page is read: ``ar``."""
    return (get_language() or "en")[:2]


def _route(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


def is_lean(request: SignedInRequest) -> bool:
    return request.user.role == Role.MONITOR


def of_person(request: SignedInRequest, title: str) -> dict[str, Any]:
    """The frame that fits the person. A monitor's page has a title in the browser's history that names no subject."""
    lean = is_lean(request)
    found: dict[str, Any] = {
        "base": "base_reviewer.html" if lean else "base.html",
        "is_lean": lean,
        "heading": title,
        "page_title": _("Documents") if lean else title,
        "icons": static("img/icons.svg"),
    }
    if lean:
        found["nav_items"] = [(reverse("reporting"), _("Start"), _route(request) == "reporting")]
    return found


def of_roadmap(request: SignedInRequest, roadmap: Roadmap, title: str, *, inside: bool = True) -> dict[str, Any]:
    """The frame of a page of one roadmap; ``inside`` puts the page of progress before it on the way here."""
    progress = (reverse("progress", args=[roadmap.key]) + query_of(request.GET), _("Progress"))
    before = (reverse("reporting") if is_lean(request) else reverse("draft", args=[roadmap.key]), str(roadmap))
    may = request.user.has_perm
    framed = of_person(request, title)
    if _route(request) in _TABS[1:] and not is_lean(request):
        framed["page_title"] = f"{_labels()[_TABS.index(_route(request))]} · {title}"
    return framed | {
        "roadmap": roadmap,
        "day_query": query_of(request.GET),
        "day_unread": not_understood(request.GET),
        "crumbs": [before, progress] if inside else [before],
        "may_record": may("milestones.record_evidence", roadmap),
        "may_decide": may("milestones.decide_suspension", roadmap),
        "may_change_areas": may("milestones.change_areas", roadmap),
        "may_see_draft": may("roadmap.view_draft", roadmap),
    }


def _labels() -> tuple[str, ...]:
    return (_("Milestones"), _("Measures"), _("Crossings"), _("Criteria"), _("Policy lines"), _("Areas"))


def tabs_of(request: SignedInRequest, roadmap: Roadmap) -> list[dict[str, Any]]:
    """The ways between what is computed; the day that it is seen from goes along."""
    query = query_of(request.GET)
    current = _route(request)
    return [
        {"url": reverse(name, args=[roadmap.key]) + query, "label": label, "current": name == current}
        for name, label in zip(_TABS, _labels(), strict=True)
    ]


def day_of(request: HttpRequest) -> dt.date:
    """The day that the address names (``?as_of=2024-12-08``); today without one, or where it is none."""
    return day_given(request.GET) or today()


def plan_of(request: HttpRequest, roadmap: Roadmap) -> Plan:
    return Plan(build_document(roadmap), day_of(request))
