"""From a document to the pictures' data: what is computed elsewhere arrives as it was computed."""

import datetime as dt
from typing import Any

import pytest
from django.utils import translation

from milestones.domain.plan import Plan
from milestones.pictures.data import Anchor, Course, Crossing, Group, Measure, Suspension, TimelineLink, TimelineRow
from milestones.pictures.from_ledger import ledger_data
from milestones.pictures.from_plan import By, linkage_data, progress_data, timeline_data
from roadmap.domain.document import Document, Entry

AS_OF = dt.date(2024, 2, 1)
DAY = dt.date


def entry(kind: str, key: str, code: str, **data: Any) -> Entry:
    return Entry(kind, key, code, {name: {"en": value} if name in {"title", "name"} else value for name, value in data.items()})


def milestone(key: str, code: str, **data: Any) -> Entry:
    return entry("milestones", key, code, title=f"Milestone {key}", **data)


def plan() -> Plan:
    """One is verified on time, one waits for it through an exchange, two share a day, one of an agency was ended."""
    report = {"milestone": "a", "claim": "achieved", "reporter": "Observers", "role": "monitor", "independent": True}
    commitments = [
        {"milestone": "a", "giver": "gov", "cost": {"value": 1}, "benefits": {"gov": {"value": 5}, "aanes": {"value": 1}}},
        {"milestone": "b", "giver": "aanes", "cost": {"value": 4}, "benefits": {"gov": {"value": 4}}, "gate": "a"},
    ]
    sections = {
        "areas": [
            entry("areas", "gov", "G", name="Government-held areas"),
            entry("areas", "aanes", "N", name="North and East Syria"),
            entry("areas", "sig", "A", name="Northern Aleppo"),
            entry("areas", "old", "O", name="An area that ended", valid_to="2020-01-01"),
        ],
        "sectors": [entry("sectors", "aid", "S-01", name="Aid")],
        "crossings": [
            entry(
                "crossings",
                "tayha",
                "X-01",
                name="al-Tayha",
                between=["gov", "aanes"],
                log=[{"date": "2024-01-01", "state": "limited", "reporter": "Observers"}],
            )
        ],
        "measures": [entry("measures", "convoys", "M-01", title="Convoys", sector="aid", areas=["gov", "aanes"])],
        "milestones": [
            milestone(
                "a",
                "M-01.G1",
                area="gov",
                measure="convoys",
                window={"not_before": "T0", "not_after": "T0 + 6m"},
                evidence_rule={"independent_sources": 1},
            ),
            milestone("b", "M-01.N1", area="aanes", measure="convoys", window={"not_after": "2024-06-30"}, requires=["a"]),
            milestone("c", "M-01.A1", area="sig", window={"not_before": "2024-04-01"}, together_with=["d"]),
            milestone("d", "N-01", areas=["gov", "sig"], window={"not_after": "2024-05-01"}),
            milestone("e", "N-02", actor={"en": "An agency"}, lapse={"date": "2024-01-10"}, window={"not_after": "2024-03-01"}),
        ],
        "exchanges": [entry("exchanges", "first", "E-01", title="First", mode="gated", commitments=commitments)],
        "evidence": [entry("evidence", "v1", "V-001", **report, date="2023-12-05", quantity=10)],
    }
    return Plan(Document(roadmap={"key": "x", "t0": "2023-09-01", "source_language": "en"}, sections=sections), AS_OF)


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


def test_the_timeline_shows_the_schedule_and_the_evidence() -> None:
    data = timeline_data(plan(), "en")
    assert data.rows == (
        TimelineRow(
            "a", "M-01.G1", "Milestone a", "gov", DAY(2023, 9, 1), DAY(2024, 3, 1), DAY(2023, 12, 5), None, False, "verified"
        ),
        TimelineRow("b", "M-01.N1", "Milestone b", "aanes", DAY(2023, 12, 5), DAY(2024, 6, 30), None, 208, False),
        TimelineRow("c", "M-01.A1", "Milestone c", "sig", DAY(2024, 4, 1), DAY(2024, 5, 1), None, 30, True),
        TimelineRow("d", "N-01", "Milestone d", "~joint", DAY(2024, 4, 1), DAY(2024, 5, 1), None, 30, False),
        TimelineRow("e", "N-02", "Milestone e", "~third", None, None, None, None, False, "ended", (), DAY(2024, 1, 10)),
    )
    assert (data.anchors, data.today) == ((Anchor("T0", DAY(2023, 9, 1)),), AS_OF)


def knotted() -> Plan:
    """Two wait for each other, one for them; of one only the last day is unknown, and one is as it was."""
    sections = {
        "areas": [entry("areas", "gov", "G", name="Government-held areas")],
        "milestones": [
            milestone(
                "one", "N-01", area="gov", requires=["two"], window={"not_before": "2024-03-01", "not_after": "2024-06-01"}
            ),
            milestone("two", "N-02", area="gov", requires=["one"], window={"not_after": "2024-06-01"}),
            milestone("third", "N-03", area="gov", requires=["two"], window={"not_after": "2024-09-01"}),
            milestone("late", "N-04", area="gov", window={"not_before": "2024-03-01", "not_after": "T9 + 1m"}),
            milestone("lost", "N-05", area="gov", requires=["nowhere"], window={"not_after": "2024-09-01"}),
            milestone("free", "N-06", area="gov", window={"not_before": "2024-03-01", "not_after": "2024-09-01"}),
        ],
    }
    return Plan(Document(roadmap={"key": "x", "t0": "2023-09-01", "source_language": "en"}, sections=sections), AS_OF)


def test_the_timeline_gives_no_days_that_hold_only_if_a_circle_opens() -> None:
    found = timeline_data(knotted(), "en").rows
    nothing = (None, None, None)
    assert {row.key: (row.unknown, (row.earliest, row.latest, row.slack)) for row in found} == {
        "one": ("circle", nothing),
        "two": ("circle", nothing),
        "third": ("waits", nothing),
        "late": ("last", (DAY(2024, 3, 1), None, None)),
        "lost": ("missing", nothing),
        "free": ("", (DAY(2024, 3, 1), DAY(2024, 9, 1), 184)),
    }
    assert not [row.key for row in found if row.critical and row.unknown]


def test_progress_counts_no_days_that_hold_only_if_a_circle_opens() -> None:
    data = progress_data(knotted(), "en")
    assert (data.total, data.earliest, data.latest) == (6, (DAY(2024, 3, 1), DAY(2024, 3, 1)), (DAY(2024, 9, 1),))


def test_the_timeline_shows_suspensions_as_they_were_known_on_its_day() -> None:
    found = plan()
    row = {"milestone": "b", "reason": {"en": "Lists withheld"}}
    rows = [
        {**row, "since": "2024-01-20", "until": "2024-02-15"},
        {**row, "since": "2023-10-01", "until": "2023-11-01"},
        {**row, "since": "2024-03-01"},
    ]
    found.document.sections["policy_lines"] = [entry("policy_lines", "l", "L-01", title="No lists, no buses", suspensions=rows)]
    (suspended,) = (each for each in timeline_data(Plan(found.document, AS_OF), "en").rows if each.suspensions)
    assert (suspended.key, suspended.state) == ("b", "suspended")
    over = Suspension(DAY(2023, 10, 1), DAY(2023, 11, 1), "L-01")
    assert suspended.suspensions == (over, Suspension(DAY(2024, 1, 20), None, "L-01"))
    later = timeline_data(Plan(found.document, DAY(2024, 2, 20)), "en").rows[1]
    assert (later.state, later.suspensions[1].until) == ("not_started", DAY(2024, 2, 15))


def test_the_timeline_shows_what_waits_for_what() -> None:
    assert set(timeline_data(plan(), "en").links) == {
        TimelineLink("a", "b", "requires"),
        TimelineLink("a", "b", "gate"),
        TimelineLink("c", "d", "together"),
    }


@pytest.mark.parametrize(("by", "expected"), [
    ("area", {"gov": "a", "aanes": "b", "sig": "c", "~joint": "d", "~third": "e"}),
    ("sector", {"aid": "ab", "~none": "cde"}),
    ("exchange", {"first": "ab", "~none": "cde"}),
])  # fmt: skip
def test_a_timeline_has_groups_for_all_its_rows(by: By, expected: dict[str, str]) -> None:
    data = timeline_data(plan(), "en", by=by)
    found = {group.key: "".join(row.key for row in data.rows if row.group == group.key) for group in data.groups}
    assert {key: keys for key, keys in found.items() if keys} == expected


def test_the_linkage_shows_areas_in_force_and_computed_states() -> None:
    drawn = plan()
    drawn.document.of("areas").append(entry("areas", "new", "P", name="An area that begins later", valid_from="2024-12-09"))
    data = linkage_data(drawn, "en")
    assert [area.code for area in data.areas] == ["G", "N", "A"]
    assert data.measures == (Measure("M-01", "Convoys", "aid", ("gov", "aanes"), "unknown"),)
    assert data.crossings == (Crossing("X-01", "al-Tayha", ("gov", "aanes"), "limited"),)


def test_the_ledger_shows_at_a_glance_who_gains_and_who_stands_outside() -> None:
    """Report: gains only for the government side, part of the country outside."""
    data = ledger_data(plan(), "en")
    assert [(each.code, each.gives, each.gets) for each in data.accounts] == [("G", 1, 9), ("N", 4, 1), ("A", 0, 0)]
    assert [each.warning for each in data.accounts] == [
        "90 % of all gains go here.",
        "",
        "Left out: it neither gives nor gains.",
    ]
    assert data.courses[0] == Course("G", "Government-held areas", ((DAY(2023, 12, 5), 8.0),))


def test_progress_is_what_is_verified_against_what_was_agreed() -> None:
    data = progress_data(plan(), "en")
    assert (data.total, data.verified, data.claimed) == (4, (DAY(2023, 12, 5),), (DAY(2023, 12, 5),))
    assert data.earliest == (DAY(2023, 9, 1), DAY(2023, 9, 1), DAY(2024, 4, 1), DAY(2024, 4, 1))
    assert data.latest == (DAY(2024, 3, 1), DAY(2024, 6, 30), DAY(2024, 5, 1), DAY(2024, 5, 1))


def test_groups_come_into_the_words_of_the_reader() -> None:
    with translation.override("ar"):
        assert timeline_data(plan(), "ar").groups[0] == Group("gov", "G", "Government-held areas")
