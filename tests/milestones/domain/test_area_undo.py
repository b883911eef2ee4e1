"""A change of areas is undone as a whole or not at all, with the reasons."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.domain.errors import Forbidden
from accounts.models import AuditEntry
from milestones.domain.area_changes import Decision, affected, end_area, merge_areas, name_successor, split_area
from milestones.domain.area_undo import BuiltUpon, UndoneBefore, undo_area_change
from milestones.domain.evidence.progress import compute_progress
from milestones.domain.evidence.recording import record_evidence
from milestones.models import AreaChange, Exchange, Milestone
from roadmap.domain.document.storage import build_document
from roadmap.domain.drafting import edit_item, insert_item
from roadmap.domain.versions import freeze_version
from roadmap.models import Area, Measure, Roadmap
from tests.conftest import Cast
from tests.milestones.domain.test_area_changes import CENTRE, FALL, data_of, pass_on, report, roadmap

pytestmark = pytest.mark.django_db
__all__ = ["roadmap"]
PARTS = [
    {"key": "east", "name": {"en": "East"}, "authority": {"en": "A"}},
    {"key": "west", "name": {"en": "West"}, "authority": {"en": "B"}},
]


def canonical(roadmap: Roadmap) -> bytes:
    return build_document(roadmap).canonical()


def bound(roadmap: Roadmap) -> None:
    """An exchange in which the north and east gives and gains."""
    rows = [
        {"milestone": "aanes-buses", "giver": "aanes", "cost": 2, "benefits": {"gov": 3}},
        {"milestone": "gov-lists", "cost": 1, "benefits": {"aanes": 2}},
    ]
    data = {"title": "Lists for buses", "mode": "simultaneous", "commitments": rows}
    insert_item(roadmap=roadmap, kind_name="exchanges", key="lists-buses", data=data)


def successor(roadmap: Roadmap, cast: Cast) -> AreaChange:
    """The government takes over all of the north and east, a measure and a crossing too."""
    links = {ref: Decision(to="ssg") for ref in ("measures/exam-passage", "crossings/tabqa")}
    decisions = pass_on("aanes-buses", "joint", to="gov") | links
    done = name_successor(roadmap=roadmap, area="aanes", successor="gov", on=FALL, decisions=decisions, actor=cast.lead)
    return AreaChange.objects.get(uid=done.uid)


def split(roadmap: Roadmap, cast: Cast) -> AreaChange:
    decisions = pass_on("aanes-buses", to="east") | {"milestones/joint": Decision(reason="Nobody takes it.")}
    done = split_area(roadmap=roadmap, area="aanes", parts=PARTS, on=FALL, decisions=decisions, actor=cast.lead)
    return AreaChange.objects.get(uid=done.uid)


def merge(roadmap: Roadmap, cast: Cast) -> AreaChange:
    decisions = pass_on("aanes-buses", "gov-lists", "ssg-road", "joint", to="centre")
    done = merge_areas(roadmap=roadmap, areas=["aanes", "gov", "ssg"], into=CENTRE, on=FALL, decisions=decisions, actor=cast.lead)
    return AreaChange.objects.get(uid=done.uid)


def end(roadmap: Roadmap, cast: Cast) -> AreaChange:
    decisions = {f"milestones/{key}": Decision(reason="It is over.") for key in ("aanes-buses", "joint")}
    done = end_area(roadmap=roadmap, area="aanes", on=FALL, decisions=decisions, actor=cast.lead)
    return AreaChange.objects.get(uid=done.uid)


@pytest.mark.parametrize("change", [successor, split, merge, end])
def test_the_draft_is_to_the_byte_as_it_was(roadmap: Roadmap, cast: Cast, change) -> None:  # type: ignore[no-untyped-def]
    bound(roadmap)
    before = canonical(roadmap)
    done = change(roadmap, cast)
    assert canonical(roadmap) != before
    undone = undo_area_change(change=done, actor=cast.lead)
    assert canonical(roadmap) == before
    assert (undone.undone_by, undone.undone_at is not None) == (cast.lead, True)


def test_what_an_undo_says_in_the_audit_trail(roadmap: Roadmap, cast: Cast) -> None:
    done = split(roadmap, cast)
    undo_area_change(change=done, actor=cast.lead)
    rows = AuditEntry.objects.filter(verb="undo_area_change", actor=str(cast.lead.pk)).values_list("table", flat=True)
    assert set(rows) == {"milestones_milestone", "milestones_areachange", "roadmap_area"}


def test_it_is_undone_once(roadmap: Roadmap, cast: Cast) -> None:
    done = end(roadmap, cast)
    undo_area_change(change=done, actor=cast.lead)
    before = canonical(roadmap)
    with pytest.raises(UndoneBefore):
        undo_area_change(change=done, actor=cast.lead)
    assert canonical(roadmap) == before


def test_changes_are_undone_from_the_last_to_the_first(roadmap: Roadmap, cast: Cast) -> None:
    before = canonical(roadmap)
    first = successor(roadmap, cast)
    decisions = pass_on("aanes-buses", "gov-lists", "joint", to="ssg")
    last = end_area(roadmap=roadmap, area="gov", on=dt.date(2025, 1, 1), decisions=decisions, actor=cast.lead)
    with pytest.raises(BuiltUpon) as refused:
        undo_area_change(change=first, actor=cast.lead)
    assert [each.path for each in refused.value.problems] == ["milestones/aanes-buses", "milestones/joint"]
    undo_area_change(change=AreaChange.objects.get(uid=last.uid), actor=cast.lead)
    undo_area_change(change=first, actor=cast.lead)
    assert canonical(roadmap) == before


def test_what_was_changed_since_is_told_and_nothing_is_undone(roadmap: Roadmap, cast: Cast) -> None:
    done = successor(roadmap, cast)
    buses = Milestone.objects.get(roadmap=roadmap, key="aanes-buses")
    edit_item(item=buses, kind_name="milestones", changes={"area": "ssg"}, base=buses.revision, actor=cast.drafter)
    north = Area.objects.get(roadmap=roadmap, key="aanes")
    edit_item(item=north, kind_name="areas", changes={"valid_to": "2024-12-31"}, base=north.revision, actor=cast.drafter)
    before = canonical(roadmap)
    with pytest.raises(BuiltUpon) as refused:
        undo_area_change(change=done, actor=cast.lead)
    told = {each.path: str(each.message) for each in refused.value.problems}
    assert told == {
        "areas/aanes": "N was changed since: Valid to.",
        "milestones/aanes-buses": f"{buses.code} was changed since: Area.",
    }
    assert canonical(roadmap) == before


def test_another_field_that_was_changed_since_stays_changed(roadmap: Roadmap, cast: Cast) -> None:
    before = data_of(build_document(roadmap), "milestones/aanes-buses")
    done = successor(roadmap, cast)
    buses = Milestone.objects.get(roadmap=roadmap, key="aanes-buses")
    edit_item(item=buses, kind_name="milestones", changes={"title.ku": "Otobus"}, base=buses.revision, actor=cast.drafter)
    undo_area_change(change=done, actor=cast.lead)
    after = data_of(build_document(roadmap), "milestones/aanes-buses")
    assert after == {**before, "title": {**before["title"], "ku": "Otobus"}}


def test_what_was_deleted_since_cannot_come_back_by_it(roadmap: Roadmap, cast: Cast) -> None:
    bound(roadmap)
    done = successor(roadmap, cast)
    Exchange.objects.get(roadmap=roadmap, key="lists-buses").delete()
    with pytest.raises(BuiltUpon) as refused:
        undo_area_change(change=done, actor=cast.lead)
    assert [str(each.message) for each in refused.value.problems] == ["lists-buses was deleted since."]


def test_an_area_that_was_made_stays_while_work_is_done_on_it_or_names_it(roadmap: Roadmap, cast: Cast) -> None:
    done = split(roadmap, cast)
    east, west = (Area.objects.get(roadmap=roadmap, key=key) for key in ("east", "west"))
    edit_item(item=east, kind_name="areas", changes={"name.ar": "الشرق"}, base=east.revision, actor=cast.drafter)
    with pytest.raises(BuiltUpon) as refused:
        undo_area_change(change=done, actor=cast.lead)
    assert [(each.path, str(each.message)) for each in refused.value.problems] == [
        ("areas/east", f"{east.code} was changed since.")
    ]
    east.refresh_from_db()
    edit_item(item=east, kind_name="areas", changes={"name.ar": None}, base=east.revision, actor=cast.drafter)
    data = {"measure": "cross-line-convoys", "area": "west", "title": "Wells", "owner": "W", "verification": "Two monitors"}
    made = insert_item(roadmap=roadmap, kind_name="milestones", key="wells", data=data)
    with pytest.raises(BuiltUpon) as refused:
        undo_area_change(change=done, actor=cast.lead)
    told = [(each.path, str(each.message)) for each in refused.value.problems]
    assert told == [("areas/west", f"West is named by what was written since: {made.code}.")]
    assert west.valid_to is None


def test_reports_do_not_change_sides_by_an_undo(roadmap: Roadmap, cast: Cast) -> None:
    done = successor(roadmap, cast)
    report(roadmap, cast, "aanes-buses", "The ministry", "2025-02-01", on_behalf_of="gov")
    before = canonical(roadmap)
    with pytest.raises(BuiltUpon) as refused:
        undo_area_change(change=done, actor=cast.lead)
    assert [each.path for each in refused.value.problems] == ["milestones/aanes-buses"]
    assert "V-01" in str(refused.value.problems[0].message)
    assert canonical(roadmap) == before


def test_a_report_for_an_area_that_was_made_keeps_it(roadmap: Roadmap, cast: Cast) -> None:
    done = split(roadmap, cast)
    given = {"milestone": "gov-lists", "claim": "achieved", "reporter": "Teachers", "date": "2025-01-05", "on_behalf_of": "east"}
    record_evidence(roadmap=roadmap, data=given, actor=cast.monitor)
    with pytest.raises(BuiltUpon) as refused:
        undo_area_change(change=done, actor=cast.lead)
    assert [str(each.message) for each in refused.value.problems] == ["East is named by what was written since: V-01."]


def test_versions_that_were_frozen_meanwhile_stay(roadmap: Roadmap, cast: Cast) -> None:
    done = successor(roadmap, cast)
    version = freeze_version(roadmap=roadmap, actor=cast.lead, note="")
    frozen = version.digest
    undo_area_change(change=done, actor=cast.lead)
    version.refresh_from_db()
    assert version.digest == frozen


@pytest.mark.parametrize("who", ["monitor", "administrator", "outsider", "reviewer"])
def test_only_facilitators_of_the_roadmap_undo(roadmap: Roadmap, cast: Cast, who: str) -> None:
    done = end(roadmap, cast)
    before = canonical(roadmap)
    with pytest.raises(Forbidden):
        undo_area_change(change=done, actor=getattr(cast, who))
    assert canonical(roadmap) == before


def test_links_and_their_parts_come_back(roadmap: Roadmap, cast: Cast) -> None:
    exam = Measure.objects.get(roadmap=roadmap, key="exam-passage")
    changes = {"parts": {"aanes": {"en": "Teach"}, "gov": {"en": "Examine"}}}
    edit_item(item=exam, kind_name="measures", changes=changes, base=exam.revision, actor=cast.lead)
    before = canonical(roadmap)
    done = successor(roadmap, cast)
    assert {step["kind"] for step in done.steps} == {"areas", "milestones", "measures", "crossings"}
    undo_area_change(change=done, actor=cast.lead)
    assert canonical(roadmap) == before


def test_each_milestone_more_costs_three_questions_to_the_database(roadmap: Roadmap, cast: Cast) -> None:
    """Its row, its row under the lock, and the row written: an area of a hundred open milestones ends within a request."""
    common = {"measure": "cross-line-convoys", "area": "aanes", "owner": "Boards", "verification": "Two monitors"}
    asked = []
    for count in (2, 12):
        for number in range(count):
            data = {**common, "title": f"Step {number}", "window": {"not_after": "2026-01-01"}}
            insert_item(roadmap=roadmap, kind_name="milestones", key=f"step-{count}-{number}", data=data)
        with CaptureQueriesContext(connection) as told:
            done = end_all(roadmap, cast)
        asked.append((len(done.lapsed), len(told)))
        undo_area_change(change=done, actor=cast.lead)
    (few, first), (many, then) = asked
    assert (many - few, then - first) == (12, 3 * 12)


def end_all(roadmap: Roadmap, cast: Cast) -> AreaChange:
    """The north and east ends, and all that is open in it."""
    found = affected(build_document(roadmap), ["aanes"], compute_progress(build_document(roadmap), FALL))
    decisions = {f"milestones/{key}": Decision(reason="It is over.") for key in found.open}
    done = end_area(roadmap=roadmap, area="aanes", on=FALL, decisions=decisions, actor=cast.lead)
    return AreaChange.objects.get(uid=done.uid)
