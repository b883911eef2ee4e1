"""Changes of a what-if that change nothing: said at each, with the reason where one is simply known."""

from django.utils.translation import gettext as _

from milestones.domain.parties import areas_doing
from milestones.domain.plan import Plan
from milestones.domain.schedule.changes import Change, Changed, carry_out
from milestones.domain.schedule.scenarios import Comparison, what_if
from milestones.domain.timeframes import T0
from roadmap.domain.document import Document

#: Each change is carried out with those above it, so that of very many it would take long to say.
MOST_CHECKED = 20


def idle(changes: list[Change], plan: Plan) -> dict[int, str]:
    """By the places of changes after which all is as it was with those above them: that, and why."""
    found: dict[int, str] = {}
    if len(changes) > MOST_CHECKED:
        return found
    before = _outcome(changes[:0], plan)
    for place, change in enumerate(changes):
        after = _outcome(changes[: place + 1], plan)
        if after == before:
            why = _why(change, carry_out(plan.document, changes[:place], plan.actual))
            found[place] = " ".join(filter(None, (_("This changes nothing."), why)))
        before = after
    return found


def _outcome(changes: list[Change], plan: Plan) -> Comparison:
    return what_if(plan.document, changes, plan.actual, before=plan.schedule).comparison


def _why(change: Change, changed: Changed) -> str:
    """``changed``: how the changes above leave the plan."""
    if area := change.get("area"):
        return "" if _has_work(area, changed) else _("Nothing is left for this area to do.")
    if key := change.get("milestone"):
        return _why_of_milestone(key, change, changed)
    return _("It stands so already.") if _anchor(change["name"], changed.document) == change["day"] else ""


def _has_work(area: str, changed: Changed) -> bool:
    doing = (entry for entry in changed.document.of("milestones") if area in areas_doing(entry))
    return any(entry.key not in changed.actual and not entry.data.get("lapse") for entry in doing)


def _why_of_milestone(key: str, change: Change, changed: Changed) -> str:
    entry = changed.document.find("milestones", key)
    if entry is None or entry.data.get("lapse"):
        return _("This milestone is not in the plan any more.")
    if change["change"] != "window":
        return ""
    if key in changed.actual:
        return _("This milestone is verified: its window counts no more.")
    window = entry.data.get("window") or {}
    stands = all(change[end] == window.get(end) for end in ("not_before", "not_after") if end in change)
    return _("It stands so already.") if stands else ""


def _anchor(name: str, document: Document) -> str | None:
    day: str | None = document.roadmap.get("t0") if name == T0 else (document.roadmap.get("anchors") or {}).get(name)
    return day
