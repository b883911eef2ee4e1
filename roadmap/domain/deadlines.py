"""What a member does is done in an open round: the database's clock decides, under the lock of ``round_locks``."""

import datetime as dt
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext_lazy as _

from accounts.domain.errors import Conflict, Forbidden
from accounts.models import User
from roadmap.enums import RoundState
from roadmap.models import Invitation

# The lock of round_locks (FOR SHARE), and in the same statement: one member's own writes come one after the other.
_HOLD = """
WITH held AS MATERIALIZED (
  SELECT r.state, r.closes_at, r.widest_visibility, i.revoked_at
  FROM roadmap_invitation i JOIN roadmap_round r ON r.id = i.round_id
  WHERE i.id = %s
  FOR SHARE OF r
  FOR NO KEY UPDATE OF i
)
SELECT state, closes_at, widest_visibility, revoked_at IS NULL, clock_timestamp() FROM held
"""


class Late(Conflict):
    """The round is over: nothing is accepted any more. Whoever shows this keeps the text on the page."""

    code = "late"

    def __init__(self) -> None:
        super().__init__(
            _("The review has closed. What you wrote was not accepted; it is kept on this page so that you can copy it.")
        )


@dataclass(frozen=True)
class Held:
    """``at``: the database's time, which is the time of what is accepted now."""

    at: dt.datetime
    widest_visibility: str


def require_own(invitation: Invitation, actor: User) -> None:
    """A member acts in the own place only. Raises Forbidden."""
    if invitation.user_id != actor.pk:
        raise Forbidden(_("This is another member's place."))


def hold_open_for(invitation: Invitation) -> Held:
    """Hold the invitation's round open until this transaction ends. Raises Late, or Forbidden for a withdrawn invitation."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [invitation.pk])
        state, closes_at, widest_visibility, stands, now = cursor.fetchone()
    if not stands:
        raise Forbidden(_("The invitation was withdrawn."))
    if state != RoundState.OPEN or closes_at <= now:
        raise Late
    return Held(now, widest_visibility)
