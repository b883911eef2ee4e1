from typing import TYPE_CHECKING, Any

from django.db import models

from accounts.enums import Role

if TYPE_CHECKING:
    from roadmap.models import Roadmap  # noqa: F401 in a base class, which ruff takes for text


class RoadmapQuerySet(models.QuerySet["Roadmap"]):
    def visible_to(self, user: Any) -> "RoadmapQuerySet":
        """Administrators see every roadmap, facilitators and monitors those they are assigned to, reviewers none.

        Reviewers reach versions through the rounds to which they were invited, never a roadmap.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.role == Role.ADMINISTRATOR:
            return self
        if user.role in {Role.FACILITATOR, Role.MONITOR}:
            return self.filter(assignments__user=user)
        return self.none()
