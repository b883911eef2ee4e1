"""Scenarios that the office keeps by name, and several of them beside the plan."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Value
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import verb
from accounts.domain.editing import check_unchanged
from accounts.domain.errors import Conflict, Invalid, Problem
from accounts.domain.wording import as_typed, too_long
from accounts.models import User
from milestones.domain.schedule import Schedule
from milestones.domain.schedule.change_words import change_words
from milestones.domain.schedule.changes import read_changes
from milestones.domain.schedule.scenarios import Side, WhatIf, side_by_side, what_if
from milestones.models import Scenario
from roadmap.domain.document import Document
from roadmap.domain.document.storage import build_document
from roadmap.models import Roadmap

MAX_NAME = 120
MAX_NOTE = 2000


class NameTaken(Conflict):
    """Another scenario of the roadmap has this name."""

    code = "name-taken"

    def __init__(self) -> None:
        message = _("There is a scenario with this name already. Choose another one.")
        super().__init__(message, [Problem("name", message)])


@verb
def keep_scenario(*, roadmap: Roadmap, name: str, changes: Any, note: str = "", actor: User | None) -> Scenario:
    """Keep changes under a name. They are checked against the draft as it is now. Raises Invalid, NameTaken."""
    roadmap = Roadmap.objects.select_for_update().get(pk=roadmap.pk)  # names are given one after the other
    typed, noted = _name(name), _note(note)
    kept = read_changes(changes, build_document(roadmap))
    _check_free(roadmap, typed)
    return Scenario.objects.create(roadmap=roadmap, name=typed, note=noted, changes=kept, author=actor)


@dataclass(frozen=True)
class ScenarioNames:
    """What a scenario is called, and what is noted of it."""

    name: str
    note: str

    @classmethod
    def of(cls, scenario: Scenario) -> "ScenarioNames":
        return cls(scenario.name, scenario.note)

    def shown(self) -> dict[str, str]:
        return {"name": self.name, "note": self.note}


@dataclass(frozen=True)
class ScenarioChanges:
    """What a scenario changes."""

    changes: list[dict[str, Any]]

    @classmethod
    def of(cls, scenario: Scenario) -> "ScenarioChanges":
        return cls(scenario.changes)

    def shown(self) -> dict[str, str]:
        return {"changes": change_words(self.changes)}


@dataclass(frozen=True)
class ScenarioDetails(ScenarioNames):
    """All of a scenario that can be edited."""

    changes: list[dict[str, Any]]

    @classmethod
    def of(cls, scenario: Scenario) -> "ScenarioDetails":
        return cls(scenario.name, scenario.note, scenario.changes)

    def shown(self) -> dict[str, str]:
        return {**super().shown(), **ScenarioChanges(self.changes).shown()}


@verb
def edit_scenario(
    *,
    scenario: Scenario,
    name: str | None = None,
    note: str | None = None,
    changes: Any = None,
    actor: User | None,
    seen: str = "",
    part: type[ScenarioNames | ScenarioChanges] = ScenarioDetails,
) -> Scenario:
    """Give a scenario another name, note, or other changes; None leaves what there is. Changes are checked against the draft as
    it is now.

    ``seen``: the fingerprint of a ``part`` of it as it was read; what somebody else changed in the rest does not clash.
    Raises Invalid, NameTaken, or ChangedMeanwhile.
    """
    roadmap = Roadmap.objects.select_for_update().get(pk=scenario.roadmap_id)
    saved = Scenario.objects.select_for_update().get(pk=scenario.pk)
    now = part.of(saved)
    saved.name = saved.name if name is None else _name(name)
    saved.note = saved.note if note is None else _note(note)
    saved.changes = saved.changes if changes is None else read_changes(changes, build_document(roadmap))
    check_unchanged(seen=seen, now=now, wanted=part.of(saved))
    _check_free(roadmap, saved.name, but=saved.pk)
    saved.save(update_fields=["name", "note", "changes", "updated_at"])
    return saved


@verb
def delete_scenario(*, scenario: Scenario, actor: User | None) -> None:
    """Forget a scenario. The audit trail keeps what it was."""
    scenario.delete()


@dataclass(frozen=True)
class Replayed:
    """A scenario on the draft of today; ``problems`` instead of an answer where it names what is no longer there."""

    scenario: Scenario
    answer: WhatIf | None
    problems: tuple[Problem, ...] = ()


def replay(
    document: Document,
    scenarios: Iterable[Scenario],
    actual: Mapping[str, dt.date] | None = None,
    as_of: dt.date | None = None,
) -> tuple[list[Replayed], tuple[Side, ...]]:
    """Each scenario carried out on the document, and all that stand side by side with the plan."""
    base = Schedule(document, actual, as_of)
    found = [_replayed(document, each, actual, as_of, base) for each in scenarios]
    return found, side_by_side(base, [each.answer.schedule for each in found if each.answer])


def _replayed(
    document: Document, scenario: Scenario, actual: Mapping[str, dt.date] | None, as_of: dt.date | None, base: Schedule
) -> Replayed:
    try:
        changes = read_changes(scenario.changes, document)
    except Invalid as refused:
        return Replayed(scenario, None, tuple(refused.problems))
    return Replayed(scenario, what_if(document, changes, actual, as_of, base))


def _name(name: str) -> str:
    typed = as_typed(name, "name")
    if not typed:
        raise _refusal("name", _("Give the scenario a name of at most 120 characters."))
    if len(typed) > MAX_NAME:
        raise _refusal("name", too_long(typed, MAX_NAME))
    return typed


def _note(note: str) -> str:
    typed = as_typed(note.replace("\r\n", " ").replace("\n", " "), "note")
    if len(typed) > MAX_NOTE:
        raise _refusal("note", too_long(typed, MAX_NOTE))
    return typed


def _refusal(field: str, message: Any) -> Invalid:
    return Invalid(_("Some fields need your attention."), [Problem(field, message)])


def _check_free(roadmap: Roadmap, name: str, but: int | None = None) -> None:
    """Capitals make no other name (as the table's own constraint says)."""
    named = Scenario.objects.annotate(folded=Lower("name")).filter(roadmap=roadmap, folded=Lower(Value(name)))
    if any(each.pk != but for each in named):
        raise NameTaken
