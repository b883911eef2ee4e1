"""What the pictures are drawn from: plain values only.

Words arrive in the reader's language, already filtered for who reads them.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from django.utils.safestring import SafeString, mark_safe

#: How far a milestone has come, as evidence says.
State = Literal["not_started", "under_way", "claimed", "verified", "lapsed", "ended", "suspended", "reversed"]
#: Why the days of a milestone are not known (milestones/domain/schedule/doubts.py); ``last``: only its last day is not.
Unknown = Literal["", "circle", "missing", "waits", "last"]
#: How one milestone depends on another: all of, one of, the gate of an exchange, on the same day.
LinkKind = Literal["requires", "any", "gate", "together"]
#: Whether a measure works, as both ends and the monitors say (milestones/domain/evidence/states.py).
Working = Literal["working", "partly", "one_end", "disputed", "not_working", "unknown"]
#: Whether a crossing is open, as last reported; ``contested``: reports of the last day contradict each other.
Passage = Literal["open", "limited", "closed", "contested", "unknown"]
#: How a group stands on an item; ``silent``: it has signed off nothing; ``hidden``: the item was not shown to it.
Stand = Literal["support", "conditional", "cannot_accept", "none", "silent", "hidden"]


@dataclass(frozen=True)
class Table:
    """The twin of a picture in words. Every row has as many cells as ``head``; the first cell names the row."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def labelled(self) -> list[list[tuple[str, str]]]:
        """The rows, each cell behind the name of its column."""
        return [list(zip(self.head, row, strict=True)) for row in self.rows]


@dataclass(frozen=True)
class Picture:
    """``svg`` has classes for the page (see files.py for what is saved); sizes are in CSS pixels.

    ``titles`` is the width of the column that names the rows, where it must stay in sight while the rest is scrolled; else 0.
    """

    name: str
    title: str
    description: str
    svg: str
    table: Table
    width: int
    height: int
    rtl: bool
    titles: int = 0

    @property
    def stuck(self) -> SafeString:
        """The column of titles once more, over the drawing: it shows the same shapes, and is nothing to a screen reader."""
        left = self.width - self.titles if self.rtl else 0
        size = f'viewBox="{left} 0 {self.titles} {self.height}" width="{self.titles}" height="{self.height}"'
        drawn = f'<svg class="p-root" {size} direction="ltr" aria-hidden="true"><use href="#picture-{self.name}"/></svg>'
        return mark_safe(drawn)  # noqa: S308 numbers, and a name of our own

    @property
    def markup(self) -> SafeString:
        """For a template: the scene has escaped every word of it."""
        return mark_safe(self.svg)  # noqa: S308 scene.py escapes


#: What a phone of 360 pixels leaves for a picture inside its frame; the page stretches it on a wider one.
PHONE = 310


@dataclass(frozen=True)
class Options:
    """``width`` is what a picture should fill, in pixels; ``heading`` draws the title inside, for a file that stands alone.

    ``pixels_a_day`` zooms a timeline, None fits it to the width; ``titles`` is the most that its column of titles takes.
    ``links`` says which dependencies are drawn: ``auto`` leaves out those off the critical path where there are very many.
    """

    width: int = 960
    heading: bool = False
    pixels_a_day: float | None = None
    titles: int = 370
    links: Literal["auto", "all", "critical", "none"] = "auto"


@dataclass(frozen=True)
class Group:
    """A heading over rows: an area, a sector or an exchange."""

    key: str
    code: str
    label: str


@dataclass(frozen=True)
class Suspension:
    """From ``since`` to the day ``until``, on which it counts again; None while it is in force. ``line`` is that line's code."""

    since: dt.date
    until: dt.date | None
    line: str


@dataclass(frozen=True)
class TimelineRow:
    """A milestone. ``earliest`` and ``latest`` are None where unbounded; ``actual`` is the day it was verified.

    Slack is in days. ``ended`` is the day from which somebody decided that it is no longer asked for. ``unknown`` says why days
    are missing that are not unbounded.
    """

    key: str
    code: str
    title: str
    group: str
    earliest: dt.date | None
    latest: dt.date | None
    actual: dt.date | None = None
    slack: int | None = None
    critical: bool = False
    state: State = "not_started"
    suspensions: tuple[Suspension, ...] = ()
    ended: dt.date | None = None
    unknown: Unknown = ""

    @property
    def impossible(self) -> bool:
        """Whether it would have to happen before it can."""
        return bool(self.actual is None and self.earliest and self.latest and self.earliest > self.latest)


@dataclass(frozen=True)
class TimelineLink:
    """``target`` waits for ``source`` (keys of rows); ``together`` has no order."""

    source: str
    target: str
    kind: LinkKind = "requires"
    critical: bool = False


@dataclass(frozen=True)
class Anchor:
    """A named day, such as T0."""

    label: str
    day: dt.date


@dataclass(frozen=True)
class TimelineData:
    """``today`` is the day as of which everything is told; ``today_label`` names it where it is another than today."""

    title: str
    groups: tuple[Group, ...]
    rows: tuple[TimelineRow, ...]
    links: tuple[TimelineLink, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    today: dt.date | None = None
    today_label: str = ""


@dataclass(frozen=True)
class Area:
    """``place`` puts it on the schematic map: shares of width and height from the west and the north; else areas form a ring."""

    key: str
    code: str
    name: str
    place: tuple[float, float] | None = None


@dataclass(frozen=True)
class Sector:
    key: str
    code: str
    name: str


@dataclass(frozen=True)
class Crossing:
    code: str
    name: str
    between: tuple[str, str]
    passage: Passage = "unknown"


@dataclass(frozen=True)
class Measure:
    code: str
    title: str
    sector: str
    areas: tuple[str, ...]
    state: Working = "unknown"


@dataclass(frozen=True)
class LinkageData:
    title: str
    areas: tuple[Area, ...]
    sectors: tuple[Sector, ...]
    measures: tuple[Measure, ...]
    crossings: tuple[Crossing, ...] = ()


@dataclass(frozen=True)
class Account:
    """What one party gives and gets, in points; ``warning`` says in words what is wrong with it."""

    code: str
    name: str
    gives: float
    gets: float
    warning: str = ""

    @property
    def balance(self) -> float:
        return self.gets - self.gives


@dataclass(frozen=True)
class Course:
    """The cumulative balance of one party: ``(day, balance from that day on)``, in the order of days."""

    code: str
    name: str
    points: tuple[tuple[dt.date, float], ...]


@dataclass(frozen=True)
class LedgerData:
    title: str
    accounts: tuple[Account, ...]
    courses: tuple[Course, ...] = ()
    today: dt.date | None = None
    today_label: str = ""


@dataclass(frozen=True)
class StandRow:
    """An item: for each group (in the order of ``ConvergenceData.groups``) its stand in each round, oldest first.

    ``red_lines`` are the places of the groups of which a member's red line on it holds.
    """

    code: str
    title: str
    stands: tuple[tuple[Stand, ...], ...]
    red_lines: frozenset[int] = frozenset()


@dataclass(frozen=True)
class ConvergenceData:
    title: str
    groups: tuple[Group, ...]
    rounds: tuple[str, ...]
    rows: tuple[StandRow, ...]


@dataclass(frozen=True)
class ProgressData:
    """Days of milestones: by plan at the earliest and at the latest, as verified. ``total`` counts those without a day too."""

    title: str
    total: int
    earliest: tuple[dt.date, ...]
    latest: tuple[dt.date, ...]
    verified: tuple[dt.date, ...]
    claimed: tuple[dt.date, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    today: dt.date | None = None
    today_label: str = ""
