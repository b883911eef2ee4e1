"""Areas end, split and merge: each open milestone by a decision, and the record stays."""

import datetime as dt
from typing import Any

import pytest

from accounts.domain.errors import Forbidden, Invalid
from milestones.domain.area_changes import (
    Affected,
    AlreadyEnded,
    Changed,
    Decision,
    Undecided,
    affected,
    end_area,
    merge_areas,
    name_successor,
    split_area,
)
from milestones.domain.evidence.progress import compute_progress
from milestones.domain.evidence.recording import record_evidence
from milestones.domain.evidence.two_ended import compute_measures
from milestones.models import Evidence
from roadmap.domain.document import Document
from roadmap.domain.document.storage import build_document
from roadmap.domain.drafting import insert_item
from roadmap.domain.versions import digest_holds, freeze_version
from roadmap.models import Assignment, Roadmap, VersionItem
from tests.conftest import Cast
from tests.roadmap.factories import small_roadmap

pytestmark = pytest.mark.django_db
FALL = dt.date(2024, 12, 8)
CENTRE = {"key": "centre", "name": {"en": "Transitional government"}, "authority": {"en": "Damascus, from December 2024"}}


@pytest.fixture
def roadmap(cast: Cast) -> Roadmap:
    """The small roadmap, a third area ``ssg`` with a milestone, and a joint milestone of all three."""
    found = small_roadmap(lead=cast.lead, drafter=cast.drafter)
    Assignment.objects.create(roadmap=found, user=cast.monitor, role="monitor")
    insert_item(roadmap=found, kind_name="areas", key="ssg", data={"name": "Idlib", "authority": "Salvation Government"})
    common = {"measure": "cross-line-convoys", "owner": "Health boards", "verification": "Two monitors"}
    window = {"window": {"not_after": "2026-01-01"}}
    insert_item(
        roadmap=found, kind_name="milestones", key="ssg-road", data={**common, **window, "area": "ssg", "title": "Road open"}
    )
    joint = {**common, **window, "areas": ["aanes", "gov", "ssg"], "title": "Common days of vaccination"}
    insert_item(roadmap=found, kind_name="milestones", key="joint", data=joint)
    return found


def report(roadmap: Roadmap, cast: Cast, milestone: str, reporter: str, date: str, **data: Any) -> None:
    given = {"milestone": milestone, "claim": "achieved", "reporter": reporter, "date": date, "independent": True, **data}
    record_evidence(roadmap=roadmap, data=given, actor=cast.monitor)


def pass_on(*keys: str, to: str) -> dict[str, Decision]:
    return {f"milestones/{key}": Decision(to=to, reason="Carried on.") for key in keys}


def data_of(document: Document, ref: str) -> dict[str, Any]:
    entry = document.entry(ref)
    assert entry is not None
    return entry.data


def test_what_hangs_on_an_area(roadmap: Roadmap, cast: Cast) -> None:
    for reporter in ("Teachers", "Pupils"):
        report(roadmap, cast, "gov-lists", reporter, "2024-01-10", quantity=950)
    document = build_document(roadmap)
    assert affected(document, ["gov"], compute_progress(document, FALL)) == Affected(
        open=("joint",),
        settled=("gov-lists",),
        measures=("exam-passage", "cross-line-convoys"),
        crossings=("tabqa",),
        rules=(),
    )


def test_a_successor_carries_on_what_was_decided(roadmap: Roadmap, cast: Cast) -> None:
    decisions = {
        **pass_on("joint", to="ssg"),
        "milestones/gov-lists": Decision(reason={"en": "The ministry is dissolved."}),
        "measures/exam-passage": Decision(to="ssg"),
        "crossings/tabqa": Decision(to="ssg"),
    }
    changed = name_successor(roadmap=roadmap, area="gov", successor="ssg", on=FALL, decisions=decisions, actor=cast.lead)
    assert changed == Changed(areas=(), passed_on=("joint",), lapsed=("gov-lists",), settled=())
    document = build_document(roadmap)
    gov, ssg = data_of(document, "areas/gov"), data_of(document, "areas/ssg")
    assert (gov["valid_to"], gov["successor"], ssg["predecessors"]) == ("2024-12-08", "ssg", ["gov"])
    row = {"date": "2024-12-08", "to_area": "ssg", "reason": {"en": "Carried on."}}
    joint = data_of(document, "milestones/joint")
    assert joint["areas"] == ["aanes", "ssg"]
    assert joint["passed_on"] == [{**row, "from_area": "ssg"}, {**row, "from_area": "gov"}]
    lists = data_of(document, "milestones/gov-lists")
    assert (lists["area"], lists["lapse"]) == ("gov", {"date": "2024-12-08", "reason": {"en": "The ministry is dissolved."}})
    measure = data_of(document, "measures/exam-passage")
    assert (measure["areas"], sorted(measure["parts"])) == (["aanes", "ssg"], ["aanes", "ssg"])
    assert measure["parts"]["ssg"]["en"] == "Lets pupils in."
    assert data_of(document, "crossings/tabqa")["between"] == ["aanes", "ssg"]
    assert data_of(document, "measures/cross-line-convoys")["areas"] == ["aanes", "gov"]


def test_an_area_without_successor_ends_with_all_that_was_open(roadmap: Roadmap, cast: Cast) -> None:
    decisions = {"milestones/ssg-road": Decision(reason="Gone."), **pass_on("joint", to="gov")}
    changed = end_area(roadmap=roadmap, area="ssg", on=FALL, decisions=decisions, actor=cast.drafter)
    assert (changed.passed_on, changed.lapsed) == (("joint",), ("ssg-road",))
    document = build_document(roadmap)
    assert data_of(document, "milestones/joint")["areas"] == ["aanes", "gov"]
    assert "successor" not in data_of(document, "areas/ssg")
    assert compute_progress(document, FALL)["ssg-road"].state == "ended"
    with pytest.raises(AlreadyEnded):
        end_area(roadmap=roadmap, area="ssg", on=FALL, decisions={}, actor=cast.drafter)


def test_an_area_splits_and_each_milestone_goes_where_it_was_decided(roadmap: Roadmap, cast: Cast) -> None:
    parts = [
        {"key": "coast", "name": "The coast", "authority": "Coastal council"},
        {"key": "south", "name": "The south", "authority": "Southern council"},
    ]
    decisions = {**pass_on("gov-lists", to="south"), **pass_on("joint", to="coast")}
    changed = split_area(roadmap=roadmap, area="gov", parts=parts, on=FALL, decisions=decisions, actor=cast.lead)
    assert changed.areas == ("coast", "south")
    document = build_document(roadmap)
    assert data_of(document, "milestones/gov-lists")["area"] == "south"
    assert data_of(document, "milestones/joint")["areas"] == ["aanes", "coast", "ssg"]
    coast = data_of(document, "areas/coast")
    assert (coast["predecessors"], coast["valid_from"]) == (["gov"], "2024-12-09")
    assert "successor" not in data_of(document, "areas/gov")
    assert [entry.code for entry in document.of("areas")] == ["G", "N", "A", "B", "C"]


def test_the_giver_of_a_commitment_passes_on_with_its_milestone(roadmap: Roadmap, cast: Cast) -> None:
    commitments = [{"milestone": "gov-lists", "giver": "gov"}, {"milestone": "ssg-road", "giver": "ssg"}]
    exchange = {"title": "Lists for the road", "mode": "simultaneous", "commitments": commitments}
    insert_item(roadmap=roadmap, kind_name="exchanges", key="lists", data=exchange)
    decisions = {**pass_on("gov-lists", "joint", to="ssg")}
    name_successor(roadmap=roadmap, area="gov", successor="ssg", on=FALL, decisions=decisions, actor=cast.lead)
    found = data_of(build_document(roadmap), "exchanges/lists")["commitments"]
    assert [(each["milestone"], each["giver"]) for each in found] == [("gov-lists", "ssg"), ("ssg-road", "ssg")]


def test_areas_change_of_8_december_2024(roadmap: Roadmap, cast: Cast) -> None:
    """The government in Damascus falls; the authority passes to a successor, into which Idlib's side goes too. The version that
    was frozen, its hash, the evidence and what it had shown stay as they were.
    """
    report(roadmap, cast, "joint", "Damascus", "2024-05-01", on_behalf_of="gov", role="claimant")
    report(roadmap, cast, "ssg-road", "Doctors of Idlib", "2024-06-01")
    report(roadmap, cast, "ssg-road", "Damascus", "2024-06-02", on_behalf_of="gov", role="counterpart")
    report(roadmap, cast, "gov-lists", "Teachers", "2024-01-10", quantity=950)
    report(roadmap, cast, "gov-lists", "Raqqa council", "2024-01-12", on_behalf_of="aanes", quantity=950)
    insert_item(
        roadmap=roadmap,
        kind_name="evidence",
        data={"measure": "exam-passage", "claim": "achieved", "reporter": "D", "on_behalf_of": "gov", "date": "2024-06-01"},
    )
    before = compute_progress(build_document(roadmap), FALL)
    assert {key: each.state.value for key, each in before.items()} == {
        "gov-lists": "verified",
        "aanes-buses": "lapsed",
        "ssg-road": "verified",
        "joint": "claimed",
    }
    version = freeze_version(roadmap=roadmap, note="Before", actor=cast.lead)
    frozen = (version.canonical, version.digest, list(VersionItem.objects.filter(version=version).values_list("ref", "code")))
    records = list(Evidence.objects.order_by("pk").values())

    decisions = {
        "milestones/joint": Decision(to="centre", reason={"en": "The caretaker government confirms it."}),
        "measures/exam-passage": Decision(to="centre"),
        "measures/cross-line-convoys": Decision(to="centre"),
    }
    changed = merge_areas(roadmap=roadmap, areas=["gov", "ssg"], into=CENTRE, on=FALL, decisions=decisions, actor=cast.lead)
    assert changed == Changed(areas=("centre",), passed_on=("joint",), lapsed=(), settled=("gov-lists", "ssg-road"))

    version.refresh_from_db()
    assert digest_holds(version)
    items = list(VersionItem.objects.filter(version=version).values_list("ref", "code"))
    assert (version.canonical, version.digest, items) == frozen
    assert list(Evidence.objects.order_by("pk").values()) == records

    document = build_document(roadmap)
    assert [data_of(document, f"areas/{key}")["successor"] for key in ("gov", "ssg")] == ["centre", "centre"]
    assert data_of(document, "areas/centre")["predecessors"] == ["gov", "ssg"]
    assert data_of(document, "milestones/joint")["areas"] == ["aanes", "centre"]
    after = compute_progress(document, FALL)
    assert {key: (each.state, each.actual) for key, each in after.items()} == {
        key: (each.state, each.actual) for key, each in before.items()
    }
    ends = compute_measures(document, FALL)["exam-passage"].ends
    assert [(end.area, end.claim) for end in ends] == [("aanes", ""), ("centre", "achieved")]
    again = freeze_version(roadmap=roadmap, note="After", actor=cast.lead, unanswered_reason="None")
    assert again.digest != version.digest


def test_what_the_counterpart_reported_before_both_became_one_still_counts(roadmap: Roadmap, cast: Cast) -> None:
    """Idlib's report on Damascus was the other side's when it was given; after the merger it would be the own side's."""
    report(roadmap, cast, "gov-lists", "Boards of Idlib", "2024-02-01", on_behalf_of="ssg", quantity=950)
    decisions = pass_on("gov-lists", "joint", "ssg-road", to="centre")
    merge_areas(roadmap=roadmap, areas=["gov", "ssg"], into=CENTRE, on=FALL, decisions=decisions, actor=cast.lead)
    report(roadmap, cast, "gov-lists", "Offices of Idlib", "2025-02-01", on_behalf_of="ssg", quantity=950)
    found = compute_progress(build_document(roadmap), dt.date(2025, 3, 1))["gov-lists"]
    assert [(each.record.date.year, each.independent) for each in found.evidence] == [(2024, True), (2025, False)]
    assert found.state == "lapsed"
    report(roadmap, cast, "gov-lists", "Raqqa council", "2025-02-02", on_behalf_of="aanes", quantity=950)
    found = compute_progress(build_document(roadmap), dt.date(2025, 3, 1))["gov-lists"]
    assert (found.state, found.actual) == ("verified", dt.date(2025, 2, 2))


def refused(roadmap: Roadmap, actor: Any, decisions: dict[str, Decision], **change: Any) -> list[str]:
    before = build_document(roadmap).digest()
    given = {"area": "gov", "successor": "ssg", "on": FALL, **change}
    with pytest.raises((Undecided, Invalid)) as error:
        name_successor(roadmap=roadmap, decisions=decisions, actor=actor, **given)
    assert build_document(roadmap).digest() == before
    return [problem.path for problem in error.value.problems]


GOOD = pass_on("gov-lists", "joint", to="ssg")


@pytest.mark.parametrize(
    ("decisions", "paths"),
    [
        ({}, ["milestones/gov-lists", "milestones/joint"]),
        (pass_on("joint", to="ssg"), ["milestones/gov-lists"]),
        ({**GOOD, "milestones/gov-lists": Decision(to="ssg")}, ["milestones/gov-lists"]),
        ({**GOOD, "milestones/gov-lists": Decision(reason=" ")}, ["milestones/gov-lists"]),
        ({**GOOD, **pass_on("joint", to="gov")}, ["milestones/joint"]),
        ({**GOOD, **pass_on("joint", to="nowhere")}, ["milestones/joint"]),
        ({**GOOD, **pass_on("aanes-buses", to="ssg")}, ["milestones/aanes-buses"]),
        ({**GOOD, "measures/exam-passage": Decision()}, ["measures/exam-passage"]),
        ({**GOOD, "crossings/nowhere": Decision(to="ssg")}, ["crossings/nowhere"]),
    ],
)
def test_nothing_changes_while_a_decision_is_missing_or_wrong(
    roadmap: Roadmap, cast: Cast, decisions: dict[str, Decision], paths: list[str]
) -> None:
    assert refused(roadmap, cast.lead, decisions) == paths


@pytest.mark.parametrize(
    ("change", "path"),
    [({"successor": "gov"}, "successor"), ({"successor": "nowhere"}, "successor"), ({"area": "nowhere"}, "area")],
)
def test_areas_must_be_there(roadmap: Roadmap, cast: Cast, change: dict[str, str], path: str) -> None:
    assert refused(roadmap, cast.lead, GOOD, **change) == [path]


def test_an_area_cannot_end_before_it_began_nor_pass_on_to_one_that_ended(roadmap: Roadmap, cast: Cast) -> None:
    decisions = pass_on("gov-lists", "joint", "ssg-road", to="centre")
    merge_areas(roadmap=roadmap, areas=["gov", "ssg"], into=CENTRE, on=FALL, decisions=decisions, actor=cast.lead)
    assert refused(roadmap, cast.lead, {}, area="centre", successor="aanes", on=FALL) == ["on"]
    with pytest.raises(AlreadyEnded):
        name_successor(roadmap=roadmap, area="aanes", successor="gov", on=FALL, decisions={}, actor=cast.lead)


def test_a_new_area_is_checked_like_any_other(roadmap: Roadmap, cast: Cast) -> None:
    into = {"key": "aanes", "name": {"en": "a\u202eb"}}
    with pytest.raises(Invalid) as error:
        merge_areas(roadmap=roadmap, areas=["gov", "ssg"], into=into, on=FALL, decisions={}, actor=cast.lead)
    assert [problem.path for problem in error.value.problems] == ["into.name.en"]
    for parts in ([], [{"name": "One"}]):
        with pytest.raises(Invalid):
            split_area(roadmap=roadmap, area="gov", parts=parts, on=FALL, decisions={}, actor=cast.lead)
    with pytest.raises(Invalid):
        merge_areas(roadmap=roadmap, areas=["gov", "gov"], into=CENTRE, on=FALL, decisions={}, actor=cast.lead)


@pytest.mark.parametrize("who", ["monitor", "outsider", "administrator", "reviewer", "focal_point"])
def test_only_facilitators_of_the_roadmap_change_areas(roadmap: Roadmap, cast: Cast, who: str) -> None:
    actor = getattr(cast, who)
    with pytest.raises(Forbidden):
        end_area(roadmap=roadmap, area="gov", on=FALL, decisions={}, actor=actor)
    with pytest.raises(Forbidden):
        name_successor(roadmap=roadmap, area="gov", successor="nowhere", on=FALL, decisions={}, actor=actor)
    with pytest.raises(Forbidden):
        split_area(roadmap=roadmap, area="gov", parts=[{}, {}], on=FALL, decisions={}, actor=actor)
    with pytest.raises(Forbidden):
        merge_areas(roadmap=roadmap, areas=["gov", "ssg"], into=CENTRE, on=FALL, decisions={}, actor=actor)
    assert [entry.data.get("valid_to") for entry in build_document(roadmap).of("areas")] == [None] * 3
