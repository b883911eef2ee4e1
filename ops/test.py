"""`make test`, `make test-fast`, `make lint`: checks, tests on real servers, a plain summary."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
import subprocess
import time
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ops import browser
from ops.halves import Half, halves_of, run_halves
from ops.interpreter import with_byte_code, with_libraries
from ops.places import REPO, remove
from ops.run import Place, prepare, stop_on_sigterm
from ops.services import Services
from ops.steps import StepFailed, run, say, step

LEAST_BRANCHES = 95
TYPED = ("accounts", "roadmap", "milestones", "ops")


@dataclass
class Outcome:
    """One line of the summary; `problem` is empty when it passed."""

    name: str
    seconds: float
    result: str
    problem: str = ""


def _linters(place: Place) -> list[tuple[str, list[str | Path]]]:
    """Quick ones first."""
    programs = place.python.parent
    return [
        ("ruff", [programs / "ruff", "check", "."]),
        ("ruff format", [programs / "ruff", "format", "--check", "."]),
        ("import-linter", [programs / "lint-imports"]),
        ("djlint", [programs / "djlint", "templates", "--lint", "--quiet"]),
        ("catalogues", [place.python, "-m", "ops.messages", "--check"]),
        ("migrations", [place.python, "manage.py", "makemigrations", "--check", "--dry-run"]),
        ("mypy", [programs / "mypy", *TYPED]),
    ]


def lint(place: Place, environment: dict[str, str]) -> list[Outcome]:
    """Run every linter, also after one has found something."""
    outcomes = []
    for name, command in _linters(place):
        begun, problem = time.monotonic(), ""
        with step(name) as current:
            try:
                run(command, cwd=REPO, env=environment, timeout=900, lines=60)
            except StepFailed as failure:
                current.note, problem = "found something", failure.why
        if problem:
            say(problem)
        outcomes.append(Outcome(name, time.monotonic() - begun, "found something" if problem else "clean", problem))
    return outcomes


@contextlib.contextmanager
def throwaway_services(place: Place) -> Iterator[list[Services]]:
    """Servers of the tests' own in `.data/test`, two of each kind, gone afterwards. Raises StepFailed while others use them."""
    folder = place.data / "test"
    with (place.data / "test.lock").open("w") as lock, contextlib.ExitStack() as stack:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise StepFailed("another `make test` is running here", "wait for it, or stop it first.") from None
        stack.callback(remove, folder)
        for each in (folder, folder / "1", folder / "2"):
            each.mkdir(exist_ok=True)
            each.chmod(0o755)
        yield [stack.enter_context(_started(Services.at(folder / name, place.venv, durable=False))) for name in ("1", "2")]


@contextlib.contextmanager
def _started(services: Services) -> Iterator[Services]:
    services.stop()
    shutil.rmtree(services.postgres.folder, ignore_errors=True)
    shutil.rmtree(services.valkey.folder, ignore_errors=True)
    try:
        services.start()
        yield services
    finally:
        services.stop()


def _counts(report: Path) -> dict[str, int]:
    """pytest's own numbers, from its JUnit file."""
    try:
        suites = ET.parse(report).getroot().iter("testsuite")  # noqa: S314 pytest's own file
        totals = dict.fromkeys(("tests", "failures", "errors", "skipped"), 0)
        for suite in suites:
            for name in totals:
                totals[name] += int(suite.get(name, 0))
    except (OSError, ET.ParseError):
        return {"passed": 0, "failed": 0, "skipped": 0}
    failed = totals["failures"] + totals["errors"]
    return {
        "passed": max(totals["tests"] - failed - totals["skipped"], 0),
        "failed": failed,
        "skipped": totals["skipped"],
    }


def _pytest(
    place: Place, environment: dict[str, str], services: list[Services], *, browser_tests: bool, coverage: bool
) -> list[Outcome]:
    begun = time.monotonic()
    halves = [
        Half(paths, each.data, environment | each.environment)
        for paths, each in zip(halves_of(REPO / "tests"), services, strict=True)
    ]
    say("\nTests\n")
    codes = run_halves(halves, place.python, browser_tests=browser_tests, coverage=coverage)
    counts = Counter[str]()
    for half in halves:
        counts.update(_counts(half.report))
    result = ", ".join(f"{counts[word]} {word}" for word in ("passed", "failed", "skipped"))
    problem = "" if not any(codes) else f"pytest ended with {', '.join(map(str, codes))}"
    outcomes = [Outcome("tests", time.monotonic() - begun, result, problem)]
    if coverage:
        outcomes.append(_coverage(place, environment, [half.coverage for half in halves]))
    return outcomes


def _coverage(place: Place, environment: dict[str, str], data: list[Path]) -> Outcome:
    say("\nCoverage\n")
    begun = time.monotonic()
    program: list[str | Path] = [place.python, "-m", "coverage"]
    with contextlib.suppress(StepFailed):
        run([*program, "combine", "--quiet", *data], cwd=REPO, env=environment)  # what is missing is seen in the figures
    code = subprocess.run([*program, "report"], cwd=REPO, env=environment, check=False).returncode
    figures = place.data / "coverage.json"
    try:
        run([*program, "json", "--fail-under=0", "-o", figures], cwd=REPO, env=environment)
    except StepFailed as failure:
        return Outcome("coverage", time.monotonic() - begun, "no data", failure.why)
    totals = json.loads(figures.read_text())["totals"]
    branches = 100 * totals["covered_branches"] / max(totals["num_branches"], 1)
    enough = code == 0 and branches >= LEAST_BRANCHES
    problem = "" if enough else f"lower than pyproject.toml asks, or than {LEAST_BRANCHES} % of branches"
    result = f"{totals['percent_covered']:.1f} % of lines and branches, {branches:.1f} % of branches alone"
    return Outcome("coverage", time.monotonic() - begun, result, problem)


def _summary(outcomes: list[Outcome], no_browser: str) -> int:
    say("\nSummary\n")
    for outcome in outcomes:
        mark = "FAILED" if outcome.problem else "ok"
        say(f"  {mark:<7} {outcome.name:<16} {outcome.seconds:6.1f} s  {outcome.result}")
    say()
    for outcome in outcomes:
        if outcome.name == "tests":
            say(f"tests: {outcome.result}")
    if no_browser:
        say(f"The browser tests did NOT run: {no_browser}")
    return 1 if any(outcome.problem for outcome in outcomes) else 0


def main(*, lint_too: bool = True, tests: bool = True, browser_tests: bool = True, coverage: bool = True) -> int:
    """The exit code; raises StepFailed when the tests could not even begin."""
    stop_on_sigterm()
    place = prepare("dev", to_serve=False)
    given = {**os.environ, "DJANGO_SETTINGS_MODULE": "roadmap.config.settings.test"}
    environment = with_libraries(place.python, with_byte_code(given, place.data / "pycache"))
    no_browser = "" if browser_tests or not tests else "make test-fast leaves them out"
    if tests and browser_tests:
        with step("Browser") as current:
            path, no_browser = browser.find_or_install()
            current.note = path or no_browser
            environment["CHROMIUM"] = path or ""
    with contextlib.ExitStack() as stack:
        with step("PostgreSQL and Valkey"):
            services = stack.enter_context(throwaway_services(place))
        outcomes = lint(place, environment | services[0].environment) if lint_too else []
        if tests:
            outcomes += _pytest(place, environment, services, browser_tests=not no_browser, coverage=coverage)
    return _summary(outcomes, no_browser)
