"""An area that changes, as it is being typed: how, when, into what, and a decision on each open milestone."""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.days import read_day
from accounts.domain.errors import Invalid, Problem
from accounts.enums import Language
from accounts.models import User
from milestones.domain.area_changes import (
    Affected,
    Changed,
    affected,
    end_area,
    merge_areas,
    name_successor,
    split_area,
)
from milestones.domain.area_outlook import Outlook, outlook
from milestones.domain.deciding import today
from milestones.domain.plan import Plan
from milestones.web.progress.area_deciding import NOBODY, Deciding
from roadmap.domain.document import Document, Entry
from roadmap.domain.document.local import direction
from roadmap.domain.document.storage import build_document
from roadmap.models import Roadmap

END, SUCCESSOR, SPLIT, MERGE = "end", "successor", "split", "merge"
#: How many new areas can be typed.
_MOST_PARTS = 4


@dataclass(frozen=True)
class Part:
    """A new area. ``key`` is chosen by its name, so that decisions can name it before it is there."""

    number: int
    key: str
    name: str
    authority: str

    @property
    def controls(self) -> tuple[str, str]:
        return f"part.{self.number}.name", f"part.{self.number}.authority"


@dataclass
class Builder:
    """``data`` is what the browser sent so far, ``area`` the key of the area that changes, ``taken`` keys of areas that are no
    longer there."""

    document: Document
    area: str
    data: QueryDict
    taken: Collection[str] = ()

    @property
    def kind(self) -> str:
        kind: str = self.data.get("kind", "")
        return kind if kind in (END, SUCCESSOR, SPLIT, MERGE) else ""

    @property
    def on(self) -> str:
        return str(self.data.get("on", ""))

    @property
    def successor(self) -> str:
        return str(self.data.get("successor", ""))

    @cached_property
    def ending(self) -> list[str]:
        """Keys of the areas that end."""
        merged = [key for key in self.data.getlist("with") if self.document.find("areas", key)] if self.kind == MERGE else []
        return list(dict.fromkeys([self.area, *merged]))

    # --- First step --------------------------------------------------------------------------------------------------

    def kinds(self) -> list[tuple[str, str, str, bool]]:
        """(value, label, help, chosen)."""
        told = (
            (END, _("It ends"), _("Nothing comes after it.")),
            (SUCCESSOR, _("It gets a successor"), _("Another area of the draft carries it on.")),
            (SPLIT, _("It splits"), _("Two or more new areas take its place.")),
            (MERGE, _("It merges"), _("It and others become one new area.")),
        )
        return [(value, label, text, value == (self.kind or END)) for value, label, text in told]

    def others(self) -> list[tuple[str, str, bool]]:
        """The areas in force beside it: key, label, whether it is chosen to merge."""
        return [(entry.key, f"{entry.code} · {entry.title()}", entry.key in self.data.getlist("with")) for entry in self._live()]

    def _live(self) -> Iterator[Entry]:
        return (entry for entry in self.document.of("areas") if entry.key != self.area and not entry.data.get("valid_to"))

    @cached_property
    def parts(self) -> list[Part]:
        """All places where a new area can be typed; the key of an empty one is empty."""
        taken = {*self.taken, *(entry.key for entry in self.document.of("areas"))}
        found = []
        for number in range(1, _MOST_PARTS + 1):
            name = self.data.get(f"part.{number}.name", "").strip()
            key = slugify(name)[:50].strip("-") or f"{self.area}-{number}"
            while key in taken:
                key = f"{key}-{number}"
            if name:
                taken.add(key)
            found.append(Part(number, key if name else "", name, self.data.get(f"part.{number}.authority", "").strip()))
        return found

    @property
    def typed_parts(self) -> list[Part]:
        typed = [part for part in self.parts if part.name]
        return typed if self.kind == SPLIT else typed[:1] if self.kind == MERGE else []

    @property
    def language(self) -> dict[str, str]:
        """The language in which new areas are named: that of the roadmap's source."""
        code = self.document.source_language
        return {"code": code, "label": str(Language(code).label), "dir": direction(code)}

    def day(self) -> dt.date:
        """The last day. Raises Invalid."""
        try:
            return read_day(self.on)
        except ValueError as error:
            message = _("Give its last day.")
            raise Invalid(_("Some fields need your attention."), [Problem("on", message)]) from error

    def require_first_step(self) -> None:
        """Raises Invalid with all that is missing before anything can be decided on."""
        problems: list[Problem] = []
        try:
            self.day()
        except Invalid as refused:
            problems += refused.problems
        if self.kind == SUCCESSOR and self.successor not in {key for key, _label, _chosen in self.others()}:
            problems.append(Problem("successor", _("Choose another area.")))
        if self.kind == MERGE and len(self.ending) < 2:
            problems.append(Problem("areas", _("Two or more areas merge.")))
        if self.kind == MERGE and not self.typed_parts:
            problems.append(Problem("parts", _("Name the new area.")))
        if self.kind == SPLIT and len(self.typed_parts) < 2:
            problems.append(Problem("parts", _("An area splits into two or more.")))
        if problems:
            raise Invalid(_("Some fields need your attention."), problems)

    @property
    def decided_for(self) -> str:
        """What the decisions answer: when it becomes another, what they say of areas no longer fits."""
        return " ".join([self.kind, self.successor, *self.ending, *(part.key for part in self.typed_parts)])

    @property
    def typed_decisions(self) -> list[tuple[str, str]]:
        """(name, value) of what the second step asked for, so that a way back to the first loses none of it."""
        return [(name, self.data.get(name, "")) for name in self.data if name == "decided_for" or Deciding.is_typed(name)]

    # --- Second step -------------------------------------------------------------------------------------------------

    @cached_property
    def plan(self) -> Plan:
        return Plan(self.document, today())

    @cached_property
    def found(self) -> Affected:
        return affected(self.document, self.ending, self.plan.progress)

    def targets(self) -> list[tuple[str, str]]:
        """What something can pass on to: the new areas first, then those in force."""
        new = [(part.key, part.name) for part in self.typed_parts]
        live = [(entry.key, f"{entry.code} · {entry.title()}") for entry in self._live() if entry.key not in self.ending]
        return [*new, *live]

    def _usual(self) -> str:
        """What becomes of most, if that can be told: nothing comes after an area that ends."""
        if self.kind == SUCCESSOR:
            return self.successor
        if self.kind == MERGE and self.typed_parts:
            return self.typed_parts[0].key
        return NOBODY if self.kind in (END, "") else ""

    @cached_property
    def deciding(self) -> Deciding:
        fits = self.data.get("decided_for", self.decided_for) == self.decided_for
        return Deciding(
            document=self.document,
            plan=self.plan,
            found=self.found,
            ending=self.ending,
            targets=self.targets(),
            usual=self._usual(),
            data=self.data,
            is_fresh=not fits,
        )

    def settled(self) -> list[tuple[str, str]]:
        return self._named("milestones", self.found.settled)

    def rules(self) -> list[tuple[str, str]]:
        """Milestones whose evidence rule asks for a source from an area that ends."""
        return self._named("milestones", self.found.rules)

    def _named(self, kind: str, keys: tuple[str, ...]) -> list[tuple[str, str]]:
        return [(entry.code, entry.title()) for key in keys if (entry := self.document.find(kind, key))]

    # --- Doing it ----------------------------------------------------------------------------------------------------

    def carry_out(self, roadmap: Roadmap, actor: User) -> Changed:
        """One call of the domain. Raises Refused."""
        common: dict[str, Any] = {"roadmap": roadmap, "on": self.day(), "decisions": self.deciding.decisions(), "actor": actor}
        new = [self._fields(part) for part in self.typed_parts]
        if self.kind == SUCCESSOR:
            return name_successor(area=self.area, successor=self.successor, **common)
        if self.kind == SPLIT:
            return split_area(area=self.area, parts=new, **common)
        if self.kind == MERGE:
            if not new:
                raise Invalid(_("Some fields need your attention."), [Problem("parts", _("Name the new area."))])
            return merge_areas(areas=self.ending, into=new[0], **common)
        return end_area(area=self.area, **common)

    def _fields(self, part: Part) -> dict[str, Any]:
        source = self.document.source_language
        return {"key": part.key, "name": {source: part.name}, "authority": {source: part.authority}}

    def preview(self, roadmap: Roadmap, actor: User) -> Outlook:
        """The draft as it would be, and what would follow; nothing of it stays. Raises Refused."""
        with transaction.atomic():
            done = self.carry_out(roadmap, actor)
            after = build_document(roadmap)
            transaction.set_rollback(True)
        return outlook(self.plan, after, done)
