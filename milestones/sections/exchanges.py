"""How exchanges, policy lines, protected subjects and conflicts between positions join the roadmap document."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.domain.errors import Problem
from milestones.domain.durations import Duration
from milestones.domain.exchanges.giving import giver_gaps, refuse_areas_by_name
from milestones.domain.parties import Party, givers
from milestones.domain.protected import protected_words, refuse_protected, subjects_marked
from milestones.domain.standing import standing_subjects
from milestones.enums import ExchangeMode
from milestones.models import Exchange, OrderConflict, PolicyLine, ProtectedSubject
from milestones.sections.protection import NOT_PROTECTED
from milestones.wording import commitment_words, listed_words
from roadmap.domain.document import Document, Entry, Field, Gap, Kind
from roadmap.domain.document.containers import PerRef, Rows
from roadmap.domain.document.registry import amount
from roadmap.domain.document.values import Choice, Date, Keys, Number, Ref, Text, TextList

#: What a commitment costs and brings is judged from 0 (nothing) to 5, with the reason.
SCORE = amount(0, 5, note="reason", is_mark=True)
COMMITMENT = {
    "milestone": Ref("milestones"),
    "giver": Party(),
    "cost": SCORE,
    "benefits": PerRef("areas", SCORE),
    "gate": Ref("milestones"),
    "restored_within": Duration(),
    "loss": Text(),
    "grace": Duration(),
}
COMMITMENT_LABELS = {
    "milestone": _("Milestone"),
    "giver": _("Given by"),
    "when": _("When"),
    "way_back": _("Way back"),
    "cost": _("Cost to the giver"),
    "benefits": _("What it brings"),
    "gate": _("Starts when this is verified"),
    "restored_within": _("Taken back within"),
    "loss": _("What is lost then"),
    "grace": _("Grace period"),
    "value": _("From 0 to 5"),
    "reason": _("Reason"),
}


def exchange_refuses(data: Mapping[str, Any]) -> Iterator[Problem]:
    if not data.get("mode"):
        yield Problem("mode", _("Choose in which order the sides move."))
    for each in data.get("commitments", ()):
        gate = each.get("gate")  # a file may leave out either; what is missing is told by its field
        if gate and gate == each.get("milestone"):
            yield Problem(f"commitments.{each['milestone']}.gate", _("It cannot wait for itself."))


def exchange_refuses_in(entry: Entry, document: Document) -> Iterator[Problem]:
    """What an exchange cannot be in its document: a trade in what is protected, or given by an area under another name."""
    yield from refuse_protected(entry, document)
    yield from refuse_areas_by_name(entry, document)


def exchange_gaps(entry: Entry, document: Document) -> Iterator[Gap]:
    """Each concession has a counterpart, an order, and a way back (report: step-for-step, “you first”, status quo)."""
    commitments = entry.data.get("commitments", [])
    mode = entry.data.get("mode")
    sides = {party for each in commitments for party in givers(each, document)}
    if mode != ExchangeMode.UNCONDITIONAL and commitments and len(sides) < 2:
        yield Gap(entry.ref, "commitments", _("Only one side gives: name what answers it, or call it unconditional."))
    if mode == ExchangeMode.GATED and commitments and not any(each.get("gate") for each in commitments):
        yield Gap(entry.ref, "commitments", _("No gate: say which commitment starts when which other is verified."))
    if mode == ExchangeMode.HELD and not entry.data.get("holder"):
        yield Gap(entry.ref, "holder", _("Say which third party holds it."))
    yield from giver_gaps(entry, document)
    for each in commitments:
        yield from _commitment_gaps(entry, each, document)


def _commitment_gaps(entry: Entry, commitment: Mapping[str, Any], document: Document) -> Iterator[Gap]:
    milestone = document.find("milestones", commitment["milestone"])
    code = milestone.code if milestone else commitment["milestone"]
    at = f"commitments.{commitment['milestone']}"
    if "value" not in commitment.get("cost", {}):
        yield Gap(entry.ref, f"{at}.cost", _("%(code)s: its cost is not judged.") % {"code": code}, blocking=False)
    if not commitment.get("benefits"):
        yield Gap(entry.ref, f"{at}.benefits", _("%(code)s: it is not said whom it helps.") % {"code": code}, blocking=False)
    if milestone and not milestone.data.get("reversal"):
        yield Gap(milestone.ref, "reversal", _("%(code)s: no way back to the status quo.") % {"code": code}, blocking=False)
    if milestone and not milestone.data.get("trigger"):
        yield Gap(milestone.ref, "trigger", _("%(code)s: not said what sets the reversal off.") % {"code": code}, blocking=False)


def policy_gaps(entry: Entry, document: Document) -> Iterator[Gap]:
    """A line that can be broken, and that punishes nobody with what is protected (report: aid as leverage)."""
    if not entry.data.get("watches"):
        yield Gap(entry.ref, "watches", _("It watches no milestone: nothing can break it."))
    if not entry.data.get("suspends"):
        yield Gap(entry.ref, "suspends", _("It suspends no milestone."))
    for milestone in filter(None, (document.find("milestones", key) for key in entry.data.get("suspends", ()))):
        for subject in subjects_marked(milestone, document):
            yield Gap(entry.ref, "suspends", protected_words(milestone, subject))


def conflict_refuses(data: Mapping[str, Any]) -> Iterator[Problem]:
    """Nobody can want a milestone before itself."""
    for place, order in enumerate(data.get("orders") or ()):
        if order.get("first") and order["first"] == order.get("then"):
            yield Problem(f"orders[{place}].then", _("It cannot come before itself."))


def conflict_gaps(entry: Entry, document: Document) -> Iterator[Gap]:  # noqa: ARG001 the registry's shape
    """What is refused today may stand in a draft of earlier."""
    for problem in conflict_refuses(entry.data):
        yield Gap(entry.ref, "orders", problem.message)


EXCHANGES = Kind(
    name="exchanges",
    model=Exchange,
    label=_("Exchange"),
    plural=_("Exchanges"),
    prefix="E",
    order=72,
    gaps=exchange_gaps,
    refuses=exchange_refuses,
    refuses_in=exchange_refuses_in,
    fields=(
        Field("title", Text(), _("Title"), required=True),
        Field("mode", Choice(ExchangeMode), _("Order"), required=True, place="chip"),
        Field("phase", Number(minimum=1, maximum=99, is_count=True), _("Phase")),
        Field("summary", Text(), _("Summary"), long=True),
        Field("holder", Text(), _("Held by"), help=_("The third party that keeps it until the counterpart is verified.")),
        Field(
            "commitments",
            Rows(COMMITMENT, by="milestone"),
            _("Commitments"),
            required=True,
            part_labels=COMMITMENT_LABELS,
            row_show=commitment_words,
        ),
        NOT_PROTECTED,
    ),
)
POLICY_LINES = Kind(
    name="policy_lines",
    model=PolicyLine,
    label=_("Policy line"),
    plural=_("Policy lines"),
    prefix="L",
    order=74,
    gaps=policy_gaps,
    fields=(
        Field("title", Text(), _("Title"), required=True),
        Field("condition", Text(), _("Condition"), required=True, long=True, help=_("If this is broken, …")),
        Field("watches", Keys("milestones"), _("Watched milestones")),
        Field("suspends", Keys("milestones"), _("Suspended then"), help=_("… these counterparts are suspended.")),
        Field("grace", Duration(), _("Grace period")),
        Field("decided_by", Text(), _("Decided by"), required=True),
        Field(
            "suspensions",
            Rows(
                {
                    "milestone": Ref("milestones"),
                    "since": Date(),
                    "until": Date(),
                    "reason": Text(),
                    "evidence": Ref("evidence"),
                    "lifted": Text(),
                },
                needs=("milestone", "since"),
            ),
            _("Suspensions"),
            part_labels={
                "milestone": _("Milestone"),
                "since": _("Since"),
                "until": _("Until"),
                "reason": _("Reason"),
                "evidence": _("Evidence"),
                "lifted": _("Why it was lifted"),
            },
            recorded=True,
        ),
    ),
)
PROTECTED_SUBJECTS = Kind(
    name="protected_subjects",
    model=ProtectedSubject,
    label=_("Protected subject"),
    plural=_("Protected subjects"),
    prefix="B",
    order=76,
    standing=standing_subjects,
    standing_hint=_(
        "It is on the standing list: take it over first, on the page of the exchanges, or at standing-subjects/ in the API."
    ),
    fields=(
        Field("title", Text(), _("Title"), required=True),
        Field("reason", Text(), _("Why it is never exchanged"), required=True, long=True),
        Field(
            "words",
            TextList(),
            _("Tell-tale words"),
            help=_("Words that give it away in the texts of an exchange."),
            show=listed_words,
        ),
    ),
)
CONFLICTS = Kind(
    name="conflicts",
    model=OrderConflict,
    label=_("Conflict between positions"),
    plural=_("Conflicts between positions"),
    prefix="D",
    order=78,
    gaps=conflict_gaps,
    refuses=conflict_refuses,
    fields=(
        Field("title", Text(), _("Title"), required=True),
        Field("note", Text(), _("Note"), long=True),
        Field(
            "orders",
            Rows(
                {
                    "wanted_by": Party(),
                    "first": Ref("milestones"),
                    "then": Ref("milestones"),
                    "reason": Text(),
                },
                needs=("wanted_by", "first", "then"),
            ),
            _("Wanted orders"),
            required=True,
            part_labels={"wanted_by": _("Wanted by"), "first": _("First"), "then": _("Then"), "reason": _("Reason")},
        ),
    ),
)
