"""The kinds that the roadmap itself brings to the document. Milestones bring theirs (``milestones.sections``)."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.domain.errors import Problem
from accounts.enums import Language
from roadmap import models
from roadmap.domain.document.containers import Composite, NamedDays, PerRef, Rows
from roadmap.domain.document.document import Document, Entry, Gap
from roadmap.domain.document.languages import Languages
from roadmap.domain.document.presenting import Reading, Words
from roadmap.domain.document.registry import Field, Kind, amount, register
from roadmap.domain.document.values import Choice, Date, Keys, Line, PastDate, Ref, Refs, Text, TextList
from roadmap.enums import CriterionStatus, CrossingState, Dimension, Direction, Place

ROADMAP_FIELDS = (
    Field("title", Text(), _("Title"), required=True),
    Field("summary", Text(), _("Summary"), long=True),
    Field("symbol", Line(60), _("Document symbol")),
    Field("t0", Date(), _("Anchor date (T0)"), required=True, help=_("Relative windows count from this day.")),
    Field("anchors", NamedDays(), _("Named days"), help=_("Windows may count from these too, such as “ceasefire + 30d”.")),
    Field("languages", Languages(), _("Languages")),
    Field("source_language", Choice(Language), _("Source language"), help=_("Translations follow it.")),
)


def measure_gaps(entry: Entry, document: Document) -> Iterator[Gap]:
    """A linkage needs two areas, and what each of them does (product: Measure)."""
    areas = entry.data.get("areas", [])
    if len(areas) < 2:
        yield Gap(entry.ref, "areas", _("A measure links at least two areas."))
    for key in areas:
        if not entry.data.get("parts", {}).get(key):
            area = document.find("areas", key)
            yield Gap(
                entry.ref,
                f"parts.{key}",
                _("What %(area)s does is not said.") % {"area": area.title() if area else key},
            )
    if not entry.data.get("criteria"):
        yield Gap(entry.ref, "criteria", _("It serves no criterion."))


def crossing_gaps(entry: Entry, document: Document) -> Iterator[Gap]:  # noqa: ARG001 every kind's check is called alike
    if len(entry.data.get("between", [])) != 2:
        yield Gap(entry.ref, "between", _("A crossing lies between two areas."))


def criterion_gaps(entry: Entry, document: Document) -> Iterator[Gap]:
    """A threshold says from when on it holds; a state per area says where it stands (product: Criterion)."""
    if not entry.data.get("threshold"):
        yield Gap(entry.ref, "threshold", _("No threshold."))
    for area in document.of("areas"):
        if not entry.data.get("states", {}).get(area.key):
            yield Gap(
                entry.ref,
                f"states.{area.key}",
                _("No state for %(area)s.") % {"area": area.title()},
                blocking=False,
            )


def area_refuses(data: Mapping[str, Any]) -> Iterator[Problem]:
    if data.get("valid_from") and data.get("valid_to") and data["valid_to"] < data["valid_from"]:
        yield Problem("valid_to", _("It ends before it begins."))


def area_refuses_in(entry: Entry, document: Document) -> Iterator[Problem]:
    """An area is carried on by another one, which in the end is not carried on by it."""
    seen = [entry.key]
    while (area := document.find("areas", seen[-1])) and (successor := area.data.get("successor")):
        if successor == entry.key:
            yield Problem("successor", _("No area carries itself on, nor one that is carried on by it. Name another one."))
        if successor in seen:
            return
        seen.append(successor)


def criterion_refuses(data: Mapping[str, Any]) -> Iterator[Problem]:
    if not data.get("dimension"):
        yield Problem("dimension", _("Choose safe, calm or neutral."))


AMOUNT = {"value": _("Value"), "note": _("Note")}


def amount_words(value: dict[str, Any], entry: Entry, reading: Reading) -> tuple[Words, ...]:
    """A baseline or threshold with the criterion's unit; its note apart, since it may be in another language."""
    found = []
    if "value" in value:
        unit = reading.text(entry.data.get("unit") or {})
        found.append(
            Words(f"{reading.number(value['value'])} {unit.text}".strip(), unit.language, unit.foreign and bool(unit.text))
        )
    if value.get("note"):
        found.append(reading.text(value["note"]))
    return tuple(found)


#: Characters of what a report on a crossing says beside its state.
LONGEST_NOTE = 2_000
LOG = {
    "date": PastDate(),
    "state": Choice(CrossingState),
    "reporter": Line(120),
    "note": Text(LONGEST_NOTE),
    "recorded": PastDate(),
    "withdrawn": Composite({"date": PastDate(), "reason": Text()}),
}
LOG_LABELS = {
    "date": _("Day"),
    "state": _("State"),
    "reporter": _("Reported by"),
    "note": _("Note"),
    "recorded": _("Recorded on"),
    "withdrawn": _("Withdrawn"),
}
AREAS = Kind(
    name="areas",
    model=models.Area,
    label=_("Area of control"),
    plural=_("Areas of control"),
    prefix="",
    order=10,
    heading="name",
    fields=(
        Field("name", Text(), _("Name"), required=True),
        Field("authority", Text(), _("Authority"), required=True),
        Field("guarantors", TextList(), _("Guarantors")),
        Field("valid_from", Date(), _("Valid from")),
        Field("valid_to", Date(), _("Valid to")),
        Field("successor", Ref("areas"), _("Successor")),
        Field("predecessors", Keys("areas"), _("Continues"), help=_("The areas out of which this one was made.")),
    ),
    refuses=area_refuses,
    refuses_in=area_refuses_in,
)
CROSSINGS = Kind(
    name="crossings",
    model=models.Crossing,
    label=_("Crossing"),
    plural=_("Crossings"),
    prefix="X",
    order=20,
    heading="name",
    fields=(
        Field("name", Text(), _("Name"), required=True),
        Field("near", Text(), _("Near")),
        Field("between", Refs("areas"), _("Between"), place="chip"),
        Field("note", Text(), _("Note"), long=True),
        Field(
            "log",
            Rows(LOG, needs=("date", "state")),
            _("Reports"),
            part_labels=LOG_LABELS,
            recorded=True,
            office_parts=("reporter", "recorded"),
        ),
    ),
    gaps=crossing_gaps,
)
SECTORS = Kind(
    name="sectors",
    model=models.Sector,
    label=_("Sector"),
    plural=_("Sectors"),
    prefix="S",
    order=30,
    heading="name",
    fields=(Field("name", Text(), _("Name"), required=True), Field("note", Text(), _("Note"), long=True)),
)
MANDATES = Kind(
    name="mandates",
    model=models.Mandate,
    label=_("Mandate"),
    plural=_("Mandates"),
    prefix="R",
    order=40,
    fields=(
        Field("title", Text(), _("Title"), required=True),
        Field("date", Date(), _("Date")),
        Field("note", Text(), _("Note"), long=True),
    ),
)
CRITERIA = Kind(
    name="criteria",
    model=models.Criterion,
    label=_("Criterion"),
    plural=_("Criteria"),
    prefix="C",
    order=50,
    fields=(
        Field("title", Text(), _("Title"), required=True),
        Field("dimension", Choice(Dimension), _("Dimension"), required=True, place="chip"),
        Field("definition", Text(), _("Definition"), required=True, long=True),
        Field("indicator", Text(), _("Indicator"), required=True, long=True),
        Field("unit", Text(), _("Unit"), required=True),
        Field("baseline", amount(), _("Baseline"), part_labels=AMOUNT, show=amount_words),
        Field("threshold", amount(), _("Threshold"), part_labels=AMOUNT, show=amount_words),
        Field("verification", Text(), _("Means of verification"), required=True, long=True),
        Field("mandates", Refs("mandates"), _("Mandates")),
        Field(
            "states",
            PerRef("areas", Composite({"state": Choice(CriterionStatus), "note": Text()})),
            _("State per area"),
            relation="states",
            columns=("state", "note"),
            part_labels={"state": _("State"), "note": _("Note")},
        ),
    ),
    gaps=criterion_gaps,
    refuses=criterion_refuses,
    grouped_by="dimension",
)
MEASURES = Kind(
    name="measures",
    model=models.Measure,
    label=_("Measure"),
    plural=_("Measures"),
    prefix="M",
    order=60,
    fields=(
        Field("title", Text(), _("Title"), required=True),
        Field("sector", Ref("sectors"), _("Sector"), required=True, place="chip"),
        Field("summary", Text(), _("Summary"), required=True, long=True),
        Field("areas", Refs("areas"), _("Areas"), place="chip"),
        Field("direction", Choice(Direction), _("Direction"), required=True, place="chip"),
        Field("crossings", Refs("crossings"), _("Crossings")),
        Field("criteria", Refs("criteria"), _("Criteria served")),
        Field(
            "parts",
            PerRef("areas", Text()),
            _("What each area does"),
            long=True,
            relation="parts",
            columns=("text",),
        ),
    ),
    gaps=measure_gaps,
    grouped_by="sector",
)
PARKED = Kind(
    name="parked",
    model=models.ParkedItem,
    label=_("Parked item"),
    plural=_("Parked items"),
    prefix="P",
    order=80,
    fields=(
        Field("title", Text(), _("Title"), required=True),
        Field("reason", Text(), _("Why it is parked"), required=True, long=True),
        Field("opens_when", Refs("criteria"), _("Opens when these hold")),
    ),
)
SECTIONS = Kind(
    name="sections",
    model=models.Section,
    label=_("Section"),
    plural=_("Sections"),
    prefix="T",
    order=90,
    fields=(
        Field("title", Text(), _("Title"), required=True),
        Field("body", Text(), _("Text"), required=True, long=True, markdown=True),
        Field("place", Choice(Place), _("Place"), place="hidden"),
    ),
)


def register_all() -> None:
    """Called once when the app is ready."""
    for kind in (AREAS, CROSSINGS, SECTORS, MANDATES, CRITERIA, MEASURES, PARKED, SECTIONS):
        register(kind)
