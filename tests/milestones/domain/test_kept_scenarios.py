"""Scenarios that are kept by name."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.domain.editing import ChangedMeanwhile, fingerprint
from accounts.domain.errors import Invalid
from accounts.models import AuditEntry
from milestones.domain.kept_scenarios import (
    NameTaken,
    ScenarioChanges,
    ScenarioDetails,
    ScenarioNames,
    delete_scenario,
    edit_scenario,
    keep_scenario,
    replay,
)
from milestones.models import Scenario
from roadmap.domain.document.storage import build_document
from roadmap.models import Roadmap
from tests.conftest import Cast
from tests.roadmap.factories import small_roadmap

pytestmark = pytest.mark.django_db

DROP = [{"change": "drop", "milestone": "gov-lists"}]
LATE = [{"change": "delay", "area": "gov", "weeks": 3}]


def kept(roadmap: Roadmap, cast: Cast, name: str = "Lists fall away", changes: Any = None, **more: Any) -> Scenario:
    return keep_scenario(roadmap=roadmap, name=name, changes=changes or DROP, actor=cast.lead, **more)


def test_a_scenario_is_kept_as_it_was_checked_and_changes_no_draft(cast: Cast) -> None:
    roadmap = small_roadmap()
    before = build_document(roadmap).canonical()
    scenario = kept(roadmap, cast, "  Lists fall away ", note="If talks stall")
    assert (scenario.name, scenario.note, scenario.changes) == ("Lists fall away", "If talks stall", DROP)
    assert build_document(roadmap).canonical() == before
    assert AuditEntry.objects.filter(verb="keep_scenario", actor=str(cast.lead.pk)).count() == 1


def test_a_name_is_given_once_per_roadmap(cast: Cast) -> None:
    roadmap = small_roadmap()
    first, other = kept(roadmap, cast), kept(roadmap, cast, "Another")
    with pytest.raises(NameTaken):
        kept(roadmap, cast, "lists FALL away")
    with pytest.raises(NameTaken):
        edit_scenario(scenario=other, name="Lists fall away", actor=cast.lead)
    assert edit_scenario(scenario=first, name="LISTS fall away", actor=cast.lead).name == "LISTS fall away"
    with transaction.atomic(), pytest.raises(IntegrityError):
        Scenario.objects.create(roadmap=roadmap, name="another", changes=DROP)


def test_it_can_be_renamed_and_deleted_and_the_trail_keeps_it(cast: Cast) -> None:
    scenario = kept(small_roadmap(), cast, note="A note")
    assert edit_scenario(scenario=scenario, name="Without lists", actor=cast.lead).note == "A note"
    assert edit_scenario(scenario=scenario, name="Without lists", note="", actor=cast.lead).note == ""
    delete_scenario(scenario=scenario, actor=cast.lead)
    assert not Scenario.objects.exists()
    assert list(AuditEntry.objects.filter(table="milestones_scenario").order_by("id").values_list("verb", flat=True)) == [
        *("keep_scenario", "edit_scenario", "edit_scenario", "delete_scenario"),
    ]


def test_its_changes_are_edited_under_the_same_name_and_checked_first(cast: Cast) -> None:
    roadmap = small_roadmap()
    scenario = kept(roadmap, cast, note="A note")
    before = build_document(roadmap).canonical()
    edited = edit_scenario(scenario=scenario, changes=LATE, actor=cast.drafter)
    assert (edited.name, edited.note, edited.changes) == ("Lists fall away", "A note", LATE)
    with pytest.raises(Invalid) as refused:
        edit_scenario(scenario=scenario, changes=[{"change": "drop", "milestone": "nobody"}], actor=cast.lead)
    assert [each.path for each in refused.value.problems] == ["changes[0].milestone"]
    assert Scenario.objects.get().changes == LATE
    assert build_document(roadmap).canonical() == before
    assert AuditEntry.objects.filter(verb="edit_scenario", actor=str(cast.drafter.pk)).count() == 1


def test_two_who_edit_the_same_part_of_it_are_told_and_different_parts_do_not_clash(cast: Cast) -> None:
    scenario = kept(small_roadmap(), cast)
    seen = {part: fingerprint(part.of(scenario)) for part in (ScenarioNames, ScenarioChanges, ScenarioDetails)}
    edit_scenario(scenario=scenario, changes=LATE, actor=cast.drafter, seen=seen[ScenarioChanges], part=ScenarioChanges)
    mine = [{"change": "leave", "area": "aanes"}]
    with pytest.raises(ChangedMeanwhile) as refused:
        edit_scenario(scenario=scenario, changes=mine, actor=cast.lead, seen=seen[ScenarioChanges], part=ScenarioChanges)
    assert [(each.path, str(each.message)) for each in refused.value.problems] == [
        ("changes", "It now reads: An area is late by some weeks: gov, 3")
    ]
    assert Scenario.objects.get().changes == LATE
    edit_scenario(scenario=scenario, name="Mine", actor=cast.lead, seen=seen[ScenarioNames], part=ScenarioNames)
    with pytest.raises(ChangedMeanwhile):
        edit_scenario(scenario=scenario, note="All of it", actor=cast.lead, seen=seen[ScenarioDetails])
    assert (Scenario.objects.get().name, Scenario.objects.get().note) == ("Mine", "")


@pytest.mark.parametrize(
    ("name", "changes", "path"),
    [
        ("", DROP, "name"),
        ("x" * 121, DROP, "name"),
        ("a\u202eb", DROP, "name"),
        ("Fine", [{"change": "drop", "milestone": "nobody"}], "changes[0].milestone"),
    ],
)
def test_what_cannot_be_kept_is_refused(cast: Cast, name: str, changes: Any, path: str) -> None:
    with pytest.raises(Invalid) as refused:
        kept(small_roadmap(), cast, name, changes)
    assert [problem.path for problem in refused.value.problems] == [path]
    assert not Scenario.objects.exists()


def test_only_the_office_of_the_roadmap_sees_scenarios(cast: Cast) -> None:
    """They tell of the draft: nobody outside may so much as count them."""
    roadmap = small_roadmap()
    roadmap.assignments.create(user=cast.lead, role="lead")
    kept(roadmap, cast, note="Secret of the office")
    seen = {
        name: Scenario.objects.visible_to(getattr(cast, name)).count()
        for name in ("lead", "administrator", "outsider", "monitor", "reviewer", "focal_point", "rival")
    }
    assert seen == {"lead": 1, "administrator": 1, "outsider": 0, "monitor": 0, "reviewer": 0, "focal_point": 0, "rival": 0}


def test_several_are_compared_on_the_draft_of_today_and_one_that_is_out_of_date_says_so(cast: Cast) -> None:
    roadmap = small_roadmap()
    scenarios = [kept(roadmap, cast), kept(roadmap, cast, "Three weeks late", LATE)]
    found, sides = replay(build_document(roadmap), scenarios)
    assert [each.answer.comparison.dropped for each in found if each.answer] == [("gov-lists",), ()]
    assert {side.key: [days and str(days.earliest) for days in side.days] for side in sides} == {
        "gov-lists": ["2023-10-01", None, "2023-10-22"],
    }

    document = build_document(roadmap)
    document.sections["milestones"] = [entry for entry in document.of("milestones") if entry.key != "gov-lists"]
    stale, _sides = replay(document.without(set()), scenarios)
    assert [[problem.path for problem in each.problems] for each in stale] == [["changes[0].milestone"], []]
