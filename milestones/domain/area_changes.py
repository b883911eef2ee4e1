"""Areas end, split, merge, or get a successor; what is open in them passes on or ends, each milestone by a decision of its own.

History did this to the list on 8 December 2024. What was verified stays with who did it, evidence stays as it was recorded, and
versions that were frozen do not change: all that happens, happens in the draft, on the day that the change names.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.domain.acting import verb
from accounts.domain.errors import Conflict, Invalid, Problem, Refused
from accounts.models import User
from milestones.domain.area_record import Record
from milestones.domain.area_shares import Handover, share
from milestones.domain.deciding import Reason, require_right, today
from milestones.domain.evidence.progress import Progress, compute_progress
from milestones.domain.parties import areas_doing
from milestones.enums import AreaChangeKind
from milestones.enums import Progress as State
from milestones.models import Exchange, Milestone
from roadmap.domain.document import Document, Entry
from roadmap.domain.document.storage import build_document
from roadmap.domain.drafting import insert_item
from roadmap.models import Area, Crossing, Measure, Roadmap


@dataclass(frozen=True)
class Decision:
    """What becomes of one milestone, measure or crossing of an area that ends: ``to`` names the area it passes on to, by key.

    Without ``to`` a milestone ends, a joint one as a whole; where the others go on alone, it passes on to one of them. Both
    need the ``reason`` that is kept on record; measures and crossings need none.
    """

    to: str = ""
    reason: Reason = ""


@dataclass(frozen=True)
class Affected:
    """What hangs on areas that are to end, by key: ``open`` milestones, each of which needs a decision; ``settled`` ones, which
    are verified or ended and stay as they are; measures and crossings that may pass on; milestones whose evidence rule asks
    for a source from there (``rules``).
    """

    open: tuple[str, ...]
    settled: tuple[str, ...]
    measures: tuple[str, ...]
    crossings: tuple[str, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Changed:
    """What a change did: keys of the areas made, of milestones passed on, lapsed, and left as they were.

    ``uid`` is that of the record by which it can be undone.
    """

    areas: tuple[str, ...]
    passed_on: tuple[str, ...]
    lapsed: tuple[str, ...]
    settled: tuple[str, ...]
    uid: UUID | None = field(default=None, compare=False)


class Undecided(Refused):
    """Open milestones lack a decision, or a decision cannot be carried out; ``problems`` name each by ``milestones/<key>``."""

    code = "undecided"

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(_("Decide on each open milestone of the area: whom it passes on to, or why it ends."), problems)


class AlreadyEnded(Conflict):
    """The area ended before."""

    code = "already-ended"

    def __init__(self) -> None:
        super().__init__(_("This area has ended already."))


def affected(document: Document, areas: Collection[str], progress: Mapping[str, Progress]) -> Affected:
    """What hangs on ``areas`` (keys). Open is what is neither verified and in force, nor recorded as lapsed."""
    held = [entry for entry in document.of("milestones") if set(areas_doing(entry)) & set(areas)]
    settled = {entry.key for entry in held if _is_settled(entry, progress)}
    rules = [
        entry.key for entry in document.of("milestones") if (entry.data.get("evidence_rule") or {}).get("from_area") in set(areas)
    ]
    return Affected(
        open=tuple(entry.key for entry in held if entry.key not in settled),
        settled=tuple(entry.key for entry in held if entry.key in settled),
        measures=tuple(entry.key for entry in document.of("measures") if set(areas) & set(entry.data.get("areas") or ())),
        crossings=tuple(entry.key for entry in document.of("crossings") if set(areas) & set(entry.data.get("between") or ())),
        rules=tuple(key for key in rules if key not in settled),
    )


@verb
def end_area(*, roadmap: Roadmap, area: str, on: dt.date, decisions: Mapping[str, Decision], actor: User) -> Changed:
    """End an area without a successor. ``area`` is a key, ``decisions`` go by ``milestones/<key>`` (also ``measures/…``,
    ``crossings/…``); ``on`` is its last day. Raises Forbidden, Invalid, AlreadyEnded, or Undecided.
    """
    return _change(roadmap, AreaChangeKind.END, [area], [], on, decisions, actor)


@verb
def name_successor(
    *, roadmap: Roadmap, area: str, successor: str, on: dt.date, decisions: Mapping[str, Decision], actor: User
) -> Changed:
    """End an area and name the one, already there, that carries it on. Raises as :func:`end_area`."""
    roadmap = _locked(roadmap)
    _require_right(actor, roadmap)
    if successor == area or not _live(roadmap, [successor]):
        raise Invalid(_("Some fields need your attention."), [Problem("successor", _("Choose another area."))])
    if Area.objects.live().get(roadmap=roadmap, key=successor).valid_to is not None:
        raise AlreadyEnded
    return _change(roadmap, AreaChangeKind.SUCCESSOR, [area], [successor], on, decisions, actor)


@verb
def split_area(
    *,
    roadmap: Roadmap,
    area: str,
    parts: Sequence[Mapping[str, Any]],
    on: dt.date,
    decisions: Mapping[str, Decision],
    actor: User,
) -> Changed:
    """End an area and make two or more of it. ``parts`` are fields of the kind ``areas``, with a ``key`` if it is to be chosen.

    ``decisions`` may name the new areas by these keys. Raises as :func:`end_area`.
    """
    if len(parts) < 2:
        raise Invalid(_("Some fields need your attention."), [Problem("parts", _("An area splits into two or more."))])
    roadmap = _locked(roadmap)
    _require_right(actor, roadmap)
    made = [_make(roadmap, f"parts[{number}]", part, [area], on) for number, part in enumerate(parts)]
    return _change(roadmap, AreaChangeKind.SPLIT, [area], made, on, decisions, actor, made=made)


@verb
def merge_areas(
    *,
    roadmap: Roadmap,
    areas: Sequence[str],
    into: Mapping[str, Any],
    on: dt.date,
    decisions: Mapping[str, Decision],
    actor: User,
) -> Changed:
    """End two or more areas and make one of them; ``into`` is as a part of :func:`split_area`. Raises as :func:`end_area`."""
    if len(set(areas)) < 2:
        raise Invalid(_("Some fields need your attention."), [Problem("areas", _("Two or more areas merge."))])
    roadmap = _locked(roadmap)
    _require_right(actor, roadmap)
    made = _make(roadmap, "into", into, sorted(set(areas)), on)
    return _change(roadmap, AreaChangeKind.MERGE, list(dict.fromkeys(areas)), [made], on, decisions, actor, made=[made])


def _change(
    roadmap: Roadmap,
    kind: AreaChangeKind,
    areas: list[str],
    successors: list[str],
    on: dt.date,
    decisions: Mapping[str, Decision],
    actor: User,
    made: Sequence[str] = (),
) -> Changed:
    roadmap = _locked(roadmap)
    _require_right(actor, roadmap)
    _require_there(roadmap, areas, on)
    document = build_document(roadmap)
    progress = compute_progress(document, today())
    _require_open(document, areas, progress)
    found = affected(document, areas, progress)
    _require_decisions(document, found, areas, decisions)
    passed = {key: decisions[f"milestones/{key}"].to for key in found.open if decisions[f"milestones/{key}"].to}
    lapsed = tuple(key for key in found.open if key not in passed)
    settled = {entry.key for entry in document.of("milestones") if _is_settled(entry, progress)}
    shared = list(share(document, Handover(frozenset(areas), tuple(successors), passed), settled.union(lapsed)))
    record = Record(roadmap, document)
    for key in areas:
        _end(record, key, successors, on)
    for key in found.open:
        _decide(record, key, areas, decisions[f"milestones/{key}"], on)
    for key, changes in shared:
        record.change("exchanges", _live_item(Exchange, roadmap, key), changes)
    for linked, keys in (("measures", found.measures), ("crossings", found.crossings)):
        for key in keys:
            if decision := decisions.get(f"{linked}/{key}"):
                _link(record, linked, key, areas, decision.to)
    fates = {"passed_on": list(passed), "lapsed": list(lapsed)}
    kept = record.keep(of_kind=kind, on=on, areas=areas, successors=successors, made=made, fates=fates, actor=actor)
    return Changed(tuple(made), tuple(passed), lapsed, found.settled, kept.uid)


def _is_settled(milestone: Entry, progress: Mapping[str, Progress]) -> bool:
    """Verified and in force, or ended by decision."""
    return progress[milestone.key].state == State.VERIFIED or bool((milestone.data.get("lapse") or {}).get("date"))


def _require_decisions(document: Document, found: Affected, areas: list[str], decisions: Mapping[str, Decision]) -> None:
    """Each open milestone has a decision with a reason; nothing passes on to what is not there or ends; no decision is idle."""
    live = {entry.key for entry in document.of("areas") if entry.key not in areas and not entry.data.get("valid_to")}
    known = {f"{kind}/{key}" for kind in ("measures", "crossings") for key in getattr(found, kind)}
    needed = [f"milestones/{key}" for key in found.open]
    problems = [Problem(ref, _("Decide on it.")) for ref in needed if ref not in decisions]
    for ref, decision in decisions.items():
        if ref not in known and ref not in needed:
            problems.append(Problem(ref, _("There is nothing to decide on it.")))
        elif decision.to and decision.to not in live:
            problems.append(Problem(ref, _("It cannot pass on to this area.")))
        elif ref in known and not decision.to:
            problems.append(Problem(ref, _("Say which area it passes on to.")))
        elif ref in needed and not _is_given(decision.reason):
            problems.append(Problem(ref, _("Say why.")))
    if problems:
        raise Undecided(problems)


def _is_given(reason: Reason) -> bool:
    return any(text.strip() for text in ([reason] if isinstance(reason, str) else reason.values()))


def _end(record: Record, key: str, successors: list[str], on: dt.date) -> None:
    changes: dict[str, Any] = {"valid_to": on.isoformat()}
    if len(successors) == 1:
        changes["successor"] = successors[0]
    record.change("areas", _live_item(Area, record.roadmap, key), changes)
    for each in successors:
        successor = _live_item(Area, record.roadmap, each)
        record.change("areas", successor, {"predecessors": sorted({*successor.predecessors, key})})


def _live_item(model: Any, roadmap: Roadmap, key: str) -> Any:
    """The item with this key, locked."""
    rows = model.objects.live().select_for_update(of=("self",)).select_related("roadmap")
    return rows.get(roadmap=roadmap, key=key)


def _make(roadmap: Roadmap, path: str, data: Mapping[str, Any], before: list[str], on: dt.date) -> str:
    """A new area that begins on the day after its predecessors' last. Raises Invalid with ``path`` before each field."""
    fields = {name: value for name, value in data.items() if name != "key"}
    first = (on + dt.timedelta(days=1)).isoformat()
    try:
        made = insert_item(
            roadmap=roadmap,
            kind_name="areas",
            data={"valid_from": first, **fields, "predecessors": before},
            key=str(data.get("key") or ""),
        )
    except Invalid as error:
        raise Invalid(error.message, [Problem(f"{path}.{each.path}", each.message) for each in error.problems]) from error
    return made.key


def _decide(record: Record, key: str, areas: list[str], decision: Decision, on: dt.date) -> None:
    milestone = _live_item(Milestone, record.roadmap, key)
    if not decision.to:
        record.change("milestones", milestone, {"lapse": {"date": on.isoformat(), "reason": decision.reason}})
        return
    held = [milestone.area.key] if milestone.area else list(milestone.areas)
    # One that had a part in it already keeps that: both are told, or the day before could not be read back.
    moved = [each for each in held if each == decision.to] + [each for each in held if each in areas]
    row = {"date": on.isoformat(), "to_area": decision.to, "reason": decision.reason}
    rows = [{**row, "from_area": each} for each in moved]
    after = sorted({decision.to if each in areas else each for each in held})
    where: dict[str, Any] = {"area": after[0], "areas": []} if len(after) == 1 else {"area": None, "areas": after}
    record.change("milestones", milestone, {**where, "passed_on": [*milestone.passed_on, *rows]})


def _link(record: Record, kind: str, key: str, areas: list[str], to: str) -> None:
    """Put ``to`` in the place of the areas at one end of a measure or crossing; where both ends become one, nothing changes."""
    model, field = (Measure, "areas") if kind == "measures" else (Crossing, "between")
    item = _live_item(model, record.roadmap, key)
    ends = [area.key for area in getattr(item, field).all()]
    after = sorted({to if each in areas else each for each in ends})
    if len(after) < 2:
        return
    changes: dict[str, Any] = {field: after}
    if isinstance(item, Measure):
        parts: dict[str, dict[str, str]] = {}
        for part in item.parts.select_related("area"):
            _add(parts.setdefault(to if part.area.key in areas else part.area.key, {}), part.text)
        changes["parts"] = parts
    record.change(kind, item, changes)


def _add(text: dict[str, str], more: Mapping[str, str]) -> None:
    """Put what one area did under what another did, language by language."""
    for language, words in more.items():
        text[language] = f"{text[language]}\n{words}" if text.get(language) else words


def _live(roadmap: Roadmap, keys: Collection[str]) -> bool:
    return Area.objects.live().filter(roadmap=roadmap, key__in=keys).count() == len(set(keys))


def _require_there(roadmap: Roadmap, areas: Collection[str], on: dt.date) -> None:
    if not _live(roadmap, areas):
        raise Invalid(_("Some fields need your attention."), [Problem("area", _("There is no such area."))])
    if Area.objects.live().filter(roadmap=roadmap, key__in=areas, valid_from__gt=on).exists():
        raise Invalid(_("Some fields need your attention."), [Problem("on", _("The area begins later than this."))])


def _require_open(document: Document, areas: Collection[str], progress: Mapping[str, Progress]) -> None:
    """An area that a file or the desk ended is decided on here as long as something is open in it."""
    for entry in document.of("areas"):
        if entry.key in areas and entry.data.get("valid_to") and not affected(document, [entry.key], progress).open:
            raise AlreadyEnded


def _require_right(actor: User, roadmap: Roadmap) -> None:
    require_right(actor, "milestones.change_areas", roadmap)


def _locked(roadmap: Roadmap) -> Roadmap:
    locked: Roadmap = Roadmap.objects.select_for_update().get(pk=roadmap.pk)
    return locked
