"""A failing step says which, why and what to do; the exit code is not zero."""

import sys
from pathlib import Path

import pytest

from ops.steps import StepFailed, explain, run, step, tail_of


def failing(why: str, advice: str) -> StepFailed:
    with pytest.raises(StepFailed) as caught, step("Front end"):
        raise StepFailed(why, advice)
    return caught.value


def test_which_step_why_and_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    failure = failing("no such file:\n  main.css", "put it back.")
    capsys.readouterr()
    assert explain(failure, "run") == 1
    assert capsys.readouterr().err.splitlines() == [
        "",
        "make run stopped at the step: Front end",
        "",
        "    no such file:",
        "      main.css",
        "",
        "What to do: put it back.",
    ]


def test_one_line_a_step(capsys: pytest.CaptureFixture[str]) -> None:
    with step("Database") as current:
        current.note = "already there"
    line = capsys.readouterr().out
    assert line.split() == ["Database", "0.0", "s", "already", "there"]
    assert line.count("\n") == 1


def test_a_program_that_fails_shows_its_last_lines() -> None:
    code = "import sys; print('\\n'.join(map(str, range(100)))); sys.exit(7)"
    with pytest.raises(StepFailed) as caught:
        run([sys.executable, "-c", code], advice="mend it.")
    assert caught.value.why.splitlines()[0].endswith("ended with 7:")
    assert caught.value.why.splitlines()[1:] == [str(number) for number in range(85, 100)]
    assert caught.value.advice == "mend it."


def test_a_program_that_is_not_there() -> None:
    with pytest.raises(StepFailed, match="/no/such/program could not be started: No such file"):
        run(["/no/such/program"])


def test_a_program_that_does_not_end() -> None:
    with pytest.raises(StepFailed, match="was still not done after 0 s"):
        run(["sleep", "5"], timeout=0.1)


def test_a_log_that_is_missing_or_empty(tmp_path: Path) -> None:
    empty = tmp_path / "empty.log"
    empty.touch()
    assert tail_of(empty) == f"({empty} is empty)"
    assert tail_of(tmp_path / "none.log") == f"({tmp_path / 'none.log'} was not written)"
