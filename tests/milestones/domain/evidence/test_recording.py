"""Recording, withdrawing, reporting on crossings: by whom, what is refused, and that what was recorded stays."""

import datetime as dt
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import Error, transaction

from accounts.domain.errors import Forbidden, Invalid
from accounts.models import AuditEntry
from milestones.domain.evidence.crossings import compute_crossings
from milestones.domain.evidence.knowledge import Later
from milestones.domain.evidence.progress import compute_progress
from milestones.domain.evidence.reading import Evidence as Reports
from milestones.domain.evidence.recording import (
    AlreadyWithdrawn,
    record_evidence,
    report_crossing,
    withdraw_crossing_report,
    withdraw_evidence,
)
from milestones.domain.plan import Plan
from milestones.models import Evidence, EvidenceFile, Milestone
from roadmap.domain.document.storage import build_document
from roadmap.domain.drafting import edit_item
from roadmap.models import Assignment, Criterion, Crossing
from tests import factories
from tests.milestones.domain.evidence.conftest import Place
from tests.milestones.domain.evidence.uploads import png

pytestmark = pytest.mark.django_db


def report(place: Place, **data: Any) -> dict[str, Any]:
    found = {"milestone": "releases", "claim": "achieved", "reporter": "Monitors A", "independent": True, "date": place.ago(40)}
    return {name: value for name, value in {**found, **data}.items() if value is not None}


def problems(error: pytest.ExceptionInfo[Invalid]) -> list[str]:
    return [problem.path for problem in error.value.problems]


@pytest.mark.parametrize("who", ["lead", "drafter", "monitor"])
def test_facilitators_and_monitors_of_the_roadmap_record(place: Place, who: str) -> None:
    record = record_evidence(roadmap=place.roadmap, data=report(place), actor=getattr(place.cast, who))
    entry = AuditEntry.objects.filter(table="milestones_evidence").latest("id")
    assert (record.reporter, entry.verb, entry.actor) == ("Monitors A", "record_evidence", str(getattr(place.cast, who).pk))


@pytest.mark.parametrize("who", ["outsider", "administrator", "reviewer", "focal_point", "rival"])
def test_nobody_else_records_withdraws_or_reports(place: Place, who: str) -> None:
    actor = getattr(place.cast, who)
    record = record_evidence(roadmap=place.roadmap, data=report(place), actor=place.cast.monitor)
    crossing = Crossing.objects.get(key="tabqa")
    with pytest.raises(Forbidden):
        record_evidence(roadmap=place.roadmap, data=report(place), actor=actor)
    with pytest.raises(Forbidden):
        withdraw_evidence(evidence=record, reason="A mistake", actor=actor)
    with pytest.raises(Forbidden):
        report_crossing(crossing=crossing, state="open", date=place.ago(1), reporter="Drivers", actor=actor)
    assert Evidence.objects.filter(withdrawn={}).count() == 1


def test_a_monitor_of_another_roadmap_records_nothing(place: Place) -> None:
    other = factories.user("monitor")
    with pytest.raises(Forbidden):
        record_evidence(roadmap=place.roadmap, data=report(place), actor=other)


@pytest.mark.parametrize(
    ("change", "paths"),
    [
        ({"date": "2999-01-01"}, ["date"]),
        ({"date": None}, ["date"]),
        ({"milestone": "nowhere"}, ["milestone"]),
        ({"milestone": None}, ["milestone"]),
        ({"claim": "verified"}, ["claim"]),
        ({"unit": "buses"}, ["quantity"]),
        ({"unit": {"xx": "buses"}, "quantity": 5}, ["unit.xx"]),
        ({"claim": None}, ["claim"]),
        ({"reporter": None}, ["reporter"]),
        ({"withdrawn": {"date": "2023-01-01"}}, ["withdrawn"]),
        ({"files": [{"name": "1.pdf", "sha256": "0" * 64}]}, ["files"]),
        ({"state": "verified"}, ["state"]),
    ],
)
def test_what_cannot_be_recorded_is_told_by_its_field(place: Place, change: dict[str, Any], paths: list[str]) -> None:
    with pytest.raises(Invalid) as error:
        record_evidence(roadmap=place.roadmap, data=report(place, **change), actor=place.cast.monitor)
    assert problems(error) == paths
    assert Evidence.objects.count() == 0


def test_a_record_says_on_which_day_it_was_made_and_nobody_else_can_say_so(place: Place) -> None:
    record = record_evidence(roadmap=place.roadmap, data=report(place), actor=place.cast.monitor)
    assert (record.date.isoformat(), record.recorded.isoformat()) == (place.ago(40), place.today.isoformat())
    with pytest.raises(Invalid) as error:
        record_evidence(roadmap=place.roadmap, data=report(place, recorded=place.ago(40)), actor=place.cast.lead)
    assert problems(error) == ["recorded"]
    with pytest.raises(Error), transaction.atomic():
        Evidence.objects.update(recorded=place.ago(40))
    plan = Plan(build_document(place.roadmap), place.today - dt.timedelta(days=1))
    assert plan.later == Later(arrived=(record.key,))


def test_two_sources_verify_and_a_withdrawal_takes_it_back(place: Place) -> None:
    for reporter in ("Monitors A", "Doctors B"):
        record = record_evidence(roadmap=place.roadmap, data=report(place, reporter=reporter), actor=place.cast.monitor)
    progress = compute_progress(build_document(place.roadmap), place.today)["releases"]
    assert (progress.state.value, str(progress.actual)) == ("verified", place.ago(40))
    withdraw_evidence(evidence=record, reason={"en": "Another prison was meant."}, actor=place.cast.monitor)
    progress = compute_progress(build_document(place.roadmap), place.today)["releases"]
    assert (progress.state.value, progress.actual, len(progress.evidence)) == ("lapsed", None, 2)
    record.refresh_from_db()
    assert record.withdrawn == {"date": place.today.isoformat(), "reason": {"en": "Another prison was meant."}}
    with pytest.raises(AlreadyWithdrawn):
        withdraw_evidence(evidence=record, reason="Again", actor=place.cast.lead)


def test_a_withdrawal_needs_a_reason(place: Place) -> None:
    record = record_evidence(roadmap=place.roadmap, data=report(place), actor=place.cast.monitor)
    with pytest.raises(Invalid) as error:
        withdraw_evidence(evidence=record, reason=" ", actor=place.cast.monitor)
    assert problems(error) == ["reason"]


@pytest.mark.parametrize(
    "change",
    [
        {"claim": "reversed"},
        {"quantity": 1},
        {"independent": False},
        {"deletion": "6a5b2fd6-0000-4000-8000-000000000000"},
        {"withdrawn": {}},
    ],
)
def test_the_database_refuses_to_change_hide_or_bring_back_a_record(place: Place, change: dict[str, Any]) -> None:
    record = record_evidence(roadmap=place.roadmap, data=report(place), actor=place.cast.monitor)
    withdraw_evidence(evidence=record, reason="A mistake", actor=place.cast.monitor)
    with pytest.raises(Error, match="Cannot change the content"), transaction.atomic():
        Evidence.objects.filter(pk=record.pk).update(**change)
    with pytest.raises(Error, match="Cannot delete rows"), transaction.atomic():
        Evidence.objects.filter(pk=record.pk).delete()
    with pytest.raises(Exception, match="recorded and withdrawn"):
        edit_item(item=record, kind_name="evidence", changes={"claim": "partly"}, base=9, actor=place.cast.lead)


def test_files_are_kept_clean_under_a_random_name(place: Place) -> None:
    sent = png(secret=b"Ahmad of Homs")
    upload = ContentFile(sent, name="Ahmad of Homs 2023-08-01.png")
    record = record_evidence(roadmap=place.roadmap, data=report(place), actor=place.cast.monitor, uploads=[upload])
    kept = EvidenceFile.objects.get()
    assert record.files == [{"name": "1.png", "sha256": kept.digest, "size": kept.size, "type": "image/png"}]
    assert (b"Ahmad" in sent, b"Ahmad" in bytes(kept.content), kept.size) == (True, False, len(kept.content))
    trail = str(list(AuditEntry.objects.filter(table="milestones_evidencefile").values_list("after", flat=True)))
    assert (kept.digest in trail, "Ahmad" in trail, "content" in trail) == (True, False, False)
    with pytest.raises(Error, match="Cannot update or delete"), transaction.atomic():
        EvidenceFile.objects.filter(pk=kept.pk).update(media_type="text/html")


def test_a_bad_file_records_nothing(place: Place) -> None:
    uploads = [ContentFile(png(), name="a.png"), ContentFile(b"<html>", name="a.png")]
    with pytest.raises(Invalid) as error:
        record_evidence(roadmap=place.roadmap, data=report(place), actor=place.cast.monitor, uploads=uploads)
    assert problems(error) == ["files[1]"]
    assert (Evidence.objects.count(), EvidenceFile.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("lead", 1),
        ("drafter", 1),
        ("monitor", 1),
        ("administrator", 1),
        *((who, 0) for who in ("outsider", "reviewer", "focal_point", "rival")),
    ],
)
def test_evidence_and_files_are_seen_on_ones_own_roadmaps_only(place: Place, who: str, sees: int) -> None:
    record_evidence(
        roadmap=place.roadmap, data=report(place), actor=place.cast.monitor, uploads=[ContentFile(png(), name="a.png")]
    )
    actor = getattr(place.cast, who)
    assert Evidence.objects.visible_to(actor).count() == sees
    assert EvidenceFile.objects.visible_to(actor).count() == sees
    assert actor.has_perm("milestones.view_evidence", place.roadmap) == bool(sees)


def test_a_monitor_taken_off_the_roadmap_sees_and_records_nothing_more(place: Place) -> None:
    record = record_evidence(roadmap=place.roadmap, data=report(place), actor=place.cast.monitor)
    place.roadmap.assignments.filter(user=place.cast.monitor).delete()
    assert Evidence.objects.visible_to(place.cast.monitor).count() == 0
    with pytest.raises(Forbidden):
        withdraw_evidence(evidence=record, reason="Mine", actor=place.cast.monitor)


def test_reports_on_a_crossing_are_added_and_contradictions_stay(place: Place) -> None:
    crossing = Crossing.objects.get(key="tabqa")
    for state, reporter in (("open", "Damascus"), ("closed", "Drivers")):
        crossing = report_crossing(
            crossing=crossing, state=state, date=place.ago(2), reporter=reporter, actor=place.cast.monitor, note={"en": "Queues"}
        )
    row = {"date": place.ago(2), "note": {"en": "Queues"}, "recorded": place.today.isoformat()}
    assert crossing.log == [
        {**row, "state": "open", "reporter": "Damascus"},
        {**row, "state": "closed", "reporter": "Drivers"},
    ]


@pytest.mark.parametrize(
    ("change", "paths"),
    [
        ({"state": "ajar"}, ["state"]),
        ({"date": "2999-01-01"}, ["date"]),
        ({"date": "yesterday"}, ["date"]),
        ({"reporter": " "}, ["reporter"]),
        ({"note": "a\u202eb"}, ["note.en"]),
        ({"state": "ajar", "reporter": ""}, ["state", "reporter"]),
        ({"state": "ajar", "date": "2999-01-01", "reporter": "", "note": "x" * 2_001}, ["date", "state", "note.en", "reporter"]),
        ({"state": "", "date": "", "reporter": ""}, ["state", "date", "reporter"]),
    ],
)
def test_a_bad_report_on_a_crossing_is_refused(place: Place, change: dict[str, Any], paths: list[str]) -> None:
    given = {"state": "open", "date": place.ago(1), "reporter": "Drivers", **change}
    with pytest.raises(Invalid) as error:
        report_crossing(crossing=Crossing.objects.get(key="tabqa"), actor=place.cast.monitor, **given)
    assert problems(error) == paths
    assert Crossing.objects.get(key="tabqa").log == []


# --- Withdrawing what one reported oneself -----------------------------------------------------------------------------


def test_a_monitor_withdraws_no_report_of_another(place: Place) -> None:
    """Else one monitor could take away the second source that another gave."""
    other = factories.user("monitor", email="second@example.org")
    Assignment.objects.create(roadmap=place.roadmap, user=other, role="monitor")
    record = record_evidence(roadmap=place.roadmap, data=report(place), actor=other)
    with pytest.raises(Forbidden):
        withdraw_evidence(evidence=record, reason="Not true", actor=place.cast.monitor)
    assert withdraw_evidence(evidence=record, reason="Sent twice", actor=place.cast.drafter).withdrawn["reason"]


def test_a_line_of_a_log_is_withdrawn_by_who_reported_it_or_the_office(place: Place) -> None:
    other = factories.user("monitor", email="second@example.org")
    Assignment.objects.create(roadmap=place.roadmap, user=other, role="monitor")
    crossing = Crossing.objects.get(key="tabqa")
    for actor, state in ((place.cast.monitor, "open"), (other, "closed"), (place.cast.lead, "limited")):
        report_crossing(crossing=crossing, state=state, date=place.ago(1), reporter=state, actor=actor)
    assert compute_crossings(build_document(place.roadmap), place.today)["tabqa"].state == "contested"
    for line in (2, 3):
        with pytest.raises(Forbidden):
            withdraw_crossing_report(crossing=crossing, line=line, reason="Wrong", actor=place.cast.monitor)
    withdraw_crossing_report(crossing=crossing, line=1, reason="Another crossing", actor=place.cast.monitor)
    withdraw_crossing_report(crossing=crossing, line=2, reason={"ar": "خطأ"}, actor=place.cast.drafter)
    log = Crossing.objects.get(key="tabqa").log
    today = place.today.isoformat()
    assert [row.get("withdrawn") for row in log] == [
        {"date": today, "reason": {"en": "Another crossing"}},
        {"date": today, "reason": {"ar": "خطأ"}},
        None,
    ]
    assert [row["state"] for row in log] == ["open", "closed", "limited"]
    assert compute_crossings(build_document(place.roadmap), place.today)["tabqa"].state == "limited"
    with pytest.raises(AlreadyWithdrawn):
        withdraw_crossing_report(crossing=crossing, line=1, reason="Again", actor=place.cast.lead)
    with pytest.raises(Invalid):
        withdraw_crossing_report(crossing=crossing, line=3, reason=" ", actor=place.cast.lead)
    with pytest.raises(Invalid):
        withdraw_crossing_report(crossing=crossing, line=4, reason="None such", actor=place.cast.lead)


def test_nobody_else_withdraws_a_line(place: Place) -> None:
    crossing = Crossing.objects.get(key="tabqa")
    report_crossing(crossing=crossing, state="open", date=place.ago(1), reporter="Drivers", actor=place.cast.monitor)
    for actor in (place.cast.outsider, place.cast.administrator, place.cast.reviewer):
        with pytest.raises(Forbidden):
            withdraw_crossing_report(crossing=crossing, line=1, reason="Wrong", actor=actor)


def test_a_number_stays_in_the_unit_that_was_agreed_when_it_was_recorded(place: Place) -> None:
    """Nine hundred pupils do not become nine hundred schools, because somebody changes what is to be counted."""
    lists = Milestone.objects.get(roadmap=place.roadmap, key="gov-lists")
    record = record_evidence(
        roadmap=place.roadmap, data=report(place, milestone="gov-lists", quantity=900), actor=place.cast.monitor
    )
    assert record.unit == lists.target["unit"] != {}
    target = {**lists.target, "unit": {"en": "schools"}}
    edit_item(item=lists, kind_name="milestones", changes={"target": target}, base=lists.revision, actor=place.cast.lead)
    (read,) = Reports(build_document(place.roadmap)).by_subject["milestones/gov-lists"]
    assert (read.given, read.quantity, read.is_in_other_unit) == (900, None, True)
    silent = record_evidence(roadmap=place.roadmap, data=report(place, milestone="gov-lists"), actor=place.cast.monitor)
    assert silent.unit == {}


def test_a_reading_stays_in_the_unit_of_its_indicator(place: Place) -> None:
    criterion = Criterion.objects.filter(roadmap=place.roadmap).exclude(unit={}).order_by("key")[0]
    reading = {"milestone": None, "claim": None, "criterion": criterion.key, "area": "gov", "quantity": 3}
    record = record_evidence(roadmap=place.roadmap, data=report(place, **reading), actor=place.cast.monitor)
    assert record.unit == criterion.unit != {}
