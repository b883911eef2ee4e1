"""Files of a version: asking for one, watching it being made, fetching it."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import access
from accounts.days import day_of, local_day
from accounts.domain.errors import Refused
from accounts.enums import Language
from accounts.http import SignedInRequest
from accounts.models import User
from roadmap.domain.exporting import SET, may_tell_positions, refusal_of, request_export
from roadmap.domain.queries.signed_positions import obstacle_to, telling_round
from roadmap.enums import ExportFormat, JobState
from roadmap.exports.run import EXPORTERS, job_file_name
from roadmap.models import ExportFile, ExportJob, Version
from roadmap.web import lookups
from roadmap.web.versions.files import attachment
from roadmap.web.versions.shared import crumbs

_TONES = {JobState.QUEUED: "outline", JobState.RUNNING: "live", JobState.DONE: "good", JobState.FAILED: "bad"}


class ExportForm(forms.Form):
    format = forms.ChoiceField(label=_("Format"), choices=[(each.value, each.label) for each in SET], widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("Language"), widget=forms.RadioSelect)
    positions = forms.BooleanField(label=_("With the annex “Convergence”: what the groups signed off"), required=False)

    def __init__(self, data: Any, version: Version, user: User) -> None:
        languages = version.roadmap.languages
        own = (get_language() or "en")[:2]
        initial = {"format": ExportFormat.PDF, "language": own if own in languages else languages[0]}
        super().__init__(data, initial=initial)
        field = self.fields["language"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 says to the type checker what is declared above
        field.choices = [(code, Language(code).label) for code in languages]
        self.without_positions = self._offer_positions(version, user)

    def _offer_positions(self, version: Version, user: User) -> str:
        """Say of which round the annex would tell. Where it cannot be asked for the field goes; answers why, "" for whoever may
        not know.
        """
        allowed = may_tell_positions(user, version)
        round_ = telling_round(version, user) if allowed else None
        obstacle = obstacle_to(round_)
        if round_ is None or obstacle:
            del self.fields["positions"]
            return refusal_of(obstacle) if allowed else ""
        closed = round_.closed_at or round_.closes_at
        told = {
            "number": round_.number,
            "version": round_.version.number,
            "day": local_day(day_of(closed), (get_language() or "en")[:2]),
        }
        of_round = gettext("Positions of round %(number)d on version %(version)d, which closed on %(day)s.") % told
        named = (
            gettext("Groups are named, persons never: whoever gets the file learns where each group stands.")
            if round_.show_group_names
            else gettext("That round does not show the names of groups: positions are counted, and no group is named.")
        )
        kept = gettext("The audit trail keeps that this file was asked for.")
        self.fields["positions"].help_text = f"{of_round} {named} {kept}"
        return ""


@require_http_methods(["GET", "POST"])
@access("roadmap.export", lookup=lookups.version)
def index(request: SignedInRequest, version: Version) -> HttpResponseBase:
    """The files of a version. Polled by htmx, or reloaded by the browser, while one is being made."""
    form = ExportForm(request.POST or None, version, request.user)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                request_export(
                    version=version,
                    file_format=form.cleaned_data["format"],
                    language=form.cleaned_data["language"],
                    positions=form.cleaned_data.get("positions", False),
                    actor=request.user,
                )
            except Refused as refused:
                form.add_error(None, str(refused.message))
            else:
                return redirect("exports", key=version.roadmap.key, number=version.number)
        status = 422
    return _page(request, version, form, status)


def _page(request: SignedInRequest, version: Version, form: ExportForm, status: int) -> HttpResponse:
    jobs = ExportJob.objects.visible_to(request.user).filter(version=version).select_related("requested_by", "positions_round")
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
        "without_positions": form.without_positions,
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
    return attachment(bytes(file.content), job_file_name(job), EXPORTERS[job.format].content_type)
