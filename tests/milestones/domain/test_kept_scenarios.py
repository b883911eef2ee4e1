"""Scenarios that are kept by name."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.domain.errors import Invalid
from accounts.models import AuditEntry
from milestones.domain.kept_scenarios import NameTaken, delete_scenario, keep_scenario, rename_scenario, replay
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
        rename_scenario(scenario=other, name="Lists fall away", actor=cast.lead)
    assert rename_scenario(scenario=first, name="LISTS fall away", actor=cast.lead).name == "LISTS fall away"
    with transaction.atomic(), pytest.raises(IntegrityError):
        Scenario.objects.create(roadmap=roadmap, name="another", changes=DROP)


def test_it_can_be_renamed_and_deleted_and_the_trail_keeps_it(cast: Cast) -> None:
    scenario = kept(small_roadmap(), cast, note="A note")
    assert rename_scenario(scenario=scenario, name="Without lists", actor=cast.lead).note == "A note"
    assert rename_scenario(scenario=scenario, name="Without lists", note="", actor=cast.lead).note == ""
    delete_scenario(scenario=scenario, actor=cast.lead)
    assert not Scenario.objects.exists()
    assert list(AuditEntry.objects.filter(table="milestones_scenario").order_by("id").values_list("verb", flat=True)) == [
        *("keep_scenario", "rename_scenario", "rename_scenario", "delete_scenario"),
    ]


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
