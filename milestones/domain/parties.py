"""Who acts: an area of control by its key, or a third party by its name."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy

from accounts.models.text import in_language
from roadmap.domain.document import Document, Entry
from roadmap.domain.document.values import Hidden, Json, Line


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


def actors(milestone: Entry) -> list[str]:
    """Who is to do a milestone: its areas by key, else its third party's name in the source text."""
    actor = milestone.data.get("actor")
    return areas_doing(milestone) or ([in_language(actor, "en")] if actor else [])


def givers(commitment: Mapping[str, Any], document: Document) -> list[str]:
    """Who gives a commitment: the giver that it names, else who is to do its milestone."""
    if commitment.get("giver"):
        return [commitment["giver"]]
    milestone = document.find("milestones", commitment["milestone"])
    return actors(milestone) if milestone else []
