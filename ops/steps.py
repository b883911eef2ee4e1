"""Progress on the terminal: one line a step, with seconds; a failure says which, why, and what to do."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

TAIL_LINES = 15


class StepFailed(Exception):  # noqa: N818 it reads as what happened
    """A step could not be done: `why` is what was seen, `advice` what the reader can do about it."""

    def __init__(self, why: str, advice: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.advice = advice


@dataclass
class Step:
    """The step under way; `note` is printed at the end of its line."""

    name: str
    note: str = ""
    started: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.started


def say(text: str = "") -> None:
    """Print at once, also into a pipe."""
    print(text, flush=True)


@contextmanager
def step(name: str) -> Iterator[Step]:
    """Print `name`, run the block, print its seconds and note. A StepFailed learns the name."""
    current = Step(name)
    print(f"  {name:<26}", end=" ", flush=True)
    try:
        yield current
    except StepFailed as failure:
        say(f"{current.seconds:5.1f} s  FAILED")
        failure.add_note(name)
        raise
    except BaseException:
        say(f"{current.seconds:5.1f} s  stopped")
        raise
    say(f"{current.seconds:5.1f} s  {current.note}".rstrip())


def explain(failure: StepFailed, command: str) -> int:
    """Print a failed step for a person and return the exit code."""
    notes = getattr(failure, "__notes__", [])
    sys.stdout.flush()
    lines = [
        "",
        f"make {command} stopped at the step: {notes[0]}" if notes else f"make {command} stopped.",
        "",
        *(f"    {line}" for line in failure.why.strip().splitlines()),
    ]
    if failure.advice:
        lines += ["", f"What to do: {failure.advice}"]
    print("\n".join(lines), file=sys.stderr, flush=True)
    return 1


def tail(text: str, lines: int = TAIL_LINES) -> str:
    """The last lines of a program's output."""
    return "\n".join(text.strip().splitlines()[-lines:])


def tail_of(path: Path, lines: int = TAIL_LINES) -> str:
    """The last lines of a log file, or a sentence when there is none."""
    try:
        return tail(path.read_text(errors="replace"), lines) or f"({path} is empty)"
    except OSError:
        return f"({path} was not written)"


def run(
    command: Sequence[str | Path],
    *,
    advice: str = "",
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    user: int | None = None,
    group: int | None = None,
    timeout: float | None = None,
    given: str | None = None,
    lines: int = TAIL_LINES,
) -> str:
    """Run a program quietly and return its output.

    Raises StepFailed with the command and its last `lines` when it cannot start, exits non-zero or takes
    longer than `timeout` seconds.
    """
    words = [str(word) for word in command]
    try:
        done = subprocess.run(
            words,
            cwd=cwd,
            env=None if env is None else dict(env),
            user=user,
            group=group,
            extra_groups=None if user is None else [],
            input=given,
            stdin=subprocess.DEVNULL if given is None else None,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=timeout,
            check=False,
        )
    except OSError as error:
        raise StepFailed(f"{words[0]} could not be started: {error.strerror}", advice) from error
    except subprocess.TimeoutExpired as error:
        raise StepFailed(f"{' '.join(words)} was still not done after {timeout:.0f} s", advice) from error
    if done.returncode != 0:
        raise StepFailed(f"{' '.join(words)} ended with {done.returncode}:\n{tail(done.stdout, lines)}", advice)
    return done.stdout
