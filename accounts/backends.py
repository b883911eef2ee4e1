"""How somebody who followed an invitation is signed in."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from accounts.enums import INVITED_ROLES
from accounts.models import User


class InvitationBackend(BaseBackend):
    """Signs in the person of an invitation that was used up; never one of the office, whose door has two locks.

    The refusal is repeated at every request: a reviewer who becomes a facilitator is out at once.
    """

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:  # noqa: ARG002 Django's signature
        invited = credentials.get("invited")
        return invited if isinstance(invited, User) and self._may_enter(invited) else None

    def get_user(self, user_id: int) -> User | None:
        user = User.objects.filter(pk=user_id).first()
        return user if user and self._may_enter(user) else None

    @staticmethod
    def _may_enter(user: User) -> bool:
        return user.is_active and user.role in INVITED_ROLES
