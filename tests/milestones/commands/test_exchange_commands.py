"""``manage.py ledger``, ``deadlocks`` and ``find_packages``: from a file alone, and from a draft with its positions."""

import datetime as dt
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from milestones.models import Milestone
from roadmap.domain.files import import_document, read_file
from roadmap.domain.versions import freeze_version
from roadmap.enums import AssignmentRole
from roadmap.models import Assignment, Roadmap
from tests.conftest import Cast
from tests.roadmap.factories import SMALL
from tests.roadmap.round_factories import opened_round
from tests.roadmap.stances import FOCAL_POINT, take

WANTING = "Government-held areas, Northern Aleppo"
NEIGHBOURS = "N-02 (North and East Syria) and N-01 (Government-held areas)"
FILE = Path(__file__).with_name("drafts.yaml")


def run(command: str, where: object, **options: Any) -> str:
    out = StringIO()
    call_command(command, str(where), stdout=out, **options)
    return out.getvalue()


def answer(command: str, where: object, **options: Any) -> Any:
    return json.loads(run(command, where, json=True, **options))


def test_the_ledger_of_a_file_begins_with_what_is_wrong() -> None:
    lines = run("ledger", FILE).splitlines()
    assert lines[:4] == [
        "ALARM: 80 % of all gains go to Government-held areas.",
        "ALARM: Northern Aleppo: gives 1, gains nothing.",
        "ALARM: The balance is 0.3 of 1 (gains in proportion to what is given: 0.8; gains reach all areas: 0.3).",
        "ALARM: Government-held areas, North and East Syria wait for one another: none of N-01, N-02 can come first.",
    ]
    start = lines.index("balance 0.30 of 1, the smaller of")
    assert lines[start : start + 10] == [
        "balance 0.30 of 1, the smaller of",
        "  reciprocity 0.80: gains in proportion to what is given",
        "  reach 0.30: gains reach all areas",
        "",
        "net: what a side gets less what it gives, in points; lowest: where it is furthest behind",
        "  gives    gets     net  lowest when       first third       side",
        "      3       8       5      -3 2023-10-01 100% / 0%         Government-held areas",
        "      1       2       1       - -          0% / 100%         North and East Syria",
        "      1       0      -1      -1 1          -                 Northern Aleppo",
        "2 entries have no day.",
    ]
    assert lines[-3:] == [
        "      1       3       8       5 Government-held areas",
        "      1       1       2       1 North and East Syria",
        "      1       1       0      -1 Northern Aleppo",
    ]


def test_the_ledger_as_json_holds_accounts_days_and_findings() -> None:
    found = answer("ledger", FILE)
    assert [(each["key"], each["gives"], each["gets"]) for each in found["ledger"]["accounts"]] == [
        ("gov", 3, 8),
        ("aanes", 1, 2),
        ("sig", 1, 0),
    ]
    assert (found["ledger"]["first_day"], found["ledger"]["last_day"]) == ("2023-10-01", "2023-11-01")
    assert found["protected"][0]["source"] == "TCT §3.1"
    assert found["findings"][0] == {
        "code": "gains-one-sided",
        "severity": "alarm",
        "parties": ["gov"],
        "values": {"share": 0.8},
        "text": "80 % of all gains go to Government-held areas.",
    }
    assert found["parties"]["gov"] == {"key": "gov", "area": True, "code": "G", "name": {"en": "Government-held areas"}}


def test_a_file_that_names_no_protected_subject_is_held_to_the_standing_list(tmp_path: Path) -> None:
    """On the command line as on the pages: with the title, the reason and the source of the list."""
    bare = tmp_path / "bare.yaml"
    subject = next(line for line in FILE.read_text().splitlines() if "key: return" in line)
    text = FILE.read_text().replace(f"protected_subjects:\n{subject}\n", "").replace("Let refugees in", "Return of refugees")
    bare.write_text(text)
    (told,) = (line for line in run("ledger", bare).splitlines() if line.startswith("ALARM: N-03, Title:"))
    assert "“return of refugees” points to a protected subject, “Return of refugees”" in told
    assert (
        "(UNHCR, Protection Thresholds and Parameters for Refugee Return to Syria (February 2018); Time to change track" in told
    )
    (found,) = answer("ledger", bare)["protected"]
    assert (found["subject"], found["ref"], found["title"]["ku"]) == ("refugee-return", "milestones/camps", "Vegera penaberan")
    lines = run("find_packages", bare, as_of=dt.date(2023, 9, 15)).splitlines()
    assert lines[-1].startswith("  N-03 is left out: its words point to a protected subject (Return of refugees).")


def test_as_of_a_day_what_is_not_verified_is_still_to_come() -> None:
    found = answer("ledger", FILE, as_of=dt.date(2024, 3, 1))
    assert (found["ledger"]["first_day"], found["ledger"]["last_day"]) == ("2024-03-01", "2024-03-01")


def test_deadlocks_are_told_step_by_step() -> None:
    assert run("deadlocks", FILE).splitlines() == [
        "Government-held areas, North and East Syria wait for one another: none of N-01, N-02 can come first.",
        "  N-01 (Government-held areas) waits for N-02 (North and East Syria): a gate of exchange E-01.",
        "  N-02 (North and East Syria) waits for N-01 (Government-held areas): a gate of exchange E-01.",
        "1 gate would have to change; fewer cannot do.",
        f"  Exchange E-01: let {NEIGHBOURS} happen at the same time, or let a third party hold one.",
    ]
    found = answer("deadlocks", FILE)
    assert (found["resolution"]["smallest"], list(found["parties"])) == (True, ["gov", "aanes", "sig"])


def test_a_draft_without_deadlock_tells_what_positions_collide(tmp_path: Path) -> None:
    """And what is held up by a circle, which is not in it."""
    text = FILE.read_text().replace("mode: gated", "mode: simultaneous")
    orders = "conflicts:\n  - key: d\n    title: Who first\n    orders:\n"
    orders += "".join(
        f"      - {{wanted_by: {a}, first: {b}, then: {c}}}\n"
        for a, b, c in (("gov", "goods", "camps"), ("sig", "camps", "goods"))
    )
    calm = tmp_path / "calm.yaml"
    calm.write_text(text + orders)
    assert run("deadlocks", calm).splitlines() == [
        "No deadlock.",
        f"A conflict between positions: the orders wanted by {WANTING} cannot all be kept (N-02, N-03).",
        "  circle 1:",
        "  N-03 (Northern Aleppo) is to come after N-02 (North and East Syria) (wanted by Government-held areas).",
        "  N-02 (North and East Syria) happens together with N-03 (Northern Aleppo).",
        "  circle 2:",
        "  N-02 (North and East Syria) is to come after N-03 (Northern Aleppo) (wanted by Northern Aleppo).",
        "  N-03 (Northern Aleppo) happens together with N-02 (North and East Syria).",
    ]
    held = tmp_path / "held.yaml"
    held.write_text(FILE.read_text().replace("title: Let refugees in,", "title: Let refugees in, requires: [road],"))
    assert run("deadlocks", held).splitlines()[3] == "Held up by this: N-03."


def test_a_draft_without_exchanges_has_an_empty_ledger(tmp_path: Path) -> None:
    bare = tmp_path / "bare.yaml"
    bare.write_text(FILE.read_text().split("exchanges:")[0])
    lines = run("ledger", bare).splitlines()
    assert (lines[0], lines[-1]) == (
        "Nothing to point out.",
        "      0       0       0       - -          -                 Northern Aleppo",
    )


def test_packages_of_a_file_are_proposed_without_positions() -> None:
    lines = run("find_packages", FILE, as_of=dt.date(2023, 9, 15)).splitlines()
    assert lines[:6] == [
        "These are proposals. Nothing in the draft was changed.",
        "They hold what can still be given on 15 September 2023, and nothing that is over by then.",
        "There is no further package that differs enough from these.",
        "No group's position is known here, so that none is taken into account.",
        "",
        "Proposal 1",
    ]
    because = "its words point to a protected subject (Return of refugees). Mark it, reword it, or say why it is not about it."
    assert lines[-2:] == ["Not considered", f"  N-03 is left out: {because}"]
    [proposal] = answer("find_packages", FILE)["proposals"]
    assert proposal["exchanges"][0]["milestones"] == ["goods", "road"]
    assert [f"  {line}" for line in proposal["lines"]] == lines[6:-3]


def test_what_is_over_on_the_day_is_not_proposed_but_told_with_its_last_day(tmp_path: Path) -> None:
    """The day itself is still one on which it can be given."""
    closing = tmp_path / "closing.yaml"
    text = FILE.read_text().replace(", gate: goods}", "}").replace(", gate: road}", "}")
    closing.write_text(text.replace("window: {not_before: T0 + 1m}", "window: {not_after: T0 + 1m}"))
    assert len(answer("find_packages", closing, as_of=dt.date(2023, 10, 1))["proposals"]) == 1
    later = answer("find_packages", closing, as_of=dt.date(2023, 10, 2))
    assert (later["as_of"], later["proposals"]) == ("2023-10-02", [])
    assert later["excluded"][1] == {"milestone": "road", "reason": "window-over", "because": ["2023-10-01"]}
    told = run("find_packages", closing, as_of=dt.date(2023, 10, 2)).splitlines()
    assert "  N-01 is left out: its time is over, the last day was 1 October 2023." in told


@pytest.mark.parametrize("command", ["ledger", "deadlocks", "find_packages"])
def test_what_cannot_be_read_is_refused_with_every_problem(command: str, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("format: scne-roadmap/1\nroadmap: {key: x, title: X}\nexchanges:\n  - {key: E, title: X, mode: never}\n")
    with pytest.raises(CommandError) as refused:
        run(command, bad)
    assert [line.removeprefix(str(bad)).split(": ")[0] for line in str(refused.value).splitlines()] == [
        ":4",
        ":4",
        "The file was not accepted.",
    ]
    with pytest.raises(CommandError, match="cannot be read"):
        run(command, tmp_path / "nowhere.yaml")


@pytest.mark.django_db
def test_a_roadmap_that_is_not_there_is_said_so() -> None:
    with pytest.raises(CommandError, match="There is no roadmap nowhere, and no file of that name"):
        run("ledger", "nowhere")


@pytest.mark.parametrize("count", [0, 21])
def test_the_number_of_proposals_has_bounds(count: int) -> None:
    with pytest.raises(CommandError, match="1 to 20"):
        run("find_packages", FILE, proposals=count)


@pytest.fixture
def roadmap(cast: Cast) -> Roadmap:
    """The file as a draft that can be frozen, without the milestone that nobody may trade; the lead is assigned."""
    document = read_file(FILE.read_text())
    [*_others, criterion] = read_file(SMALL).of("criteria")
    criterion.data.pop("states")
    document.sections["criteria"] = [criterion]
    [_camps, goods, _road] = document.sections["exchanges"][0].data["commitments"]
    document.sections["exchanges"][0].data["commitments"].pop(0)
    del goods["gate"]  # a circle is never frozen
    document.sections["milestones"].pop()
    for each in document.sections["milestones"]:
        each.data |= {"criterion": criterion.key, "window": {"not_after": "T0 + 1y"}}
    found, _changes = import_document(document=document, actor=None)
    Assignment.objects.create(roadmap=found, user=cast.lead, role=AssignmentRole.LEAD)
    return found


@pytest.mark.django_db
def test_a_draft_is_read_from_the_database_with_the_positions_of_groups(roadmap: Roadmap, cast: Cast) -> None:
    """What a group refused in a round is not proposed from then on; an unsigned position of a member refuses nothing."""
    version = freeze_version(roadmap=roadmap, note="First", actor=cast.lead)
    round_ = opened_round(cast, version)
    take(round_, FOCAL_POINT, "milestones/road", "cannot_accept", for_group=False)
    day = dt.date(2023, 9, 15)
    assert len(answer("find_packages", roadmap.key, as_of=day)["proposals"]) == 1
    take(round_, FOCAL_POINT, "milestones/road", "cannot_accept")
    assert answer("find_packages", roadmap.key, as_of=day)["excluded"] == [
        {"milestone": "road", "reason": "refused", "because": [cast.group.key]}
    ]
    assert Milestone.objects.filter(roadmap=roadmap).count() == 2


@pytest.mark.django_db
def test_a_draft_without_a_lead_has_no_positions(roadmap: Roadmap) -> None:
    Assignment.objects.all().delete()
    assert "No group's position is known here" in run("find_packages", roadmap.key)
