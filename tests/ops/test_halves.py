"""The tests in two runs: nothing is left out, nothing runs twice, and a failure of either is seen."""

import sys
from pathlib import Path

import pytest

from ops.halves import FIRST, Half, halves_of, run_halves

TESTS = Path(__file__).parents[1]


def test_every_test_file_is_in_one_run() -> None:
    first, second = halves_of(TESTS)
    files = {str(path.relative_to(TESTS.parent)) for path in TESTS.rglob("test_*.py")}
    taken = [
        [file for file in files if any(file == path or file.startswith(f"{path}/") for path in half)] for half in (first, second)
    ]
    assert (set(taken[0]) & set(taken[1]), set(taken[0]) | set(taken[1])) == (set(), files)
    assert first == FIRST


def test_both_runs_are_told_and_neither_failure_is_lost(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    halves = []
    for name, body in (("one", "assert True"), ("two", "assert not 'wrong'")):
        folder = tmp_path / name
        folder.mkdir()
        (folder / f"test_{name}.py").write_text(f"def test_{name}():\n    {body}\n")
        environment = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PATH": "/usr/bin:/bin"}
        halves.append(Half(("-c", "/dev/null", f"--rootdir={folder}", str(folder)), folder, environment))
    codes = run_halves(halves, Path(sys.executable), browser_tests=True, coverage=False)
    said = capfd.readouterr().out
    assert codes == [0, 1]
    assert said.index("1 passed") < said.index("1 failed")
    assert all(half.report.exists() for half in halves)
