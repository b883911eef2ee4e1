"""How states are shown: tones and glyphs of chips, and figures beside their whole."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models.text import in_language
from milestones.domain.evidence.progress import Progress
from milestones.domain.evidence.scale import Scaled, scaled
from milestones.domain.evidence.states import Passage, Working
from milestones.domain.evidence.units import agreed_unit
from milestones.domain.evidence.verification import Reason
from milestones.domain.evidence.wording import reason_words, scaled_words
from milestones.domain.hindsight import BROKEN
from milestones.enums import Claim
from milestones.enums import Progress as State
from roadmap.domain.document import Document, Entry
from roadmap.enums import CriterionStatus as Status

#: Parts of an evidence rule: where one is not met, that evidence is still missing.
PARTS = frozenset({"sources", "from_area", "monitor", "quantity"})


@dataclass(frozen=True)
class Chip:
    label: str
    tone: str = ""
    icon: str = ""


@dataclass(frozen=True)
class Tag:
    """An area, or a third party without a code."""

    code: str
    name: str


_STATES = {
    State.NOT_STARTED: ("outline", "open"),
    State.UNDER_WAY: ("live", "draft"),
    State.CLAIMED: ("live", "comment"),
    State.VERIFIED: ("good", "done"),
    State.LAPSED: ("warn", "clock"),
    State.ENDED: ("outline", "cross"),
    State.SUSPENDED: ("warn", "lock"),
    State.REVERSED: ("bad", "history"),
}
_WORKING = {
    Working.WORKING: ("good", "done"),
    Working.PARTLY: ("live", "draft"),
    Working.ONE_END: ("live", "one-way"),
    Working.DISPUTED: ("bad", "warn"),
    Working.NOT_WORKING: ("bad", "cross"),
    Working.UNKNOWN: ("outline", "question"),
}
_PASSAGES = {
    Passage.OPEN: ("good", "done"),
    Passage.CLOSED: ("bad", "cross"),
    Passage.LIMITED: ("warn", "draft"),
    Passage.CONTESTED: ("bad", "warn"),
    Passage.UNKNOWN: ("outline", "question"),
}
_STATUSES = {
    Status.MET: ("good", "done"),
    Status.PARTLY: ("live", "draft"),
    Status.NOT_MET: ("bad", "cross"),
    Status.UNKNOWN: ("outline", "question"),
}
_CLAIMS = {
    Claim.ACHIEVED: ("good", "done"),
    Claim.PARTLY: ("live", "draft"),
    Claim.NOT_ACHIEVED: ("bad", "cross"),
    Claim.REVERSED: ("bad", "history"),
}


def state_chip(state: State) -> Chip:
    return Chip(str(State(state).label), *_STATES[State(state)])


def working_chip(state: Working) -> Chip:
    return Chip(str(state.label), *_WORKING[state])


def passage_chip(state: str) -> Chip:
    return Chip(str(Passage(state).label), *_PASSAGES[Passage(state)])


def status_chip(state: str) -> Chip:
    return Chip(str(Status(state).label), *_STATUSES[Status(state)])


def line_chip(state: str) -> Chip:
    return Chip(_("Broken"), "bad", "warn") if state == BROKEN else Chip(_("Not broken"), "outline", "open")


def claim_chip(claim: str) -> Chip | None:
    return Chip(str(Claim(claim).label), *_CLAIMS[Claim(claim)]) if claim else None


def unit_of(entry: Entry) -> str:
    """The unit of a milestone's target, or of a criterion's indicator."""
    return in_language(dict(agreed_unit(entry)))


def figure(scale: Scaled | None, entry: Entry) -> str:
    return scaled_words(scale, unit_of(entry)) if scale else ""


def agreed(entry: Entry) -> str:
    """What the target asks for, beside its whole."""
    target = entry.data.get("target") or {}
    # What was agreed is not judged by its size here.
    return figure(scaled(target.get("quantity"), target, 0), entry) if "quantity" in target else ""


def told(reasons: Iterable[Reason], document: Document) -> list[str]:
    return [reason_words(reason, document) for reason in reasons]


def missing(progress: Progress) -> Iterator[Reason]:
    """What the evidence rule still asks for."""
    return (reason for reason in progress.reasons if reason.code in PARTS and reason.met is False)


def others(progress: Progress) -> Iterator[Reason]:
    """Why the state is as it is, apart from what is missing."""
    return (reason for reason in progress.reasons if reason.code not in PARTS or reason.met)


def doing(entry: Entry, document: Document) -> list[Tag]:
    """Who is to do a milestone."""
    keys = [entry.data["area"]] if entry.data.get("area") else entry.data.get("areas") or []
    areas = [tag_of(key, document) for key in keys]
    return areas or ([Tag("", in_language(entry.data["actor"]))] if entry.data.get("actor") else [])


def tag_of(area: str, document: Document) -> Tag:
    """The area with this key, or the party of this name."""
    entry = document.find("areas", area)
    return Tag(entry.code, entry.title()) if entry else Tag("", area)
