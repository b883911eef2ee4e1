"""The tests in two runs at a time, each on servers of its own, so that both processors of a build machine have work.

Tests of one run never meet the transactions of the other: some wait until older transactions of their server have ended.
"""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from ops.places import REPO

#: What the first run takes. The second takes whatever else there is in tests/, so that no folder is forgotten.
FIRST = ("tests/milestones", "tests/roadmap")
_PAUSE = 0.5


@dataclass(frozen=True)
class Half:
    """One run: its paths, and what it leaves in ``folder``: pytest's numbers, coverage data, and its words if it ran aside."""

    paths: tuple[str, ...]
    folder: Path
    environment: dict[str, str]

    @property
    def report(self) -> Path:
        return self.folder / "tests.xml"

    @property
    def coverage(self) -> Path:
        return self.folder / "coverage"

    @property
    def words(self) -> Path:
        return self.folder / "tests.log"

    def command(self, python: Path, *, browser_tests: bool, coverage: bool) -> list[str | Path]:
        runner: list[str | Path] = ["-m", "coverage", "run", "-m", "pytest"] if coverage else ["-m", "pytest"]
        choice = [] if browser_tests else ["-m", "not browser"]
        return [python, *runner, f"--junitxml={self.report}", "--durations=10", *choice, *self.paths]


def halves_of(tests: Path) -> list[tuple[str, ...]]:
    """The paths of each run, relative to the repository."""
    found = [f"{tests.name}/{path.name}" for path in sorted(tests.iterdir()) if _holds_tests(path)]
    return [FIRST, tuple(path for path in found if path not in FIRST)]


def _holds_tests(path: Path) -> bool:
    return any(path.rglob("test_*.py")) if path.is_dir() else path.match("test_*.py")


def run_halves(halves: list[Half], python: Path, *, browser_tests: bool, coverage: bool) -> list[int]:
    """pytest's exit codes. The first run speaks at once, the second when the first has ended."""
    running = [
        _start(half, python, aside=place > 0, browser_tests=browser_tests, coverage=coverage) for place, half in enumerate(halves)
    ]
    try:
        running[0].wait()
        for half, process in zip(halves[1:], running[1:], strict=True):
            _follow(half.words, process)
        return [process.wait() for process in running]
    finally:
        for process in running:
            if process.poll() is None:
                process.terminate()


def _start(half: Half, python: Path, *, aside: bool, browser_tests: bool, coverage: bool) -> subprocess.Popen[bytes]:
    half.report.unlink(missing_ok=True)
    environment = {**half.environment, "COVERAGE_FILE": str(half.coverage)}
    command = half.command(python, browser_tests=browser_tests, coverage=coverage)
    with half.words.open("wb") as words:
        said = words if aside else None
        return subprocess.Popen(command, cwd=REPO, env=environment, stdin=subprocess.DEVNULL, stdout=said, stderr=said)


def _follow(words: Path, process: subprocess.Popen[bytes]) -> None:
    """Print what a run has said, and what it says until it ends."""
    sys.stdout.write("\n")
    with words.open(encoding="utf-8", errors="replace") as said:
        while True:
            ended = process.poll() is not None
            sys.stdout.write(said.read())
            sys.stdout.flush()
            if ended:
                return
            time.sleep(_PAUSE)
