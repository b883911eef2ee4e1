"""Who is said to give: never an area under another name, and rather not somebody who is not to do it."""

from typing import Any

import pytest

from milestones.domain.exchanges.giving import giver_gaps, refuse_areas_by_name
from milestones.sections.exchanges import EXCHANGES
from roadmap.domain.completeness import slips
from roadmap.domain.document import Document, Entry
from tests.milestones.domain.exchanges.drafts import commitment, document, exchange, milestone

ACTOR = {"en": "UN agencies", "ar": "وكالات الأمم المتحدة"}


def given(giver: str, doer: Entry | None = None, **data: Any) -> tuple[Entry, Document]:
    made = exchange("e1", commitment("a", giver=giver), **data)
    draft = document(doer or milestone("a", "aanes"), made)
    draft.of("areas")[1].data["name"] = {"en": "North and East Syria", "ar": "شمال وشرق سوريا", "ku": "Bakur û Rojhilatê Sûriyê"}
    return made, draft


@pytest.mark.parametrize(
    "giver", ["North and East Syria", "north  and east SYRIA", "شمال وشرق سوريا", "bakur u rojhilate suriye", "N", "n", "AANES"]
)
def test_an_area_by_its_name_or_code_is_refused_with_the_key_to_write(giver: str) -> None:
    """It would become a third party, and the balance another."""
    made, draft = given(giver)
    words = f"“{giver}” means an area of control: write its key, “aanes”, or the full name of a third party."
    [problem] = refuse_areas_by_name(made, draft)
    assert (problem.path, problem.message) == ("commitments.a.giver", words)
    assert EXCHANGES.refuses_in
    assert list(EXCHANGES.refuses_in(made, draft)) == [problem]
    assert [(gap.path, gap.message, gap.blocking) for gap in giver_gaps(made, draft)] == [("commitments.a.giver", words, True)]


@pytest.mark.parametrize(
    ("giver", "doer"),
    [
        ("aanes", milestone("a", "aanes")),
        ("", milestone("a", "aanes")),
        ("aanes", milestone("a", "gov+aanes")),
        ("un  Agencies", milestone("a", "", actor=ACTOR)),
        ("وكالات الأمم المتّحدة", milestone("a", "", actor=ACTOR)),
        ("gov", milestone("a", "")),
    ],
)
def test_who_is_to_do_it_gives_it_without_a_word(giver: str, doer: Entry) -> None:
    made, draft = given(giver, doer)
    assert (list(refuse_areas_by_name(made, draft)), list(giver_gaps(made, draft))) == ([], [])


def test_who_holds_what_is_given_may_be_named_as_its_giver() -> None:
    assert list(giver_gaps(*given("the Holder", mode="held", holder={"en": "The holder"}))) == []


@pytest.mark.parametrize(
    ("giver", "doer", "told", "is_slip"),
    [
        ("aane", milestone("a", "aanes"), "A is given by aane, but North and East Syria is to do it", True),
        ("gov", milestone("a", "aanes"), "A is given by Government-held areas, but North and East Syria is to do it", False),
        ("Qatar", milestone("a", "", actor=ACTOR), "A is given by Qatar, but UN agencies is to do it", True),
        ("sig", milestone("a", "gov+ssg"), "A is given by Northern Aleppo, but Government-held areas, Idlib is to do it", False),
    ],
)
def test_another_giver_is_told_with_both_names_and_does_not_keep_the_draft(
    giver: str, doer: Entry, told: str, is_slip: bool
) -> None:
    """A misspelt key is told where a file is read; another area may be meant."""
    made, draft = given(giver, doer)
    [gap] = giver_gaps(made, draft)
    assert (gap.message, gap.blocking, gap.is_slip) == (f"{told}: correct one of them, or leave the giver out.", False, is_slip)
    assert [each.path for each in slips(draft)] == (["commitments.a.giver"] if is_slip else [])
    assert list(refuse_areas_by_name(made, draft)) == []


def test_a_key_wins_over_the_code_of_another_area() -> None:
    draft = document(
        milestone("a", "sig"), exchange("e1", commitment("a", giver="g")), areas={"g": "Gulf", "gov": "Gov", "sig": "S"}
    )
    assert list(refuse_areas_by_name(draft.of("exchanges")[0], draft)) == []
