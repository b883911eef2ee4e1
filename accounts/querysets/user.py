from typing import TYPE_CHECKING, Any

from django.db import models

from accounts.enums import Role

if TYPE_CHECKING:
    from accounts.models import User  # noqa: F401 named in the string below


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, user: Any) -> "UserQuerySet":
        """Administrators see everybody; anybody else only themselves."""
        if not user.is_authenticated:
            return self.none()
        if user.role == Role.ADMINISTRATOR:
            return self
        return self.filter(pk=user.pk)

    def matching(self, words: str) -> "UserQuerySet":
        """People whose name or address contains the words; all for none."""
        if not words.strip():
            return self
        return self.filter(models.Q(display_name__icontains=words.strip()) | models.Q(email__icontains=words.strip()))

    def active(self) -> "UserQuerySet":
        return self.filter(is_active=True)
