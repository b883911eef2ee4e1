"""Working on exchanges: opening a gate that keeps a circle closed, and keeping orders that cannot all be met as a conflict.

Building an exchange is adding an item (``roadmap.domain.drafting``). What is done here can be put back as it was.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.domain.acting import verb
from accounts.domain.errors import Conflict, Invalid, Problem
from accounts.models import User
from milestones.domain.exchanges.commitments import HELD, SIMULTANEOUS, read_exchanges
from milestones.domain.exchanges.deadlocks import Circle, Deadlock
from milestones.domain.exchanges.order_words import deadlock_words
from milestones.domain.exchanges.parties import THIRD
from milestones.domain.positions import is_kept
from milestones.domain.steps import Step, change_by_step
from milestones.models import Exchange, Milestone
from roadmap.domain.document import Document, kind
from roadmap.domain.drafting import change_item, insert_item
from roadmap.models import Item, Roadmap

EXCHANGES, MILESTONES = "exchanges", "milestones"
WAYS = (SIMULTANEOUS, HELD)


@verb
def open_gate(*, exchange: Exchange, milestone: str, way: str, holder: str = "", actor: User | None) -> list[Step]:
    """Let a commitment no longer wait for its gate: both happen on one day (``simultaneous``), or ``holder`` keeps it (``held``).

    Answers what :func:`put_back` needs. Raises Invalid for another way, for a gate of the exchange that nobody is to hold, and
    Conflict where the gate is gone already.
    """
    if way not in WAYS:
        raise Invalid(_("There is no such way."), [Problem("way", _("Choose one of the ways."))])
    exchange = Exchange.objects.live().select_for_update(of=("self",)).select_related("roadmap").get(pk=exchange.pk)
    gate, own = _gate_of(exchange, milestone)
    if way == HELD:
        return [
            change_by_step(
                kind_name=EXCHANGES, item=exchange, changes=_held(exchange, milestone, gate if gate in own else "", holder)
            )
        ]
    changes: dict[str, Any] = {f"commitments.{milestone}.gate": None}
    if own == {milestone, gate}:
        return [change_by_step(kind_name=EXCHANGES, item=exchange, changes={**changes, "mode": SIMULTANEOUS})]
    waiting = Milestone.objects.live().get(roadmap_id=exchange.roadmap_id, key=milestone)
    together = sorted({*waiting.together_with, gate})
    return [
        change_by_step(kind_name=EXCHANGES, item=exchange, changes=changes),
        change_by_step(kind_name=MILESTONES, item=waiting, changes={"together_with": together}),
    ]


def _gate_of(exchange: Exchange, milestone: str) -> tuple[str, set[str]]:
    """The gate of a commitment, and the milestones of its exchange."""
    commitments = {each["milestone"]: each for each in exchange.commitments}
    gate = commitments.get(milestone, {}).get("gate")
    if not gate:
        raise Conflict(_("This gate is not there any more: someone changed the exchange meanwhile."))
    return gate, set(commitments)


def _held(exchange: Exchange, milestone: str, own_gate: str, holder: str) -> dict[str, Any]:
    """A gate within the exchange stays, as what the holder waits for; one of another exchange would still hold it up."""
    if not holder.strip() and not exchange.holder:
        raise Invalid(_("Some fields need your attention."), [Problem("holder", _("Say which third party holds it."))])
    named = {f"holder.{exchange.roadmap.source_language}": holder} if holder.strip() else {}
    gone = {} if own_gate else {f"commitments.{milestone}.gate": None}
    return {"mode": HELD, **named, **gone}


@verb
def put_back(*, roadmap: Roadmap, steps: Iterable[Step], actor: User | None) -> None:
    """Set what was changed to what it was. Raises Clash where someone changed the same since, Conflict where it is deleted."""
    for step in steps:
        item: Item | None = kind(step.kind).model.objects.live().filter(roadmap=roadmap, key=step.key).first()
        if item is None:
            raise Conflict(_("What was changed was deleted later: bring that back first."))
        change_item(item=item, kind_name=step.kind, changes=step.changes, base=step.base)


@verb
def save_conflict(*, roadmap: Roadmap, document: Document, deadlock: Deadlock, actor: User | None) -> Item:
    """Keep a circle as a conflict between positions: each side wants first what it waits for. Raises Conflict if it is kept."""
    orders = orders_of(deadlock.circles, document)
    _require_new(orders, document)
    exchanges = read_exchanges(document)
    title = {}
    for language in document.languages:
        with override(language):
            title[language] = deadlock_words(deadlock, exchanges)
    return insert_item(roadmap=roadmap, kind_name="conflicts", data={"title": title, "orders": orders})


@verb
def keep_conflict(*, roadmap: Roadmap, document: Document, data: Mapping[str, Any], actor: User | None) -> Item:
    """Keep as a conflict between positions what somebody wrote. Raises Invalid, and Conflict if the same orders are kept."""
    _require_new(data.get("orders") or (), document)
    return insert_item(roadmap=roadmap, kind_name="conflicts", data=data)


def orders_of(circles: Iterable[Circle], document: Document) -> list[dict[str, str]]:
    """Who wants which order: whoever gives a milestone wants what it waits for to come first."""
    exchanges = read_exchanges(document)
    found: list[dict[str, str]] = []
    for wait in (each for circle in circles for each in circle if each.why != "together" and each.waiting != each.awaited):
        for party in exchanges.areas_of(wait.waiting):
            name = exchanges.parties[party].title(document.source_language) if party.startswith(THIRD) else party
            order = {"wanted_by": name, "first": wait.awaited, "then": wait.waiting}
            if order not in found:
                found.append(order)
    return found


def _require_new(orders: Iterable[Mapping[str, Any]], document: Document) -> None:
    if is_kept(orders, document):
        raise Conflict(_("These orders are kept as a conflict already."))
