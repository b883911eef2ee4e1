"""What was recorded: a subject with all that was said of it, one record with its receipt and files, and withdrawing it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import access
from accounts.domain.errors import Refused
from accounts.http import SignedInRequest
from accounts.models.text import in_language
from accounts.web.forms.refusal import add_refusal
from milestones.domain.evidence.authors import may_withdraw
from milestones.domain.evidence.files import NotAsRecorded, kept_content
from milestones.domain.evidence.reading import Evidence as Reports
from milestones.domain.evidence.reading import Record, day
from milestones.domain.evidence.recording import withdraw_crossing_report, withdraw_evidence
from milestones.domain.plan import Plan
from milestones.models import Evidence, EvidenceFile
from milestones.web.progress import lookups, words
from milestones.web.progress.frame import language_now, of_roadmap, plan_of
from milestones.web.progress.index import row_of
from milestones.web.progress.lines import ReasonForm
from milestones.web.progress.showing import Shower, shower_of, size_words
from roadmap.domain.document import Document, Entry, kind
from roadmap.domain.document.storage import build_document
from roadmap.models import Item
from roadmap.web.versions.files import attachment


@access("milestones.view_progress", lookup=lookups.subject)
@require_safe
def subject(request: SignedInRequest, item: Item) -> HttpResponseBase:
    """One milestone, measure or criterion: how it stands, why, and every report on it, none left out."""
    plan = plan_of(request, item.roadmap)
    entry = next(each for each in plan.document if each.kind in lookups.FIELDS and each.draft and each.draft.uid == str(item.uid))
    shower = shower_of(item.roadmap, plan)
    context = {
        "entry": entry,
        "about": str(kind(entry.kind).label),
        "record_url": f"{reverse('evidence_new', args=[item.roadmap.key])}?on={entry.ref}",
        "draft_url": f"{reverse('draft', args=[item.roadmap.key])}#{entry.kind}-{entry.key}",
        "said": shower.all_said(Reports(plan.document).about(entry.ref, plan.as_of)),
        **_standing(entry, plan, shower),
    }
    return render(request, "milestones/progress/subject.html", of_roadmap(request, item.roadmap, entry.title()) | context)


def _standing(entry: Entry, plan: Plan, shower: Shower) -> dict[str, Any]:
    """What is computed of it, by its kind."""
    if entry.kind == "measures":
        return {"measure": shower.measure(entry, plan.measures[entry.key])}
    if entry.kind == "criteria":
        return {"criterion": shower.criterion(entry, plan.criteria[entry.key])}
    target = entry.data.get("target") or {}
    return {
        "row": row_of(entry, plan.progress[entry.key], plan.document),
        "verification": in_language(entry.data.get("verification") or {}),
        "denominator_note": in_language(target.get("denominator_note") or {}),
        "handovers": _handovers(entry, plan.document, shower),
    }


def _handovers(entry: Entry, document: Document, shower: Shower) -> list[dict[str, Any]]:
    """Who had to do it before."""
    return [
        {
            "day": shower.day(day(row["date"])),
            "before": words.tag_of(row["from_area"], document),
            "after": words.tag_of(row["to_area"], document),
            "reason": in_language(row.get("reason") or {}),
        }
        for row in entry.data.get("passed_on") or ()
    ]


@access("milestones.view_evidence", lookup=lookups.evidence)
@require_safe
def record(request: SignedInRequest, evidence: Evidence) -> HttpResponseBase:
    """One record with its number, for the receipt, and the files as they are kept."""
    may = request.user.has_perm("milestones.withdraw_evidence", evidence) and may_withdraw(request.user, evidence)
    context = _record_context(request, evidence) | {"may_withdraw": may}
    frame = of_roadmap(request, evidence.roadmap, _("Report %(code)s") % {"code": evidence.code})
    return render(request, "milestones/progress/record.html", frame | context)


@access("milestones.withdraw_evidence", lookup=lookups.evidence)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: SignedInRequest, evidence: Evidence) -> HttpResponseBase:
    """Say why it no longer counts. It stays on record, with its files."""
    form = ReasonForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            reason = {language_now(): form.cleaned_data["reason"]}
            try:
                withdraw_evidence(evidence=evidence, reason=reason, actor=request.user)
            except Refused as refused:
                status = add_refusal(form, refused)
            else:
                messages.success(request, _("It is withdrawn, and stays on record."))
                return redirect("evidence", key=evidence.roadmap.key, evidence=evidence.key)
    context = _record_context(request, evidence) | {"form": form}
    frame = of_roadmap(request, evidence.roadmap, _("Withdraw %(code)s") % {"code": evidence.code})
    return render(request, "milestones/progress/withdraw.html", frame | context, status=status)


@access("milestones.withdraw_evidence", lookup=lookups.crossing_line)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_line(request: SignedInRequest, line: lookups.Line) -> HttpResponseBase:
    """Say why a line of a crossing's log no longer counts. It stays where it is."""
    roadmap, crossing = line.crossing.roadmap, line.crossing
    form, status = ReasonForm(request.POST or None), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            reason = {language_now(): form.cleaned_data["reason"]}
            try:
                withdraw_crossing_report(crossing=crossing, line=line.number, reason=reason, actor=request.user)
            except Refused as refused:
                status = add_refusal(form, refused)
            else:
                messages.success(request, _("It is withdrawn, and stays on record."))
                return redirect(f"{reverse('progress_crossings', args=[roadmap.key])}#crossing-{crossing.key}")
    plan = plan_of(request, roadmap)
    entry = plan.document.find("crossings", crossing.key)
    seen = next((each for each in plan.crossings[crossing.key].history if each.line == line.number), None)
    shown = shower_of(roadmap, plan).line(entry, seen) if entry and seen else None
    frame = of_roadmap(request, roadmap, _("Withdraw a report on a crossing"))
    context = {"form": form, "entry": entry, "line": shown}
    return render(request, "milestones/progress/withdraw_line.html", frame | context, status=status)


@access("milestones.view_evidence", lookup=lookups.file)
@require_safe
def file(request: SignedInRequest, kept: lookups.Kept) -> HttpResponse:
    """A file as it was cleaned; the record's page with what is wrong, where it is not what was recorded."""
    try:
        return download(kept.file)
    except NotAsRecorded as refused:
        evidence = kept.file.evidence
        frame = of_roadmap(request, evidence.roadmap, _("Report %(code)s") % {"code": evidence.code})
        context = frame | _record_context(request, evidence) | {"refused": refused.message}
        return render(request, "milestones/progress/record.html", context, status=refused.status)


def download(file: EvidenceFile) -> HttpResponse:
    """Saved, never shown in the browser, never kept by a cache, under a name that tells the record and nothing of who sent it.

    Raises NotAsRecorded.
    """
    name = f"{file.evidence.code}-{file.name}"
    response = attachment(kept_content(file), name, file.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _record_context(request: SignedInRequest, evidence: Evidence) -> dict[str, Any]:
    document = build_document(evidence.roadmap)
    entry = document.find("evidence", evidence.key)
    found = _about(document, evidence)
    files = list(EvidenceFile.objects.visible_to(request.user).filter(evidence=evidence).defer("content"))
    here = {each.digest for each in files}
    roadmap = evidence.roadmap
    return {
        "evidence": evidence,
        "entry": entry,
        "said": Shower(roadmap, document).said(found) if found else None,
        "about": document.entry(found.subject) if found else None,
        "files": [
            {
                "name": each.name,
                "size": size_words(each.size),
                "digest": each.digest,
                "url": reverse("evidence_file", args=[roadmap.key, evidence.key, each.uid]),
            }
            for each in files
        ],
        "elsewhere": [row for row in evidence.files if row["sha256"] not in here],
        "is_withdrawn": bool(evidence.withdrawn),
    }


def _about(document: Document, evidence: Evidence) -> Record | None:
    """The record as it is weighed; None for one about what is not there any more."""
    reports = Reports(document)
    return next((each for records in reports.by_subject.values() for each in records if each.key == evidence.key), None)
