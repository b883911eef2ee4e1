"""Days as requests give them."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from accounts.domain.errors import Invalid, Problem


def day_given(given: Any, name: str = "as_of") -> dt.date | None:
    """The day written as YYYY-MM-DD; None where none is given. Raises Invalid with the field's ``name`` for anything else."""
    try:
        return dt.date.fromisoformat(given) if given else None
    except (TypeError, ValueError) as error:
        message = _("Give a day as YYYY-MM-DD, such as 2023-09-01.")
        raise Invalid(message, [Problem(name, message)]) from error
