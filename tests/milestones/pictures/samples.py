"""Plain data for every picture: ``count`` items, whose words are ``words``."""

import datetime as dt
from collections.abc import Callable
from typing import Any, get_args

from milestones.pictures.convergence import convergence
from milestones.pictures.data import (
    Account,
    Anchor,
    Area,
    ConvergenceData,
    Course,
    Crossing,
    Group,
    LedgerData,
    LinkageData,
    LinkKind,
    Measure,
    Options,
    Passage,
    Picture,
    ProgressData,
    Sector,
    Stand,
    StandRow,
    State,
    Suspension,
    TimelineData,
    TimelineLink,
    TimelineRow,
    Working,
)
from milestones.pictures.ledger import ledger
from milestones.pictures.linkage import linkage
from milestones.pictures.progress import progress
from milestones.pictures.timeline import timeline

T0 = dt.date(2023, 9, 1)
TODAY = dt.date(2024, 1, 20)
WORKING: tuple[Working, ...] = get_args(Working)
STATES: tuple[State, ...] = get_args(State)
#: The states that follow from evidence and time; nobody decided them.
COURSE = tuple(state for state in STATES if state != "ended")
KINDS: tuple[LinkKind, ...] = get_args(LinkKind)
STANDS: tuple[Stand, ...] = get_args(Stand)
PASSAGES: tuple[Passage, ...] = get_args(Passage)


HALTS = (
    Suspension(T0 + dt.timedelta(days=20), T0 + dt.timedelta(days=35), "L-01"),
    Suspension(T0 + dt.timedelta(days=80), None, "L-02"),
)


def days(count: int) -> dt.timedelta:
    return dt.timedelta(days=count)


def timeline_of(count: int = 14, words: str = "Convoys cleared") -> TimelineData:
    """Every state, an impossible one, an unbounded one, a verified one, a critical one, each kind of link; suspensions, over and
    in force."""
    groups = (Group("g", "G", words), Group("n", "N", "North"))
    rows = tuple(
        TimelineRow(
            key=f"m{number}",
            code=f"M-{number:02d}",
            title=f"{words} {number}",
            group=("g", "n", "")[number % 3],
            earliest=None if number == 8 else T0 + days(10 * number + (200 if number == 5 else 0)),
            latest=None if number in {4, 8} else T0 + days(10 * number + (0 if number == 3 else 60)),
            actual=T0 + days(70) if COURSE[number % 7] == "verified" else None,
            slack=None if number in {4, 8} else (0 if number == 3 else 60),
            critical=number == 3,
            state="ended" if number == 8 else COURSE[number % 7],
            suspensions=HALTS if number % 7 == 5 else HALTS[:1] if number == 3 else (),
            ended=T0 + days(45) if number == 8 else None,
        )
        for number in range(count)
    )
    links = tuple(
        TimelineLink(f"m{number - 1}", f"m{number}", KINDS[number % 4], critical=number == 3) for number in range(1, count)
    )
    return TimelineData(words, groups, rows, links, (Anchor("T0", T0), Anchor(words, T0 + days(30))), TODAY)


def linkage_of(count: int = 9, words: str = "Patients cross") -> LinkageData:
    areas = tuple(Area(key, key.upper(), f"{words} {key}") for key in ("g", "n", "i", "a"))
    pairs = (("g", "n"), ("n", "i"), ("g", "i", "a"))
    return LinkageData(
        words,
        areas,
        (Sector("s1", "S-01", words), Sector("s2", "S-02", "Trade")),
        tuple(
            Measure(f"M-{number:02d}", f"{words} {number}", f"s{number % 2 + 1}", pairs[number % 3], WORKING[number % 6])
            for number in range(count)
        ),
        tuple(Crossing(f"X-0{number}", words, ("g", "n"), PASSAGES[number]) for number in range(5)),
    )


def ledger_of(count: int = 4, words: str = "Government-held areas") -> LedgerData:
    accounts = tuple(
        Account(f"{number}", f"{words} {number}", 3 * number, 30 - 10 * number, f"{words}: it only gains" if number == 0 else "")
        for number in range(count)
    )
    courses = tuple(
        Course(each.code, each.name, ((T0, 2.0), (T0 + days(40), each.balance), (T0 + days(200), -each.balance)))
        for each in accounts
    )
    return LedgerData(words, accounts, courses, TODAY)


def convergence_of(count: int = 5, words: str = "Women's Advisory Board") -> ConvergenceData:
    groups = tuple(Group(str(number), f"K{number}", f"{words} {number}") for number in range(5))
    rows = tuple(
        StandRow(f"C-{number:02d}", f"{words} {number}", tuple((STANDS[number % 6], STANDS[place]) for place in range(5)))
        for number in range(count)
    )
    return ConvergenceData(words, groups, ("1", "2"), rows)


def progress_of(count: int = 12, words: str = "Progress") -> ProgressData:
    earliest = tuple(T0 + days(9 * number) for number in range(count))
    return ProgressData(
        words,
        count,
        earliest,
        tuple(day + days(50) for day in earliest),
        earliest[: count // 3],
        earliest[: count // 2],
        (Anchor("T0", T0),),
        TODAY,
    )


#: Each picture with what makes its data.
PICTURES: dict[str, tuple[Callable[..., Picture], Callable[..., Any]]] = {
    "timeline": (timeline, timeline_of),
    "linkage": (linkage, linkage_of),
    "ledger": (ledger, ledger_of),
    "convergence": (convergence, convergence_of),
    "progress": (progress, progress_of),
}


def draw(name: str, language: str = "en", *, options: Options | None = None, **data: Any) -> Picture:
    """The picture in a language, which is made the active one."""
    from django.utils import translation

    function, make = PICTURES[name]
    with translation.override(language):
        return function(make(**data), language, options or Options())
