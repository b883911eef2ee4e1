from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    from roadmap.models import OutboxMail  # noqa: F401 in a base class, which ruff takes for text


class OutboxQuerySet(models.QuerySet["OutboxMail"]):
    def visible_to(self, user: Any) -> "OutboxQuerySet":
        """The office sees the mails of its rounds; nobody else sees any."""
        from roadmap.models import Round

        if not user.is_authenticated or not user.is_office:
            return self.none()
        return self.filter(round__in=Round.objects.visible_to(user).values("pk"))
