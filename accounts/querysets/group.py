import functools
import operator
from typing import TYPE_CHECKING, Any

from django.db import models

from accounts.enums import Role
from accounts.models.text import LANGUAGES

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

    def matching(self, words: str) -> "GroupQuerySet":
        """Groups whose name in any language, or key, contains the words; all for none."""
        wanted = words.replace("\x00", "").strip()  # PostgreSQL cannot hold the character
        if not wanted:
            return self
        names = [models.Q(**{f"name__{code}__icontains": wanted}) for code in LANGUAGES]
        return self.filter(functools.reduce(operator.or_, names, models.Q(key__icontains=wanted)))

    def with_member_counts(self) -> "GroupQuerySet":
        """Each group with ``member_count`` and ``focal_point_count``, by key."""
        return self.order_by("key").annotate(
            member_count=models.Count("memberships"),
            focal_point_count=models.Count("memberships", filter=models.Q(memberships__is_focal_point=True)),
        )
