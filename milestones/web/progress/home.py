"""Where a monitor begins: the roadmaps that they report on."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import access
from accounts.http import SignedInRequest
from milestones.web.progress.frame import of_person
from roadmap.models import Roadmap


@access("milestones.list_reporting")
@require_safe
def reporting(request: SignedInRequest) -> HttpResponseBase:
    """The roadmaps of the person, each with the ways to report."""
    roadmaps = Roadmap.objects.visible_to(request.user)
    return render(
        request, "milestones/progress/reporting.html", of_person(request, _("What do you want to do?")) | {"roadmaps": roadmaps}
    )
