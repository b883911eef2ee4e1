"""Exchanges as their page shows them: who gives, who gets, in which order, and the way back. No query beyond the document's."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models.text import in_language
from milestones.domain.deciding import today
from milestones.domain.durations import length_words, parse_duration
from milestones.domain.exchanges.assessing import Assessment
from milestones.domain.exchanges.commitments import HELD, HIGHEST, SIMULTANEOUS, Commitment, Exchange, Rating
from milestones.domain.exchanges.deadlocks import Deadlock
from milestones.domain.exchanges.findings import Finding
from milestones.domain.exchanges.naming import Names
from milestones.domain.exchanges.order_words import change_words, deadlock_words, resolution_words, wait_words
from milestones.domain.exchanges.resolving import Change
from milestones.domain.exchanges.wording import SEVERITIES, WAY_BACK_WORDS, finding_words
from milestones.domain.plan import Plan
from milestones.domain.positions import kept_for
from milestones.enums import ExchangeMode
from milestones.enums import Progress as ProgressState
from milestones.web.exchanges.positions import Kept, kept_conflicts
from roadmap.domain.document.local import NAMED
from roadmap.domain.document.storage import build_document
from roadmap.models import Roadmap

_TONES = {"alarm": "bad", "warning": "warn", "note": ""}
#: From so many exchanges on, a list of them leads to each.
MANY = 5
#: Findings that have a place of their own on the page.
_APART = {"deadlock", "positions-collide"}
_STATE_TONES = {"verified": "good", "claimed": "live", "under_way": "live"}


@dataclass(frozen=True)
class Points:
    """A cost or benefit as a small mark: ``marks`` are as many as the scale has, each full or empty."""

    value: int
    reason: str = ""

    @property
    def marks(self) -> list[bool]:
        return [place < self.value for place in range(HIGHEST)]

    @property
    def highest(self) -> int:
        return HIGHEST


@dataclass(frozen=True)
class Given:
    """A commitment as its giver sees it. ``gate`` is the code of what it waits for, ``gate_of`` another exchange it stands in;
    ``kept_until``: it does not wait itself, a third party keeps it until then."""

    code: str
    url: str
    title: str
    cost: Points | None
    gate: str
    gate_of: str
    kept_until: bool
    back: tuple[str, ...]
    missing_back: str
    state: str
    state_tone: str
    lapsed: bool


@dataclass(frozen=True)
class Got:
    """What one commitment of the others brings."""

    code: str
    points: Points


@dataclass(frozen=True)
class Side:
    name: str
    code: str
    gives: tuple[Given, ...]
    gets: tuple[Got, ...]


@dataclass(frozen=True)
class Shown:
    """One exchange. ``order`` says in words who moves when."""

    key: str
    code: str
    title: str
    mode: str
    mode_label: str
    phase: int | None
    holder: str
    summary: str
    order: str
    sides: tuple[Side, ...]
    findings: tuple["Told", ...]
    url: str
    draft_url: str


@dataclass(frozen=True)
class Listed:
    """One exchange in the list above all of them; ``worst`` names the heaviest of what was found in it."""

    key: str
    code: str
    title: str
    worst: str
    tone: str


@dataclass(frozen=True)
class Told:
    """A finding in words. ``named``: code and address of each milestone, where they are more than the sentence names."""

    words: str
    severity: str
    tone: str
    named: tuple[tuple[str, str], ...] = ()

    @property
    def is_note(self) -> bool:
        return not self.tone


def told_of(finding: Finding, assessment: Assessment, named: tuple[tuple[str, str], ...] = ()) -> Told:
    return Told(finding_words(finding, assessment), str(SEVERITIES[finding.severity]), _TONES[finding.severity], named)


@dataclass(frozen=True)
class Way:
    """A gate that one may open; ``simultaneous``: whether it is enough that both happen on one day."""

    words: str
    exchange: str
    milestone: str
    simultaneous: bool
    holder: str

    @property
    def name(self) -> str:
        """What tells it from the others when it is refused."""
        return f"{self.exchange} {self.milestone}"


@dataclass(frozen=True)
class KeptAs:
    """A conflict between positions that tells of a deadlock already, and its place in the draft."""

    code: str
    title: str
    url: str


@dataclass(frozen=True)
class Knot:
    """A deadlock, step by step. ``name`` tells it from the others: the milestones in it. ``involved``: code, address and title of
    each; ``kept``: the conflicts as which it is kept."""

    words: str
    circles: tuple[tuple[str, ...], ...]
    further: int
    by_gates: bool
    name: str = ""
    involved: tuple[tuple[str, str, str], ...] = ()
    kept: tuple[KeptAs, ...] = ()


@dataclass
class Page:
    """All that the pages of the exchanges say of one draft."""

    roadmap: Roadmap

    @cached_property
    def plan(self) -> Plan:
        return Plan(build_document(self.roadmap), today())

    @cached_property
    def names(self) -> Names:
        return Names(self.plan.assessment.exchanges)

    @cached_property
    def gates(self) -> dict[str, str]:
        """Milestone → code of the first exchange that it stands in."""
        found: dict[str, str] = {}
        for exchange in self.plan.assessment.exchanges.exchanges:
            for key in exchange.milestones:
                found.setdefault(key, exchange.code)
        return found

    def exchanges(self) -> list[Shown]:
        return [self._shown(each) for each in self.plan.assessment.exchanges.exchanges]

    def contents(self) -> list[Listed]:
        """Where there are more exchanges than one sees at once: each with what is worst in it."""
        listed = self.plan.assessment.exchanges.exchanges
        return [self._listed(each) for each in listed] if len(listed) >= MANY else []

    def _listed(self, exchange: Exchange) -> Listed:
        found = [each.severity for each in self.plan.assessment.findings if each.exchange == exchange.key]
        worst = min(found, key=list(SEVERITIES).index, default="")
        title = in_language(dict(exchange.title)) or exchange.code
        told = worst if worst and _TONES[worst] else ""
        return Listed(exchange.key, exchange.code, title, str(SEVERITIES[told]) if told else "", _TONES.get(told, ""))

    def findings(self) -> list[Told]:
        return [self._told(each) for each in self.plan.assessment.findings]

    def alarms(self) -> list[Told]:
        """What is wrong with the draft as a whole, beside what the page shows at each exchange and of deadlocks."""
        keys = {each.key for each in self.plan.assessment.exchanges.exchanges}
        found = [each for each in self.plan.assessment.findings if each.exchange not in keys and each.code not in _APART]
        return [self._told(each) for each in found if each.severity == "alarm"]

    def _told(self, finding: Finding) -> Told:
        named = self.all_of(finding.milestones) if len(finding.milestones) > NAMED else ()
        return told_of(finding, self.plan.assessment, named)

    def all_of(self, milestones: Iterable[str]) -> tuple[tuple[str, str], ...]:
        """Code and place in the draft of each milestone."""
        draft = reverse("draft", args=[self.roadmap.key])
        return tuple((self.names.exchanges.code(key), f"{draft}#milestones-{key}") for key in milestones)

    def _shown(self, exchange: Exchange) -> Shown:
        entry = self.plan.document.find("exchanges", exchange.key)
        givers = [party for each in exchange.commitments for party in each.givers]
        parties = dict.fromkeys([*givers, *(party for each in exchange.commitments for party in each.benefits)])
        return Shown(
            key=exchange.key,
            code=exchange.code,
            title=in_language(dict(exchange.title)) or exchange.code,
            mode=exchange.mode,
            mode_label=str(ExchangeMode(exchange.mode).label),
            phase=exchange.phase,
            holder=in_language(dict(exchange.holder)),
            summary=in_language(entry.data.get("summary") or {}) if entry else "",
            order=_order_words(exchange),
            sides=tuple(self._side(party, exchange) for party in parties),
            findings=tuple(self._told(f) for f in self.plan.assessment.findings if f.exchange == exchange.key),
            url=reverse("item_edit", args=[self.roadmap.key, "exchanges", exchange.key]),
            draft_url=f"{reverse('draft', args=[self.roadmap.key])}#exchanges-{exchange.key}",
        )

    def _side(self, party: str, exchange: Exchange) -> Side:
        known = self.plan.assessment.exchanges.parties[party]
        gives = tuple(self._given(each, exchange) for each in exchange.commitments if party in each.givers)
        gets = tuple(Got(each.code, _points(each.benefits[party])) for each in exchange.commitments if party in each.benefits)
        return Side(known.title(), known.code, gives, gets)

    def _given(self, each: Commitment, exchange: Exchange) -> Given:
        progress = self.plan.progress.get(each.milestone)
        untold = (ProgressState.NOT_STARTED, ProgressState.ENDED)  # that it was ended is told by itself
        state = progress.state if progress and progress.state not in untold else ""
        outside = bool(each.gate) and each.gate not in exchange.milestones
        missing = [str(WAY_BACK_WORDS[name]) for name in each.missing_way_back]
        return Given(
            code=each.code,
            url=f"{reverse('draft', args=[self.roadmap.key])}#milestones-{each.milestone}",
            title=in_language(dict(each.title)),
            cost=_points(each.cost) if each.cost else None,
            gate=self.names.exchanges.code(each.gate) if each.gate else "",
            kept_until=exchange.mode == HELD and not outside,
            gate_of=self.gates.get(each.gate or "", "") if outside else "",
            back=tuple(_back_words(each)),
            missing_back=", ".join(missing),
            state=str(ProgressState(state).label) if state else "",
            state_tone=_STATE_TONES.get(state, "warn"),
            lapsed=each.lapsed,
        )

    # --- Who waits for whom ----------------------------------------------------------------------------------------

    def deadlocks(self) -> list[Knot]:
        return [self._knot(each) for each in self.plan.assessment.deadlocks.found]

    def positions(self) -> list[tuple[Kept, tuple[tuple[str, str, str], ...]]]:
        """Each kept conflict that cannot be met, with its milestones."""
        return [(each, self.involved(each.milestones)) for each in kept_conflicts(self.plan, self.roadmap.key)]

    def _knot(self, deadlock: Deadlock) -> Knot:
        exchanges = self.plan.assessment.exchanges
        return Knot(
            words=deadlock_words(deadlock, exchanges),
            circles=tuple(tuple(wait_words(wait, exchanges) for wait in circle) for circle in deadlock.circles),
            further=deadlock.further,
            by_gates=deadlock.by_gates,
            name=name_of(deadlock),
            involved=self.involved(deadlock.milestones),
            kept=tuple(self._kept_as(deadlock.milestones)),
        )

    def _kept_as(self, milestones: tuple[str, ...]) -> Iterator[KeptAs]:
        for entry in kept_for(milestones, self.plan.document):
            yield KeptAs(entry.code, entry.title(), f"{reverse('draft', args=[self.roadmap.key])}#conflicts-{entry.key}")

    def involved(self, milestones: tuple[str, ...]) -> tuple[tuple[str, str, str], ...]:
        """Code, place in the draft and title of each milestone."""
        shown = zip(milestones, self.all_of(milestones), strict=True)
        return tuple((code, url, self.names.title(key)) for key, (code, url) in shown)

    def resolution(self) -> list[str]:
        found = self.plan.assessment.deadlocks
        return resolution_words(found.resolution, found.found) if found.found else []

    def ways(self) -> list[Way]:
        return [self._way(each) for each in self.plan.assessment.deadlocks.resolution.changes]

    def _way(self, change: Change) -> Way:
        exchange = next(each for each in self.plan.assessment.exchanges.exchanges if each.key == change.exchange)
        words = change_words(change, self.plan.assessment.exchanges)
        holder = in_language(dict(exchange.holder))
        return Way(words, change.exchange, change.milestone, change.way == SIMULTANEOUS, holder)

    def held_up(self) -> str:
        found = self.plan.assessment.deadlocks.held_up
        return self.names.milestones(found) if found else ""

    def all_held_up(self) -> tuple[tuple[str, str], ...]:
        """All of them, where the sentence does not name all."""
        found = self.plan.assessment.deadlocks.held_up
        return self.all_of(found) if len(found) > NAMED else ()


def name_of(deadlock: Deadlock) -> str:
    """What a form sends to name a deadlock."""
    return " ".join(sorted(deadlock.milestones))


def _points(rating: Rating) -> Points:
    return Points(int(rating.value), in_language(dict(rating.reason)))


def _order_words(exchange: Exchange) -> str:
    if exchange.mode == SIMULTANEOUS:
        return _("All of it happens on the same day.")
    if exchange.mode == HELD:
        holder = in_language(dict(exchange.holder))
        if holder:
            return _("%(holder)s holds what is given until its counterpart is verified.") % {"holder": holder}
        return _("A third party holds what is given until its counterpart is verified.")
    if any(each.gate for each in exchange.commitments):
        return _("One after the other: each gate opens when what it waits for is verified.")
    return _("No order is said among them.")


def _back_words(each: Commitment) -> Iterator[str]:
    """The way back to the status quo, as far as it is said."""
    if each.reversal:
        yield in_language(dict(each.reversal))
    if each.trigger:
        yield _("Set off by: %(trigger)s") % {"trigger": in_language(dict(each.trigger))}
    if length := parse_duration(each.restored_within):
        yield _("Restored within %(time)s.") % {"time": length_words(length)}
    if each.loss:
        yield _("Lost then: %(loss)s") % {"loss": in_language(dict(each.loss))}
    if length := parse_duration(each.grace):
        yield _("After a grace period of %(time)s.") % {"time": length_words(length)}


def reading_language() -> str:
    return (get_language() or "en")[:2]
