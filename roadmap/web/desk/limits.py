"""Red lines on the desk: who set which limit to an item, as a card, a form and what is told after saving show it."""

from collections.abc import Iterable
from typing import Any

from roadmap.domain.document.local import direction
from roadmap.domain.queries.limits import Limit


def shown(limits: Iterable[Limit]) -> list[dict[str, Any]]:
    """Ready for a template, for the session and for the key of a cache; each text in the language and direction of its writer."""
    return [
        {
            "group": each.group_name,
            "kind": each.kind,
            "label": str(each.label),
            "since": each.since,
            "text": each.text,
            "language": each.language,
            "dir": direction(each.language) if each.language else "auto",
        }
        for each in limits
    ]
