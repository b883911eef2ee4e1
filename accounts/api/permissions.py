"""The declared rule of an API action."""

from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from accounts.access import PUBLIC


class DeclaredRule(BasePermission):
    """A viewset declares ``access_rules = {action: rule}``; an action without one is denied.

    Only sign-in is checked here: the rule itself is checked on the object, once it was found among what is visible.
    """

    def has_permission(self, request: Request, view: Any) -> bool:
        rule = getattr(view, "access_rules", {}).get(getattr(view, "action", ""), "")
        return rule == PUBLIC or bool(rule and request.user and request.user.is_authenticated)
