"""Who stands where on an item, and how it moved over the rounds."""

from typing import Any

import pytest

from roadmap.domain.drafting import delete_item
from roadmap.domain.queries import version_lines
from roadmap.domain.queries.convergence import convergence_of
from roadmap.domain.queries.convergence_rows import HIDDEN, ChosenRows, Convergence, Held, ItemRow, Step
from roadmap.domain.rounds import open_round
from roadmap.enums import Stand
from roadmap.models import ParkedItem, Round
from tests import factories
from tests.conftest import Cast
from tests.roadmap.round_factories import opened_round, prepared_round
from tests.roadmap.stances import FOCAL_POINT, REVIEWER, RIVAL, closed, draw_red_line, next_round, reword, take

EXAMS, SHELLING, PASSAGE = "criteria/exams", "criteria/no-shelling", "measures/exam-passage"


@pytest.fixture
def round_(cast: Cast) -> Round:
    return opened_round(cast)


def seen(cast: Cast, round_: Round, number: int | None = None) -> Convergence:
    return convergence_of(round_.roadmap, cast.lead, number=number, language="en")


def stands(row: ItemRow) -> dict[str, list[str]]:
    return {cell.group: [held.stand for held in cell.stands] for cell in row.cells}


def said(found: Convergence) -> list[str]:
    return [row.ref for row in found.narrowed(ChosenRows()).items]


def test_each_group_on_each_item(cast: Cast, round_: Round) -> None:
    take(round_, FOCAL_POINT, EXAMS, Stand.CONDITIONAL, "إذا كان المعلمون آمنين.")
    take(round_, RIVAL, EXAMS, Stand.CANNOT_ACCEPT)
    take(round_, REVIEWER, EXAMS, Stand.CANNOT_ACCEPT, for_group=False)
    take(round_, RIVAL, None, Stand.SUPPORT)
    found = seen(cast, closed(round_, cast))
    assert [(group.key, group.name) for group in found.groups] == [
        ("homs-women", "Women of Homs"),
        ("idlib-doctors", "Doctors of Idlib"),
    ]
    exams = found.by_ref[EXAMS]
    assert (exams.code, exams.title, exams.kind) == ("C-02", "Exams are recognised", "criteria")
    assert exams.cells[0].now == Held(1, "conditional", "إذا كان المعلمون آمنين.", "ar")
    assert exams.cells[1].now == Held(1, "cannot_accept")
    assert exams.steps == (Step(1, 1, asked=2, support=0, conditional=1, cannot=1),)
    assert (exams.now.share, exams.against) == (50, 1)
    assert found.whole is not None
    assert stands(found.whole) == {"homs-women": [""], "idlib-doctors": ["support"]}
    assert said(found) == [EXAMS]


def test_silence_is_not_consent(cast: Cast, round_: Round) -> None:
    take(round_, FOCAL_POINT, EXAMS, Stand.SUPPORT)
    take(round_, RIVAL, EXAMS, Stand.NONE)
    found = seen(cast, round_)
    assert (found.by_ref[EXAMS].now.accepting, found.by_ref[EXAMS].now.asked, found.by_ref[EXAMS].now.share) == (1, 2, 50)
    assert found.by_ref[SHELLING].now.share == 0
    assert found.by_ref[SHELLING].is_quiet


def test_a_share_without_anybody_asked_is_none_and_halves_go_up() -> None:
    assert Step(1, 1, asked=0, support=0, conditional=0, cannot=0).share is None
    assert Step(1, 1, asked=8, support=1, conditional=0, cannot=0).share == 13
    assert Step(1, 1, asked=3, support=1, conditional=1, cannot=0).share == 67


def test_movement_from_round_to_round_and_whether_the_text_changed(cast: Cast, round_: Round) -> None:
    take(round_, FOCAL_POINT, EXAMS, Stand.CANNOT_ACCEPT)
    take(round_, RIVAL, EXAMS, Stand.SUPPORT)
    take(round_, RIVAL, SHELLING, Stand.SUPPORT)
    reword(round_.roadmap, cast)
    second = next_round(cast, round_)
    take(second, FOCAL_POINT, EXAMS, Stand.CONDITIONAL, "With teachers.")
    take(second, RIVAL, EXAMS, Stand.CANNOT_ACCEPT)
    take(second, FOCAL_POINT, SHELLING, Stand.SUPPORT)
    found = seen(cast, closed(second, cast))
    exams, shelling = found.by_ref[EXAMS], found.by_ref[SHELLING]
    assert stands(exams) == {"homs-women": ["cannot_accept", "conditional"], "idlib-doctors": ["support", "cannot_accept"]}
    assert [cell.move for cell in exams.cells] == ["nearer", "further"]
    assert (exams.nearer, exams.further) == (1, 1)
    assert exams.steps == (
        Step(1, 1, asked=2, support=1, conditional=0, cannot=1),
        Step(2, 2, asked=2, support=0, conditional=1, cannot=1, reworded=True),
    )
    assert [cell.move for cell in shelling.cells] == ["first", "silent"]
    assert [step.reworded for step in shelling.steps] == [False, False]
    assert found.whole is not None
    assert [step.reworded for step in found.whole.steps] == [False, True]
    assert [mark.number for mark in found.earlier] == [1]


def test_the_newest_closed_round_is_shown_unless_another_is_asked_for(cast: Cast, round_: Round) -> None:
    assert seen(cast, round_).shown == seen(cast, round_).rounds[0]
    second = next_round(cast, round_)
    prepared_round(cast, second.version)
    found = seen(cast, round_)
    assert ([each.number for each in found.rounds], found.shown and found.shown.number) == ([1, 2], 1)
    assert (shown := seen(cast, round_, 2).shown) is not None
    assert (shown.number, shown.version, shown.state) == (2, 2, "open")
    for number in (3, 9):
        with pytest.raises(LookupError):
            seen(cast, round_, number)


def test_a_later_round_does_not_change_how_an_earlier_one_reads(cast: Cast, round_: Round) -> None:
    draw_red_line(round_, REVIEWER)
    take(round_, RIVAL, EXAMS, Stand.SUPPORT)
    before = seen(cast, closed(round_, cast))
    second = next_round(cast, Round.objects.get(pk=round_.pk))
    take(second, FOCAL_POINT, EXAMS, Stand.SUPPORT)
    take(second, RIVAL, EXAMS, Stand.CANNOT_ACCEPT)
    after = seen(cast, round_, 1)
    assert (after.items, after.red_lines, after.groups) == (before.items, before.red_lines, before.groups)
    assert after.by_ref[EXAMS].cells[0].has_red_line


def test_what_a_group_was_not_shown_counts_for_nothing(cast: Cast) -> None:
    prepared = prepared_round(cast, withheld={cast.group: {PASSAGE}})
    assert "measures/exam-passage" in {item.ref for item in prepared.round_groups.get(group=cast.group).withheld.all()}
    round_ = open_round(round=prepared, actor=cast.lead)
    take(round_, RIVAL, PASSAGE, Stand.SUPPORT)
    passage = seen(cast, round_).by_ref[PASSAGE]
    assert stands(passage) == {"homs-women": [HIDDEN], "idlib-doctors": ["support"]}
    assert (passage.now.asked, passage.now.share) == (1, 100)


def test_groups_and_items_that_are_no_longer_there(cast: Cast, round_: Round) -> None:
    draw_red_line(round_, RIVAL, "parked/constitution")
    take(round_, RIVAL, EXAMS, Stand.CANNOT_ACCEPT)
    item = ParkedItem.objects.get(roadmap=round_.roadmap, key="constitution")
    delete_item(item=item, kind_name="parked", actor=cast.lead)
    second = next_round(cast, round_, groups=[cast.group])
    found = seen(cast, second, 2)
    assert ([group.key for group in found.groups], found.absent) == (["homs-women"], ("Doctors of Idlib",))
    assert "parked/constitution" not in found.by_ref
    assert [(each.ref, each.group) for each in found.red_lines] == [
        (EXAMS, "idlib-doctors"),
        ("parked/constitution", "idlib-doctors"),
    ]
    assert (found.by_ref[EXAMS].against, found.by_ref[EXAMS].steps[0].asked, found.by_ref[EXAMS].now.asked) == (1, 2, 1)


def test_the_most_contested_comes_first(cast: Cast, round_: Round) -> None:
    take(round_, FOCAL_POINT, "areas/gov", Stand.SUPPORT)
    take(round_, FOCAL_POINT, SHELLING, Stand.CONDITIONAL, "With monitors.")
    take(round_, RIVAL, SHELLING, Stand.SUPPORT)
    take(round_, RIVAL, EXAMS, Stand.CANNOT_ACCEPT)
    take(round_, FOCAL_POINT, PASSAGE, Stand.CANNOT_ACCEPT)
    take(round_, RIVAL, PASSAGE, Stand.CANNOT_ACCEPT)
    draw_red_line(round_, RIVAL, "milestones/gov-lists")
    assert said(seen(cast, round_)) == [PASSAGE, EXAMS, "milestones/gov-lists", SHELLING, "areas/gov"]


@pytest.mark.parametrize(
    ("chosen", "refs"),
    [
        (ChosenRows(kind="criteria"), [EXAMS, SHELLING]),
        (ChosenRows(area="gov"), ["milestones/gov-lists", EXAMS, SHELLING]),
        (ChosenRows(sector="education"), ["milestones/gov-lists"]),
        (ChosenRows(group="idlib-doctors"), ["milestones/gov-lists", SHELLING]),
        (ChosenRows(kind="sectors"), []),
        (ChosenRows(kind="sectors", quiet=True), ["sectors/aid", "sectors/education"]),
    ],
)
def test_rows_are_narrowed(cast: Cast, round_: Round, chosen: ChosenRows, refs: list[str]) -> None:
    take(round_, FOCAL_POINT, EXAMS, Stand.CANNOT_ACCEPT)
    take(round_, RIVAL, SHELLING, Stand.SUPPORT)
    draw_red_line(round_, RIVAL, "milestones/gov-lists")
    draw_red_line(round_, RIVAL, None)
    found = seen(cast, round_).narrowed(chosen)
    assert sorted(row.ref for row in found.items) == sorted(refs)
    assert {cell.group for row in found.items for cell in row.cells} <= {group.key for group in found.groups}
    assert {each.ref for each in found.red_lines} - {row.ref for row in found.items} <= {""}


def test_whoever_does_not_see_the_rounds_learns_nothing(cast: Cast, round_: Round) -> None:
    take(round_, FOCAL_POINT, EXAMS, Stand.CANNOT_ACCEPT)
    draw_red_line(round_, REVIEWER)
    assert convergence_of(round_.roadmap, cast.administrator).red_lines != ()
    for person in (cast.outsider, cast.monitor):
        assert convergence_of(round_.roadmap, person) == Convergence()


def test_no_person_is_in_it(cast: Cast, round_: Round) -> None:
    take(round_, FOCAL_POINT, EXAMS, Stand.CONDITIONAL, "With teachers.")
    draw_red_line(round_, REVIEWER)
    told = repr(seen(cast, round_))
    for invitation in round_.invitations.all():
        for name in (invitation.pseudonym, invitation.user.email, invitation.user.display_name, str(invitation.uid)):
            assert name not in told


@pytest.mark.parametrize("count", [1, 3])
def test_six_queries_whatever_the_size(cast: Cast, round_: Round, count: int, django_assert_num_queries: Any) -> None:
    """Rounds, groups, what is withheld, positions, limits; the versions once only."""
    last = round_
    for number in range(count - 1):
        factories.membership(factories.user(), factories.group(key=f"more-{number}"), focal_point=True)
        reword(last.roadmap, cast, **{"title.en": f"Title {number}"})
        last = next_round(cast, last)
    for ref in (EXAMS, SHELLING, None)[:count]:
        take(last, FOCAL_POINT, ref, Stand.SUPPORT)
        draw_red_line(last, RIVAL, ref)
    assert last.roadmap.key == "small"
    version_lines._known.clear()
    with django_assert_num_queries(6):
        assert len(seen(cast, last, last.number).rounds) == count
    with django_assert_num_queries(5):
        seen(cast, last, last.number)


def test_what_is_remembered_of_versions_does_not_grow_for_ever(
    cast: Cast, round_: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(version_lines, "_MOST", 1)
    version_lines._known.clear()
    reword(round_.roadmap, cast)
    second = next_round(cast, round_)
    assert len(seen(cast, second, 2).items) == len(seen(cast, second, 1).items)
    assert len(version_lines._known) == 1
