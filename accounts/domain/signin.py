"""Who may come in by which door."""

from django.utils.translation import gettext_lazy as _

from accounts.domain.errors import Forbidden
from accounts.enums import INVITED_ROLES
from accounts.models import User


def check_may_enter_by_invitation(*, person: User) -> None:
    """Raises Forbidden for one of the office, who signs in with two factors, and for a deactivated person."""
    if not person.is_active or person.role not in INVITED_ROLES:
        raise Forbidden(_("This link cannot be used to sign in."))
