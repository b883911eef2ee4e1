"""Who gives: areas of control by their keys, third parties by their names."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from accounts.models.text import in_language
from milestones.domain.evidence.reading import day
from milestones.domain.parties import areas_doing
from roadmap.domain.document import Document, Entry
from roadmap.domain.document.folding import fold

#: Starts the key of a third party; the key of an area never holds it.
THIRD = "~"


@dataclass(frozen=True)
class Party:
    """An area, or a third party such as an agency. ``name`` is a text in several languages; ``begins`` and ``ends`` are an
    area's first and last day, None where none is given."""

    key: str
    name: Mapping[str, str]
    code: str = ""
    begins: dt.date | None = None
    ends: dt.date | None = None

    @property
    def is_area(self) -> bool:
        return not self.key.startswith(THIRD)

    def is_there(self, on: dt.date) -> bool:
        """Whether it has begun by a day, and not ended before it."""
        return (self.begins or on) <= on <= (self.ends or on)

    def title(self, language: str | None = None) -> str:
        """The name in ``language`` (default: the active one), else in another, else the code or key."""
        return in_language(dict(self.name), language) or self.code or self.key

    def as_dict(self) -> dict[str, Any]:
        told = {"key": self.key, "area": self.is_area, "code": self.code, "name": dict(self.name)}
        days = {"begins": self.begins, "ends": self.ends}
        return {**told, **{name: each.isoformat() for name, each in days.items() if each}}


def _area(entry: Entry) -> Party:
    data = entry.data
    return Party(entry.key, data.get("name") or {}, entry.code, day(data.get("valid_from")), day(data.get("valid_to")))


@dataclass
class Parties:
    """All who give or gain in a document. A third party is one and the same by any of its names."""

    document: Document
    _by_name: dict[str, Party] = field(default_factory=dict)
    _by_key: dict[str, Party] = field(default_factory=dict)

    @cached_property
    def areas(self) -> dict[str, Party]:
        """By key, in the document's order."""
        return {entry.key: _area(entry) for entry in self.document.of("areas")}

    def __getitem__(self, key: str) -> Party:
        """Raises KeyError for whom nothing here has named yet."""
        return self.areas.get(key) or self._by_key[key]

    @property
    def third(self) -> list[Party]:
        """Third parties in the order in which they were met."""
        return list(self._by_key.values())

    def as_dict(self) -> dict[str, Any]:
        """All who are named, by key: areas first."""
        return {party.key: party.as_dict() for party in (*self.areas.values(), *self.third)}

    def named(self, name: str | Mapping[str, str]) -> Party:
        """The party that a giver's field or a milestone's actor names."""
        if isinstance(name, str):
            if name in self.areas:
                return self.areas[name]
            name = {self.document.source_language: name}
        folded = [fold(text) for text in name.values() if text]
        for text in folded:
            if text in self._by_name:
                return self._by_name[text]
        party = Party(f"{THIRD}{fold(in_language(dict(name), self.document.source_language))}", name)
        self._by_name.update(dict.fromkeys(folded, party))
        return self._by_key.setdefault(party.key, party)

    def doing(self, milestone: Entry) -> tuple[str, ...]:
        """Keys of those who are to do a milestone: its area, its several areas (a joint one), or its third party."""
        actor = milestone.data.get("actor")
        return tuple(areas_doing(milestone)) or ((self.named(actor).key,) if actor else ())
