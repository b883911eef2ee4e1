"""Of hundreds of milestones in one line, chains are handed out by their ends, and nothing of them is lost."""

import json

from milestones.domain.schedule import Schedule, Step
from milestones.domain.schedule.shortening import LAST_STEPS, MOST_STEPS, shortened
from roadmap.domain.document import Document
from tests.milestones.domain.schedule.graphs import milestone, roadmap


def in_line(count: int) -> Document:
    """Each a day after the one before; the last has a deadline, so that all have a last day too."""
    middle = [milestone(f"m{number}", begin=f"m{number - 1} + 1d") for number in range(1, count - 1)]
    end = milestone(f"m{count - 1}", begin=f"m{count - 2} + 1d", end="2030-01-01")
    return roadmap(milestone("m0", begin="2024-01-01"), *middle, end)


def test_a_plan_of_ordinary_size_is_told_whole() -> None:
    schedule = Schedule(in_line(60))
    assert shortened(schedule.rows()) == schedule.rows()
    told = schedule.as_dict()["milestones"][-1]
    assert (len(told["chain"]), told["chain_from"], told["latest_chain_from"]) == (60, None, None)


def test_each_chain_of_a_long_plan_goes_on_from_that_of_another() -> None:
    schedule = Schedule(in_line(400))
    rows = schedule.rows()
    assert sum(len(row.chain) + len(row.latest_chain) for row in rows) > MOST_STEPS
    cut = {row.key: row for row in shortened(rows)}

    def whole(key: str) -> tuple[Step, ...]:
        row = cut[key]
        return (*(whole(row.chain_from) if row.chain_from else ()), *row.chain)

    def whole_latest(key: str) -> tuple[Step, ...]:
        row = cut[key]
        return (*(whole_latest(row.latest_chain_from) if row.latest_chain_from else ()), *row.latest_chain)

    assert {len(row.chain) for row in cut.values()} == set(range(1, LAST_STEPS + 1))
    assert [(whole(row.key), whole_latest(row.key)) for row in rows] == [(row.chain, row.latest_chain) for row in rows]


def test_a_long_plan_in_json_grows_with_its_milestones_and_not_with_their_square() -> None:
    less, more = (len(json.dumps(Schedule(in_line(count)).as_dict()["milestones"])) for count in (400, 800))
    assert 1.9 < more / less < 2.1
