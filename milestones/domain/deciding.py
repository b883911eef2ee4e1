"""What decisions on the record have in common: the right to take them, a reason, the day, and the row that they add to a list."""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.utils.translation import gettext as _

from accounts.domain.errors import Forbidden, Invalid, Problem
from accounts.models import User
from roadmap.domain.clock import today
from roadmap.domain.document.values import not_come

__all__ = ["Reason", "problems_of_a_row", "refuse_future", "require_reason", "require_right", "today"]

Reason = Mapping[str, str] | str


def require_right(actor: User, permission: str, target: Any) -> None:
    """Raise Forbidden where the person may not do this with ``target``."""
    if not actor.has_perm(permission, target):
        raise Forbidden(_("You cannot do this on this roadmap."))


def require_reason(reason: Reason) -> Reason:
    """A reason in one language or several. Raises Invalid where there is none."""
    texts = [reason] if isinstance(reason, str) else list(reason.values())
    if not any(text.strip() for text in texts):
        raise Invalid(_("Some fields need your attention."), [Problem("reason", _("Say why."))])
    return reason


def refuse_future(day: dt.date | None) -> None:
    """Nothing is known of a day that has not come. Raises Invalid."""
    if day is not None and day > today():
        raise Invalid(_("Some fields need your attention."), [Problem("date", not_come())])


@contextmanager
def problems_of_a_row() -> Iterator[None]:
    """Name the field of the row that was added, not its place in the list: ``log[3].date`` is told as ``date``."""
    try:
        yield
    except Invalid as error:
        # What cannot be read is reported as such first, and then as missing.
        first = {each.path: Problem(each.path.rpartition("].")[2], each.message) for each in reversed(error.problems)}
        raise Invalid(error.message, list(reversed(first.values()))) from error
