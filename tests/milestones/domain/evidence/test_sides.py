"""Whose word a report is cannot be turned round by an edit of who is to act, or of an area's names."""

from typing import Any

import pytest

from milestones.domain.evidence.progress import compute_progress
from milestones.domain.evidence.recording import record_evidence, withdraw_evidence
from milestones.models import Evidence, Milestone
from roadmap.domain.document.storage import build_document
from roadmap.domain.drafting import edit_item
from roadmap.domain.guarding import Undecided
from roadmap.models import Area
from tests.milestones.domain.evidence.conftest import Place

pytestmark = pytest.mark.django_db


def _reported(place: Place, reporter: str, **data: Any) -> Evidence:
    given = {"milestone": "releases", "claim": "achieved", "date": place.ago(40), "independent": True, **data}
    return record_evidence(roadmap=place.roadmap, data={**given, "reporter": reporter}, actor=place.cast.monitor)


def _edit(place: Place, model: Any, kind: str, key: str, **changes: Any) -> None:
    item = model.objects.get(roadmap=place.roadmap, key=key)
    edit_item(item=item, kind_name=kind, changes=changes, base=item.revision, actor=place.cast.lead)


def test_the_claimants_reports_do_not_become_independent_under_another_area(place: Place) -> None:
    """Two ministries of the side that was to act, both ticked as independent: under another area they would verify it."""
    for ministry in ("Ministry of Justice", "Ministry of Interior"):
        _reported(place, ministry, on_behalf_of="gov")
    with pytest.raises(Undecided) as refused:
        _edit(place, Milestone, "milestones", "releases", area="aanes")
    assert [each.path for each in refused.value.problems] == ["area"]
    assert compute_progress(build_document(place.roadmap), place.today)["releases"].state == "lapsed"


def test_nor_when_the_authority_is_written_otherwise(place: Place) -> None:
    authority = next(iter(Area.objects.get(roadmap=place.roadmap, key="gov").authority.values()))
    _reported(place, authority)
    with pytest.raises(Undecided):
        _edit(place, Area, "areas", "gov", authority={"en": "Somebody else"})


def test_what_turns_no_report_is_edited_as_ever(place: Place) -> None:
    _reported(place, "Red Crescent")
    _edit(place, Milestone, "milestones", "releases", owner={"en": "The ministry of justice"})
    withdrawn = _reported(place, "Ministry of Justice", on_behalf_of="gov")
    withdraw_evidence(evidence=withdrawn, reason="Sent twice.", actor=place.cast.lead)
    _edit(place, Milestone, "milestones", "releases", area="aanes")
    assert Milestone.objects.get(roadmap=place.roadmap, key="releases").area.key == "aanes"
