"""How all criteria stand at a glance: above the list, which folds why."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from milestones.web.progress import words
from milestones.web.progress.showing import ShownCriterion
from roadmap.enums import CriterionStatus as Status


def overview(rows: Iterable[ShownCriterion]) -> dict[str, Any]:
    """``rows``; ``tally``: each state that occurs, as (chip, how often); ``areas``: the letters explained."""
    listed = list(rows)
    states = [state for row in listed for state in row.states]
    counted = Counter(state.chip for state in states)
    chips = [words.status_chip(status) for status in Status]
    return {
        "rows": listed,
        "tally": [(chip, counted[chip]) for chip in chips if counted[chip]],
        "areas": list(dict.fromkeys(state.area for state in states)),
    }
