"""What the report of July 2023 found missing in how positions were kept, and how the product catches it."""

from roadmap.domain.queries.convergence import convergence_of
from roadmap.domain.queries.convergence_rows import ChosenRows
from roadmap.domain.queries.limits import limits_of
from roadmap.enums import Stand
from tests.conftest import Cast
from tests.roadmap.round_factories import opened_round
from tests.roadmap.stances import FOCAL_POINT, REVIEWER, RIVAL, closed, draw_red_line, next_round, reword, take


def test_scne_was_never_defined_or_agreed(cast: Cast) -> None:
    """Each group's agreement on each definition is on record, and a definition that nobody spoke on is not called agreed."""
    round_ = opened_round(cast)
    take(round_, FOCAL_POINT, "criteria/exams", Stand.SUPPORT)
    take(round_, RIVAL, "criteria/exams", Stand.CONDITIONAL, "If certificates of both areas are meant.")
    found = convergence_of(closed(round_, cast).roadmap, cast.lead, language="en")
    criteria = found.narrowed(ChosenRows(kind="criteria", quiet=True)).items
    agreed = {row.title: (row.now.accepting, row.now.asked, [cell.now.stand for cell in row.cells]) for row in criteria}
    assert agreed == {
        "Exams are recognised": (2, 2, ["support", "conditional"]),
        "No shelling of homes": (0, 2, ["", ""]),
    }


def test_a_definition_that_was_agreed_and_then_changed_says_so(cast: Cast) -> None:
    round_ = opened_round(cast)
    take(round_, FOCAL_POINT, "criteria/exams", Stand.SUPPORT)
    reword(round_.roadmap, cast)
    exams = convergence_of(next_round(cast, round_).roadmap, cast.lead, number=2).by_ref["criteria/exams"]
    assert [(step.accepting, step.reworded) for step in exams.steps] == [(1, False), (0, True)]


def test_a_red_line_is_not_forgotten_when_the_text_changes(cast: Cast) -> None:
    round_ = opened_round(cast)
    draw_red_line(round_, REVIEWER)
    reword(round_.roadmap, cast)
    second = next_round(cast, round_)
    assert [limit.since for limit in limits_of(second.roadmap, cast.lead)["criteria/exams"]] == [1]
