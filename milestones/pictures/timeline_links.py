"""Links between milestones: elbows that first leave the row and then run on in time, so that they never cross their own bars."""

import datetime as dt
from collections.abc import Iterable, Mapping

from milestones.pictures.axis import Axis
from milestones.pictures.data import TimelineLink, TimelineRow
from milestones.pictures.scene import Scene, arrow_head

_CLEAR = 8


def draw_links(scene: Scene, axis: Axis, links: Iterable[TimelineLink], rows: Mapping[str, tuple[TimelineRow, float]]) -> None:
    """``rows``: a row by its key, with the line of its bar. A link to what is not shown is left out."""
    for link in links:
        if link.source in rows and link.target in rows and link.source != link.target:
            source, begin = rows[link.source]
            target, end = rows[link.target]
            start, stop = _day(source), _day(target)
            if start and stop:
                _draw(scene, link, (axis.x(start), begin), (axis.x(stop), end))


def _day(row: TimelineRow) -> dt.date | None:
    """The day that a link is tied to: when it happened or can happen first."""
    return row.actual or row.earliest or row.latest


def _draw(scene: Scene, link: TimelineLink, start: tuple[float, float], stop: tuple[float, float]) -> None:
    (x1, y1), (x2, y2) = start, stop
    down = 1 if y2 > y1 else -1
    y1 += down * _CLEAR
    kind = "link-critical" if link.critical else f"link-{link.kind}"
    if link.kind == "together":
        scene.circle(x1, y1, 2.5, "link-end")
        scene.circle(x2, y2 - down * _CLEAR if abs(x2 - x1) < 1 else y2, 2.5, "link-end")
        scene.path(((x1, y1), (x1, y2 - down * _CLEAR)) if abs(x2 - x1) < 1 else ((x1, y1), (x1, y2), (x2, y2)), kind)
        return
    head = f"head-{'critical' if link.critical else link.kind}"
    if abs(x2 - x1) < _CLEAR + 4:
        end = y2 - down * _CLEAR
        scene.path(((x1, y1), (x1, end - down * 3)), kind)
        scene.path(((x1, end), (x1 - 3, end - down * 5), (x1 + 3, end - down * 5)), head, closed=True)
        return
    forward = 1 if x2 > x1 else -1
    tip = x2 - forward * (9 if link.critical else 4)
    scene.path(((x1, y1), (x1, y2), (tip - forward * 3, y2)), kind)
    if forward > 0:
        arrow_head(scene, tip, y2, head)
    else:
        scene.path(((tip, y2), (tip + 5, y2 - 3), (tip + 5, y2 + 3)), head, closed=True)
