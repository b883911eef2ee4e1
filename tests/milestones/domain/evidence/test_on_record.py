"""A file in the place of a draft, and deletions: neither rewrites or drops what is on record."""

import copy
from typing import Any

import pytest

from milestones.domain.evidence.recording import record_evidence, report_crossing, withdraw_evidence
from milestones.domain.evidence.suspending import confirm_suspension
from milestones.models import Evidence, Milestone, PolicyLine
from roadmap.domain.document import Document
from roadmap.domain.document.storage import build_document
from roadmap.domain.drafting import OnRecord, delete_item
from roadmap.domain.files import import_document, plan_import
from roadmap.domain.files.reading import document_from
from roadmap.domain.files.recorded import Rewritten
from roadmap.models import Area, Crossing, Measure
from tests.milestones.domain.evidence.conftest import Place

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(place: Place) -> Evidence:
    """Evidence on the milestone ``releases``, a line in the log of the crossing ``tabqa``, and a suspension of ``funds``."""
    data = {"milestone": "releases", "claim": "partly", "reporter": "Families C", "date": place.ago(20), "area": "gov"}
    data["independent"] = True
    found = record_evidence(roadmap=place.roadmap, data=data, actor=place.cast.monitor)
    crossing = Crossing.objects.get(key="tabqa")
    report_crossing(crossing=crossing, state="open", date=place.ago(3), reporter="Drivers", actor=place.cast.monitor)
    confirm_suspension(line=PolicyLine.objects.get(key="gate"), milestone="funds", reason="None.", actor=place.cast.lead)
    return found


def exported(place: Place) -> dict[str, Any]:
    return copy.deepcopy(build_document(place.roadmap).as_dict())


def put(place: Place, raw: dict[str, Any]) -> Document:
    """The draft after the file ``raw`` was put in its place."""
    import_document(document=document_from(copy.deepcopy(raw)), actor=place.cast.lead, replace=True)
    return build_document(place.roadmap)


def problems(place: Place, raw: dict[str, Any]) -> list[str]:
    before = build_document(place.roadmap).digest()
    with pytest.raises(Rewritten) as error:
        put(place, raw)
    with pytest.raises(Rewritten):
        plan_import(document=document_from(copy.deepcopy(raw)))
    assert build_document(place.roadmap).digest() == before
    return [problem.path for problem in error.value.problems]


def test_a_file_without_the_record_leaves_it_as_it_is(place: Place, record: Evidence) -> None:
    before, raw = build_document(place.roadmap), exported(place)
    del raw["evidence"], raw["crossings"][0]["log"], raw["policy_lines"][0]["suspensions"]
    raw["milestones"][0]["title"]["en"] = "Another title"
    after = put(place, raw)
    assert after.of("milestones")[0].title() == "Another title"
    for kind in ("evidence", "crossings", "policy_lines"):
        assert [(entry.ref, entry.code, entry.data) for entry in after.of(kind)] == [
            (entry.ref, entry.code, entry.data) for entry in before.of(kind)
        ]


def test_a_file_adds_to_the_record(place: Place, record: Evidence) -> None:
    raw = exported(place)
    raw["evidence"] = [{"key": "another", "measure": "exam-passage", "claim": "achieved", "reporter": "A", "date": "2023-08-01"}]
    raw["crossings"][0]["log"].append({"date": "2023-08-01", "state": "closed", "reporter": "A"})
    del raw["policy_lines"][0]["suspensions"]  # it names the report that this file leaves out
    after = put(place, raw)
    assert [entry.key for entry in after.of("evidence")] == [record.key, "another"]
    assert [row["state"] for row in after.of("crossings")[0].data["log"]] == ["open", "closed"]


def test_a_file_may_say_that_a_record_was_withdrawn_and_not_that_it_was_not(place: Place, record: Evidence) -> None:
    old = exported(place)
    withdraw_evidence(evidence=record, reason="A mistake", actor=place.cast.monitor)
    new = exported(place)
    assert put(place, old).of("evidence")[0].data["withdrawn"] == new["evidence"][0]["withdrawn"]
    new["evidence"][0]["withdrawn"]["reason"] = {"en": "Another reason"}
    assert problems(place, new) == [f"evidence/{record.key}#withdrawn"]


@pytest.mark.parametrize(("field", "value"), [("claim", "achieved"), ("quantity", 5), ("statement", {"en": "More"})])
def test_a_file_cannot_rewrite_a_report(place: Place, record: Evidence, field: str, value: Any) -> None:
    raw = exported(place)
    raw["evidence"][0][field] = value
    assert problems(place, raw) == [f"evidence/{record.key}#{field}"]


def test_a_file_cannot_rewrite_a_log_or_a_suspension(place: Place, record: Evidence) -> None:
    raw = exported(place)
    raw["crossings"][0]["log"][0]["state"] = "closed"
    raw["policy_lines"][0]["suspensions"][0]["since"] = "2023-01-01"
    assert problems(place, raw) == ["crossings/tabqa#log", "policy_lines/gate#suspensions"]


def test_a_file_cannot_drop_what_a_record_is_about(place: Place, record: Evidence) -> None:
    raw = exported(place)
    del raw["evidence"], raw["policy_lines"][0]["suspensions"]
    raw["milestones"] = [each for each in raw["milestones"] if each["key"] not in {"releases", "funds"}]
    del raw["policy_lines"][0]["watches"], raw["policy_lines"][0]["suspends"]
    assert problems(place, raw) == ["policy_lines/gate#suspensions", f"evidence/{record.key}"]


def test_what_was_reported_of_cannot_be_deleted(place: Place, record: Evidence) -> None:
    with pytest.raises(OnRecord):
        delete_item(item=Milestone.objects.get(key="releases"), kind_name="milestones", actor=place.cast.lead)
    on_measure = {"measure": "exam-passage", "claim": "achieved", "reporter": "A", "date": place.ago(1)}
    record_evidence(roadmap=place.roadmap, data=on_measure, actor=place.cast.monitor)
    with pytest.raises(OnRecord):
        delete_item(item=Measure.objects.get(key="exam-passage"), kind_name="measures", actor=place.cast.lead)
    with pytest.raises(Exception, match="refer to it"):
        delete_item(item=Area.objects.get(key="gov"), kind_name="areas", actor=place.cast.lead)
    assert Evidence.objects.live().count() == 2
