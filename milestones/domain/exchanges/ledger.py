"""The ledger: what each side gives and gets, in all, by phase and over time (report: a skewed marketplace of concessions)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from milestones.domain.exchanges.balance import Balance, balance_of
from milestones.domain.exchanges.commitments import Exchanges, read_exchanges
from roadmap.domain.document import Document


@dataclass(frozen=True)
class Line:
    """What one commitment means for one party. ``day``: when it is due at the earliest; None where that is not known."""

    party: str
    exchange: str
    phase: int | None
    milestone: str
    gives: float
    gets: float
    day: dt.date | None

    def as_dict(self) -> dict[str, Any]:
        told = {"exchange": self.exchange, "phase": self.phase, "milestone": self.milestone}
        return {**told, "day": self.day.isoformat() if self.day else None, "gives": self.gives, "gets": self.gets}


@dataclass(frozen=True)
class Point:
    """What was given and got up to a day or phase, that one included; ``net`` is got less given."""

    at: dt.date | int | None
    gives: float
    gets: float

    @property
    def net(self) -> float:
        return self.gets - self.gives

    def as_dict(self) -> dict[str, Any]:
        at = self.at.isoformat() if isinstance(self.at, dt.date) else self.at
        return {"at": at, "gives": self.gives, "gets": self.gets, "net": self.net}


@dataclass(frozen=True)
class FrontLoad:
    """Of all that a party gives and gets with a known day: the shares that fall into the first third of the time.

    None where it gives (gets) nothing.
    """

    gives: float | None
    gets: float | None

    @property
    def excess(self) -> float:
        """By how much giving runs ahead of getting, from -1 to 1; 0 for who gives nothing."""
        return 0.0 if self.gives is None else self.gives - (self.gets or 0.0)

    def as_dict(self) -> dict[str, Any]:
        shares = {"gives": self.gives, "gets": self.gets}
        return {name: None if share is None else round(share, 4) for name, share in shares.items()}


@dataclass(frozen=True)
class Account:
    """One party's account. ``phases`` and ``days`` run on: each point holds all before it."""

    party: str
    lines: tuple[Line, ...]
    phases: tuple[Point, ...]
    days: tuple[Point, ...]
    front: FrontLoad | None

    @property
    def gives(self) -> float:
        return sum(line.gives for line in self.lines)

    @property
    def gets(self) -> float:
        return sum(line.gets for line in self.lines)

    @property
    def net(self) -> float:
        return self.gets - self.gives

    @property
    def takes_part(self) -> bool:
        return bool(self.lines)

    @property
    def lowest(self) -> Point | None:
        """Where the party is furthest behind: has given most that it has not got back. None where it never is.

        By day where any is known, else by phase.
        """
        behind = min(self.days or self.phases, key=lambda point: point.net, default=None)
        return behind if behind and behind.net < 0 else None

    def as_dict(self) -> dict[str, Any]:
        return {
            "party": self.party,
            "gives": self.gives,
            "gets": self.gets,
            "net": self.net,
            "phases": [point.as_dict() for point in self.phases],
            "days": [point.as_dict() for point in self.days],
            "lowest": self.lowest.as_dict() if self.lowest else None,
            "first_third": self.front.as_dict() if self.front else None,
            "lines": [line.as_dict() for line in self.lines],
        }


@dataclass(frozen=True)
class Ledger:
    """All accounts: areas in the document's order, then third parties. ``unrated``: (exchange, milestone) without cost or gains;
    the sums do not know them. ``undated``: how many lines no day is known for."""

    exchanges: Exchanges
    accounts: Mapping[str, Account]
    balance: Balance
    unrated: tuple[tuple[str, str], ...]
    undated: int
    first: dt.date | None
    last: dt.date | None

    @property
    def areas(self) -> list[Account]:
        return [account for key, account in self.accounts.items() if self.exchanges.parties[key].is_area]

    @property
    def left_out(self) -> list[Account]:
        """Areas that neither give nor gain."""
        return [account for account in self.areas if not account.gives and not account.gets]

    @property
    def gains(self) -> float:
        """What all areas gain."""
        return sum(account.gets for account in self.areas)

    def share(self, account: Account) -> float:
        """The account's share of all gains, 0 to 1."""
        return account.gets / self.gains if self.gains else 0.0

    def as_dict(self) -> dict[str, Any]:
        parties = self.exchanges.parties
        return {
            "balance": self.balance.as_dict(),
            "first_day": self.first.isoformat() if self.first else None,
            "last_day": self.last.isoformat() if self.last else None,
            "accounts": [{**parties[key].as_dict(), **account.as_dict()} for key, account in self.accounts.items()],
            "left_out": [account.party for account in self.left_out],
            "unrated": [{"exchange": exchange, "milestone": milestone} for exchange, milestone in self.unrated],
            "undated_lines": self.undated,
        }


def build_ledger(
    document: Document, *, days: Mapping[str, dt.date | None] | None = None, exchanges: Exchanges | None = None
) -> Ledger:
    """The ledger of a document.

    ``days``: for each milestone's key the day on which it is due at the earliest, from the schedule. A milestone in several
    exchanges is given once: later ones count only by what they rate higher. An area that has ended has an account while something
    still stands in its name.
    """
    exchanges = exchanges or read_exchanges(document)
    lines: dict[str, list[Line]] = {key: [] for key in exchanges.parties.areas}
    for line in _lines(exchanges, days or {}):
        lines.setdefault(line.party, []).append(line)
    ended = {entry.key for entry in document.of("areas") if entry.data.get("valid_to") and not lines[entry.key]}
    known = sorted(line.day for each in lines.values() for line in each if line.day)
    third = known[0] + (known[-1] - known[0]) / 3 if known and known[0] < known[-1] else None
    accounts = {key: _account(key, each, third) for key, each in lines.items() if key not in ended}
    areas = [key for key in exchanges.parties.areas if key in accounts]
    return Ledger(
        exchanges=exchanges,
        accounts=accounts,
        balance=balance_of(areas, {a: accounts[a].gives for a in areas}, {a: accounts[a].gets for a in areas}),
        unrated=tuple((c.exchange, c.milestone) for c in exchanges.commitments() if c.cost is None or not c.benefits),
        undated=sum(line.day is None for account in accounts.values() for line in account.lines),
        first=known[0] if known else None,
        last=known[-1] if known else None,
    )


def _lines(exchanges: Exchanges, days: Mapping[str, dt.date | None]) -> Iterable[Line]:
    counted: dict[tuple[str, str, str], float] = defaultdict(float)

    def more(party: str, milestone: str, what: str, value: float) -> float:
        known = counted[party, milestone, what]
        counted[party, milestone, what] = max(known, value)
        return max(0, value - known)

    for exchange in exchanges.exchanges:
        for each in (one for one in exchange.commitments if not one.lapsed):
            gives, gains = each.gives, each.gains
            for party in dict.fromkeys((*each.givers, *gains)):
                yield Line(
                    party=party,
                    exchange=exchange.key,
                    phase=exchange.phase,
                    milestone=each.milestone,
                    gives=more(party, each.milestone, "gives", gives.get(party, 0)),
                    gets=more(party, each.milestone, "gets", gains.get(party, 0)),
                    day=days.get(each.milestone),
                )


def _account(party: str, lines: list[Line], third: dt.date | None) -> Account:
    dated = sorted((line for line in lines if line.day), key=lambda line: line.day or dt.date.min)
    last = 1 + max((line.phase or 0 for line in lines), default=0)
    phased = sorted(lines, key=lambda line: last if line.phase is None else line.phase)
    return Account(
        party=party,
        lines=tuple(lines),
        phases=tuple(_running((line.phase, line) for line in phased)),
        days=tuple(_running((line.day, line) for line in dated)),
        front=_front(dated, third) if third and dated else None,
    )


def _running(lines: Iterable[tuple[dt.date | int | None, Line]]) -> Iterable[Point]:
    """What falls on one day (phase) counts at once: nobody is behind within it."""
    gives: float = 0
    gets: float = 0
    for at, group in groupby(lines, key=lambda pair: pair[0]):
        for _at, line in group:
            gives += line.gives
            gets += line.gets
        yield Point(at, gives, gets)


def _front(dated: list[Line], third: dt.date) -> FrontLoad:
    sums: dict[str, float] = defaultdict(float)
    for line in dated:
        when = "early" if line.day and line.day <= third else "late"
        sums[f"gives-{when}"] += line.gives
        sums[f"gets-{when}"] += line.gets

    def share(name: str) -> float | None:
        whole = sums[f"{name}-early"] + sums[f"{name}-late"]
        return sums[f"{name}-early"] / whole if whole else None

    return FrontLoad(share("gives"), share("gets"))
