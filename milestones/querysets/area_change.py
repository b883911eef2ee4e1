from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    from milestones.models import AreaChange  # noqa: F401 in a base class, which ruff takes for text


class AreaChangeQuerySet(models.QuerySet["AreaChange"]):
    def visible_to(self, user: Any) -> "AreaChangeQuerySet":
        """The office sees the changes of roadmaps that it sees; they tell of the draft, so nobody else does."""
        from roadmap.models import Roadmap

        if not user.is_authenticated or not user.is_office:
            return self.none()
        return self.filter(roadmap__in=Roadmap.objects.visible_to(user).values("pk"))
