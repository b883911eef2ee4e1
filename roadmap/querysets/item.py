from typing import Any

from django.db import models


class ItemQuerySet(models.QuerySet[Any]):
    def live(self) -> "ItemQuerySet":
        """Items that were not deleted."""
        return self.filter(deletion=None)

    def visible_to(self, user: Any) -> "ItemQuerySet":
        """Items of the draft of a roadmap that the person sees: facilitators on it and administrators."""
        from roadmap.models import Roadmap

        if not user.is_authenticated or not user.is_office:
            return self.none()
        return self.filter(roadmap__in=Roadmap.objects.visible_to(user).values("pk"))
