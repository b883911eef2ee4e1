"""The layer over HiGHS says apart what cannot be and what was not found in time."""

import pytest

from milestones.domain.exchanges.solver import OutOfTime, Program


def test_the_best_answer_is_proven() -> None:
    program = Program()
    first, second = program.choice(2), program.choice(3)
    program.at_most({first: 1, second: 1}, 1)
    answer = program.maximise(seconds=5)
    assert answer is not None
    assert (answer.chosen([first, second]), answer.objective, answer.proven) == ([second], 3, True)


def test_what_cannot_be_has_no_answer() -> None:
    program = Program()
    program.at_least({program.choice(): 1}, 2)
    assert program.maximise(seconds=5) is None


def test_too_little_time_is_not_taken_for_impossible() -> None:
    program = Program()
    choices = [program.choice(1 + number % 7) for number in range(300)]
    for start in range(300):
        program.at_most({choices[(start * 7 + step * step) % 300]: 1 + step % 5 for step in range(40)}, 17)
        program.at_least({choices[(start * 11 + step * step) % 300]: 1 + step % 3 for step in range(40)}, 2)
    with pytest.raises(OutOfTime):
        program.maximise(seconds=0)
