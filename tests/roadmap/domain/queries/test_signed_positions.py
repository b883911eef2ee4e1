"""What a file for the Council may tell of positions: of a closed round, signed off, as that round's own rules allow."""

import datetime as dt

import pytest

from roadmap.domain.queries.signed_positions import SignedRow, obstacle_to, signed_positions, telling_round
from roadmap.domain.versions import freeze_version
from roadmap.enums import Stand
from roadmap.models import Round, Version
from tests import factories
from tests.conftest import Cast
from tests.roadmap.round_factories import opened_round, small_version
from tests.roadmap.stances import FOCAL_POINT, REVIEWER, RIVAL, closed, draw_red_line, next_round, reword, take

EXAMS, SHELLING, PASSAGE = "criteria/exams", "criteria/no-shelling", "measures/exam-passage"


def named_round(cast: Cast) -> Round:
    return opened_round(cast, show_group_names=True)


def anonymous_round(cast: Cast, others: int = 3, **terms: object) -> Round:
    """A round without names: of the two groups of the cast and so many others, each with a focal point."""
    groups = [cast.group, cast.rival_group]
    for number in range(others):
        speaker = factories.user(email=f"speaker{number}@example.org")
        groups.append(factories.group(key=f"zz-{number}", name={"en": f"Board {number}"}))
        factories.membership(speaker, groups[-1], focal_point=True)
    return opened_round(cast, groups=groups, **terms)


def test_named_groups_with_what_they_signed_off_in_the_order_of_the_version(cast: Cast) -> None:
    round_ = named_round(cast)
    take(round_, RIVAL, SHELLING, Stand.SUPPORT)
    take(round_, FOCAL_POINT, EXAMS, Stand.CONDITIONAL, "Only if the roads are open.")
    take(round_, RIVAL, EXAMS, Stand.CANNOT_ACCEPT)
    take(round_, RIVAL, None, Stand.NONE)
    round_ = closed(round_, cast)

    found = signed_positions(round_.version, round_, cast.lead, language="en")

    assert (found.round, found.version, found.asked) == (1, 1, 2)
    assert found.day == round_.closed_at.astimezone(dt.UTC).date()
    assert found.groups == ("Women of Homs", "Doctors of Idlib")
    assert found.rows == (
        SignedRow("", "", ("", "none"), reworded=False),
        SignedRow("C-01", "No shelling of homes", ("", "support"), reworded=False),
        SignedRow("C-02", "Exams are recognised", ("conditional", "cannot_accept"), reworded=False),
    )


def test_no_person_no_words_no_red_line_and_nothing_withheld_is_in_it(cast: Cast) -> None:
    """A member's own stand and red line would make rows of their own; what is withheld would look otherwise than silence."""
    round_ = opened_round(cast, show_group_names=True, withheld={cast.group: {PASSAGE}})
    take(round_, REVIEWER, SHELLING, Stand.CANNOT_ACCEPT, for_group=False)
    draw_red_line(round_, REVIEWER, "parked/constitution")
    take(round_, FOCAL_POINT, EXAMS, Stand.CONDITIONAL, "Only if Umm Khaled is free.")
    take(round_, RIVAL, PASSAGE, Stand.SUPPORT)
    round_ = closed(round_, cast)

    found = signed_positions(round_.version, round_, cast.lead, language="en")

    assert [(row.code, row.stands) for row in found.rows] == [("C-02", ("conditional", "")), ("M-01", ("", "support"))]
    told = repr(found)
    people = [name for each in round_.invitations.select_related("user") for name in (each.pseudonym, each.user.display_name)]
    assert [words for words in ("Umm Khaled", "hidden", *people) if words in told] == []


def test_a_round_without_names_gives_no_column_to_a_group(cast: Cast) -> None:
    """Whoever knew one stand of a group could follow its column through all rows."""
    round_ = anonymous_round(cast)
    take(round_, RIVAL, EXAMS, Stand.SUPPORT)
    take(round_, "speaker2@example.org", EXAMS, Stand.CANNOT_ACCEPT)
    take(round_, FOCAL_POINT, SHELLING, Stand.SUPPORT)
    round_ = closed(round_, cast)
    assert obstacle_to(round_) == ""

    found = signed_positions(round_.version, round_, cast.lead, language="en")

    assert (found.groups, found.asked) == ((), 5)
    assert [row.stands for row in found.rows] == [("support", "", "", "", ""), ("support", "cannot_accept", "", "", "")]


def test_fewer_than_five_groups_without_names_are_not_told(cast: Cast) -> None:
    assert obstacle_to(closed(anonymous_round(cast, others=2), cast)) == "few_groups"
    assert obstacle_to(None) == "no_round"


def test_the_newest_closed_round_on_the_version_or_one_before_it(cast: Cast) -> None:
    first = named_round(cast)
    assert telling_round(first.version, cast.lead) is None
    second = next_round(cast, first)
    assert [telling_round(version, cast.lead) for version in (first.version, second.version)] == [first, first]
    closed(second, cast)
    assert [telling_round(version, cast.lead) for version in (first.version, second.version)] == [first, second]
    assert [telling_round(second.version, person) for person in (cast.outsider, cast.monitor)] == [None, None]


def test_what_was_said_on_another_wording_is_marked_and_what_is_gone_is_left_out(cast: Cast) -> None:
    round_ = named_round(cast)
    for ref in (EXAMS, SHELLING):
        take(round_, RIVAL, ref, Stand.SUPPORT)
    round_ = closed(round_, cast)
    reword(round_.roadmap, cast)
    version = freeze_version(roadmap=round_.roadmap, note="", actor=cast.lead)

    found = signed_positions(version, round_, cast.lead, language="en")

    assert [(row.code, row.reworded) for row in found.rows] == [("C-01", False), ("C-02", True)]


def test_whoever_does_not_see_the_round_reads_nothing(cast: Cast) -> None:
    round_ = closed(named_round(cast), cast)
    with pytest.raises(LookupError):
        signed_positions(round_.version, round_, cast.outsider, language="en")


def test_other_rounds_are_not_told(cast: Cast) -> None:
    first = named_round(cast)
    take(first, RIVAL, EXAMS, Stand.CANNOT_ACCEPT)
    second = next_round(cast, first, show_group_names=True)
    take(second, RIVAL, SHELLING, Stand.SUPPORT)
    version: Version = second.version
    assert [row.code for row in signed_positions(version, first, cast.lead, language="en").rows] == ["C-02"]
    second = closed(second, cast)
    assert [row.code for row in signed_positions(version, second, cast.lead, language="en").rows] == ["C-01"]


def test_small_version_has_no_positions(cast: Cast) -> None:
    assert telling_round(small_version(cast), cast.lead) is None
