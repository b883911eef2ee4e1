"""What is open in an area that ends is decided on, wherever the end was written: on the desk, through the API, or in a file.

The page of an area's change asks for each decision. An end that is typed elsewhere while something is open is refused and leads
there; a roadmap that begins with a file may hold one, and cannot be frozen before it is decided on.
"""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from milestones.domain.parties import areas_doing
from milestones.domain.plan import Plan
from milestones.enums import Progress as State
from roadmap.domain.document import Document, Entry, Gap
from roadmap.domain.document.local import short_list


def undecided(document: Document, areas: Iterable[str], *, also_due_before: bool = False) -> dict[str, list[Entry]]:
    """Milestones on which nobody decided, by the key of their area, of those ``areas`` that end or have a successor.

    Left out is what was verified, what a decision ended, and, unless ``also_due_before``, what is due while the area is still
    there: an area may be planned for a time. All reports on record are heard, so that nothing here depends on the clock.
    """
    found = {key: entry for key in areas if (entry := document.find("areas", key)) and _ends(entry, document)}
    held = {key: [each for each in document.of("milestones") if key in areas_doing(each)] for key in found}
    if not any(held.values()):
        return {}
    progress = Plan(document, dt.date.max).progress
    open_ = {
        key: [
            each
            for each in milestones
            if not (each.data.get("lapse") or {}).get("date")
            and progress[each.key].by_evidence != State.VERIFIED
            and (also_due_before or not _is_due_before(progress[each.key].deadline, found[key]))
        ]
        for key, milestones in held.items()
    }
    return {key: milestones for key, milestones in open_.items() if milestones}


def _ends(area: Entry, document: Document) -> bool:
    return bool(area.data.get("valid_to") or area.data.get("successor") or _continued_by(area.key, document))


def _continued_by(key: str, document: Document) -> set[str]:
    return {each.key for each in document.of("areas") if key in (each.data.get("predecessors") or ())}


def _is_due_before(deadline: dt.date | None, area: Entry) -> bool:
    end = area.data.get("valid_to")
    return bool(end and deadline and deadline.isoformat() <= end)


def area_gaps(document: Document) -> Iterator[Gap]:
    """What keeps a draft from being frozen: open milestones of areas that end, and decisions without a reason."""
    for key, milestones in undecided(document, [entry.key for entry in document.of("areas")]).items():
        area = document.find("areas", key)
        for each in milestones:
            message = _("%(area)s ends before this is due: decide whom it passes on to, or why it ends.")
            yield Gap(each.ref, "area", message % {"area": area.title() if area else key})
    for entry in document.of("milestones"):
        lapse = entry.data.get("lapse")
        if lapse and not (lapse.get("date") and lapse.get("reason")):
            yield Gap(entry.ref, "lapse", _("It was ended by decision: say on which day, and why."))
        if any(not row.get("reason") for row in entry.data.get("passed_on") or ()):
            yield Gap(entry.ref, "passed_on", _("It passes on: say why."))


def refuse_undecided(before: Document, after: Document) -> Iterator[Gap]:
    """What an edit or a file would end, name a successor of, or move away, without a decision; named at the area."""
    changed = [key for key in (entry.key for entry in before.of("areas")) if _time(key, before) != _time(key, after)]
    for key, milestones in undecided(after, changed, also_due_before=True).items():
        names = short_list(entry.code or entry.key for entry in milestones)
        message = _(
            "Commitments are open here: %(milestones)s. On the page of the area's change one decides whom each passes on to, "
            "or why it ends."
        )
        yield Gap(f"areas/{key}", _field(key, before, after), message % {"milestones": names})
    yield from _moved(before, after)


def _time(key: str, document: Document) -> tuple[object, ...]:
    """What says that an area ends; None where there is no such area."""
    area = document.find("areas", key)
    if area is None:
        return ()
    return area.data.get("valid_to"), area.data.get("successor"), _continued_by(key, document)


def _field(key: str, before: Document, after: Document) -> str:
    names = ("valid_to", "successor", "predecessors")
    return next(name for name, old, new in zip(names, _time(key, before), _time(key, after), strict=True) if old != new)


def _moved(before: Document, after: Document) -> Iterator[Gap]:
    """Open milestones that leave an area that ends, with no record of whom they passed on to."""
    ended = {entry.key for entry in after.of("areas") if entry.data.get("valid_to")}
    left = [
        (old, new, key)
        for new in after.of("milestones")
        if (old := before.find("milestones", new.key))
        for key in sorted((set(areas_doing(old)) - set(areas_doing(new))) & ended)
        if not any(row.get("from_area") == key for row in new.data.get("passed_on") or ())
    ]
    if not left:
        return
    progress = Plan(before, dt.date.max).progress
    for old, new, key in left:
        if progress[old.key].by_evidence != State.VERIFIED and not old.data.get("lapse"):
            area = after.find("areas", key)
            message = _("It is open in %(area)s, which ends: on the page of the area's change one decides whom it passes on to.")
            yield Gap(new.ref, "area", message % {"area": area.title() if area else key})
