"""What may be changed in a what-if: one map per change, checked against the document, and carried out on a copy of it."""

import copy
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.domain.errors import Invalid, Message, Problem
from milestones.domain.parties import areas_doing
from milestones.domain.timeframes import T0, Moment, named_days, outside_calendar
from roadmap.domain.document import Document, Entry
from roadmap.domain.document.containers import Composite
from roadmap.domain.document.values import Context, Date, Line, Number, Ref, Refs, Text

Change = dict[str, Any]

MOST_CHANGES = 200
MOST_WEEKS = 520

#: What each kind of change says; the parts named first are needed.
SHAPES: dict[str, tuple[tuple[str, ...], Composite]] = {
    "window": (("milestone",), Composite({"milestone": Ref("milestones"), "not_before": Moment(), "not_after": Moment()})),
    "anchor": (("name", "day"), Composite({"name": Line(60), "day": Date()})),
    "achieved": (("milestone", "day"), Composite({"milestone": Ref("milestones"), "day": Date()})),
    "delay": (
        ("area", "weeks"),
        Composite({"area": Ref("areas"), "weeks": Number(minimum=1, maximum=MOST_WEEKS, is_count=True)}),
    ),
    "drop": (("milestone",), Composite({"milestone": Ref("milestones")})),
    "leave": (("area",), Composite({"area": Ref("areas")})),
    "succeed": (
        ("area", "successor", "day"),
        Composite({"area": Ref("areas"), "successor": Ref("areas"), "name": Text(), "day": Date(), "lapses": Refs("milestones")}),
    ),
}


@dataclass
class Changed:
    """A document with changes carried out. ``delays``: weeks by milestone; ``dropped``: keys that are gone; ``passed`` and
    ``lapsed``: keys that went to a successor, or ended with their area; ``lost``: exchange → its commitments that are gone."""

    document: Document
    actual: dict[str, dt.date]
    delays: dict[str, int] = field(default_factory=dict)
    dropped: list[str] = field(default_factory=list)
    passed: list[str] = field(default_factory=list)
    lapsed: list[str] = field(default_factory=list)
    lost: dict[str, list[str]] = field(default_factory=dict)


def read_changes(raw: Any, document: Document) -> list[Change]:
    """Changes in canonical form. Raises Invalid, each problem with a path such as ``changes[0].milestone``."""
    problems: list[Problem] = []

    def report(path: str, message: Message) -> None:
        problems.append(Problem(path, message))

    if not isinstance(raw, list) or not raw or len(raw) > MOST_CHANGES:
        report("changes", _("Give a list of 1 to %(most)d changes.") % {"most": MOST_CHANGES})
        raw = []
    found = [_read(each, f"changes[{index}]", document, report) for index, each in enumerate(raw)]
    if problems:
        raise Invalid(gettext_lazy("Some fields need your attention."), problems)
    return [each for each in found if each]


def _read(raw: Any, path: str, document: Document, report: Callable[[str, Message], None]) -> Change | None:
    kind = raw.get("change") if isinstance(raw, Mapping) else None
    if not isinstance(kind, str) or kind not in SHAPES:
        report(f"{path}.change", _("Give what is to change: %(kinds)s.") % {"kinds": ", ".join(SHAPES)})
        return None
    needed, shape = SHAPES[kind]
    told: set[str] = set()

    def say(at: str, message: Message) -> None:
        told.add(at)
        report(at, message)

    found = shape.load({name: part for name, part in raw.items() if name != "change"}, path, Context("en", say)) or {}
    for name in needed:
        if name not in found and f"{path}.{name}" not in told:  # what cannot be read is not told as missing too
            report(f"{path}.{name}", _("This is needed."))
    _check_keys(found, path, document, report, new_area=kind == "succeed")
    for end in ("not_before", "not_after"):
        outside = outside_calendar(found.get(end), named_days(document)) if kind == "window" else ""
        if outside:
            report(f"{path}.{end}", outside)
    ends = {"not_before", "not_after"}
    if kind == "window" and not found.keys() & ends and not told & {f"{path}.{end}" for end in ends}:
        report(f"{path}.not_after", _("Say which end of the window moves, and to when."))
    if kind == "anchor" and found.get("name") not in {T0, *(document.roadmap.get("anchors") or {}), None}:
        report(f"{path}.name", _("The roadmap names no such day."))
    return {"change": kind, **found}


def _check_keys(found: Change, path: str, document: Document, report: Callable[[str, Message], None], *, new_area: bool) -> None:
    named = [("milestones", "milestone", key) for key in [found.get("milestone")] if key]
    named += [("areas", name, found[name]) for name in ("area", "successor") if found.get(name)]
    named += [("milestones", "lapses", key) for key in found.get("lapses", ())]
    for kind, name, key in named:
        if document.find(kind, key) is None and not (name == "successor" and new_area):
            report(f"{path}.{name}", _("There is no item “%(key)s” under %(kind)s.") % {"key": key, "kind": kind})
    if new_area and found.get("area") and found.get("area") == found.get("successor"):
        report(f"{path}.successor", _("An area cannot succeed itself."))


def carry_out(document: Document, changes: list[Change], actual: Mapping[str, dt.date] | None = None) -> Changed:
    """A copy of the document with the changes made one after the other. The document itself stays as it is."""
    sections = dict(document.sections)
    for name in ("milestones", "exchanges", "areas"):
        sections[name] = [Entry(each.kind, each.key, each.code, copy.deepcopy(each.data)) for each in document.of(name)]
    changed = Changed(Document(copy.deepcopy(document.roadmap), sections), dict(actual or {}))
    for change in changes:
        _CARRIED_OUT[change["change"]](changed, change)
    return changed


def _window(changed: Changed, change: Change) -> None:
    for entry in changed.document.of("milestones"):
        if entry.key == change["milestone"]:
            ends = {end: change[end] for end in ("not_before", "not_after") if end in change}
            entry.data["window"] = {**(entry.data.get("window") or {}), **ends}


def _anchor(changed: Changed, change: Change) -> None:
    roadmap = changed.document.roadmap
    if change["name"] == T0:
        roadmap["t0"] = change["day"]
    else:
        roadmap["anchors"] = {**(roadmap.get("anchors") or {}), change["name"]: change["day"]}


def _achieved(changed: Changed, change: Change) -> None:
    changed.actual[change["milestone"]] = dt.date.fromisoformat(change["day"])


def _delay(changed: Changed, change: Change) -> None:
    for entry in _of_area(changed.document, change["area"]):
        if entry.key not in changed.actual:
            changed.delays[entry.key] = changed.delays.get(entry.key, 0) + change["weeks"]


def _drop(changed: Changed, change: Change) -> None:
    _remove(changed, {change["milestone"]})


def _leave(changed: Changed, change: Change) -> None:
    """What the area was still to do falls away; what it did together with others does too. What is achieved stays achieved."""
    area, done = change["area"], changed.actual
    _remove(changed, {entry.key for entry in _of_area(changed.document, area) if entry.key not in done}, giver=area)


def _remove(changed: Changed, keys: set[str], giver: str = "") -> None:
    document, done = changed.document, changed.actual
    changed.dropped += [entry.key for entry in document.of("milestones") if entry.key in keys]
    document.sections["milestones"] = [entry for entry in document.of("milestones") if entry.key not in keys]
    for exchange in document.of("exchanges"):
        kept: list[Change] = []
        gone: list[Change] = []
        for each in exchange.data.get("commitments") or ():
            key = each.get("milestone")
            left = key in keys or (giver and each.get("giver") == giver and key not in done)
            (gone if left else kept).append(each)
        if gone:
            changed.lost.setdefault(exchange.key, []).extend(each["milestone"] for each in gone if each.get("milestone"))
            exchange.data["commitments"] = kept


def _succeed(changed: Changed, change: Change) -> None:
    """The area ends; what it has not achieved by then passes to the successor, but for what is to lapse."""
    document, day = changed.document, dt.date.fromisoformat(change["day"])
    area = next(entry for entry in document.of("areas") if entry.key == change["area"])
    area.data.update(valid_to=change["day"], successor=change["successor"])
    if not any(entry.key == change["successor"] for entry in document.of("areas")):
        new = {"name": change.get("name") or {"en": change["successor"]}, "valid_from": change["day"], "predecessors": [area.key]}
        document.sections["areas"].append(Entry("areas", change["successor"], area.code, new))
    lapses = set(change.get("lapses", ()))
    for entry in _of_area(document, area.key):
        if entry.key in changed.actual and changed.actual[entry.key] <= day:
            continue
        if entry.key in lapses:
            changed.lapsed.append(entry.key)
            entry.data["lapse"] = {"date": change["day"]}
            continue
        changed.passed.append(entry.key)
        if entry.data.get("area") == area.key:
            entry.data["area"] = change["successor"]
        if area.key in (entry.data.get("areas") or ()):
            others = {change["successor"] if each == area.key else each for each in entry.data["areas"]}
            entry.data["areas"] = sorted(others)
    for exchange in document.of("exchanges"):
        ended = [each["milestone"] for each in exchange.data.get("commitments") or () if each.get("milestone") in lapses]
        if ended:
            changed.lost.setdefault(exchange.key, []).extend(ended)


def _of_area(document: Document, area: str) -> list[Entry]:
    return [entry for entry in document.of("milestones") if area in areas_doing(entry)]


_CARRIED_OUT: dict[str, Callable[[Changed, Change], None]] = {
    "window": _window,
    "anchor": _anchor,
    "achieved": _achieved,
    "delay": _delay,
    "drop": _drop,
    "leave": _leave,
    "succeed": _succeed,
}
