"""All areas of a draft with their time, and the changes of areas that were carried out, each of which can be undone."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.access import access
from accounts.domain.errors import Refused
from accounts.http import SignedInRequest
from accounts.models import User
from accounts.models.text import in_language
from milestones.domain.area_ends import undecided
from milestones.domain.area_undo import undo_area_change
from milestones.domain.evidence.reading import day
from milestones.models import AreaChange
from milestones.web.progress import words
from milestones.web.progress.frame import language_now, of_roadmap, tabs_of
from roadmap.domain.clock import DAMASCUS
from roadmap.domain.document import Document, Entry
from roadmap.domain.document.local import local_day, local_number
from roadmap.domain.document.storage import build_document
from roadmap.models import Area, Roadmap
from roadmap.web import lookups as roadmap_lookups
from roadmap.web.desk.replies import Flash, keep, taken


@dataclass(frozen=True)
class Shown:
    """An area with its time: ``url`` leads to the page that changes it, "" for one that has ended and is decided on."""

    key: str
    tag: words.Tag
    authority: str
    begins: str
    ends: str
    before: list[words.Tag]
    after: list[words.Tag]
    url: str
    undecided: str


@dataclass(frozen=True)
class Done:
    """A change that was carried out; ``by`` whom and on which day, ``undone``: the same of undoing it.

    ``url`` undoes it, "" where one may not or it was.
    """

    label: str
    areas: list[words.Tag]
    successors: list[words.Tag]
    on: str
    by: tuple[str, str]
    passed_on: int
    lapsed: int
    undone: tuple[str, str] | None
    url: str


@require_safe
@access("milestones.view_progress", lookup=roadmap_lookups.roadmap)
def index(request: SignedInRequest, roadmap: Roadmap) -> HttpResponseBase:
    """All areas with their time, what went before them, and what carries them on; to the office, what was changed."""
    return _page(request, roadmap)


def _page(request: SignedInRequest, roadmap: Roadmap, refused: Refused | None = None) -> HttpResponse:
    document = build_document(roadmap)
    waiting = undecided(document, [entry.key for entry in document.of("areas")])
    context = {
        "rows": [_shown(entry, roadmap, document, len(waiting.get(entry.key, ()))) for entry in document.of("areas")],
        "tabs": tabs_of(request, roadmap),
        "is_today": True,
        "history": list(_history(request, roadmap)),
        "refused": refused,
        "flash": taken(request, roadmap),
    }
    frame = of_roadmap(request, roadmap, _("Progress"), inside=False)
    return render(request, "milestones/progress/areas.html", frame | context, status=refused.status if refused else 200)


def _shown(entry: Entry, roadmap: Roadmap, document: Document, waiting: int) -> Shown:
    data, language = entry.data, language_now()
    begins, ends = day(data.get("valid_from")), day(data.get("valid_to"))
    later = [each.key for each in document.of("areas") if entry.key in (each.data.get("predecessors") or ())]
    after = list(dict.fromkeys([*([data["successor"]] if data.get("successor") else []), *later]))
    return Shown(
        key=entry.key,
        tag=words.Tag(entry.code, entry.title()),
        authority=in_language(data.get("authority") or {}),
        begins=local_day(begins, language) if begins else "",
        ends=local_day(ends, language) if ends else "",
        before=[words.tag_of(key, document) for key in data.get("predecessors") or ()],
        after=[words.tag_of(key, document) for key in after],
        url="" if ends and not waiting else reverse("progress_area", args=[roadmap.key, entry.key]),
        undecided=_undecided(waiting),
    )


def _undecided(count: int) -> str:
    """How much is open in an area that has ended; "" where nothing is."""
    words_of = ngettext("%(count)s commitment is not decided on", "%(count)s commitments are not decided on", count)
    return words_of % {"count": local_number(count, language_now())} if count else ""


def _history(request: SignedInRequest, roadmap: Roadmap) -> Iterator[Done]:
    """The latest first, as they can be undone. Areas that an undo took away keep their names."""
    rows = AreaChange.objects.visible_to(request.user).filter(roadmap=roadmap).select_related("author", "undone_by")
    areas = {area.key: words.Tag(area.code, in_language(area.name)) for area in Area.objects.filter(roadmap=roadmap)}
    may = request.user.has_perm("milestones.change_areas", roadmap)
    for each in rows:
        undo = reverse("progress_area_undo", args=[roadmap.key, each.uid])
        yield Done(
            label=each.get_kind_display(),
            areas=[areas[key] for key in each.areas if key in areas],
            successors=[areas[key] for key in each.successors if key in areas],
            on=local_day(each.on, language_now()),
            by=_by(each.author, each.created_at),
            passed_on=len(each.passed_on),
            lapsed=len(each.lapsed),
            undone=_by(each.undone_by, each.undone_at) if each.undone_at else None,
            url=undo if may and not each.undone_at else "",
        )


def _by(user: User | None, at: dt.datetime) -> tuple[str, str]:
    """Who did it, and on which day in the reviewers' region."""
    return user.display_name if user else "–", local_day(at.astimezone(DAMASCUS).date(), language_now())


def change_of(user: User, key: str, uid: UUID) -> AreaChange:
    """A change of areas of a roadmap that the person sees."""
    rows = AreaChange.objects.visible_to(user).select_related("roadmap")
    found: AreaChange = get_object_or_404(rows, roadmap__key=key, uid=uid)
    return found


@require_POST
@access("milestones.change_areas", lookup=change_of)
def undo(request: SignedInRequest, change: AreaChange) -> HttpResponseBase:
    """Undo a change as a whole, or tell why that cannot be done any more."""
    try:
        undo_area_change(change=change, actor=request.user)
    except Refused as refused:
        return _page(request, change.roadmap, refused)
    keep(request, change.roadmap, Flash(_("It is undone: the areas and all that hung on them are as they were before.")))
    return redirect("progress_areas", key=change.roadmap.key)
