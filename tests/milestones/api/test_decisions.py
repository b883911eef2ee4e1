"""Crossings, suspensions and areas that change, through the API."""

from typing import Any

import pytest

from milestones.domain.deciding import today
from milestones.domain.evidence.recording import record_evidence
from milestones.models import Milestone, PolicyLine
from roadmap.domain.document.storage import build_document
from roadmap.domain.drafting import add_item
from roadmap.models import Area, Crossing, Roadmap
from tests.conftest import Cast
from tests.milestones.api.test_evidence import Users, users

__all__ = ["users"]
pytestmark = pytest.mark.django_db
CROSSING = "roadmaps/small/crossings/tabqa/reports/"
LINE = "roadmaps/small/policy_lines/lists/suspensions/"
CHANGE = "roadmaps/small/areas/aanes/change/"
END = {"kind": "end", "on": "2024-12-08", "decisions": {"milestones/aanes-buses": {"to": "gov", "reason": "Carried on."}}}


@pytest.fixture
def small(users: Users, cast: Cast) -> Roadmap:
    """With a policy line that is broken: its milestone was due long ago, and a report says that it was not done."""
    roadmap = Roadmap.objects.get(key="small")
    data = {"title": "No lists, no buses", "watches": ["gov-lists"], "suspends": ["aanes-buses"], "grace": "14d"}
    add_item(roadmap=roadmap, kind_name="policy_lines", key="lists", data=data, actor=cast.lead)
    shown = {"milestone": "gov-lists", "claim": "not_achieved", "reporter": "Parents", "date": "2025-01-10", "independent": True}
    record_evidence(roadmap=roadmap, data=shown, actor=cast.lead)
    return roadmap


def paths(answer: Any) -> list[str]:
    return [each["path"] for each in answer.json()["errors"]]


def test_a_crossing_is_reported_once_per_key(users: Users, small: Roadmap) -> None:
    given = {"state": "closed", "date": "2024-02-01", "reporter": "Drivers", "note": {"ar": "مغلق"}}
    first, again = (users.monitor.post(CROSSING, given, idempotency_key="k") for _time in range(2))
    assert (first.status_code, again["Idempotency-Replayed"]) == (201, "true")
    assert Crossing.objects.get(roadmap=small, key="tabqa").log == [{**given, "recorded": today().isoformat()}]


def test_a_line_of_the_log_is_withdrawn_once(users: Users, small: Roadmap) -> None:
    users.monitor.post(CROSSING, {"state": "closed", "date": "2024-02-01", "reporter": "Drivers"})
    assert users.monitor.post(f"{CROSSING}2/withdraw/", {"reason": "Wrong"}).status_code == 404
    done = users.monitor.post(f"{CROSSING}1/withdraw/", {"reason": "Another crossing"})
    assert (done.status_code, done.json()["log"][0]["withdrawn"]["reason"]) == (200, {"en": "Another crossing"})
    assert users.lead.post(f"{CROSSING}1/withdraw/", {"reason": "Again"}).status_code == 409


@pytest.mark.parametrize(
    ("change", "path"),
    [({"state": "broken"}, "state"), ({"date": "2999-01-01"}, "date"), ({"reporter": ""}, "reporter"), ({"date": 5}, "date")],
)
def test_a_bad_report_on_a_crossing_is_told_by_its_field(users: Users, small: Roadmap, change: dict[str, Any], path: str) -> None:
    answer = users.monitor.post(CROSSING, {"state": "open", "date": "2024-02-01", "reporter": "Drivers"} | change)
    assert (answer.status_code, paths(answer)) == (400, [path])
    assert Crossing.objects.get(roadmap=small, key="tabqa").log == []


def test_all_that_is_wrong_with_a_report_on_a_crossing_is_told_at_once(users: Users, small: Roadmap) -> None:
    answer = users.monitor.post(CROSSING, {"state": "ajar", "date": "2024-W10-1", "reporter": ""})
    assert (answer.status_code, paths(answer)) == (400, ["date", "state", "reporter"])


def test_a_suspension_is_proposed_confirmed_and_lifted(users: Users, small: Roadmap) -> None:
    seen = users.monitor.get(LINE).json()
    assert [(each["milestone"], each["how"]) for each in seen["breaches"]] == [("gov-lists", "lapsed")]
    assert seen["unshown"] == []
    assert seen["consequences"]["aanes-buses"]["restored"][0]["milestone"] == "aanes-buses"
    assert paths(users.lead.post(LINE, {"milestone": "aanes-buses"})) == ["reason"]
    done = users.lead.post(LINE, {"milestone": "aanes-buses", "reason": "Not accepted"})
    assert (done.status_code, done.json()["suspensions"][0]["reason"]) == (200, {"en": "Not accepted"})
    assert users.lead.post(LINE, {"milestone": "aanes-buses", "reason": "Again"}).status_code == 409
    assert users.lead.post(LINE + "lift/", {"milestone": "aanes-buses", "reason": "Accepted"}).status_code == 200
    assert users.lead.post(LINE + "lift/", {"milestone": "aanes-buses", "reason": "Again"}).status_code == 409


def test_only_facilitators_decide(users: Users, small: Roadmap) -> None:
    given = {"milestone": "aanes-buses", "reason": "Mine"}
    for address, body in ((LINE, given), (LINE + "lift/", given), (CHANGE, END)):
        assert [api.post(address, body).status_code for api in (users.monitor, users.administrator)] == [403, 403]
        assert [api.post(address, body).status_code for api in users.strangers] == [404, 404, 404]
    assert PolicyLine.objects.get(roadmap=small).suspensions == []
    assert not Area.objects.filter(roadmap=small).exclude(valid_to=None).exists()


def test_an_area_changes_by_decisions_and_a_dry_run_changes_nothing(users: Users, small: Roadmap) -> None:
    hangs = users.lead.get(CHANGE).json()
    assert (hangs["open"], hangs["crossings"]) == (["aanes-buses"], ["tabqa"])
    answer = users.lead.post(CHANGE, {"kind": "end", "on": "2024-12-08"})
    assert (answer.status_code, paths(answer)) == (422, ["milestones/aanes-buses"])
    before = build_document(small).canonical()
    dry = users.lead.post(CHANGE + "?dry_run=1", END)
    told = {"areas": [], "passed_on": ["aanes-buses"], "lapsed": [], "settled": []}
    outlook = dry.json()["outlook"]
    assert dry.json() == {"dry_run": True, **told, "uid": None, "outlook": outlook}
    assert (outlook["passed"], outlook["broken"], outlook["balance"]["before"]["value"]) == (["aanes-buses"], [], None)
    assert build_document(small).canonical() == before
    first, again = (users.lead.post(CHANGE, END, idempotency_key="k") for _time in range(2))
    assert (first.json()["passed_on"], first.json()["outlook"], again["Idempotency-Replayed"]) == (["aanes-buses"], None, "true")
    assert Milestone.objects.get(roadmap=small, key="aanes-buses").area.key == "gov"


def test_a_dry_run_tells_what_would_break_and_lose_a_side(users: Users, small: Roadmap, cast: Cast) -> None:
    rows = [
        {"milestone": "gov-lists", "cost": {"value": 2}, "benefits": {"aanes": {"value": 3}}},
        {"milestone": "aanes-buses", "cost": {"value": 2}, "benefits": {"gov": {"value": 3}}},
    ]
    data = {"title": "Lists for buses", "mode": "simultaneous", "commitments": rows}
    add_item(roadmap=small, kind_name="exchanges", key="lists-buses", data=data, actor=cast.lead)
    Milestone.objects.filter(roadmap=small, key="gov-lists").update(requires=["aanes-buses"])
    lapse = {**END, "decisions": {"milestones/aanes-buses": {"reason": "Nobody carries it on."}}}
    told = users.lead.post(CHANGE + "?dry_run=1", lapse).json()["outlook"]
    assert {(each["owner"], each["of"]) for each in told["broken"]} == {("gov-lists", "aanes-buses")}
    assert [(each["exchange"], each["gone"], each["left"]) for each in told["lost"]] == [
        ("lists-buses", ["aanes-buses"], ["gov-lists"])
    ]
    assert {"no-counterpart", "gains-after-end"} <= {each["code"] for each in told["findings"]}
    assert (told["balance"]["before"]["value"], told["balance"]["after"]["value"]) == (1.0, 0.0)


def test_an_end_is_not_patched_by_the_way(users: Users, small: Roadmap) -> None:
    address = "roadmaps/small/areas/aanes/"
    etag = users.lead.get(address)["ETag"]
    answer = users.lead.patch(address, {"valid_to": "2024-12-08"}, if_match=etag)
    assert (answer.status_code, answer.json()["title"], paths(answer)) == (409, "decide-first", ["valid_to"])
    assert Area.objects.get(roadmap=small, key="aanes").valid_to is None


def test_an_area_splits(users: Users, small: Roadmap) -> None:
    parts = [{"key": key, "name": key.title(), "authority": "A council"} for key in ("raqqa", "hasakah")]
    decisions = {"milestones/aanes-buses": {"to": "raqqa", "reason": "They run there."}, "crossings/tabqa": {"to": "raqqa"}}
    done = users.lead.post(CHANGE, {"kind": "split", "on": "2024-12-08", "parts": parts, "decisions": decisions})
    assert (done.status_code, done.json()["areas"]) == (200, ["raqqa", "hasakah"])
    assert {area.key for area in Crossing.objects.get(roadmap=small, key="tabqa").between.all()} == {"gov", "raqqa"}


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({}, "on"),
        ({"on": "2024-12-08"}, "kind"),
        ({"kind": "split", "on": "2024-12-08", "parts": {}}, "parts"),
        ({"kind": "split", "on": "2024-12-08", "parts": ["x", "y"]}, "parts"),
        ({"kind": "split", "on": "2024-12-08", "parts": "xy"}, "parts"),
        ({"kind": "merge", "on": "2024-12-08", "areas": ["gov"]}, "into"),
        ({"kind": "successor", "on": "2024-12-08", "successor": 5}, "successor"),
        ({"kind": "end", "on": "2024-12-08", "decisions": ["x"]}, "decisions"),
        ({"kind": "end", "on": "2024-12-08", "decisions": {"milestones/aanes-buses": "gov"}}, "decisions.milestones/aanes-buses"),
    ],
)
def test_a_malformed_change_is_told_by_its_field(users: Users, small: Roadmap, given: dict[str, Any], path: str) -> None:
    answer = users.lead.post(CHANGE, given)
    assert (answer.status_code, paths(answer)) == (400, [path])
