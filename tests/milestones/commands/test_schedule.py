"""``manage.py schedule``."""

import json
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from tests.roadmap.factories import small_roadmap

FILE = """
format: scne-roadmap/1
roadmap: {key: steps, title: Steps, t0: 2024-01-31, anchors: {ceasefire: 2024-02-01}}
areas:
  - {key: gov, code: G, name: Government side}
  - {key: aanes, code: N, name: North and East}
milestones:
  - {key: lists, code: N-1, area: gov, title: Lists, window: {not_before: ceasefire, not_after: ceasefire + 30d}}
  - {key: visits, code: N-2, area: aanes, title: Visits, window: {not_before: lists + 1m, not_after: lists + 2m}}
  - {key: releases, code: N-3, area: gov, title: Releases, requires: [visits], window: {not_after: 2024-02-20}}
  - {key: stores, code: N-4, area: gov, title: Stores, requires: [escort], window: {not_before: lists - 2w}}
  - {key: escort, code: N-5, area: aanes, title: Escort, requires: [stores]}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "steps.yaml"
    path.write_text(FILE, encoding="utf-8")
    return path


def called(*words: Any) -> str:
    out = StringIO()
    call_command("schedule", *words, stdout=out)
    return out.getvalue()


def test_a_file_is_checked_without_the_database(file: Path) -> None:
    """No ``django_db``: any query would fail the test."""
    assert [line.rstrip() for line in called(file).splitlines()] == [
        "code  key       earliest    latest      slack",
        "N-1   lists     2024-02-01  2024-01-20  -12d   critical",
        "    earliest: lists not_before ceasefire = 2024-02-01",
        (
            "    latest:   releases not_after 2024-02-20 = 2024-02-20; visits 2024-02-20 (releases requires visits); "
            "lists 2024-01-20 (visits not_before lists + 1m)"
        ),
        "N-2   visits    2024-03-01  2024-02-20  -10d   critical",
        "    earliest: lists not_before ceasefire = 2024-02-01; visits not_before lists + 1m = 2024-03-01",
        "    latest:   releases not_after 2024-02-20 = 2024-02-20; visits 2024-02-20 (releases requires visits)",
        "N-3   releases  2024-03-01  2024-02-20  -10d   critical",
        (
            "    earliest: lists not_before ceasefire = 2024-02-01; visits not_before lists + 1m = 2024-03-01; "
            "releases requires visits = 2024-03-01"
        ),
        "    latest:   releases not_after 2024-02-20 = 2024-02-20",
        "N-4   stores    2024-01-18  open        open   in a circle",
        "    earliest: lists not_before ceasefire = 2024-02-01; stores not_before lists - 2w = 2024-01-18",
        "N-5   escort    open        open        open   in a circle",
        "critical path: lists > visits > releases",
        "conflicts: 1",
        (
            "    lists, visits, releases: 12 days missing at lists: lists not_before ceasefire = 2024-02-01; "
            "lists 2024-01-20 (visits not_before lists + 1m); visits 2024-02-20 (releases requires visits); "
            "releases not_after 2024-02-20 = 2024-02-20"
        ),
        "cycles: 1",
        "    stores, escort",
    ]


def test_json_holds_the_same(file: Path) -> None:
    found = json.loads(called(file, "--json", "--as-of", "2024-01-25"))
    assert list(found) == [
        "as_of",
        "milestones",
        "last_days",
        "is_loose",
        "critical_path",
        "conflicts",
        "cycles",
        "broken",
        "outside",
        "doubts",
    ]
    assert found["as_of"] == "2024-01-25"
    assert [(row["key"], row["earliest"], row["latest"], row["slack"], row["critical"]) for row in found["milestones"]] == [
        ("lists", "2024-02-01", "2024-01-20", -12, True),
        ("visits", "2024-03-01", "2024-02-20", -10, True),
        ("releases", "2024-03-01", "2024-02-20", -10, True),
        ("stores", "2024-01-25", None, None, False),
        ("escort", "2024-01-25", None, None, False),
    ]
    assert found["milestones"][4]["chain"] == [
        {"milestone": "escort", "by": "as_of", "of": "", "owner": "escort", "length": "", "day": "2024-01-25", "exchange": ""}
    ]
    assert (found["critical_path"], found["cycles"]) == (["lists", "visits", "releases"], [["stores", "escort"]])
    assert [(conflict["members"], conflict["days"]) for conflict in found["conflicts"]] == [(["lists", "visits", "releases"], 12)]
    circle = {"by": "circle", "of": "", "is_late": False}
    assert found["doubts"] == {"stores": circle, "escort": circle}


def test_days_behind_a_circle_are_marked(file: Path) -> None:
    """They hold only if the circle opens: the page tells no day there, and whoever reads the sheet has to see it too."""
    goods = "{key: goods, code: N-6, area: gov, title: Goods, requires: [escort], window: {not_before: 2024-02-05}}"
    file.write_text(f"{FILE}  - {goods}\n", encoding="utf-8")
    assert "N-6   goods     2024-02-05  open        open   waits for escort" in called(file)
    assert json.loads(called(file, "--json"))["doubts"]["goods"] == {"by": "waits", "of": "escort", "is_late": False}


@pytest.mark.django_db
def test_a_draft_is_named_by_its_key() -> None:
    small_roadmap()
    assert called("small").splitlines()[-3:] == ["critical path: gov-lists", "conflicts: 0", "cycles: 0"]


@pytest.mark.django_db
def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no roadmap nowhere"):
        called("nowhere")
    with pytest.raises(CommandError, match="cannot be read"):
        called(tmp_path / "missing.yaml")
    bad = tmp_path / "bad.yaml"
    bad.write_text(FILE.replace("lists + 1m", "lists+1x").replace("ceasefire + 30d", "Ceasefire - 30d"), encoding="utf-8")
    with pytest.raises(CommandError) as refused:
        called(bad)
    assert [line.split(": ")[1] for line in str(refused.value).splitlines()[:-1]] == [
        "milestones[0].window.not_after",
        "milestones[1].window.not_before",
    ]


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        (
            "ceasefire + 30d",
            "ceasefire + 9000y",
            (
                "8: milestones[0].window.not_after: “ceasefire + 9000y” leads out of the calendar, which holds the years "
                "1 to 9999. Write a shorter time, or a day."
            ),
        ),
        (
            "lists - 2w",
            "lists - 99999w",
            "11: milestones[3].window.not_before: Count up to 9999, in weeks, months or years where days are too many.",
        ),
    ],
)
def test_a_file_whose_window_leaves_the_calendar_is_refused_at_its_path(file: Path, right: str, wrong: str, told: str) -> None:
    file.write_text(FILE.replace(right, wrong), encoding="utf-8")
    with pytest.raises(CommandError) as refused:
        called(file)
    assert [line for line in str(refused.value).splitlines() if "milestones[" in line] == [f"{file}:{told}"]


IN_VAIN = "counts on “cesefire”, which is neither a named day nor a milestone of this roadmap"
WARNED = (
    "warning: milestones/lists window.not_before: There is no milestone and no day of the roadmap called “cesefire”.\n"
    "warning: milestones/visits window.not_after: There is no milestone and no day of the roadmap called “cesefire”.\n"
)


@pytest.fixture
def slips(file: Path) -> Path:
    """The file with a slip of the pen in two windows."""
    text = FILE.replace("{not_before: ceasefire,", "{not_before: cesefire + 1d,").replace("lists + 2m", "cesefire + 9d")
    file.write_text(text, encoding="utf-8")
    return file


def test_a_name_that_nobody_gave_is_told_at_its_milestone_and_at_the_end(slips: Path) -> None:
    out, err = StringIO(), StringIO()
    call_command("schedule", slips, stdout=out, stderr=err)
    lines = out.getvalue().splitlines()
    told = {key: lines[lines.index(row) + 1 : lines.index(row) + 4] for row in lines for key in row.split()[1:2]}
    assert f"    not_before {IN_VAIN}" in told["lists"]
    assert f"    not_after {IN_VAIN}" in told["visits"]
    assert lines[-2:] == [f"lists: not_before {IN_VAIN}", f"visits: not_after {IN_VAIN}"]
    assert err.getvalue() == WARNED


@pytest.mark.parametrize("command", ["ledger", "deadlocks", "find_packages"])
def test_the_other_commands_warn_of_it(slips: Path, command: str) -> None:
    err = StringIO()
    call_command(command, slips, stdout=StringIO(), stderr=err)
    assert err.getvalue() == WARNED


@pytest.mark.django_db
def test_who_imports_it_is_warned(slips: Path) -> None:
    for options in (["--dry-run"], []):
        err = StringIO()
        call_command("import_roadmap", slips, *options, stdout=StringIO(), stderr=err)
        assert err.getvalue() == WARNED


def test_what_has_ended_or_has_no_day_yet_is_told_apart(file: Path) -> None:
    text = FILE.replace(", t0: 2024-01-31", "").replace("{not_before: ceasefire,", "{not_before: T0,")
    ended = text.replace("requires: [stores]", "requires: [stores], lapse: {date: 2024-01-02, reason: Given up}")
    file.write_text(ended, encoding="utf-8")
    lines = called(file).splitlines()
    assert "    not_before counts on “T0”, a day that this roadmap does not name yet" in lines
    assert "    requires counts on “escort”, which has ended by decision" in lines


def test_what_all_options_wait_for_has_the_last_day_of_those(file: Path) -> None:
    """Each option alone would leave B free until the end: the other one could still be in time. Both wait for it."""
    file.write_text(
        """
format: scne-roadmap/1
roadmap: {key: steps, title: Steps, t0: 2024-01-01}
areas: [{key: gov, code: G, name: Government side}]
milestones:
  - {key: lists, code: N-1, area: gov, title: Lists, window: {not_before: T0}}
  - {key: bus, code: N-2, area: gov, title: By bus, requires: [lists], window: {not_before: lists + 5d}}
  - {key: train, code: N-3, area: gov, title: By train, requires: [lists], window: {not_before: lists + 9d}}
  - {key: visits, code: N-4, area: gov, title: Visits, requires_any: [bus, train], window: {not_after: 2024-02-01}}
""",
        encoding="utf-8",
    )
    lines = called(file).splitlines()
    assert lines[1].split() == ["N-1", "lists", "2024-01-01", "2024-01-27", "26d", "critical"]
    assert lines[3] == "    latest:   all options of another milestone wait for it"
    found = json.loads(called(file, "--json"))
    assert (found["last_days"], found["is_loose"]) == ({"lists": "2024-01-27"}, False)
    assert [(row["latest"], row["slack"]) for row in found["milestones"][:2]] == [("2024-01-27", 26), (None, None)]
    assert found["milestones"][0]["latest_chain"] == []


LATE = """
evidence:
  - {key: seen, milestone: lists, claim: achieved, reporter: Doctors, independent: true, date: 2024-02-02, recorded: 2024-02-03}
  - {key: told, milestone: lists, claim: achieved, reporter: Lawyers, independent: true, date: 2024-02-02, recorded: 2024-03-09}
"""


def test_what_became_known_only_after_the_day_is_told_beside_the_answer(tmp_path: Path) -> None:
    path, out, err = tmp_path / "late.yaml", StringIO(), StringIO()
    path.write_text(FILE + LATE, encoding="utf-8")

    call_command("schedule", path, "--json", "--as-of", "2024-02-10", stdout=out, stderr=err)

    assert [each["earliest"] for each in json.loads(out.getvalue())["milestones"] if each["key"] == "lists"] == ["2024-02-02"]
    assert err.getvalue().splitlines() == [
        "recorded only after 2024-02-10: evidence/told",
        "    milestones/lists: lapsed by what was known then, verified by what is known today",
    ]
    err = StringIO()
    call_command("schedule", path, "--as-of", "2024-03-09", stdout=out, stderr=err)
    assert err.getvalue() == ""


def test_a_command_writes_nothing_but_its_answer(file: Path) -> None:
    """Libraries that greet when they are loaded would stand before it, in the terminal and in other programs' logs."""
    command = [sys.executable, "manage.py", "schedule", str(file)]
    done = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True)
    assert (done.stderr, done.stdout.startswith("code  key")) == ("", True)
