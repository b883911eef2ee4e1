"""What every page of the office knows: where one can go. Asked for only by pages that show it, so that a piece costs nothing."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.models.text import in_language
from roadmap.models import Roadmap
from roadmap.web.navigation import address, pages


def navigation(request: HttpRequest) -> dict[str, Any]:
    """At most one query, and none where the template shows no navigation."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    if not user.is_office:  # a page that says nothing of its own, such as the account's, still leads back
        return {"nav_items": [(reverse("home"), _("Start"), False)]}
    match = request.resolver_match
    key = match.kwargs.get("key") if match and "key" in match.kwargs and match.route.startswith("roadmaps/") else None
    route = match.view_name if match else ""

    @cache
    def visible() -> list[Roadmap]:
        rows: Any = Roadmap.objects.visible_to(user).only("key", "title")
        return list(rows)

    def roadmaps() -> list[tuple[str, str, bool]]:
        return [(reverse("draft", args=[each.key]), str(each), each.key == key) for each in visible()]

    def roadmap_title() -> str:
        return next((in_language(each.title) or each.key for each in visible() if each.key == key), "")

    def nav_items() -> list[tuple[str, str, bool]]:
        known = key if any(each.key == key for each in visible()) else None
        return [*_of_roadmap(user, known, route, request.GET), *_of_house(user, route)]

    return {"nav_items": _once(nav_items), "roadmaps": _once(roadmaps), "roadmap_title": _once(roadmap_title)}


def _of_roadmap(user: Any, key: str | None, route: str, given: Mapping[str, str]) -> list[tuple[str, str, bool]]:
    if key is None:
        return [(reverse("roadmaps"), _("Roadmaps"), route.startswith("roadmap"))]
    found = [
        (url + _kept(page.keeps, given), str(page.label), route.startswith(page.routes))
        for page in pages()
        if page.shown(user) and (url := address(page.name, key)) is not None
    ]
    if user.has_perm("roadmap.assign"):
        found.append((reverse("roadmap_people", args=[key]), _("Who works on it"), route.startswith("roadmap_pe")))
    return found


def _kept(name: str, given: Mapping[str, str]) -> str:
    """What of the present address goes along, such as the day that pages are seen from."""
    value = given.get(name, "") if name else ""
    return f"?{urlencode({name: value})}" if value else ""


def _of_house(user: Any, route: str) -> list[tuple[str, str, bool]]:
    entries = (
        ("person_list", "accounts.manage_people", "person_", _("People")),
        ("group_list", "accounts.view_groups", "group_", _("Groups")),
        ("theme_list", "roadmap.manage_themes", "theme_", _("Themes")),
        ("audit_list", "accounts.view_audit", "audit_", _("Audit trail")),
    )
    return [
        (url, label, route.startswith(prefix))
        for name, permission, prefix, label in entries
        if user.has_perm(permission) and (url := address(name)) is not None
    ]


def _once(maker: Callable[[], Any]) -> Callable[[], Any]:
    return cache(maker)
