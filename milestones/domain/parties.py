"""Who acts: an area of control by its key, or a third party by its name; and which areas there are on a day."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy

from accounts.models.text import MultilingualText, in_language
from roadmap.domain.document import Document, Entry
from roadmap.domain.document.values import Hidden, Json, Line

#: The language whose name stands for a third party where only one name is kept.
KNOWN_IN = "en"


class Party(Line):
    """The key of an area, or the name of a third party. An area that may not be seen leaves no trace."""

    suggests = "areas"
    hint = gettext_lazy("An area, or the name of a third party")

    def __init__(self) -> None:
        super().__init__(max_length=120)

    def without(self, value: Json, hidden: Hidden) -> Json:
        return None if value and hidden("areas", value) else value


def areas_doing(milestone: Entry) -> list[str]:
    """Keys of the areas that are to do a milestone: its own, or the several of a joint one; none where a third party is."""
    data = milestone.data
    return [data["area"]] if data.get("area") else list(data.get("areas") or ())


def has_begun(area: Entry, on: dt.date) -> bool:
    """Whether an area was there by a day; one without a first day always was."""
    return (area.data.get("valid_from") or "") <= on.isoformat()


def has_ended(area: Entry, on: dt.date) -> bool:
    """Whether the last day of an area is before a day."""
    return bool(area.data.get("valid_to")) and area.data["valid_to"] < on.isoformat()


def areas_on(document: Document, on: dt.date) -> list[Entry]:
    """The areas that are there on a day, in the document's order."""
    return [area for area in document.of("areas") if has_begun(area, on) and not has_ended(area, on)]


def actors(milestone: Entry, language: str) -> list[str]:
    """Who is to do a milestone: its areas by key, else its third party's name in ``language``."""
    actor = milestone.data.get("actor")
    return areas_doing(milestone) or ([in_language(actor, language)] if actor else [])


def known_as(actor: MultilingualText) -> str:
    """The name that stands for a third party wherever only one is kept, whoever reads: see :class:`Party`."""
    return in_language(actor, KNOWN_IN)


def givers(commitment: Mapping[str, Any], document: Document) -> list[str]:
    """Who gives a commitment: the giver that it names, else who is to do its milestone."""
    if commitment.get("giver"):
        return [commitment["giver"]]
    milestone = document.find("milestones", commitment["milestone"])
    return actors(milestone, KNOWN_IN) if milestone else []
