"""A target's number binds, with or without its whole; a number in another unit is compared with nothing, and said so."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestones.domain.evidence.criteria_state import compute_criteria
from milestones.domain.evidence.progress import Progress, compute_progress
from milestones.domain.evidence.two_ended import compute_measures
from milestones.domain.evidence.units import is_other_unit
from milestones.domain.evidence.wording import reason_words
from tests.milestones.domain.evidence.documents import day, document, evidence, report

PUPILS = {"en": "pupils", "ar": "طلاب"}
BUSES = {"en": "buses"}
TARGET = {"quantity": 100, "unit": PUPILS}


def progress(*reports: dict[str, Any], **milestone: Any) -> Progress:
    one = {"area": "gov", "title": {"en": "Releases"}, "target": TARGET, **milestone}
    return compute_progress(document(milestones={"releases": one}, evidence=evidence(*reports)), day("2024-06-01"))["releases"]


def two(quantity: float | None, claim: str = "achieved", **data: Any) -> list[dict[str, Any]]:
    number = {} if quantity is None else {"quantity": quantity}
    return [report(claim, f"2024-01-0{n}", name, **number, **data) for n, name in enumerate(("Red Crescent", "Doctors B"), 1)]


def remarks(found: Progress) -> dict[str, tuple[str, ...]]:
    return {each.code: each.evidence for each in found.reasons if each.met is None}


def parts(found: Progress) -> dict[str, tuple[float | None, float | None, bool | None]]:
    return {each.code: (each.needed, each.found, each.met) for each in found.reasons if each.code in ("sources", "quantity")}


def test_five_of_a_hundred_is_not_achieved_though_nobody_says_of_how_many() -> None:
    found = progress(*two(5))
    assert (found.state, found.scale) == ("claimed", 2)
    assert parts(found) == {"sources": (2, 0, False), "quantity": (100, 5, False)}
    assert remarks(found) == {"falls_short": ("v-001", "v-002")}
    assert [each.shows for each in found.evidence] == ["partly", "partly"]


def test_the_target_reached_verifies_without_a_whole() -> None:
    assert progress(*two(100)).state == "verified"
    # One gives the number, the other's word is enough; no number at all is not.
    assert progress(two(100)[0], two(None)[1]).state == "verified"
    assert parts(progress(*two(None))) == {"sources": (2, 2, True), "quantity": (100, None, False)}


def test_a_target_without_a_number_asks_for_none() -> None:
    assert progress(*two(5), target={"unit": PUPILS}).state == "verified"


@pytest.mark.parametrize(
    ("quantity", "claim", "shows", "state"),
    [
        (0, "achieved", "achieved", "verified"),
        (0, "", "achieved", "verified"),
        (3, "achieved", "partly", "claimed"),
        (3, "", "not_achieved", "not_started"),
    ],
)
def test_a_target_of_nought_asks_for_none(quantity: int, claim: str, shows: str, state: str) -> None:
    found = progress(*two(quantity, claim), target={"quantity": 0, "unit": {"en": "checkpoints"}})
    assert ({each.shows for each in found.evidence}, found.state) == ({shows}, state)


def test_a_number_in_another_unit_is_compared_with_nothing_and_said_so() -> None:
    """A hundred buses are not a hundred pupils, and five buses are not fewer than a hundred pupils."""
    for quantity in (5, 100, 1_000_000):
        found = progress(*two(quantity, unit=BUSES), target={**TARGET, "denominator": 400})
        assert (found.state, found.scale, found.confirmed) == ("claimed", 2, None)
        assert parts(found) == {"sources": (2, 2, True), "quantity": (100, None, False)}
        assert remarks(found) == {"other_unit": ("v-001", "v-002")}
        assert [(each.shows, each.scale) for each in found.evidence] == [("achieved", None)] * 2
        shape = found.evidence[0].record.as_dict()
        assert (shape["quantity"], shape["unit"], shape["is_in_other_unit"]) == (quantity, BUSES, True)
    words = [reason_words(each, document()) for each in found.reasons if each.code == "other_unit"]
    assert words == ["Counted in another unit than agreed: the number is shown, and compared with nothing. (v-001, v-002)"]


@pytest.mark.parametrize("unit", [{"en": "Pupils "}, {"ar": "طُلّاب"}, {"ku": "xwendekar", "en": "pupils"}, {}])
def test_the_unit_that_was_agreed_may_be_written_in_any_of_its_languages(unit: dict[str, str]) -> None:
    assert progress(*two(100, unit=unit)).state == "verified"
    assert "other_unit" not in remarks(progress(*two(100, unit=unit)))


def test_a_unit_where_none_was_agreed_is_another_one() -> None:
    found = progress(*two(100, unit=PUPILS), target={"quantity": 100})
    assert (found.state, list(remarks(found))) == ("claimed", ["other_unit"])


def test_only_a_number_in_another_unit_takes_the_place_of_no_report() -> None:
    """What its reporter said before stands."""
    before = two(100)
    mute = report("", "2024-03-01", "Doctors B", quantity=5, unit=BUSES)
    assert progress(*before, mute).state == "verified"
    assert progress(mute).state == "not_started"
    assert remarks(progress(mute)) == {"other_unit": ("v-001",)}
    against = report("not_achieved", "2024-01-01", "Families")
    assert progress(against, *before, {**mute, "reporter": "Families"}).contradicted


@pytest.mark.parametrize(("one", "other"), [("%", "per cent"), ("ji sedî", "في المئة")])
def test_a_share_is_a_share_in_every_language(one: str, other: str) -> None:
    assert not is_other_unit({"en": one}, {"en": other})


def test_a_reading_in_another_unit_leaves_the_criterion_where_it_was() -> None:
    criterion = {"unit": {"en": "per cent"}, "baseline": {"value": 10}, "threshold": {"value": 90}}
    before = report("", "2024-01-01", "Observers", criterion="exams", area="gov", quantity=95)
    other = report("", "2024-02-01", "Observers", criterion="exams", area="gov", quantity=400, unit=PUPILS)
    one = document(criteria={"exams": criterion}, evidence=evidence(before, other))
    found = compute_criteria(one, day("2024-06-01"))["exams"]["gov"]
    assert (found.state, [(each.code, each.evidence) for each in found.reasons]) == (
        "met",
        [("reading_met", ("v-001",)), ("other_unit", ("v-002",))],
    )
    alone = compute_criteria(document(criteria={"exams": criterion}, evidence=evidence(other)), day("2024-06-01"))["exams"]["gov"]
    assert (alone.state, [each.code for each in alone.reasons]) == ("unknown", ["nothing_known", "other_unit"])


def test_an_end_s_word_on_a_measure_outlasts_a_bare_number() -> None:
    said = report("achieved", "2024-01-01", "Damascus", measure="m", on_behalf_of="gov")
    counted = report("", "2024-02-01", "Damascus", measure="m", on_behalf_of="gov", quantity=3, unit=BUSES)
    found = compute_measures(
        document(measures={"m": {"areas": ["gov", "aanes"]}}, evidence=evidence(said, counted)), day("2024-06-01")
    )
    assert [end.claim for end in found["m"].ends] == ["achieved", ""]
    assert len(found["m"].history) == 2


REPORTS = st.lists(
    st.builds(
        report,
        st.sampled_from(["achieved", "partly", "not_achieved", ""]),
        st.dates(day("2024-01-01"), day("2024-01-05")).map(str),
        st.sampled_from(["A", "B", "C"]),
        quantity=st.sampled_from([1, 50, 100, 150]),
        unit=st.sampled_from([None, PUPILS, BUSES]),
    ),
    max_size=6,
)


@given(REPORTS, st.sampled_from([1, 7, 1000]))
def test_numbers_in_another_unit_move_nothing(reports: list[dict[str, Any]], factor: int) -> None:
    """However large they are, every state, scale and figure is the same."""
    larger = [{**each, "quantity": each["quantity"] * factor} if each.get("unit") == BUSES else each for each in reports]
    one, other = progress(*reports), progress(*larger)
    assert (one.state, one.scale, one.actual, one.confirmed, one.claimed, one.reasons) == (
        *(other.state, other.scale, other.actual, other.confirmed, other.claimed, other.reasons),
    )
    assert all(each.scale is None or each.record.unit != BUSES for each in one.evidence)
