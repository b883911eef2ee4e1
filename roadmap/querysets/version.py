from typing import TYPE_CHECKING, Any

from django.db import models

from accounts.enums import Role
from roadmap.enums import RoundState

if TYPE_CHECKING:
    from roadmap.models import Version  # noqa: F401 in a base class, which ruff takes for text


class VersionQuerySet(models.QuerySet["Version"]):
    def visible_to(self, user: Any) -> "VersionQuerySet":
        """The office sees versions of its roadmaps; a member sees those of rounds that were opened with an invitation."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.role == Role.ADMINISTRATOR:
            return self
        if user.role == Role.FACILITATOR:
            return self.filter(roadmap__assignments__user=user)
        if user.role == Role.REVIEWER:
            from roadmap.models import Invitation

            rounds = Invitation.objects.standing().filter(user=user).exclude(round__state=RoundState.DRAFT)
            return self.filter(rounds__in=rounds.values("round_id")).distinct()
        return self.none()
