from typing import TYPE_CHECKING, Any

from django.db import models

from accounts.enums import Role

if TYPE_CHECKING:
    from accounts.models import Group  # noqa: F401 named in the string below


class GroupQuerySet(models.QuerySet["Group"]):
    def visible_to(self, user: Any) -> "GroupQuerySet":
        """The office sees all groups, a member the own ones."""
        if not user.is_authenticated:
            return self.none()
        if user.role in {Role.ADMINISTRATOR, Role.FACILITATOR}:
            return self
        return self.filter(memberships__user=user)
