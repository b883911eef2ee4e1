"""What the engines answer can be written as JSON, whole."""

import json

from milestones.domain.evidence.criteria_state import compute_criteria
from milestones.domain.evidence.crossings import compute_crossings
from milestones.domain.evidence.policy import consequences, find_breaches
from milestones.domain.evidence.progress import compute_progress
from milestones.domain.evidence.two_ended import compute_measures
from tests.milestones.domain.evidence.documents import day, document, evidence, report

AS_OF = day("2023-12-01")
PLAN = document(
    criteria={"detained": {"baseline": {"value": 10}, "threshold": {"value": 0}, "states": {"gov": {"state": "met"}}}},
    crossings={"tayha": {"log": [{"date": "2023-08-01", "state": "open", "reporter": "Drivers", "note": {"en": "Queues"}}]}},
    measures={"exams": {"areas": ["aanes", "gov"]}},
    milestones={
        "releases": {
            "area": "gov",
            "criterion": "detained",
            "target": {"quantity": 5, "denominator": 10},
            "window": {"not_after": "2023-09-01"},
        },
        "funds": {"area": "aanes", "reversal": {"en": "Blocked."}},
    },
    exchanges={"one": {"commitments": [{"milestone": "releases"}, {"milestone": "funds", "restored_within": "14d"}]}},
    policy_lines={"gate": {"watches": ["releases"], "suspends": ["funds"]}},
    evidence=evidence(
        report("achieved", "2023-08-01", "Damascus", on_behalf_of="gov", quantity=1),
        report("not_achieved", "2023-09-02", "Families C", statement={"en": "Nobody came home."}),
        report("achieved", "2023-08-01", "Damascus", measure="exams", on_behalf_of="gov"),
        report("partly", "2023-08-01", "Observers", measure="exams", role="monitor"),
        report("", "2023-08-03", "Observers", criterion="detained", area="gov", quantity=4),
    ),
)


def test_progress() -> None:
    found = json.loads(json.dumps(compute_progress(PLAN, AS_OF)["releases"].as_dict()))
    assert (found["state"], found["scale"], found["deadline"], found["actual"]) == ("lapsed", 0, "2023-09-01", None)
    assert [reason["code"] for reason in found["reasons"]] == [
        *("window_over", "sources", "quantity", "contradicted"),
        *("claimant_only", "not_independent", "falls_short"),
    ]
    assert found["reasons"][1] == {"code": "sources", "met": False, "needed": 2, "found": 0}
    assert [(each["code"], each["shows"], each["claimants"]) for each in found["evidence"]] == [
        ("E-01", "partly", True),
        ("E-02", "not_achieved", False),
    ]
    assert (found["claimed"]["quantity"], found["claimed"]["share"], found["confirmed"]) == (1, 10.0, None)


def test_measures_and_crossings() -> None:
    measure = json.loads(json.dumps(compute_measures(PLAN, AS_OF)["exams"].as_dict()))
    assert (measure["state"], [end["claim"] for end in measure["ends"]]) == ("one_end", ["", "achieved"])
    assert [each["claim"] for each in measure["findings"]] == ["partly"]
    crossing = json.loads(json.dumps(compute_crossings(PLAN, AS_OF)["tayha"].as_dict()))
    assert (crossing["state"], crossing["since"], crossing["latest"][0]["note"]) == ("open", "2023-08-01", {"en": "Queues"})


def test_criteria() -> None:
    found = json.loads(json.dumps(compute_criteria(PLAN, AS_OF)["detained"]["gov"].as_dict()))
    assert (found["state"], found["assessed"], found["differs"], found["counted"]) == ("partly", "met", True, ["v-005"])


def test_breaches_and_their_consequences() -> None:
    (breach,) = find_breaches(PLAN, compute_progress(PLAN, AS_OF), AS_OF)
    assert json.loads(json.dumps(breach.as_dict())) == {
        "line": "gate",
        "milestone": "releases",
        "how": "lapsed",
        "since": "2023-09-02",
        "due": "2023-09-02",
        "evidence": ["v-002"],
        "proposals": [{"milestone": "funds", "confirmed": False, "protected": []}],
    }
    assert json.loads(json.dumps(consequences(PLAN, ["funds"], AS_OF).as_dict())) == {
        "restored": [
            {
                "milestone": "funds",
                "reversal": {"en": "Blocked."},
                "exchange": "one",
                "restored_within": "14d",
                "restored_by": "2023-12-15",
                "loss": {},
            }
        ],
        "touched": ["one"],
        "partners": ["releases"],
        "survives": [],
    }
