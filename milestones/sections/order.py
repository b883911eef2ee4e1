"""What keeps a plan from being frozen because of its order in time: cycles, and windows that cannot be met."""

from collections.abc import Iterator

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from milestones.domain.positions import kept_for
from milestones.domain.schedule import Conflict, Schedule
from milestones.domain.timeframes import outside_words
from roadmap.domain.document import Document, Gap
from roadmap.domain.document.local import local_day, local_list


def order_gaps(document: Document) -> Iterator[Gap]:
    """Each cycle and each impossible order once, at its first milestone (issue of a plan that nobody can carry out)."""
    if not document.of("milestones"):
        return
    schedule = Schedule(document)
    for cycle in schedule.cycles:
        yield Gap(f"milestones/{cycle[0]}", "requires", _circle(cycle, document))
    for owner, end, moment in schedule.outside:
        yield Gap(f"milestones/{owner}", f"window.{end}", outside_words(moment))
    # A window that ends before it begins is told where it is typed.
    for conflict in (each for each in schedule.conflicts if len(each.members) > 1):
        yield Gap(f"milestones/{conflict.milestone}", "window", _impossible(conflict, document))


def _circle(cycle: list[str], document: Document) -> str:
    """A circle goes from the plan only by another order, whether or not it is kept as what each side wants."""
    members = _names(cycle, document)
    if len(cycle) == 1:
        return _("%(members)s waits for itself. Change its order: no plan is frozen with it.") % {"members": members}
    if kept := kept_for(cycle, document):
        words = _(
            "%(members)s wait for one another. What each side wants first is kept in %(conflicts)s; a plan is frozen only once "
            "its own order is changed."
        )
        return words % {"members": members, "conflicts": local_list(entry.code for entry in kept)}
    words = _(
        "%(members)s wait for one another. Change the order; what each side wants first can be kept as a conflict between "
        "positions, which is never frozen as plan."
    )
    return words % {"members": members}


def _impossible(conflict: Conflict, document: Document) -> str:
    language = (get_language() or "en")[:2]
    return _("It cannot be: not before %(earliest)s, and not after %(latest)s (%(members)s).") % {
        "earliest": local_day(conflict.earliest, language),
        "latest": local_day(conflict.latest, language),
        "members": _names(list(conflict.members), document),
    }


def _names(keys: list[str], document: Document) -> str:
    found = (document.find("milestones", key) for key in keys)
    return local_list([entry.code or entry.key for entry in found if entry])
