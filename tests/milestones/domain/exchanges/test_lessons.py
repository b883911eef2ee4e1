"""The report's episodes that concern exchanges, each with what the product says of a draft that repeats it (TCT: lessons)."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import override
from pytest_django.fixtures import Settings

from milestones.domain.exchanges.assessing import Assessment, assess
from milestones.domain.exchanges.findings import Finding
from milestones.domain.exchanges.thresholds import limits, thresholds
from milestones.domain.exchanges.wording import finding_words
from roadmap.domain.document import Document
from tests.milestones.domain.exchanges.drafts import WAY_BACK, commitment, document, entry, exchange, milestone

FULL: dict[str, Any] = {"restored_within": "14d", "loss": {"en": "None."}, "grace": "7d"}


def served(key: str, area: str = "gov", **data: Any) -> Any:
    """A milestone with a goal and a way back."""
    return milestone(key, area, criterion="exams", **WAY_BACK, **data)


def told(found: Assessment, *codes: str) -> list[tuple[str, str]]:
    """Severity and words of the findings; with ``codes`` only those."""
    return [(each.severity, finding_words(each, found)) for each in found.findings if not codes or each.code in codes]


def sound() -> Document:
    """Each of four areas gives 2 and gains 2, step for step."""
    pairs = [("gov", "aanes"), ("aanes", "gov"), ("ssg", "sig"), ("sig", "ssg")]
    bound = {giver: commitment(f"of-{giver}", cost=2, benefits={gainer: 2}, **FULL) for giver, gainer in pairs}
    return document(
        *(served(f"of-{giver}", giver) for giver, _gainer in pairs),
        exchange("e1", bound["gov"], bound["aanes"], mode="simultaneous"),
        exchange("e2", bound["ssg"], bound["sig"], mode="simultaneous"),
    )


def test_a_sound_draft_is_left_in_peace() -> None:
    found = assess(sound())
    assert found.findings == ()
    assert found.ledger.balance.value == 1


#: The draft names no protected subject: the standing list holds all the same.
AMNESTY = (
    "AMNESTY, Title: “amnesty” points to a protected subject, “Answering for the gravest crimes”, never to be exchanged. "
    "No amnesty for genocide, war crimes, crimes against humanity or gross violations of human rights may be given or taken as a "
    "price. Justice is owed to the victims. (United Nations Guidance for Effective Mediation (2012); Time to change track "
    "(Clingendael, 2023), §3.2) "
    "Take it out, or mark the milestone as of this subject. Where it is not about it, say why under “Not about a protected "
    "subject”. For that the draft must name the subject: take it over from the standing list, on the page of the exchanges."
)


def test_skewed_marketplace_of_concessions() -> None:
    """Gains only for the government side; the areas outside its control, two fifths of the country, gain nothing."""
    draft = document(
        served("amnesty"),
        served("oil", "aanes"),
        served("road", "sig"),
        milestone("money", "~Donors", criterion="exams", **WAY_BACK),
        exchange(
            "e1",
            commitment("amnesty", cost=1, benefits={"aanes": 1}, **FULL),
            commitment("oil", cost=4, benefits={"gov": 5}, **FULL),
            commitment("road", cost=3, benefits={"gov": 4}, **FULL),
            commitment("money", cost=2, benefits={"gov": 5}, **FULL),
        ),
    )
    assert told(assess(draft)) == [
        ("alarm", "93 % of all gains go to Government-held areas."),
        ("alarm", "2 of 4 areas of control gain nothing: Idlib, Northern Aleppo."),
        ("alarm", "Northern Aleppo: gives 3, gains nothing."),
        ("alarm", "The balance is 0.09 of 1 (gains in proportion to what is given: 0.19; gains reach all areas: 0.09)."),
        ("alarm", AMNESTY),
        ("warning", "Left out, neither giving nor gaining: Idlib."),
        ("warning", "Exchange E1: nothing in return for Northern Aleppo."),
    ]


def test_gains_without_giving() -> None:
    draft = document(
        served("a"),
        served("b", "aanes"),
        exchange(
            "e1", commitment("a", cost=2, benefits={"aanes": 2, "ssg": 2, "sig": 2}), commitment("b", cost=2, benefits={"gov": 2})
        ),
    )
    assert told(assess(draft), "gains-without-giving") == [
        ("warning", "Idlib: gains 2, gives nothing."),
        ("warning", "Northern Aleppo: gains 2, gives nothing."),
    ]


def test_you_first() -> None:
    """Each side waits for the other: shown beside the ledger, not only where one looks for it."""
    draft = sound()
    first, second = draft.of("exchanges")[0].data["commitments"]
    first["gate"], second["gate"] = "of-aanes", "of-gov"
    draft.of("exchanges")[0].data["mode"] = "gated"
    found = assess(draft)
    assert told(found) == [
        ("alarm", "Government-held areas, North and East Syria wait for one another: none of OF-GOV, OF-AANES can come first.")
    ]
    assert len(found.deadlocks.resolution.changes) == 1


def test_refugee_return_as_a_bargaining_chip() -> None:
    """Refused where it is marked, and held up where only the words say it; both with the reason and the source."""
    subject = entry(
        "protected_subjects",
        "refugee-return",
        "B-01",
        title={"en": "Return of refugees"},
        reason={"en": "Returns follow UNHCR's thresholds."},
        source="TCT §3.1",
        words=[{"en": "refugees"}],
    )
    draft = sound()
    draft.sections["protected_subjects"] = [subject]
    draft.of("milestones")[0].data["protected_subjects"] = ["refugee-return"]
    draft.of("milestones")[1].data["title"] = {"en": "Let refugees back in"}
    draft.sections["policy_lines"] = [entry("policy_lines", "cut", "L-01", suspends=["of-gov"])]
    draft.of("exchanges")[1].data["commitments"][0]["gate"] = "of-gov"
    because = "“Return of refugees”. Returns follow UNHCR's thresholds. (TCT §3.1)"
    by_words = (
        "OF-AANES, Title: “refugees back” points to a protected subject, “Return of refugees”, never to be exchanged. "
        "Returns follow UNHCR's thresholds. (TCT §3.1) Take it out, or mark the milestone as of this subject. "
        "Where it is not about it, say why under “Not about a protected subject”."
    )
    assert told(assess(draft), "protected-subject", "protected-words") == [
        ("alarm", f"Exchange E1 trades OF-GOV, a protected subject: {because}"),
        ("alarm", f"Exchange E2 makes a side wait for OF-GOV, a protected subject: {because}"),
        ("alarm", f"Policy line L-01 suspends OF-GOV, a protected subject: {because}"),
        ("alarm", by_words),
    ]


def test_step_for_step_without_saying_what_they_buy_into() -> None:
    """A concession without counterpart, without anything in return, without a criterion, or outside of any exchange."""
    draft = document(
        milestone("alone", "gov", **WAY_BACK),
        served("x", "aanes"),
        served("y", "gov"),
        milestone("asked", "sig"),
        exchange("e1", commitment("alone", cost=1, benefits={"aanes": 1}, **FULL)),
        exchange(
            "e2",
            commitment("x", cost=1, benefits={"gov": 1}, **FULL),
            commitment("y", cost=1, benefits={"ssg": 1, "sig": 1}, **FULL),
        ),
        exchange("e3", commitment("y", cost=1, benefits={"ssg": 1, "sig": 1}, **FULL), mode="unconditional"),
    )
    found = told(assess(draft), "no-counterpart", "nothing-in-return", "serves-no-criterion", "outside-exchanges")
    assert found == [
        ("alarm", "Exchange E1: only one side gives (ALONE); nothing answers it."),
        ("warning", "Exchange E1: no criterion is named for ALONE, so nobody sees what they buy into."),
        ("warning", "Exchange E2: nothing in return for North and East Syria."),
        ("note", "These are asked for outside of any exchange: ASKED."),
    ]


def test_going_back_to_the_status_quo_without_loss() -> None:
    """Each commitment says how it is taken back and what sets that off; time, loss and grace are asked for as well."""
    draft = sound()
    del draft.of("milestones")[0].data["trigger"]
    del draft.of("exchanges")[0].data["commitments"][0]["grace"]
    del draft.of("exchanges")[1].data["commitments"][0]["loss"]
    assert told(assess(draft)) == [
        (
            "warning",
            "Exchange E1, OF-GOV: no way back to the status quo. Not said: what sets that off, after what grace period.",
        ),
        ("note", "The way back to the status quo is not complete. Not said: at what loss (OF-SSG)."),
    ]


def test_who_gives_first_and_is_behind_is_told() -> None:
    """Front-loading: gov gives all at the start and gets it back at the end."""
    draft = sound()
    for each in draft.of("exchanges")[0].data["commitments"]:
        each["cost"] = {"value": 5}
        each["benefits"] = {area: {"value": 5} for area in each["benefits"]}
    start = dt.date(2024, 1, 1)
    days = {"of-gov": start, "of-ssg": start, "of-sig": start, "of-aanes": dt.date(2024, 12, 31)}
    assert told(assess(draft, days=days), "gives-first", "behind") == [
        (
            "warning",
            "Government-held areas: 100 % of what is given falls into the first third of the time, and 0 % of what is gained.",
        ),
        ("warning", "Government-held areas: by 1 January 2024, given more than gained by 5."),
    ]


def test_what_is_not_judged_is_told_since_the_sums_do_not_know_it() -> None:
    draft = sound()
    del draft.of("exchanges")[0].data["commitments"][0]["cost"]
    assert told(assess(draft), "unrated") == [("warning", "The ledger does not know what these cost or bring: OF-GOV.")]


def test_an_empty_draft_has_nothing_to_find() -> None:
    assert assess(document()).findings == ()
    assert assess(document(milestone("a"), areas={})).as_dict()["ledger"]["accounts"] == []


def test_thresholds_are_settings(settings: Settings) -> None:
    settings.EXCHANGE_THRESHOLDS = {**settings.EXCHANGE_THRESHOLDS, "gains_share": 0.25}
    assert [each.severity for each in assess(sound()).findings if each.code == "gains-one-sided"] == ["alarm"] * 4
    settings.EXCHANGE_THRESHOLDS = {"gains_share": 0.25}
    with pytest.raises(ImproperlyConfigured, match="EXCHANGE_THRESHOLDS needs exactly: balance_alarm"):
        thresholds()
    settings.PACKAGE_FINDER = {**settings.PACKAGE_FINDER, "more": 1}
    with pytest.raises(ImproperlyConfigured, match="PACKAGE_FINDER"):
        limits()


def test_an_assessment_is_plain_data() -> None:
    assert set(assess(sound()).as_dict()) == {
        "parties",
        "findings",
        "ledger",
        "deadlocks",
        "held_up",
        "resolution",
        "positions",
        "protected",
    }
    finding = Finding("left-out", "warning", ("ssg",), values={"areas": 4})
    assert finding.as_dict() == {"code": "left-out", "severity": "warning", "parties": ["ssg"], "values": {"areas": 4}}


@pytest.mark.parametrize("language", ["ar", "ku"])
def test_every_finding_has_words_in_every_language(language: str) -> None:
    draft = sound()
    del draft.of("exchanges")[0].data["commitments"][0]["cost"]
    with override(language):
        found = assess(draft)
        assert all(words for _severity, words in told(found))
