"""How evidence joins the roadmap document: recorded, frozen and exported, never edited."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.domain.errors import Problem
from milestones.domain.evidence import lengths
from milestones.domain.parties import Party
from milestones.enums import Claim, Confidence, ReporterRole
from milestones.models import Evidence
from roadmap.domain.document import Field, Kind
from roadmap.domain.document.containers import Composite, Rows
from roadmap.domain.document.digests import Digest
from roadmap.domain.document.values import Choice, Flag, Line, Number, PastDate, Ref, Text

SUBJECTS = ("milestone", "measure", "criterion")


def refuses(data: Mapping[str, Any]) -> Iterator[Problem]:
    """Evidence is on one thing, says something of it, and has a day."""
    subjects = [name for name in SUBJECTS if data.get(name)]
    if len(subjects) != 1:
        yield Problem("milestone", _("Name what it is about: one milestone, one measure, or one criterion."))
    if data.get("criterion") and not data.get("area"):
        yield Problem("area", _("A reading of a criterion is one of an area: name it."))
    if not data.get("date"):
        yield Problem("date", _("Say of which day it speaks."))
    if data.get("date") and data.get("recorded") and data["recorded"] < data["date"]:
        yield Problem("date", _("It speaks of a day after the one on which it was recorded."))
    yield from _refuse_withdrawal(data)
    if not data.get("claim") and "quantity" not in data:
        yield Problem("claim", _("Say what it shows, or give a quantity."))
    if data.get("unit") and "quantity" not in data:
        yield Problem("quantity", _("Give the quantity of which this is the unit."))
    if not data.get("reporter") and not data.get("on_behalf_of"):
        yield Problem("reporter", _("Say who reports: an organisation, never a person."))


def _refuse_withdrawal(data: Mapping[str, Any]) -> Iterator[Problem]:
    """Withdrawn for a reason that everybody can read, and not before it was there."""
    withdrawn = data.get("withdrawn") or {}
    if withdrawn and not withdrawn.get("reason"):
        yield Problem("withdrawn.reason", _("Say why."))
    if withdrawn and not withdrawn.get("date"):
        yield Problem("withdrawn.date", _("Say on which day."))
    if withdrawn.get("date") and withdrawn["date"] < (data.get("recorded") or data.get("date") or ""):
        yield Problem("withdrawn.date", _("It is withdrawn before it was recorded."))


EVIDENCE = Kind(
    name="evidence",
    model=Evidence,
    label=_("Evidence"),
    plural=_("Evidence"),
    prefix="V",
    order=79,
    heading="statement",
    parents=SUBJECTS,
    refuses=refuses,
    recorded=True,
    page="progress",
    fields=(
        Field("statement", Text(lengths.STATEMENT), _("Statement"), long=True),
        Field("claim", Choice(Claim), _("Shows"), place="chip"),
        Field("milestone", Ref("milestones"), _("On milestone")),
        Field("measure", Ref("measures"), _("On measure")),
        Field("criterion", Ref("criteria"), _("On criterion")),
        Field("area", Ref("areas"), _("Area"), place="chip"),
        Field("reporter", Line(lengths.REPORTER), _("Reported by")),
        Field("on_behalf_of", Party(), _("On behalf of")),
        Field("role", Choice(ReporterRole), _("Capacity"), place="chip"),
        Field("independent", Flag(), _("Independent of the side that claims"), place="chip"),
        Field("quantity", Number(minimum=0), _("Quantity")),
        Field("unit", Text(lengths.UNIT), _("Unit")),
        Field("date", PastDate(), _("Day")),
        Field("recorded", PastDate(), _("Recorded on")),
        Field("place", Text(lengths.PLACE), _("Place")),
        Field("confidence", Choice(Confidence), _("Confidence"), place="chip"),
        Field(
            "files",
            Rows({"name": Line(120), "sha256": Digest(), "size": Number(minimum=0), "type": Line(80)}, needs=("sha256",)),
            _("Files"),
            part_labels={"name": _("Name"), "sha256": _("SHA-256"), "size": _("Bytes"), "type": _("Type")},
        ),
        Field(
            "withdrawn",
            Composite({"date": PastDate(), "reason": Text()}),
            _("Withdrawn"),
            part_labels={"date": _("Day"), "reason": _("Reason")},
            recorded=True,
        ),
    ),
)
