"""Days as requests give them."""

import datetime as dt
from typing import Any

from accounts.days import how_to_write, read_day
from accounts.domain.errors import Invalid, Problem


def day_given(given: Any, name: str = "as_of") -> dt.date | None:
    """The day written as YYYY-MM-DD; None where none is given. Raises Invalid with the field's ``name`` for anything else."""
    try:
        return read_day(given) if given else None
    except (AttributeError, ValueError) as error:
        message = how_to_write()
        raise Invalid(message, [Problem(name, message)]) from error
