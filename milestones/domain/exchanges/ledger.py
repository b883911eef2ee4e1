"""The ledger: what each side gives and gets, in all, by phase and over time (report: a skewed marketplace of concessions)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from milestones.domain.exchanges.balance import Balance, balance_of
from milestones.domain.exchanges.commitments import Exchanges, read_exchanges
from roadmap.domain.document import Document


@dataclass(frozen=True)
class Line:
    """What one commitment means for one party. ``day``: when it is due at the earliest; None where that is not known.

    ``is_late``: it happens after the last day of the party, an area, which gains nothing of it any more.
    """

    party: str
    exchange: str
    phase: int | None
    milestone: str
    gives: float
    gets: float
    day: dt.date | None
    is_late: bool = False

    def as_dict(self) -> dict[str, Any]:
        told = {"exchange": self.exchange, "phase": self.phase, "milestone": self.milestone}
        points = {"gives": self.gives, "gets": self.gets, **({"late": True} if self.is_late else {})}
        return {**told, "day": self.day.isoformat() if self.day else None, **points}


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
    def late(self) -> list[Line]:
        """What it was to gain after its last day."""
        return [line for line in self.lines if line.is_late and line.gets]

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
    the sums do not know them. ``undated``: how many lines no day is known for. ``as_of``: the day it is seen from, if any.
    ``heirs``: area that has gains after its last day → the areas that carry it on."""

    exchanges: Exchanges
    accounts: Mapping[str, Account]
    balance: Balance
    unrated: tuple[tuple[str, str], ...]
    undated: int
    first: dt.date | None
    last: dt.date | None
    as_of: dt.date | None
    heirs: Mapping[str, tuple[str, ...]]

    @property
    def areas(self) -> list[Account]:
        return [account for key, account in self.accounts.items() if self.exchanges.parties[key].is_area]

    @property
    def current(self) -> list[Account]:
        """The areas to speak of: those that are there on the day, but for one to which everything comes after its last."""
        return [each for each in self.areas if self._is_there(each) and not (each.lines and all(x.is_late for x in each.lines))]

    def _is_there(self, account: Account) -> bool:
        return self.as_of is None or self.exchanges.parties[account.party].is_there(self.as_of)

    @property
    def left_out(self) -> list[Account]:
        """Areas that neither give nor gain."""
        return [account for account in self.current if not account.gives and not self.gains_something(account)]

    def gains_something(self, account: Account) -> bool:
        """Also what an area carries on whose gains wait for a decision: it is not yet said that nothing of them is for it."""
        return bool(account.gets) or any(account.party in heirs for heirs in self.heirs.values())

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
    document: Document,
    *,
    days: Mapping[str, dt.date | None] | None = None,
    achieved: Collection[str] = (),
    as_of: dt.date | None = None,
    exchanges: Exchanges | None = None,
) -> Ledger:
    """The ledger of a document.

    ``days``: for each milestone's key the day on which it is due at the earliest, from the schedule; what is not ``achieved`` by
    ``as_of`` does not happen before it. A milestone in several exchanges is given once: its cost to each giver, and its gain to
    each area, count at the highest that any exchange says, each for itself; later ones count only by what they rate
    higher. An area that has ended has an account while something still stands in its name.
    """
    exchanges = exchanges or read_exchanges(document)
    lines: dict[str, list[Line]] = {key: [] for key in exchanges.parties.areas}
    when = {key: _when(key, days or {}, achieved, as_of) for key in exchanges.milestones}
    for line in _lines(exchanges, days or {}, when):
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
        as_of=as_of,
        heirs={key: _heirs(key, document) for key in areas if accounts[key].late},
    )


def _when(milestone: str, days: Mapping[str, dt.date | None], achieved: Collection[str], as_of: dt.date | None) -> dt.date | None:
    """The first day on which it can happen, seen from ``as_of``; the day on which it did."""
    known = [day for day in (days.get(milestone), None if milestone in achieved else as_of) if day]
    return max(known, default=None)


def _heirs(area: str, document: Document) -> tuple[str, ...]:
    """Keys of the areas that carry an area on."""
    named = {entry.data["successor"] for entry in document.of("areas") if entry.key == area and entry.data.get("successor")}
    found = (entry.key for entry in document.of("areas") if entry.key in named or area in (entry.data.get("predecessors") or ()))
    return tuple(found)


def _lines(exchanges: Exchanges, days: Mapping[str, dt.date | None], when: Mapping[str, dt.date | None]) -> Iterable[Line]:
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
                    is_late=_is_after(when[each.milestone], exchanges.parties[party].ends),
                )


def _is_after(day: dt.date | None, last: dt.date | None) -> bool:
    return bool(day and last and day > last)


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
