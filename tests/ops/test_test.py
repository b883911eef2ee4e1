"""The closing lines of `make test`: what ran, what did not and why."""

from pathlib import Path

import pytest

from ops import apt, browser
from ops.steps import StepFailed
from ops.test import Outcome, _counts, _summary

JUNIT = """<?xml version="1.0"?><testsuites>
<testsuite name="pytest" errors="1" failures="2" skipped="3" tests="10"/></testsuites>"""


def test_numbers_come_from_pytests_report(tmp_path: Path) -> None:
    report = tmp_path / "tests.xml"
    assert _counts(report) == {"passed": 0, "failed": 0, "skipped": 0}
    report.write_text(JUNIT)
    assert _counts(report) == {"passed": 4, "failed": 3, "skipped": 3}


def test_all_is_well(capsys: pytest.CaptureFixture[str]) -> None:
    outcomes = [Outcome("ruff", 0.12, "clean"), Outcome("tests", 61, "12 passed, 0 failed, 1 skipped")]
    assert _summary(outcomes, "") == 0
    assert capsys.readouterr().out.splitlines() == [
        "",
        "Summary",
        "",
        "  ok      ruff                0.1 s  clean",
        "  ok      tests              61.0 s  12 passed, 0 failed, 1 skipped",
        "",
        "tests: 12 passed, 0 failed, 1 skipped",
    ]


def test_one_finding_fails_it_and_browser_tests_left_out_are_said_last(capsys: pytest.CaptureFixture[str]) -> None:
    outcomes = [Outcome("ruff", 1, "found something", "E501"), Outcome("tests", 2, "1 passed, 0 failed, 0 skipped")]
    assert _summary(outcomes, "chromium is not installed and only root can install it") == 1
    assert capsys.readouterr().out.splitlines()[2:] == [
        "",
        "  FAILED  ruff                1.0 s  found something",
        "  ok      tests               2.0 s  1 passed, 0 failed, 0 skipped",
        "",
        "tests: 1 passed, 0 failed, 0 skipped",
        "The browser tests did NOT run: chromium is not installed and only root can install it",
    ]


def test_a_browser_that_cannot_be_had_is_explained(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert browser.find_or_install() == (
        None,
        "chromium is not installed and only root can install it; run as root: apt-get install --no-install-recommends chromium",
    )
    with pytest.raises(StepFailed):
        apt.install("chromium")
    (tmp_path / "chromium").touch(mode=0o755)
    assert browser.find_or_install() == (str(tmp_path / "chromium"), "")
