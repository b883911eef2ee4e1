"""The pictures of one draft by name, for a person who sees it."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from milestones.domain.deciding import today
from milestones.domain.plan import Plan
from milestones.pictures.convergence import convergence
from milestones.pictures.data import Options, Picture, TimelineData
from milestones.pictures.from_ledger import ledger_data
from milestones.pictures.from_plan import linkage_data, progress_data, timeline_data
from milestones.pictures.from_positions import convergence_data
from milestones.pictures.ledger import ledger
from milestones.pictures.linkage import linkage
from milestones.pictures.progress import progress
from milestones.pictures.sheets import Sheet, on_sheet, timeline_sheet, wants_sheet
from milestones.pictures.timeline import timeline
from milestones.web.days import day_given
from milestones.web.pictures.choosing import TimelineForm
from roadmap.domain.document.local import local_day
from roadmap.domain.document.storage import build_document
from roadmap.domain.queries.convergence import convergence_of
from roadmap.models import Roadmap


@dataclass(frozen=True)
class Desk:
    """What a picture is drawn from. ``given`` are the reader's choices as the address has them."""

    roadmap: Roadmap
    user: User
    given: Mapping[str, Any]

    @cached_property
    def plan(self) -> Plan:
        """As of the day that the reader chose (``as_of``); with ``forecast``, what is not verified by then is still to come."""
        return Plan(build_document(self.roadmap), self._day or today(), bool(self.given.get("forecast")))

    @property
    def _day(self) -> dt.date | None:
        return day_given(self.given)

    @property
    def today_label(self) -> str:
        """What the line of the day is called where it is another than today."""
        return local_day(self.plan.as_of, self.language) if self._day and self._day != today() else ""

    @cached_property
    def language(self) -> str:
        return (get_language() or "en")[:2]

    @cached_property
    def form(self) -> TimelineForm:
        return TimelineForm(self.given)

    @cached_property
    def timeline(self) -> TimelineData:
        by: Any = self.form.chosen["by"]
        return timeline_data(self.plan, self.language, by=by, today_label=self.today_label)


@dataclass(frozen=True)
class Kind:
    """A picture: its name in addresses and on its tab, who may see it, and what draws it."""

    label: str | Promise
    rule: str
    draw: Callable[[Desk, Options, str], Picture]


def _timeline(desk: Desk, options: Options, name: str) -> Picture:
    return timeline(desk.timeline, desk.language, options, name=name)


def sheet_of(desk: Desk, name: str, picture: Picture) -> Sheet | None:
    """What is printed on a large sheet in place of the picture ``name``; None where the picture itself is printed."""
    if name == "timeline":
        return timeline_sheet(desk.timeline, desk.language, desk.form.options(0))
    drawn = KINDS[name].draw
    return on_sheet(drawn(desk, Options(width=picture.width), f"{name}-sheet")) if wants_sheet(picture) else None


def _linkage(desk: Desk, options: Options, name: str) -> Picture:
    return linkage(linkage_data(desk.plan, desk.language), desk.language, options, name=name)


def _ledger(desk: Desk, options: Options, name: str) -> Picture:
    return ledger(ledger_data(desk.plan, desk.language, today_label=desk.today_label), desk.language, options, name=name)


def _progress(desk: Desk, options: Options, name: str) -> Picture:
    return progress(progress_data(desk.plan, desk.language, today_label=desk.today_label), desk.language, options, name=name)


def _convergence(desk: Desk, options: Options, name: str) -> Picture:
    found = convergence_of(desk.roadmap, desk.user, language=desk.language)
    return convergence(convergence_data(found), desk.language, options, name=name)


KINDS: dict[str, Kind] = {
    "timeline": Kind(_("Timeline"), "roadmap.view_draft", _timeline),
    "linkage": Kind(_("Linkages"), "roadmap.view_draft", _linkage),
    "ledger": Kind(_("Ledger"), "roadmap.view_draft", _ledger),
    "convergence": Kind(_("Convergence"), "roadmap.view_comments", _convergence),
    "progress": Kind(_("Progress"), "roadmap.view_draft", _progress),
}
