"""Recording evidence: choose what it is about, say it, get a receipt. Nothing typed is lost, and nothing is doubled."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import access
from accounts.domain.errors import Invalid, Refused
from accounts.enums import Role
from accounts.http import SignedInRequest
from accounts.models.text import in_language
from milestones.domain.deciding import today
from milestones.domain.evidence.recording import record_evidence, report_crossing
from milestones.domain.plan import Plan
from milestones.enums import Progress as State
from milestones.web.progress import words
from milestones.web.progress.forms import CrossingForm, EvidenceForm
from milestones.web.progress.frame import language_now, of_roadmap
from milestones.web.progress.lookups import FIELDS
from milestones.web.progress.lookups import crossing as crossing_of
from milestones.web.progress.once import SentBefore, once
from roadmap.domain.document import Document, Entry, kind
from roadmap.domain.document.folding import fold, fold_words
from roadmap.domain.document.local import local_day
from roadmap.domain.document.storage import build_document
from roadmap.models import Crossing, Roadmap
from roadmap.web import lookups

#: How many milestones are put forward because evidence on them is missing.
MOST_WANTED = 8


@dataclass(frozen=True)
class Offered:
    """Something that one can report on; ``url`` leads to its form, ``notes`` say what is still missing, ``by`` until when."""

    code: str
    title: str
    url: str
    tags: list[words.Tag]
    by: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    label: str
    rows: list[Offered]


@access("milestones.record_evidence", lookup=lookups.roadmap)
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: SignedInRequest, roadmap: Roadmap) -> HttpResponseBase:
    """Without ``on`` the list of what one can report on; with it (``milestones/<key>``) the form."""
    document = build_document(roadmap)
    on = request.GET.get("on") or request.POST.get("on") or ""
    if not on:
        return _choose(request, roadmap, document)
    subject = document.entry(on)
    if subject is None or subject.kind not in FIELDS:
        raise Http404
    if request.method != "POST":
        return _form_page(request, roadmap, document, _form(request, document, subject))
    return _record(request, roadmap, document, _form(request, document, subject))


def _form(request: SignedInRequest, document: Document, subject: Entry) -> EvidenceForm:
    typed = {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}
    initial = {"area": request.GET.get("area", "")}
    is_monitor = request.user.role == Role.MONITOR
    return EvidenceForm(document=document, subject=subject, is_monitor=is_monitor, initial=initial, **typed)


def _record(request: SignedInRequest, roadmap: Roadmap, document: Document, form: EvidenceForm) -> HttpResponseBase:
    def carry_out() -> str:
        uploads = form.cleaned_data["uploads"]
        return record_evidence(roadmap=roadmap, data=form.data_for_domain(), uploads=uploads, actor=request.user).key

    try:
        if not form.is_valid():
            raise Invalid(_("Nothing was saved yet. Please look at what is marked below."))
        key = once(request, str(form.cleaned_data["client_key"]), carry_out)
    except Refused as refused:
        if isinstance(refused, SentBefore):
            form.sent_before()
        form.take(refused)
        return _form_page(request, roadmap, document, form, refused)
    messages.success(request, _("It is recorded. Nobody can change it; a mistake is withdrawn with a reason."))
    return redirect("evidence", key=roadmap.key, evidence=key)


def _form_page(
    request: SignedInRequest, roadmap: Roadmap, document: Document, form: EvidenceForm, refused: Refused | None = None
) -> HttpResponseBase:
    subject = form.subject
    context = {
        "form": form,
        "subject": subject,
        "about": str(kind(subject.kind).label),
        "doing": words.doing(subject, document) if subject.kind == "milestones" else [],
        "agreed": words.agreed(subject) if subject.kind == "milestones" else "",
        "unit": words.unit_of(subject),
        "verification": _verification(subject),
        "reporters": reporters(document),
        "refused": refused,
    }
    frame = of_roadmap(request, roadmap, _("Report"))
    status = refused.status if refused else 200
    return render(request, "milestones/progress/report.html", frame | context, status=status)


def _verification(subject: Entry) -> str:
    return in_language(subject.data.get("verification") or {})


def reporters(document: Document) -> list[str]:
    """Organisations that reported before, so that they are written alike."""
    return sorted({entry.data["reporter"] for entry in document.of("evidence") if entry.data.get("reporter")})


def _choose(request: SignedInRequest, roadmap: Roadmap, document: Document) -> HttpResponseBase:
    sought = request.GET.get("q", "")[:200]
    sections = offered(roadmap, document, sought)
    if not sought and (due := wanted(roadmap, document)):
        sections.insert(0, Section(_("Evidence is missing"), due))
    context = {"sections": sections, "q": sought}
    return render(request, "milestones/progress/choose.html", of_roadmap(request, roadmap, _("What do you report on?")) | context)


def offered(roadmap: Roadmap, document: Document, sought: str = "") -> list[Section]:
    """Milestones, measures, criteria and crossings whose words fit; milestones that have lapsed by decision are left out."""
    new = reverse("evidence_new", args=[roadmap.key])
    found = []
    for name in (*FIELDS, "crossings"):
        rows = [
            Offered(entry.code, entry.title(), _address(roadmap, entry, new), _tags(entry, document))
            for entry in document.of(name)
            if not entry.data.get("lapse") and _fits(entry, sought)
        ]
        if rows:
            found.append(Section(str(kind(name).plural), rows))
    return found


def wanted(roadmap: Roadmap, document: Document) -> list[Offered]:
    """Milestones that lack evidence, those first whose latest day is nearest, whether it is to come or has just passed."""
    plan = Plan(document, today())
    new, found = reverse("evidence_new", args=[roadmap.key]), []
    for entry in document.of("milestones"):
        progress = plan.progress[entry.key]
        if progress.deadline and progress.state != State.VERIFIED and not entry.data.get("lapse"):
            found.append((abs((progress.deadline - plan.as_of).days), progress, entry))
    nearest = sorted(found, key=lambda each: each[0])[:MOST_WANTED]
    return [
        Offered(
            code=entry.code,
            title=entry.title(),
            url=_address(roadmap, entry, new),
            tags=_tags(entry, document),
            by=_by(progress.deadline),
            notes=tuple(words.told(words.missing(progress), document)),
        )
        for _days, progress, entry in nearest
    ]


def _by(day: dt.date | None) -> str:
    return _("by %(day)s") % {"day": local_day(day, language_now())} if day else ""


def _fits(entry: Entry, sought: str) -> bool:
    text = fold(f"{entry.code} {' '.join((entry.data.get(entry.definition.heading) or {}).values())}")
    return all(word in text for word in fold_words(sought))


def _address(roadmap: Roadmap, entry: Entry, new: str) -> str:
    return reverse("progress_crossing", args=[roadmap.key, entry.key]) if entry.kind == "crossings" else f"{new}?on={entry.ref}"


def _tags(entry: Entry, document: Document) -> list[words.Tag]:
    if entry.kind == "milestones":
        return words.doing(entry, document)
    return [words.tag_of(key, document) for key in entry.data.get("between") or entry.data.get("areas") or ()]


@access("milestones.report_crossing", lookup=crossing_of)
@require_http_methods(["GET", "HEAD", "POST"])
def crossing(request: SignedInRequest, target: Crossing) -> HttpResponseBase:
    """Whether a crossing is open, limited or closed on a day."""
    roadmap, refused = target.roadmap, None
    document = build_document(roadmap)
    form = CrossingForm(request.POST or None, languages=document.languages)
    if request.method == "POST":
        try:
            _report_crossing(request, target, form)
        except Refused as error:
            refused = error
            if isinstance(error, SentBefore):
                form.sent_before()
            form.take(error)
        else:
            messages.success(request, _("The report is recorded."))
            return redirect(f"{reverse('progress_crossings', args=[roadmap.key])}#crossing-{target.key}")
    entry = document.find("crossings", target.key)
    context: dict[str, Any] = {"form": form, "subject": entry, "refused": refused, "reporters": reporters(document)}
    context["tags"] = _tags(entry, document) if entry else []
    frame = of_roadmap(request, roadmap, _("Report on a crossing"))
    return render(request, "milestones/progress/crossing.html", frame | context, status=refused.status if refused else 200)


def _report_crossing(request: SignedInRequest, target: Crossing, form: CrossingForm) -> None:
    def carry_out() -> str:
        report_crossing(crossing=target, actor=request.user, **form.words())
        return target.key

    if not form.is_valid():
        raise Invalid(_("Nothing was saved yet. Please look at what is marked below."))
    once(request, str(form.cleaned_data["client_key"]), carry_out)
