"""Who waits for whom, and what would resolve it, in words of the active language."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from milestones.domain.exchanges.commitments import Exchanges
from milestones.domain.exchanges.deadlocks import Deadlock
from milestones.domain.exchanges.naming import Names
from milestones.domain.exchanges.resolving import Change, Resolution
from milestones.domain.exchanges.waits import Wait


def wait_words(wait: Wait, exchanges: Exchanges) -> str:
    """One step of a circle: who waits for whom, and where that is written."""
    names = Names(exchanges)
    told = {
        "waiting": names.side(wait.waiting),
        "awaited": names.side(wait.awaited),
        "exchange": names.exchange(wait.exchange),
        "party": names.parties([wait.wanted_by]) if wait.wanted_by else "",
        "others": names.milestones(wait.alternatives),
    }
    if wait.why == "gate":
        return _("%(waiting)s waits for %(awaited)s: a gate of exchange %(exchange)s.") % told
    if wait.why == "window":
        return _("%(waiting)s waits for %(awaited)s: its window opens after it.") % told
    if wait.why == "together":
        return _("%(waiting)s happens together with %(awaited)s.") % told
    if wait.why == "order":
        return _("%(waiting)s is to come after %(awaited)s (wanted by %(party)s).") % told
    if wait.alternatives:
        return _("%(waiting)s waits for %(awaited)s, or one of %(others)s, which are stuck too.") % told
    return _("%(waiting)s waits for %(awaited)s: it requires it.") % told


def deadlock_words(deadlock: Deadlock, exchanges: Exchanges) -> str:
    """The deadlock in one sentence; :func:`wait_words` tells its circles step by step."""
    told = {"parties": Names(exchanges).parties(deadlock.parties), "milestones": Names(exchanges).milestones(deadlock.milestones)}
    if len(deadlock.milestones) == 1:
        return _("%(code)s waits for itself.") % {"code": told["milestones"]}
    if len(deadlock.parties) < 2:
        return _("%(milestones)s wait for one another: none of them can come first.") % told
    return _("%(parties)s wait for one another: none of %(milestones)s can come first.") % told


def positions_words(deadlock: Deadlock, exchanges: Exchanges) -> str:
    """The orders that cannot all be kept, and who wants them."""
    wanting = dict.fromkeys(wait.wanted_by for circle in deadlock.circles for wait in circle if wait.wanted_by)
    told = {"parties": Names(exchanges).parties(wanting), "milestones": Names(exchanges).milestones(deadlock.milestones)}
    return _("A conflict between positions: the orders wanted by %(parties)s cannot all be kept (%(milestones)s).") % told


def change_words(change: Change, exchanges: Exchanges) -> str:
    """What to change about one gate."""
    names = Names(exchanges)
    told = {
        "exchange": names.exchange(change.exchange),
        "waiting": names.side(change.milestone),
        "awaited": names.side(change.gate),
    }
    if change.way == "simultaneous":
        return (
            _("Exchange %(exchange)s: let %(waiting)s and %(awaited)s happen at the same time, or let a third party hold one.")
            % told
        )
    held = _("Exchange %(exchange)s: let a third party hold %(waiting)s until %(awaited)s is verified.") % told
    if not change.no_day:
        return held
    more = _("That alone is not enough: without this gate too, the plan leaves no day for %(milestones)s. Change the windows.")
    return f"{held} {more % {'milestones': names.milestones(change.no_day)}}"


def resolution_words(resolution: Resolution, deadlocks: Iterable[Deadlock]) -> list[str]:
    """How few gates resolve all, and what gates cannot resolve."""
    found = []
    if resolution.changes:
        count = len(resolution.changes)
        told = {"count": count, "least": resolution.at_least}
        if resolution.proven:
            line = ngettext(
                "%(count)d gate would have to change; fewer cannot do.",
                "%(count)d gates would have to change; fewer cannot do.",
                count,
            )
        else:
            line = ngettext(
                "Changing %(count)d gate is enough; whether fewer can do was not settled in time (at least %(least)d).",
                "Changing %(count)d gates is enough; whether fewer can do was not settled in time (at least %(least)d).",
                count,
            )
        found.append(line % told)
    if any(not each.by_gates for each in deadlocks):
        found.append(
            _("Where requirements and windows close a circle by themselves, no gate can resolve it: change what is required.")
        )
    return found
