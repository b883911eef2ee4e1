"""`python -m ops COMMAND`: what the Makefile's targets call."""

from __future__ import annotations

import sys
from collections.abc import Callable

from ops import packages
from ops.places import REPO
from ops.services import Services
from ops.steps import StepFailed, explain, say, step


def services() -> int:
    """Start PostgreSQL and Valkey and leave them running."""
    with step("Python packages") as current:
        packages.install(REPO / ".venv", "local", current)
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


COMMANDS: dict[str, Callable[[], int]] = {
    "services": services,
    "services-stop": services_stop,
}


def main(arguments: list[str]) -> int:
    """Run one command; the exit code is for the shell."""
    if len(arguments) != 1 or arguments[0] not in COMMANDS:
        say("usage: python3 -m ops " + "|".join(COMMANDS))
        return 2
    try:
        return COMMANDS[arguments[0]]()
    except StepFailed as failure:
        return explain(failure, arguments[0])
    except KeyboardInterrupt:
        say("\nstopped")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
