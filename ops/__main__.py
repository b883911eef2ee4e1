"""`python -m ops COMMAND`: what the Makefile's targets call."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from ops import packages
from ops import run as running
from ops import test as testing
from ops.interpreter import reachable_interpreter
from ops.places import REPO, clean_repository, data_folder, service_user, venv_folder
from ops.services import Services
from ops.steps import StepFailed, explain, run, say, step


def services() -> int:
    """Start PostgreSQL and Valkey and leave them running."""
    with step("Python packages") as current:
        data = data_folder()
        packages.ensure(venv_folder(data), reachable_interpreter(data, service_user(data)), "local", current)
    with step("PostgreSQL and Valkey") as current:
        both = Services.of_repository()
        started = both.start()
        current.note = f"{' and '.join(started)} started" if started else "already running"
    for name, value in both.environment.items():
        say(f"  {name}={value}")
    return 0


def services_stop() -> int:
    """Stop PostgreSQL and Valkey."""
    with step("PostgreSQL and Valkey") as current:
        stopped = Services.of_repository().stop()
        current.note = f"{' and '.join(stopped)} stopped" if stopped else "were not running"
    return 0


def pictures() -> int:
    """Take the pictures of the documents from the `make run` of this folder."""
    data = data_folder()
    address = running.address_of(data)
    if not address:
        raise StepFailed("nothing is running here", "start `make run` in another window, and wait until it says ready.")
    with step("Python packages") as current:
        packages.ensure(venv_folder(data), reachable_interpreter(data, service_user(data)), "dev", current)
    with step("Pictures") as current:
        python = venv_folder(data) / "bin" / "python"
        command: list[str | Path] = [python, "-m", "ops.pictures", address, data / running.SIGN_INS]
        current.note = f"\n{run(command, cwd=REPO, timeout=600).rstrip()}"
    return 0


def lock() -> int:
    """Write requirements/*.txt anew from requirements/*.in."""
    with step("Lock files"):
        packages.lock(packages.Environment(REPO / ".venv", Path(sys.executable)))
    return 0


def clean() -> int:
    """Remove everything that was made here, unless a `make run` needs it."""
    with step("Remove what was made") as current:
        if (REPO / ".data").exists():
            with running.only_one(data_folder()):
                Services.stop_if_any()
        current.note = ", ".join(clean_repository()) or "nothing was there"
    return 0


COMMANDS: dict[str, Callable[[], int]] = {
    "run": running.main,
    "test": testing.main,
    "test-fast": lambda: testing.main(lint_too=False, browser_tests=False, coverage=False),
    "lint": lambda: testing.main(tests=False),
    "services": services,
    "services-stop": services_stop,
    "pictures": pictures,
    "lock": lock,
    "clean": clean,
}


def main(arguments: list[str]) -> int:
    """Run one command; the exit code is for the shell."""
    if len(arguments) != 1 or arguments[0] not in COMMANDS:
        say("usage: python3 -m ops " + "|".join(COMMANDS))
        return 2
    os.umask(0o022)  # what root makes here is read by the user who serves
    try:
        return COMMANDS[arguments[0]]()
    except StepFailed as failure:
        return explain(failure, arguments[0])
    except KeyboardInterrupt:
        say("\nstopped")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
