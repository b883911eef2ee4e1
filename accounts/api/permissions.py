"""The declared rule of every action of the API. An action without one is refused."""

from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from accounts.access import PUBLIC, SIGNED_IN


def declared_rule(view: Any, request: Request) -> str | None:
    """``access_rules`` of the view: by action for a viewset, by method (``get``) for a plain view."""
    rules: dict[str, str] = getattr(view, "access_rules", {})
    name = getattr(view, "action", None) or (request.method or "").lower()
    return rules.get(name)


class DeclaredRule(BasePermission):
    """Where the address names an object, the view decides on that object, with the same rule (404 before 403)."""

    def has_permission(self, request: Request, view: Any) -> bool:
        rule = declared_rule(view, request)
        if rule is None:
            return False
        if rule == PUBLIC:
            return True
        if not request.user.is_authenticated:
            return False
        if rule == SIGNED_IN or view.kwargs:
            return True
        return bool(request.user.has_perm(rule))

    def has_object_permission(self, request: Request, view: Any, target: Any) -> bool:
        rule = declared_rule(view, request)
        if rule is None:
            return False
        return rule in {PUBLIC, SIGNED_IN} or bool(request.user.has_perm(rule, target))
