"""How milestones join the roadmap document."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.domain.errors import Problem
from milestones.domain.evidence.verification import rule_gaps
from milestones.domain.parties import areas_doing
from milestones.domain.protected import refuse_protected
from milestones.domain.timeframes import (
    Moment,
    anchor_gaps,
    fixed_day,
    key_gaps,
    named_days,
    refuse_outside_calendar,
    self_reference_gaps,
)
from milestones.models import Milestone
from milestones.sections.protection import NOT_PROTECTED
from milestones.wording import span, target_words, window_words
from roadmap.domain.document import Document, Entry, Field, Gap, Kind
from roadmap.domain.document.containers import Composite, Rows
from roadmap.domain.document.values import Date, Flag, Keys, Number, Ref, Text


def series(entry: Entry, document: Document) -> str:
    """The code series: the parent's code and the area's letter, such as ``M-12.G``; ``T`` stands for a third party."""
    parent = document.find("measures", entry.data.get("measure")) or document.find("criteria", entry.data.get("criterion"))
    letters = "".join(area.code for key in areas_doing(entry) if (area := document.find("areas", key)))
    return f"{parent.code if parent else 'N'}.{letters or 'T'}"


def gaps(entry: Entry, document: Document) -> Iterator[Gap]:
    """No milestone without parent, actor, window and verification (report: a method and a work plan were never agreed)."""
    data = entry.data
    if not data.get("measure") and not data.get("criterion"):
        yield Gap(entry.ref, "measure", _("It stands under no measure and no criterion."))
    if not areas_doing(entry) and not data.get("actor"):
        yield Gap(entry.ref, "area", _("It names no area and no third party."))
    yield from _window_gaps(entry, document)
    yield from anchor_gaps(entry, document)
    yield from key_gaps(entry, document)
    yield from self_reference_gaps(entry)
    yield from rule_gaps(entry, document)
    yield from _target_gaps(entry)


def _target_gaps(entry: Entry) -> Iterator[Gap]:
    """A number alone says nothing, and no more than all can be done (report: gestures counted as progress)."""
    target = entry.data.get("target", {})
    quantity, whole = target.get("quantity"), target.get("denominator")
    if quantity is not None and not whole:
        words = _("The target has no denominator, so its scale cannot be seen.")
        yield Gap(entry.ref, "target.denominator", words, blocking=False)
    elif quantity is not None and quantity > whole:
        words = _("The target is larger than its denominator, the whole that it is a part of: correct one of the two.")
        yield Gap(entry.ref, "target.quantity", words, is_slip=True)


def refuses(data: Mapping[str, Any]) -> Iterator[Problem]:
    """A milestone has one place in the document, is done by areas or by a third party, and depends on others only."""
    if data.get("measure") and data.get("criterion"):
        yield Problem("criterion", _("It stands under a measure and a criterion: keep one of them."))
    if data.get("area") and data.get("areas"):
        yield Problem("areas", _("Name one area, or the areas that act jointly: not both."))
    if data.get("actor") and (data.get("area") or data.get("areas")):
        yield Problem("actor", _("Areas are to do it, or a third party: keep one of them."))


def refuses_in(entry: Entry, document: Document) -> Iterator[Problem]:
    """What a milestone cannot be in its document: given for a protected subject, or timed to where no calendar reaches."""
    yield from refuse_protected(entry, document)
    yield from refuse_outside_calendar(entry, document)


def _window_gaps(entry: Entry, document: Document) -> Iterator[Gap]:
    window = entry.data.get("window", {})
    if not window.get("not_after"):
        yield Gap(entry.ref, "window.not_after", _("No window: say by when."))
    named = named_days(document)
    begin, end = fixed_day(window.get("not_before"), named), fixed_day(window.get("not_after"), named)
    if begin and end and begin > end:
        yield Gap(entry.ref, "window.not_before", _("The window begins after it ends."))


#: Who had to do it before, until which day: what was reported up to then was reported of that area.
HANDOVERS = Rows(
    {"date": Date(), "from_area": Ref("areas"), "to_area": Ref("areas"), "reason": Text()}, needs=("date", "from_area", "to_area")
)
HANDOVER_LABELS = {"date": _("Day"), "from_area": _("From"), "to_area": _("To"), "reason": _("Reason")}

MILESTONES = Kind(
    name="milestones",
    model=Milestone,
    label=_("Milestone"),
    plural=_("Milestones"),
    prefix="N",
    order=70,
    parents=("measure", "criterion"),
    series=series,
    gaps=gaps,
    refuses=refuses,
    refuses_in=refuses_in,
    span=span,
    columns=("owner", "target", "window"),
    fields=(
        Field("title", Text(), _("Title"), required=True),
        Field("measure", Ref("measures"), _("Under measure")),
        Field("criterion", Ref("criteria"), _("Under criterion")),
        Field("area", Ref("areas"), _("Area"), place="chip"),
        Field("areas", Keys("areas"), _("Areas acting jointly"), place="chip"),
        Field(
            "actor",
            Text(),
            _("Third party"),
            help=_("Where no area but, for example, an agency is to do it."),
        ),
        Field("owner", Text(), _("Owner"), required=True),
        Field("verification", Text(), _("Verification method"), required=True, long=True),
        Field(
            "target",
            Composite(
                {
                    "quantity": Number(minimum=0),
                    "unit": Text(),
                    "denominator": Number(minimum=0),
                    "denominator_note": Text(),
                    "significance": Number(minimum=0, maximum=100),
                }
            ),
            _("Target"),
            part_labels={
                "quantity": _("Quantity"),
                "unit": _("Unit"),
                "denominator": _("Denominator"),
                "denominator_note": _("Source of the denominator"),
                "significance": _("Counts from (per cent)"),
            },
            show=target_words,
        ),
        Field(
            "window",
            Composite({"not_before": Moment(), "not_after": Moment()}),
            _("Window"),
            part_labels={"not_before": _("Not before"), "not_after": _("Not after")},
            show=window_words,
        ),
        Field("requires", Keys("milestones"), _("Requires all of")),
        Field("requires_any", Keys("milestones"), _("Requires one of")),
        Field("together_with", Keys("milestones"), _("Together with"), help=_("On the same day.")),
        Field(
            "evidence_rule",
            Composite(
                {"independent_sources": Number(minimum=0, maximum=9, is_count=True), "from_area": Ref("areas"), "monitor": Flag()}
            ),
            _("Evidence that counts"),
            part_labels={
                "independent_sources": _("Independent sources"),
                "from_area": _("One of them from"),
                "monitor": _("A monitor confirms"),
            },
        ),
        Field("protected_subjects", Keys("protected_subjects"), _("Protected subjects")),
        NOT_PROTECTED,
        Field("reversal", Text(), _("Reversal"), long=True, help=_("How the status quo is restored.")),
        Field("trigger", Text(), _("Trigger"), long=True, help=_("What sets the reversal off.")),
        Field(
            "lapse",
            Composite({"date": Date(), "reason": Text()}),
            _("Ended by decision"),
            part_labels={"date": _("Day"), "reason": _("Reason")},
            recorded=True,
        ),
        Field("passed_on", HANDOVERS, _("Passed on"), part_labels=HANDOVER_LABELS, recorded=True),
    ),
)
