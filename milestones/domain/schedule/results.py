"""What the schedule answers: plain values, with ``as_dict`` for JSON. Words for people are made elsewhere."""

import datetime as dt
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Step:
    """Why ``milestone`` happens no earlier (or no later) than ``day``.

    ``by``: not_before, not_after, requires, requires_any, gate, together, as_of, achieved or delay. ``of``: the milestone from
    which the bound comes, or, where the chain starts, the window's end as written. ``owner``: the milestone in whose entry it
    stands. ``length``: such as 30d or -2w, "" for none. ``exchange``: the exchange that sets a gate, else "".
    """

    milestone: str
    by: str
    of: str
    owner: str
    length: str
    day: dt.date
    exchange: str = ""

    def as_dict(self) -> dict[str, Any]:
        return {
            "milestone": self.milestone,
            "by": self.by,
            "of": self.of,
            "owner": self.owner,
            "length": self.length,
            "day": self.day.isoformat(),
            "exchange": self.exchange,
        }


@dataclass(frozen=True)
class Days:
    """When a milestone can happen: a row without its chains."""

    earliest: dt.date | None
    latest: dt.date | None
    slack: int | None
    critical: bool

    def as_dict(self) -> dict[str, Any]:
        return {
            "earliest": self.earliest.isoformat() if self.earliest else None,
            "latest": self.latest.isoformat() if self.latest else None,
            "slack": self.slack,
            "critical": self.critical,
        }


@dataclass(frozen=True)
class Row:
    """One milestone's days. ``slack``: whole days between them; None where one side is open. ``critical``: on the critical path.
    The chains lead from a fixed day to the milestone; they are empty where nothing bounds it. ``chain_from``: where a chain was
    shortened, the milestone whose own chain leads up to it."""

    key: str
    code: str
    earliest: dt.date | None
    latest: dt.date | None
    slack: int | None
    critical: bool
    chain: tuple[Step, ...]
    latest_chain: tuple[Step, ...]
    chain_from: str = ""
    latest_chain_from: str = ""

    def as_dict(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "code": self.code,
            "earliest": self.earliest.isoformat() if self.earliest else None,
            "latest": self.latest.isoformat() if self.latest else None,
            "slack": self.slack,
            "critical": self.critical,
            "chain": [each.as_dict() for each in self.chain],
            "chain_from": self.chain_from or None,
            "latest_chain": [each.as_dict() for each in self.latest_chain],
            "latest_chain_from": self.latest_chain_from or None,
        }


@dataclass(frozen=True)
class Conflict:
    """The impossible, proved: ``chain`` leads from a day before which the first member cannot happen to the day by which the last
    one must have. ``milestone``: where both meet; there ``days`` are missing (``earliest`` after ``latest``)."""

    members: tuple[str, ...]
    milestone: str
    earliest: dt.date
    latest: dt.date
    days: int
    chain: tuple[Step, ...]

    def as_dict(self) -> dict[str, Any]:
        return {
            "members": list(self.members),
            "milestone": self.milestone,
            "earliest": self.earliest.isoformat(),
            "latest": self.latest.isoformat(),
            "days": self.days,
            "chain": [each.as_dict() for each in self.chain],
        }
