"""Why a day is what it is, in sentences: every kind of link, read from both of its ends."""

import datetime as dt
from typing import Any

import pytest
from django.utils import translation

from milestones.domain.schedule import Schedule
from milestones.domain.schedule.doubts import Doubt, doubts
from milestones.domain.schedule.wording import Words
from roadmap.domain.document import Document, Entry

T0 = {"t0": "2023-09-01", "anchors": {"ceasefire": "2023-10-10"}}


def entry(key: str, **data: Any) -> Entry:
    return Entry("milestones", key, key.upper(), data)


def document(*entries: Entry, exchanges: list[dict[str, Any]] | None = None) -> Document:
    bound = [Entry("exchanges", f"e{n}", f"E-0{n}", data) for n, data in enumerate(exchanges or [], start=1)]
    return Document(dict(T0), {"milestones": list(entries), "exchanges": bound})


def earliest(found: Document, key: str, **known: Any) -> list[str]:
    return Words.of(found).chain(Schedule(found, **known).chain(key))


def latest(found: Document, key: str, **known: Any) -> list[str]:
    return Words.of(found).chain(Schedule(found, **known).latest_chain(key), latest=True)


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


BEGIN = {"not_before": "2023-10-01"}
END = {"not_after": "2023-12-01"}
BEGUN = "A: not before 1 October 2023, because its window begins then."
ENDED = "B: not after 1 December 2023, because its window ends then."


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2023-10-01", "A: not before 1 October 2023, because its window begins then."),
        ("T0", "A: not before 1 September 2023, because its window begins on the day of T0."),
        ("T0 + 6m", "A: not before 1 March 2024, because its window begins 6 months after T0."),
        ("ceasefire - 1w", "A: not before 3 October 2023, because its window begins 1 week before ceasefire."),
    ],
)
def test_a_window_tells_what_it_counts_from(moment: str, words: str) -> None:
    assert earliest(document(entry("a", window={"not_before": moment})), "a") == [words]


@pytest.mark.parametrize(
    ("link", "forwards", "backwards"),
    [
        ({"requires": ["a"]}, "it requires A", "B requires it"),
        ({"requires_any": ["a"]}, "of what it may wait for, A comes first", "B has no other way"),
        ({"together_with": ["a"]}, "it happens on the same day as A", "it happens on the same day as B"),
        ({"window": {"not_before": "a"}}, "its window begins on the day of A", "the window of B begins on the day of A"),
    ],
)
def test_a_link_is_told_from_both_ends(link: dict[str, Any], forwards: str, backwards: str) -> None:
    found = document(entry("a", window=BEGIN), entry("b", **link))
    assert earliest(found, "b") == [f"B: not before 1 October 2023, because {forwards}.", BEGUN]
    window = {**link.get("window", {}), **END}
    found = document(entry("a"), entry("b", **{**link, "window": window}))
    assert latest(found, "a") == [f"A: not after 1 December 2023, because {backwards}.", ENDED]


def test_a_window_that_must_end_soon_after_pushes_what_it_counts_from() -> None:
    found = document(entry("a", window={"not_after": "b + 10d"}), entry("b"), entry("c", requires=["a"]))
    found.of("milestones")[0].data["window"]["not_before"] = "2023-10-11"
    assert earliest(found, "b") == [
        "B: not before 1 October 2023, because the window of A ends 10 days after B.",
        "A: not before 11 October 2023, because its window begins then.",
    ]


def test_a_gate_names_its_exchange() -> None:
    commitments = [{"milestone": "a"}, {"milestone": "b", "gate": "a"}]
    found = document(entry("a", window=BEGIN), entry("b", window=END), exchanges=[{"mode": "gated", "commitments": commitments}])
    assert earliest(found, "b")[0] == "B: not before 1 October 2023, because exchange E-01 lets it wait for A."
    assert latest(found, "a")[0] == "A: not after 1 December 2023, because exchange E-01 lets B wait for it."


def test_what_is_verified_and_what_is_still_to_come() -> None:
    found = document(entry("a", window=BEGIN), entry("b", requires=["a"]))
    day = dt.date(2023, 10, 5)
    assert earliest(found, "b", actual={"a": day}) == [
        "B: not before 5 October 2023, because it requires A.",
        "A was verified on 5 October 2023.",
    ]
    assert earliest(found, "a", as_of=dt.date(2024, 1, 1)) == [
        "A: not before 1 January 2024, because it was not verified by then."
    ]


def test_the_impossible_is_proved_from_where_both_sides_meet() -> None:
    found = document(entry("a", window=BEGIN), entry("b", requires=["a"], window={"not_after": "2023-09-30"}))
    (conflict,) = Schedule(found).conflicts
    words = Words.of(found)
    assert (
        words.conflict(conflict) == "A cannot be: not before 1 October 2023, and not after 30 September 2023. 1 day is missing."
    )
    assert words.proof(conflict) == (
        [BEGUN],
        [
            "A: not after 30 September 2023, because B requires it.",
            "B: not after 30 September 2023, because its window ends then.",
        ],
    )


def test_circles() -> None:
    words = Words.of(document(entry("a"), entry("b")))
    assert words.cycle(["a", "b"]) == "A, B wait for one another: none of them can come first."
    assert words.cycle(["a"]) == "A waits for itself."


@pytest.mark.parametrize(
    ("of", "told"),
    [
        ("ceasfire", "A counts on “ceasfire”, which is neither a named day nor a milestone."),
        ("b", "A counts on B, which is not in the plan."),
        ("T0", "A counts on T0, a day that the roadmap does not name yet."),
        ("T0 + 9000y", "A counts on T0 + 9000y, a day that no calendar holds."),
    ],
)
def test_what_is_counted_on_in_vain_is_called_what_it_is(of: str, told: str) -> None:
    assert Words.of(document(entry("a"), entry("b"))).missing("a", of) == told


def test_days_hang_on_what_goes_round_or_is_not_there() -> None:
    """What was verified has its day; of a window only its end may be in doubt."""
    found = document(
        entry("a", requires=["b"]),
        entry("b", requires=["a"]),
        entry("c", requires=["a"]),
        entry("d", together_with=["c"]),
        entry("e", window={"not_after": "ceasfire + 3w"}),
        entry("f", requires=["e"]),
        entry("g", requires=["a"]),
    )
    told = doubts(Schedule(found, actual={"g": dt.date(2023, 10, 1)}))
    assert told == {
        "a": Doubt("circle"),
        "b": Doubt("circle"),
        "c": Doubt("waits", "a"),
        "d": Doubt("waits", "c"),
        "e": Doubt("missing", "ceasfire", is_late=True),
    }
