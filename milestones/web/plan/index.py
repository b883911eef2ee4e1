"""The timeline of a draft, what is impossible in it, and the table that says why each day is what it is."""

from functools import cached_property
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.access import access
from accounts.http import SignedInRequest
from milestones.pictures.data import PHONE, Options
from milestones.pictures.from_plan import linkage_data, timeline_data
from milestones.pictures.linkage import linkage as draw_linkage
from milestones.pictures.sheets import timeline_sheet
from milestones.pictures.timeline import timeline
from milestones.pictures.wording import of_draft
from milestones.web.days import past_of, query_of
from milestones.web.pictures.saving import TYPES
from milestones.web.plan.frame import LookForm, frame, reading_language
from milestones.web.plan.rows import Sheet
from milestones.web.plan.stamp import stamp
from roadmap.domain.document.local import local_day
from roadmap.domain.document.storage import build_document
from roadmap.models import Roadmap
from roadmap.web import lookups
from roadmap.web.desk.fragments import QUARTER, fragments, key_of, release
from roadmap.web.desk.replies import taken

_WIDTH = 1190
_MADE_OF = ("templates/milestones", "milestones/web", "milestones/pictures", "milestones/domain")


class _Body:
    """What is drawn and told of a draft; made only where the cache lacks it. ``query``: the choices as the address has them."""

    def __init__(self, roadmap: Roadmap, form: LookForm, query: str, *, may_edit: bool) -> None:
        self.roadmap, self.form, self.query, self.may_edit = roadmap, form, query, may_edit

    @cached_property
    def sheet(self) -> Sheet:
        return Sheet(self.roadmap, self.form.plan(build_document(self.roadmap)))

    @property
    def _chosen(self) -> list[Any]:
        state = [stamp(self.roadmap), self.form.day, self.form.is_today]
        return [*state, self.form.chosen, self.form.is_forecast, self.query, self.may_edit, release(*_MADE_OF)]

    def html(self, template: str) -> str:
        key = key_of(template, self._chosen)
        (found,) = fragments({key: lambda: render_to_string(template, self._context(template))}, seconds=QUARTER).values()
        return found

    def _context(self, template: str) -> dict[str, Any]:
        name = "linkage" if "linkage" in template else "timeline"
        files = {f"{each}_url": _with(reverse(f"picture_{name}_{each}", args=[self.roadmap.key]), self.query) for each in TYPES}
        pictures = self._linkage() if name == "linkage" else self._timeline()
        printed = of_draft(str(self.roadmap), self.sheet.plan.as_of, reading_language())
        shown = {"sheet": self.sheet, "roadmap": self.roadmap, "may_edit": self.may_edit, "printed": printed}
        shown["past"] = past_of(self.sheet.plan, self.form.today)
        return {**shown, **files, **pictures}

    def _timeline(self) -> dict[str, Any]:
        by: Any = self.form.chosen["by"]
        language = reading_language()
        data = timeline_data(self.sheet.plan, language, by=by, today_label=self._today_label())
        return {
            "picture": timeline(data, language, self.form.options(_WIDTH)),
            "narrow": timeline(data, language, Options(width=PHONE), name="timeline-narrow"),
            "paper": timeline_sheet(data, language, self.form.options(_WIDTH)),
        }

    def _linkage(self) -> dict[str, Any]:
        language = reading_language()
        data = linkage_data(self.sheet.plan, language)
        return {
            "picture": draw_linkage(data, language, Options(width=_WIDTH)),
            "narrow": draw_linkage(data, language, Options(width=PHONE), name="linkage-narrow"),
        }

    def _today_label(self) -> str:
        return "" if self.form.is_today else local_day(self.form.day, reading_language())


@require_GET
@access("roadmap.view_draft", lookup=lookups.roadmap)
def index(request: SignedInRequest, roadmap: Roadmap) -> HttpResponseBase:
    """Above what cannot be, then the picture, then the table with the reasons."""
    return _page(request, roadmap, "plan", "milestones/plan/_timeline.html", _("Plan"))


@require_GET
@access("roadmap.view_draft", lookup=lookups.roadmap)
def linkage(request: SignedInRequest, roadmap: Roadmap) -> HttpResponseBase:
    """Areas with the measures and crossings that link them, by sector and state."""
    return _page(request, roadmap, "plan_linkage", "milestones/plan/_linkage.html", _("Linkages between areas"))


def _page(request: SignedInRequest, roadmap: Roadmap, name: str, template: str, title: str) -> HttpResponseBase:
    form = LookForm(request.GET)
    may_edit = request.user.has_perm("roadmap.edit_draft", roadmap)
    body = _Body(roadmap, form, request.GET.urlencode(), may_edit=may_edit)
    context = {
        "form": form,
        "is_timeline": name == "plan",
        "title": title,
        "body": body.html(template),
        "as_of": "" if form.is_today else local_day(form.day, reading_language()),
        "flash": taken(request, roadmap),
        **frame(roadmap, name, query_of(request.GET)),
    }
    return render(request, "milestones/plan/index.html", context)


def _with(address: str, query: str) -> str:
    return f"{address}?{query}" if query else address
