"""What the signs of a timeline mean: only those that it shows."""

from collections.abc import Iterator
from functools import partial

from django.utils.translation import gettext as _

from milestones.pictures.data import LinkKind, State, TimelineData
from milestones.pictures.marks import Sign, state_sign
from milestones.pictures.scene import Scene, arrow_head
from milestones.pictures.timeline_bars import suspension_bar
from milestones.pictures.wording import link_word, state_word

_STATES: tuple[State, ...] = ("not_started", "under_way", "claimed", "verified", "lapsed", "ended", "suspended", "reversed")
_LINKS: tuple[LinkKind, ...] = ("requires", "any", "gate", "together")


def timeline_entries(data: TimelineData) -> Iterator[tuple[Sign, str]]:
    """Signs with their words, in the order of a sentence: time, path, links, states."""
    yield from _days(data)
    kinds = {link.kind for link in data.links}
    for kind in _LINKS:
        if kind in kinds:
            yield partial(_link, kind=kind), link_word(kind)
    states = {row.state for row in data.rows}
    for state in _STATES:
        if state in states:
            yield partial(state_sign, state=state), state_word(state)


def _days(data: TimelineData) -> Iterator[tuple[Sign, str]]:
    """What stands on the lines of the milestones."""
    if any(row.actual is None and not row.impossible and not row.unknown for row in data.rows):
        yield _room, _("From the earliest to the latest day; behind it the slack")
    if any(row.critical for row in data.rows):
        yield _critical, _("Critical path: it fixes the first day on which all can be done")
    if any(row.impossible for row in data.rows):
        yield _impossible, _("Impossible: due before it can be")
    if any(row.unknown for row in data.rows):
        yield _unknown, _("Days that cannot be computed")
    if any(row.state == "lapsed" and row.latest and not row.actual for row in data.rows):
        yield _lapsed, _("Its latest day has passed")
    if any(row.suspensions for row in data.rows):
        yield _suspended, _("Days on which it is suspended")


def _room(scene: Scene, x: float, y: float) -> None:
    scene.rect(x - 10, y - 4, 18, 8, "room", round_by=1.5)
    scene.rect(x - 11, y - 6, 2.5, 12, "begin")
    scene.diamond(x + 8, y, 5, "end")


def _lapsed(scene: Scene, x: float, y: float) -> None:
    scene.rect(x - 10, y - 4, 18, 8, "room-lapsed", round_by=1.5)
    scene.rect(x - 11, y - 6, 2.5, 12, "begin")
    scene.diamond(x + 8, y, 5, "end-lapsed")
    scene.cross(x + 8, y, 2.5, "lapsed-mark")


def _suspended(scene: Scene, x: float, y: float) -> None:
    suspension_bar(scene, x - 11, x + 11, y)


def _critical(scene: Scene, x: float, y: float) -> None:
    scene.diamond(x, y, 6.5, "end-critical")


def _impossible(scene: Scene, x: float, y: float) -> None:
    scene.line(x - 10, y, x + 10, y, "impossible")
    scene.cross(x, y, 4, "impossible-mark")


def _unknown(scene: Scene, x: float, y: float) -> None:
    scene.line(x - 11, y, x + 11, y, "unknown")


def _link(scene: Scene, x: float, y: float, *, kind: LinkKind) -> None:
    scene.line(x - 11, y, x + (11 if kind == "together" else 7), y, f"link-{kind}")
    if kind != "together":
        arrow_head(scene, x + 11, y, f"head-{kind}")
