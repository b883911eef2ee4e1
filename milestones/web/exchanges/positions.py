"""Kept conflicts between positions: who wants which order and why, each conflict once, and what of the plan is in the way."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models.text import in_language
from milestones.domain.exchanges.naming import Names
from milestones.domain.exchanges.order_words import wait_words
from milestones.domain.plan import Plan
from roadmap.domain.document import Entry


@dataclass(frozen=True)
class Order:
    """What one party wants first, and why."""

    words: str
    reason: str


@dataclass(frozen=True)
class Kept:
    """A kept conflict that cannot be met. ``plan``: what the plan asks that closes a circle with these orders;
    ``milestones``: the keys of those in it."""

    code: str
    title: str
    url: str
    note: str
    orders: tuple[Order, ...]
    plan: tuple[str, ...]
    milestones: tuple[str, ...]


def kept_conflicts(plan: Plan, roadmap: str) -> Iterator[Kept]:
    """The kept conflicts whose orders cannot all be met, in the order of the document. ``roadmap``: its key."""
    colliding = [frozenset(each.milestones) for each in plan.assessment.deadlocks.positions]
    for entry in plan.document.of("conflicts"):
        orders = entry.data.get("orders") or ()
        groups = [group for group in colliding if any({each.get("first"), each.get("then")} <= group for each in orders)]
        if groups:
            inside = frozenset().union(*groups)
            yield Kept(
                code=entry.code,
                title=in_language(entry.data.get("title") or {}),
                url=f"{reverse('draft', args=[roadmap])}#conflicts-{entry.key}",
                note=in_language(entry.data.get("note") or {}),
                orders=tuple(_order(each, plan) for each in orders if each.get("first") and each.get("then")),
                plan=_in_the_way(entry, plan, inside),
                milestones=tuple(key for key in plan.assessment.exchanges.milestones if key in inside),
            )


def _order(order: Mapping[str, Any], plan: Plan) -> Order:
    exchanges = plan.assessment.exchanges
    told = {
        "party": Names(exchanges).parties([exchanges.parties.named(order.get("wanted_by") or "").key]),
        "first": exchanges.code(order["first"]),
        "then": exchanges.code(order["then"]),
    }
    return Order(_("%(party)s: %(first)s before %(then)s.") % told, in_language(order.get("reason") or {}))


def _in_the_way(conflict: Entry, plan: Plan, inside: frozenset[str]) -> tuple[str, ...]:
    """What the plan asks in the same circles, without what somebody wants just so."""
    wanted = {(each.get("then"), each.get("first")) for each in conflict.data.get("orders") or ()}
    circles = [circle for each in plan.assessment.deadlocks.positions for circle in each.circles]
    waits = [wait for circle in circles for wait in circle if wait.why != "order" and {wait.waiting, wait.awaited} <= inside]
    told = (wait_words(wait, plan.assessment.exchanges) for wait in waits if (wait.waiting, wait.awaited) not in wanted)
    return tuple(dict.fromkeys(told))
