"""An area's part in exchanges, when it ends: gives follow the milestone, gains follow whoever takes the area's side."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from milestones.domain.parties import givers
from roadmap.domain.document import Document, Entry


@dataclass(frozen=True)
class Handover:
    """Areas that end (keys), the areas that carry them on, and whom each milestone passes on to, by key."""

    areas: frozenset[str]
    successors: tuple[str, ...]
    passed: Mapping[str, str]


def share(document: Document, handover: Handover, settled: Collection[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """What changes in each exchange (its key, and changes by leaf). ``document`` is the draft before the areas end.

    ``settled`` milestones stay as they were agreed: what a verified one brought is told of whom it reached, what a lapsed one was
    to bring reaches nobody. The side of an area is taken by its one successor, else by the one area to which all that it had to
    give in the exchange passes on. Where nobody takes it, its gains stay as they are:
    the ledger tells them, and the package finder leaves them out.
    """
    for entry in document.of("exchanges"):
        heirs = {area: _heir(entry, area, document, handover) for area in handover.areas}
        changes: dict[str, Any] = {}
        for row in entry.data.get("commitments", ()):
            changes |= _row(row, document, handover, {} if row["milestone"] in settled else heirs)
        if changes:
            yield entry.key, changes


def _heir(entry: Entry, area: str, document: Document, handover: Handover) -> str:
    """Who takes the side of an area in an exchange; "" where nobody does, or several do."""
    if len(handover.successors) == 1:
        return handover.successors[0]
    rows = (row for row in entry.data.get("commitments", ()) if area in givers(row, document))
    takers = {handover.passed[row["milestone"]] for row in rows if row["milestone"] in handover.passed}
    return takers.pop() if len(takers) == 1 else ""


def _row(row: Mapping[str, Any], document: Document, handover: Handover, heirs: Mapping[str, str]) -> dict[str, Any]:
    at, passed_to = f"commitments.{row['milestone']}", handover.passed.get(row["milestone"])
    changes: dict[str, Any] = {}
    if passed_to and row.get("giver") in handover.areas:
        changes[f"{at}.giver"] = passed_to
    gains = row.get("benefits") or {}
    if not passed_to and not any(heirs.get(area) for area in gains):
        return changes
    giving = {passed_to if passed_to and area in handover.areas else area for area in givers(row, document)}
    followed = _follow(gains, heirs, giving)
    if followed != gains:
        changes[f"{at}.benefits"] = followed
    return changes


def _follow(gains: Mapping[str, Any], heirs: Mapping[str, str], giving: Collection[str]) -> dict[str, Any]:
    """Gains by area, with the heirs in the place of the areas: the larger of two, and none from one's own step."""
    followed: dict[str, Any] = {}
    for area, gain in gains.items():
        to = heirs.get(area) or area
        if to not in giving and (to not in followed or gain.get("value", 0) > followed[to].get("value", 0)):
            followed[to] = gain
    return followed
