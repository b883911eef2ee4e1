from typing import TYPE_CHECKING, Any

from django.db import models

from accounts.enums import Role
from roadmap.enums import RoundState

if TYPE_CHECKING:
    from roadmap.models import Invitation, Round  # noqa: F401 in a base class, which ruff takes for text


class RoundQuerySet(models.QuerySet["Round"]):
    def visible_to(self, user: Any) -> "RoundQuerySet":
        """The office sees the rounds of its roadmaps; a member the opened ones with an invitation that stands."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.role == Role.ADMINISTRATOR:
            return self
        if user.role == Role.FACILITATOR:
            return self.filter(roadmap__assignments__user=user)
        if user.role == Role.REVIEWER:
            from roadmap.models import Invitation

            mine = Invitation.objects.standing().filter(user=user)
            return self.filter(pk__in=mine.values("round_id")).exclude(state=RoundState.DRAFT)
        return self.none()

    def due_to_close(self) -> "RoundQuerySet":
        """Open rounds whose closing time has passed by the database's clock."""
        return self.filter(state=RoundState.OPEN, closes_at__lte=models.functions.Now())


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def standing(self) -> "InvitationQuerySet":
        """Invitations that were not withdrawn."""
        return self.filter(revoked_at=None)

    def visible_to(self, user: Any) -> "InvitationQuerySet":
        """A member sees the own invitations to opened rounds; the office those of the rounds it sees."""
        from roadmap.models import Round

        if user.is_authenticated and user.role == Role.REVIEWER:
            return self.standing().filter(user=user).exclude(round__state=RoundState.DRAFT)
        return self.filter(round__in=Round.objects.visible_to(user).values("pk"))
