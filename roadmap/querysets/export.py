from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    from roadmap.models import ExportJob  # noqa: F401 in a base class, which ruff takes for text


class ExportQuerySet(models.QuerySet["ExportJob"]):
    def visible_to(self, user: Any) -> "ExportQuerySet":
        """The office sees the files of versions that it sees; a file shows everything, so nobody else does. One that tells
        positions takes the sight of their round too.
        """
        from roadmap.models import Round, Version

        if not user.is_authenticated or not user.is_office:
            return self.none()
        rounds = Round.objects.visible_to(user).values("pk")
        return self.filter(
            models.Q(positions_round=None) | models.Q(positions_round__in=rounds),
            version__in=Version.objects.visible_to(user).values("pk"),
        )
