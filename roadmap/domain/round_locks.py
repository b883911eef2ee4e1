"""Holding a round still while it is moved from one state to the next.

The locking contract. Whoever writes what counts only while a round is open (a comment, a position, a sign-off) first takes
``FOR SHARE`` on the round's row, by ``deadlines.hold_open_for``: many may do so side by side. Whoever moves the round (opening,
extending, closing, releasing answers) takes ``FOR UPDATE`` by :func:`locked_round`, and so waits until everything accepted before
is committed. Nothing is accepted after closing, and nothing accepted is missing from a closed round.
"""

from django.utils.translation import gettext_lazy as _

from accounts.domain.errors import Conflict
from roadmap.domain.clock import database_now
from roadmap.enums import ROUND_MOVES, RoundState
from roadmap.models import Round


class RoundClosed(Conflict):
    """The round is not open (any more)."""

    code = "round-closed"

    def __init__(self) -> None:
        super().__init__(_("The round is not open."))


def locked_round(round_: Round) -> Round:
    """The round as it is now, with nobody writing to it until this transaction ends."""
    found: Round = Round.objects.select_for_update().get(pk=round_.pk)
    return found


def locked_open_round(round_: Round) -> Round:
    """As :func:`locked_round`. Raises RoundClosed unless it is open by the database's clock, read once the lock is there."""
    found = locked_round(round_)
    if found.state != RoundState.OPEN or found.closes_at <= database_now():
        raise RoundClosed
    return found


def move_round(round_: Round, state: RoundState) -> None:
    """Set the state, or raise Conflict where ROUND_MOVES does not allow it. The caller holds the lock and saves."""
    if state not in ROUND_MOVES[round_.state]:
        words = {"now": round_.get_state_display(), "then": state.label}
        raise Conflict(_("The round is “%(now)s”; it cannot become “%(then)s”.") % words)
    round_.state = state
