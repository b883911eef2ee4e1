"""What is over on a day is no longer anyone's to give: the finder leaves it out, and says why."""

import datetime as dt
from typing import Any

from milestones.domain.exchanges.package_words import excluded_words
from milestones.domain.exchanges.packages import Search, propose
from milestones.domain.plan import Plan
from roadmap.domain.document import Document, Entry
from tests.milestones.domain.exchanges.drafts import commitment, document, entry, exchange, milestone

DAY = dt.date(2024, 12, 9)


def asked(draft: Document, day: dt.date = DAY) -> Search:
    return propose(Plan(draft, day))


def reasons(draft: Document, day: dt.date = DAY) -> dict[str, tuple[str, tuple[str, ...]]]:
    return {each.milestone: (each.reason, each.because) for each in asked(draft, day).choice.excluded}


def draft(*more: tuple[Entry, dict[str, Any]], also: tuple[Entry, ...] = ()) -> Document:
    """Two commitments that answer one another, beside ``more`` of them."""
    base = [
        (milestone("passage", "gov"), commitment("passage", cost=2, benefits={"aanes": 3})),
        (milestone("trade", "aanes"), commitment("trade", cost=1, benefits={"gov": 2})),
    ]
    rows = [*base, *more]
    return document(*(each for each, _bound in rows), exchange("e1", *(bound for _each, bound in rows)), *also)


def report(key: str, about: str, day: str, **data: Any) -> Entry:
    told = {"milestone": about, "date": day, "reporter": "Monitors", "role": "monitor", "independent": True, "confidence": "high"}
    return entry("evidence", key, claim="achieved", **told, **data)


def gift(key: str, area: str = "sig", benefits: dict[str, int] | None = None, **data: Any) -> tuple[Entry, dict[str, Any]]:
    return milestone(key, area, **data), commitment(key, cost=0, benefits=benefits or {"gov": 5})


def test_a_window_has_passed_when_its_last_day_has() -> None:
    closing = draft(gift("road", window={"not_after": "2024-12-08"}))
    assert reasons(closing) == {"road": ("window-over", ("2024-12-08",))}
    assert reasons(closing, dt.date(2024, 12, 8)) == {}


def test_a_last_day_that_follows_from_others_counts_like_one_that_is_written() -> None:
    """The road is to be open before the market, which opens on 1 June at the latest."""
    market = gift("market", requires=["road"], window={"not_after": "2024-06-01"})
    assert reasons(draft(gift("road"), market)) == {
        "road": ("window-over", ("2024-06-01",)),
        "market": ("window-over", ("2024-06-01",)),
    }


def test_what_was_verified_by_the_day_needs_no_proposing() -> None:
    done = draft(gift("road", evidence_rule={"independent_sources": 1}), also=(report("v1", "road", "2024-12-09"),))
    assert reasons(done) == {"road": ("achieved", ())}
    assert reasons(done, dt.date(2024, 12, 8)) == {}


def test_what_is_suspended_is_not_proposed_while_it_is() -> None:
    rows = [{"milestone": "road", "since": "2024-12-01", "until": "2024-12-20", "reason": {"en": "Closed."}}]
    line = entry("policy_lines", "shut", "L-01", title={"en": "Shut"}, suspends=["road"], suspensions=rows)
    held = draft(gift("road"), also=(line,))
    assert reasons(held) == {"road": ("suspended", ())}
    assert reasons(held, dt.date(2024, 12, 20)) == {}


def test_what_was_ended_by_decision_stays_so() -> None:
    gone = draft(gift("road", lapse={"date": "2024-12-08", "reason": {"en": "The area ended."}}))
    assert reasons(gone) == {"road": ("ended", ())}


def test_nobody_gives_in_the_name_of_an_area_that_has_ended_nor_to_it() -> None:
    """Neither alone, nor with others, nor as the giver that an exchange names; what others bring it beside counts for those."""
    rows = [
        gift("alone"),
        gift("joint", "aanes+sig"),
        gift("to-it", "gov", {"sig": 4}),
        gift("beside", "aanes", {"sig": 4, "gov": 1}),
        (milestone("named", "aanes"), commitment("named", cost=1, benefits={"gov": 1}, giver="sig")),
    ]
    split = draft(*rows)
    split.of("areas")[3].data["valid_to"] = "2024-12-08"
    assert reasons(split) == {
        "alone": ("area-ended", ("sig",)),
        "joint": ("area-ended", ("sig",)),
        "to-it": ("gains-ended", ("sig",)),
        "named": ("area-ended", ("sig",)),
    }
    found = asked(split)
    assert found.choice.candidates["beside"].gains == {"gov": 1}
    assert found.packages[0].areas == ("gov", "aanes", "ssg")
    assert reasons(split, dt.date(2024, 12, 8)) == {}


def test_the_reasons_are_told_in_words() -> None:
    rows = [
        gift("road", window={"not_after": "2024-12-01"}),
        gift("alone"),
        gift("to-it", "gov", {"sig": 4}),
        gift("held", "gov"),
    ]
    line = entry("policy_lines", "shut", suspensions=[{"milestone": "held", "since": "2024-12-01"}])
    split = draft(*rows, also=(line,))
    split.of("areas")[3].data["valid_to"] = "2024-12-08"
    plan = Plan(split, DAY)
    assert [excluded_words(each, plan.assessment.exchanges, {}, {}) for each in propose(plan).choice.excluded] == [
        "ROAD is left out: its time is over, the last day was 1 December 2024.",
        "ALONE is left out: nobody can give it any more, since this area has ended: Northern Aleppo.",
        "TO-IT is left out: what it brings was meant for an area that has ended (Northern Aleppo).",
        "HELD is left out: it is suspended under a policy line.",
    ]
