"""What is wrong with a draft's exchanges at a glance: the heaviest first (report: gains only for the government side)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from milestones.domain.exchanges.commitments import UNCONDITIONAL, WAY_BACK, Commitment, Exchange, Exchanges
from milestones.domain.exchanges.deadlocks import Deadlocks
from milestones.domain.exchanges.ledger import Account, Ledger
from milestones.domain.exchanges.protected import Protected
from milestones.domain.exchanges.thresholds import Thresholds, thresholds
from milestones.domain.parties import areas_doing

Severity = Literal["alarm", "warning", "note"]
_ORDER: tuple[Severity, ...] = ("alarm", "warning", "note")


@dataclass(frozen=True)
class Finding:
    """``code`` names what was found (words: ``wording.finding_words``); ``values`` are the numbers that go with it."""

    code: str
    severity: Severity
    parties: tuple[str, ...] = ()
    exchange: str = ""
    milestones: tuple[str, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        told = {"code": self.code, "severity": self.severity, "parties": list(self.parties), "exchange": self.exchange}
        found = {**told, "milestones": list(self.milestones), "values": dict(self.values)}
        return {name: value for name, value in found.items() if value not in ("", [], {})}


def find_faults(ledger: Ledger, deadlocks: Deadlocks, protected: tuple[Protected, ...]) -> tuple[Finding, ...]:
    """All findings by severity; within one, in the order in which they are written below."""
    limits = thresholds()
    found = [
        *_subjects(each for each in protected if each.refused),
        *_skewed(ledger, limits),
        *_one_way(ledger),
        *_after_the_end(ledger),
        *_balance(ledger, limits),
        *_order_of_moves(deadlocks),
        *_front_loaded(ledger, limits),
        *_subjects(each for each in protected if not each.refused),
        *_exchanges(ledger.exchanges),
        *_unrated(ledger),
        *_rated_apart(ledger.exchanges),
        *_outside(ledger.exchanges),
    ]
    return tuple(sorted(found, key=lambda finding: _ORDER.index(finding.severity)))


def found_anew(before: Iterable[Finding], after: Iterable[Finding]) -> tuple[Finding, ...]:
    """The alarms and warnings of ``after`` that say more than any of ``before``."""
    known = tuple(before)
    return tuple(each for each in after if each.severity != "note" and not any(_says_as_much(old, each) for old in known))


def _says_as_much(old: Finding, new: Finding) -> bool:
    return (
        (old.code, old.exchange) == (new.code, new.exchange)
        and _ORDER.index(old.severity) <= _ORDER.index(new.severity)
        and set(new.parties) <= set(old.parties)
        and set(new.milestones) <= set(old.milestones)
    )


def _subjects(protected: Iterable[Protected]) -> Iterator[Finding]:
    """Words may be wrong, but keep the draft from being frozen until someone says so: an alarm like what is marked."""
    for hit in protected:
        values = {"how": hit.how, "subject": hit.subject, "word": hit.word, "found_in": hit.found_in, "ref": hit.ref}
        milestones = (hit.milestone,) if hit.milestone else ()
        yield Finding(
            "protected-subject" if hit.refused else "protected-words",
            "alarm",
            exchange=hit.place,
            milestones=milestones,
            values={name: value for name, value in values.items() if value},
        )


def _skewed(ledger: Ledger, limits: Thresholds) -> Iterator[Finding]:
    """The report's own warning: gains for one side, and part of the country outside."""
    areas = ledger.current
    for account in areas if len(areas) > 1 else ():
        if ledger.share(account) >= limits.gains_share:
            yield Finding("gains-one-sided", "alarm", (account.party,), values={"share": ledger.share(account)})
    without = [account.party for account in areas if not ledger.gains_something(account)]
    if without and len(areas) > 1 and any(account.takes_part for account in ledger.accounts.values()):
        share = len(without) / len(areas)
        severity: Severity = "alarm" if share >= limits.left_out else "warning"
        yield Finding("gains-nothing", severity, tuple(without), values={"areas": len(areas)})
    outside = [account.party for account in ledger.left_out]
    if outside and len(outside) < len(areas):
        yield Finding("left-out", "warning", tuple(outside), values={"areas": len(areas)})


def _one_way(ledger: Ledger) -> Iterator[Finding]:
    for account in ledger.current:
        if account.gives and not ledger.gains_something(account):
            yield Finding("gives-without-gaining", "alarm", (account.party,), values={"gives": account.gives})
        elif account.gets and not account.gives:
            yield Finding("gains-without-giving", "warning", (account.party,), values={"gets": account.gets})


def _after_the_end(ledger: Ledger) -> Iterator[Finding]:
    """Gains that stand in the name of an area when it has ended: told of it, and of who carries it on, only here."""
    for account in ledger.areas:
        ends, late = ledger.exchanges.parties[account.party].ends, account.late
        if ends and late:
            milestones = tuple(dict.fromkeys(line.milestone for line in late))
            values = {
                "gets": sum(line.gets for line in late),
                "ends": ends.isoformat(),
                "heirs": list(ledger.heirs[account.party]),
            }
            yield Finding("gains-after-end", "warning", (account.party,), milestones=milestones, values=values)


def _balance(ledger: Ledger, limits: Thresholds) -> Iterator[Finding]:
    figure = ledger.balance.value
    if figure is not None and figure < limits.balance_warning:
        severity: Severity = "alarm" if figure < limits.balance_alarm else "warning"
        yield Finding("unbalanced", severity, values=ledger.balance.as_dict())


def _order_of_moves(deadlocks: Deadlocks) -> Iterator[Finding]:
    for each in deadlocks.found:
        yield Finding("deadlock", "alarm", each.parties, milestones=each.milestones, values={"by_gates": each.by_gates})
    for each in deadlocks.positions:
        yield Finding("positions-collide", "warning", each.parties, milestones=each.milestones)


def _front_loaded(ledger: Ledger, limits: Thresholds) -> Iterator[Finding]:
    for account in ledger.current:
        if account.front and account.gets and account.front.excess >= limits.front_loading:
            yield Finding("gives-first", "warning", (account.party,), values=account.front.as_dict())
        yield from _behind(account, limits)


def _behind(account: Account, limits: Thresholds) -> Iterator[Finding]:
    """Who has at some time given much more than it got; whom it happens to for good is told by other findings."""
    lowest = account.lowest
    if lowest and account.gets and -lowest.net >= limits.behind:
        yield Finding("behind", "warning", (account.party,), values={"points": -lowest.net, "at": lowest.as_dict()["at"]})


def _exchanges(exchanges: Exchanges) -> Iterator[Finding]:
    """Each concession has a counterpart, a goal that it serves, and a way back (report: lessons)."""
    for each in exchanges.exchanges:
        if each.mode != UNCONDITIONAL:
            yield from _counterparts(each, exchanges)
        live = [commitment for commitment in each.commitments if not commitment.lapsed]
        aimless = tuple(commitment.milestone for commitment in live if not commitment.criteria)
        if aimless:
            yield Finding("serves-no-criterion", "warning", exchange=each.key, milestones=aimless)
        yield from _way_back("no-way-back", "warning", [c for c in live if not (c.reversal and c.trigger)], each.key)
    told = [c for c in exchanges.commitments() if c.reversal and c.trigger and c.missing_way_back]
    yield from _way_back("way-back-unclear", "note", told)


def _way_back(code: str, severity: Severity, commitments: list[Commitment], exchange: str = "") -> Iterator[Finding]:
    if commitments:
        missing = [name for name in WAY_BACK if any(name in each.missing_way_back for each in commitments)]
        milestones = tuple(dict.fromkeys(each.milestone for each in commitments))
        yield Finding(code, severity, exchange=exchange, milestones=milestones, values={"missing": missing})


def _counterparts(exchange: Exchange, exchanges: Exchanges) -> Iterator[Finding]:
    live = [each for each in exchange.commitments if not each.lapsed]
    if live and len(exchange.givers) < 2:
        yield Finding("no-counterpart", "alarm", exchange.givers, exchange.key, tuple(each.milestone for each in live))
        return
    for giver in exchange.givers:
        gives = any(giver in each.givers and (each.cost is None or each.cost.value) for each in live)
        gets = any(each.gains.get(giver) for each in live if giver not in each.givers)
        if exchanges.parties[giver].is_area and gives and not gets:
            yield Finding("nothing-in-return", "warning", (giver,), exchange.key)


def _unrated(ledger: Ledger) -> Iterator[Finding]:
    if ledger.unrated:
        unrated = tuple(dict.fromkeys(milestone for _exchange, milestone in ledger.unrated))
        yield Finding("unrated", "warning", milestones=unrated)


def _rated_apart(exchanges: Exchanges) -> Iterator[Finding]:
    """Milestones that several exchanges judge differently; what only one of them judges is no difference."""
    judged: dict[str, list[Commitment]] = {}
    for each in exchanges.commitments():
        judged.setdefault(each.milestone, []).append(each)
    for key, commitments in judged.items():
        costs = {each.cost.value for each in commitments if each.cost}
        gains: dict[str, set[float]] = {}
        for area, value in (pair for each in commitments for pair in each.gains.items()):
            gains.setdefault(area, set()).add(value)
        apart = tuple(area for area, values in gains.items() if len(values) > 1)
        if len(costs) > 1 or apart:
            where = list(dict.fromkeys(each.exchange for each in commitments))
            values = {"exchanges": where, "cost": len(costs) > 1}
            yield Finding("rated-apart", "warning", apart, milestones=(key,), values=values)


def _outside(exchanges: Exchanges) -> Iterator[Finding]:
    """Milestones of areas that answer nothing: what one is asked for outside of any exchange."""
    bound = {key for exchange in exchanges.exchanges for key in exchange.milestones}
    free = [
        key
        for key, entry in exchanges.milestones.items()
        if key not in bound and not entry.data.get("lapse") and not entry.data.get("protected_subjects") and areas_doing(entry)
    ]
    if free and exchanges.exchanges:
        yield Finding("outside-exchanges", "note", milestones=tuple(free))
