"""Two people who edit the same person or group are told, and neither's words vanish."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.domain.errors import Conflict, Problem


class ChangedMeanwhile(Conflict):
    """Somebody saved between reading and saving; each problem names a field and what it holds now."""

    code = "changed-meanwhile"

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(gettext_lazy("Somebody else changed this in the meantime. Nothing was saved yet."), problems)


def fingerprint(details: Any) -> str:
    """What a form or a program says that it has seen: 128 bits over the details (a dataclass)."""
    text = json.dumps(asdict(details), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def check_unchanged(*, seen: str, now: Any, wanted: Any) -> None:
    """Raises ChangedMeanwhile if ``now`` is not what was ``seen``. An empty ``seen`` asks for no check.

    Details say in ``shown()`` how each field reads; only those that differ from what is wanted are named.
    """
    if not seen or seen == fingerprint(now):
        return
    current: Mapping[str, str] = now.shown()
    mine: Mapping[str, str] = wanted.shown()
    problems = [
        Problem(field, _("It now reads: %(value)s") % {"value": value or "–"})
        for field, value in current.items()
        if value != mine[field]
    ]
    raise ChangedMeanwhile(problems)
