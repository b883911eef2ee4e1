"""What a change of areas would bring is told before it is saved: in the plan, in the exchanges, in the balance."""

from typing import Any

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from milestones.domain.area_changes import Decision, end_area, split_area
from milestones.domain.area_outlook import Outlook, outlook
from milestones.domain.deciding import today
from milestones.domain.exchanges.findings import Finding, found_anew
from milestones.domain.plan import Plan
from milestones.models import Milestone
from roadmap.domain.document.storage import build_document
from roadmap.domain.drafting import insert_item
from roadmap.models import Roadmap
from tests.conftest import Cast
from tests.milestones.domain.test_area_changes import CENTRE, FALL, pass_on, roadmap
from tests.milestones.domain.test_area_shares import exchanged

pytestmark = pytest.mark.django_db
__all__ = ["exchanged", "roadmap"]
ENDS = {"milestones/ssg-road": Decision(reason="Nobody carries it on."), **pass_on("joint", to="gov")}


def ended(roadmap: Roadmap, cast: Cast, decisions: dict[str, Decision]) -> Outlook:
    """The outlook on Idlib's end; nothing of it stays."""
    before = Plan(build_document(roadmap), today())
    with transaction.atomic():
        done = end_area(roadmap=roadmap, area="ssg", on=FALL, decisions=decisions, actor=cast.lead)
        after = build_document(roadmap)
        transaction.set_rollback(True)
    return outlook(before, after, done)


def test_what_breaks_what_loses_a_side_and_what_is_newly_wrong_is_told(exchanged: Roadmap, cast: Cast) -> None:
    """What is told before is what the pages of the plan and of the exchanges say afterwards."""
    Milestone.objects.filter(roadmap=exchanged, key="gov-lists").update(requires=["ssg-road"])
    seen = ended(exchanged, cast, ENDS)
    told = seen.as_dict()
    assert {(each["owner"], each["of"]) for each in told["broken"]} == {("gov-lists", "ssg-road")}
    assert [(each["exchange"], each["gone"], each["left"]) for each in told["lost"]] == [
        ("lists-road", ["ssg-road"], ["gov-lists"])
    ]
    assert (told["passed"], told["lapsed"]) == (["joint"], ["ssg-road"])
    assert [each["key"] for each in told["differences"] if each["after"] is None] == ["ssg-road"]
    end_area(roadmap=exchanged, area="ssg", on=FALL, decisions=ENDS, actor=cast.lead)
    saved = Plan(build_document(exchanged), today())
    assert [each.as_dict() for each in saved.assessment.findings if each in seen.findings] == told["findings"]
    assert {"no-counterpart", "gains-after-end"} <= {each["code"] for each in told["findings"]}
    assert told["balance"]["after"] == saved.assessment.ledger.balance.as_dict()
    assert told["balance"]["before"] == seen.before.assessment.ledger.balance.as_dict()


def test_where_another_carries_all_on_nothing_breaks(exchanged: Roadmap, cast: Cast) -> None:
    told = ended(exchanged, cast, pass_on("ssg-road", "joint", to="aanes")).as_dict()
    assert (told["broken"], told["lost"], told["differences"]) == ([], [], [])


def test_the_outlook_asks_nothing_of_the_database(
    exchanged: Roadmap, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    seen = ended(exchanged, cast, ENDS)
    with django_assert_num_queries(0):
        assert seen.as_dict()["lost"]


def test_a_conflict_that_was_there_is_not_new_under_the_names_of_those_who_carry_it_on(exchanged: Roadmap, cast: Cast) -> None:
    orders = [
        {"wanted_by": "gov", "first": "ssg-road", "then": "gov-lists"},
        {"wanted_by": "ssg", "first": "gov-lists", "then": "ssg-road"},
    ]
    insert_item(roadmap=exchanged, kind_name="conflicts", data={"title": "Who begins", "orders": orders})
    parts = [{**CENTRE, "key": key, "name": {"en": key}} for key in ("north", "south")]
    decisions = {**pass_on("ssg-road", to="north"), **pass_on("joint", to="south")}
    before = Plan(build_document(exchanged), today())
    done = split_area(roadmap=exchanged, area="ssg", parts=parts, on=FALL, decisions=decisions, actor=cast.lead)
    seen = outlook(before, build_document(exchanged), done)
    named = [each.parties for each in seen.after.assessment.findings if each.code == "positions-collide"]
    assert named == [("gov", "north")]
    assert "positions-collide" not in {each.code for each in seen.findings}
    assert ("gains-nothing", ("south",)) in {(each.code, each.parties) for each in seen.findings}


def finding(code: str, severity: Any = "alarm", **data: Any) -> Finding:
    return Finding(code, severity, **data)


def test_only_what_says_more_than_before_is_new() -> None:
    two = finding("gains-nothing", "warning", parties=("ssg", "sig"))
    one = finding("gains-nothing", "warning", parties=("ssg",))
    worse = finding("gains-nothing", parties=("ssg",))
    note = finding("outside-exchanges", "note", milestones=("a",))
    assert found_anew([two], [one, note]) == ()
    assert found_anew([one], [two]) == (two,)
    assert found_anew([one], [worse]) == (worse,)
