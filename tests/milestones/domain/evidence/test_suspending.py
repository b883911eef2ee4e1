"""Suspending: only what evidence calls for, only by a facilitator, with a reason, and on record."""

import pytest

from accounts.domain.errors import Forbidden, Invalid
from milestones.domain.evidence.progress import compute_progress
from milestones.domain.evidence.recording import record_evidence
from milestones.domain.evidence.suspending import NoBreach, NotSuspended, confirm_suspension, lift_suspension
from milestones.models import PolicyLine
from roadmap.domain.document.storage import build_document
from roadmap.domain.drafting import insert_item
from tests.milestones.domain.evidence.conftest import Place

pytestmark = pytest.mark.django_db


def gate() -> PolicyLine:
    return PolicyLine.objects.select_related("roadmap").get(key="gate")


def against(place: Place) -> str:
    data = {
        "milestone": "releases",
        "claim": "not_achieved",
        "reporter": "Families C",
        "date": place.ago(20),
        "independent": True,
    }
    return record_evidence(roadmap=place.roadmap, data=data, actor=place.cast.monitor).key


def test_a_facilitator_suspends_what_the_broken_line_proposes(place: Place) -> None:
    shown = against(place)
    line = confirm_suspension(line=gate(), milestone="funds", reason="Nobody was released.", actor=place.cast.drafter)
    assert line.suspensions == [
        {"milestone": "funds", "since": place.today.isoformat(), "reason": {"en": "Nobody was released."}, "evidence": shown}
    ]
    assert compute_progress(build_document(place.roadmap), place.today)["funds"].state == "suspended"
    with pytest.raises(NoBreach):
        confirm_suspension(line=gate(), milestone="funds", reason="Again", actor=place.cast.drafter)


def test_nothing_is_suspended_because_nobody_reported(place: Place) -> None:
    """The window is over and so is the grace; that nothing was done is for a report to say."""
    with pytest.raises(NoBreach):
        confirm_suspension(line=gate(), milestone="funds", reason="Nobody was released.", actor=place.cast.lead)
    against(place)
    confirm_suspension(line=gate(), milestone="funds", reason="Nobody was released.", actor=place.cast.lead)


def test_lifting_ends_it_and_keeps_it_on_record(place: Place) -> None:
    shown = against(place)
    confirm_suspension(line=gate(), milestone="funds", reason="Nobody was released.", actor=place.cast.lead)
    line = lift_suspension(line=gate(), milestone="funds", reason={"en": "They were released."}, actor=place.cast.lead)
    assert line.suspensions == [
        {
            "milestone": "funds",
            "since": place.today.isoformat(),
            "until": place.today.isoformat(),
            "reason": {"en": "Nobody was released."},
            "evidence": shown,
            "lifted": {"en": "They were released."},
        }
    ]
    assert compute_progress(build_document(place.roadmap), place.today)["funds"].state == "not_started"
    with pytest.raises(NotSuspended):
        lift_suspension(line=gate(), milestone="funds", reason="Again", actor=place.cast.lead)


@pytest.mark.parametrize("milestone", ["releases", "gov-lists", "nowhere"])
def test_nothing_is_suspended_that_the_line_does_not_name(place: Place, milestone: str) -> None:
    against(place)
    with pytest.raises(NoBreach):
        confirm_suspension(line=gate(), milestone=milestone, reason="Because", actor=place.cast.lead)


def test_nothing_is_suspended_without_a_breach(place: Place) -> None:
    for reporter in ("Lawyers", "Families C"):
        data = {"milestone": "releases", "claim": "achieved", "reporter": reporter, "date": place.ago(40), "independent": True}
        record_evidence(roadmap=place.roadmap, data=data, actor=place.cast.monitor)
    with pytest.raises(NoBreach):
        confirm_suspension(line=gate(), milestone="funds", reason="Because", actor=place.cast.lead)


def test_a_protected_subject_is_never_suspended(place: Place) -> None:
    """Humanitarian access is no lever: a line that names it does not reach it."""
    against(place)
    insert_item(
        roadmap=place.roadmap, kind_name="protected_subjects", key="access", data={"title": "Access", "reason": "It is owed."}
    )
    aid = {"area": "gov", "title": "Convoys", "protected_subjects": ["access"]}
    insert_item(roadmap=place.roadmap, kind_name="milestones", key="convoys", data=aid)
    line = {"title": "No releases, no convoys", "watches": ["releases"], "suspends": ["convoys"]}
    insert_item(roadmap=place.roadmap, kind_name="policy_lines", key="lever", data=line)
    with pytest.raises(NoBreach):
        confirm_suspension(line=PolicyLine.objects.get(key="lever"), milestone="convoys", reason="Because", actor=place.cast.lead)


@pytest.mark.parametrize("who", ["monitor", "outsider", "administrator", "reviewer", "focal_point"])
def test_only_facilitators_of_the_roadmap_decide(place: Place, who: str) -> None:
    against(place)
    with pytest.raises(Forbidden):
        confirm_suspension(line=gate(), milestone="funds", reason="Because", actor=getattr(place.cast, who))
    with pytest.raises(Forbidden):
        lift_suspension(line=gate(), milestone="funds", reason="Because", actor=getattr(place.cast, who))
    assert gate().suspensions == []


def test_both_decisions_need_a_reason_without_hidden_signs(place: Place) -> None:
    against(place)
    for reason, path in (("  ", "reason"), ({"en": "a\u202eb"}, "reason.en")):
        with pytest.raises(Invalid) as error:
            confirm_suspension(line=gate(), milestone="funds", reason=reason, actor=place.cast.lead)
        assert [problem.path for problem in error.value.problems] == [path]
