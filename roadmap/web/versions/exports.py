"""Files of a version: asking for one, watching it being made, fetching it."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import access
from accounts.domain.errors import Refused
from accounts.enums import Language
from accounts.http import SignedInRequest
from roadmap.domain.exporting import request_export
from roadmap.enums import ExportFormat, JobState
from roadmap.exports.run import EXPORTERS, file_name
from roadmap.models import ExportFile, ExportJob, Version
from roadmap.web import lookups
from roadmap.web.versions.files import attachment
from roadmap.web.versions.shared import crumbs

_TONES = {JobState.QUEUED: "outline", JobState.RUNNING: "live", JobState.DONE: "good", JobState.FAILED: "bad"}
_SET = (ExportFormat.PDF, ExportFormat.DOCX)


class ExportForm(forms.Form):
    format = forms.ChoiceField(label=_("Format"), choices=[(each.value, each.label) for each in _SET], widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("Language"), widget=forms.RadioSelect)

    def __init__(self, data: Any, languages: list[str]) -> None:
        own = (get_language() or "en")[:2]
        initial = {"format": ExportFormat.PDF, "language": own if own in languages else languages[0]}
        super().__init__(data, initial=initial)
        field = self.fields["language"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 says to the type checker what is declared above
        field.choices = [(code, Language(code).label) for code in languages]


@require_http_methods(["GET", "POST"])
@access("roadmap.export", lookup=lookups.version)
def index(request: SignedInRequest, version: Version) -> HttpResponseBase:
    """The files of a version. Polled by htmx, or reloaded by the browser, while one is being made."""
    form = ExportForm(request.POST or None, version.roadmap.languages)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                request_export(
                    version=version,
                    file_format=form.cleaned_data["format"],
                    language=form.cleaned_data["language"],
                    actor=request.user,
                )
            except Refused as refused:
                form.add_error(None, str(refused.message))
            else:
                return redirect("exports", key=version.roadmap.key, number=version.number)
        status = 422
    return _page(request, version, form, status)


def _page(request: SignedInRequest, version: Version, form: ExportForm, status: int) -> HttpResponse:
    jobs = ExportJob.objects.visible_to(request.user).filter(version=version).select_related("requested_by")
    rows = [
        {
            "job": job,
            "language": Language(job.language).label,
            "tone": _TONES[JobState(job.state)],
            "url": reverse("export_file", args=[job.uid]) if job.state == JobState.DONE else "",
        }
        for job in jobs
    ]
    context = {
        "version": version,
        "roadmap": version.roadmap,
        "rows": rows,
        "working": any(job.state in {JobState.QUEUED, JobState.RUNNING} for job in jobs),
        "form": form,
        "crumbs": crumbs(version.roadmap, version),
    }
    template = (
        "roadmap/versions/_jobs.html" if request.headers.get("HX-Request") and status == 200 else "roadmap/versions/exports.html"
    )
    return render(request, template, context, status=status)


@require_GET
@access("roadmap.export", lookup=lookups.export)
def download(request: SignedInRequest, job: ExportJob) -> HttpResponse:  # noqa: ARG001 every view is called alike
    """The finished file; while there is none, there is nothing here."""
    file = ExportFile.objects.filter(job=job, job__state=JobState.DONE).first()
    if file is None:
        raise Http404
    name = file_name(job.version, job.format, job.language)
    return attachment(bytes(file.content), name, EXPORTERS[job.format].content_type)
