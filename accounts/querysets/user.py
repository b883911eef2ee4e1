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
        wanted = words.replace("\x00", "").strip()  # PostgreSQL cannot hold the character
        if not wanted:
            return self
        return self.filter(models.Q(display_name__icontains=wanted) | models.Q(email__icontains=wanted))

    def active(self) -> "UserQuerySet":
        return self.filter(is_active=True)
