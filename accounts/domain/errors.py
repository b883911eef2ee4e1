"""How domain code says no. Pages show the message beside what was typed; the API gives problem details."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.utils.functional import Promise

Message = str | Promise


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong. ``path`` names the field or the place in a file; ``line`` is 0 if unknown."""

    path: str
    message: Message
    line: int = 0

    def __str__(self) -> str:
        """What a page shows of it; the place is told by where it stands."""
        return str(self.message)

    def in_file(self, name: object) -> str:
        """What a command prints of it, such as ``plan.yaml:118: measures[3].sector: …``, as far as the place is known."""
        line = f":{self.line}" if self.line else ""
        return ": ".join(part for part in (f"{name}{line}", self.path, str(self.message)) if part)


class Refused(Exception):  # noqa: N818 a refusal is an answer, not an error
    """The verb was not carried out. ``status`` is the HTTP answer that fits."""

    status: ClassVar[int] = 422
    code: ClassVar[str] = "refused"

    def __init__(self, message: Message, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.problems = list(problems)


class Invalid(Refused):
    """What was given is not well formed."""

    status: ClassVar[int] = 400
    code: ClassVar[str] = "invalid"


class Forbidden(Refused):
    """The person may see it but not do this."""

    status: ClassVar[int] = 403
    code: ClassVar[str] = "forbidden"


class Conflict(Refused):
    """Someone else was there first, or the state does not allow it."""

    status: ClassVar[int] = 409
    code: ClassVar[str] = "conflict"
