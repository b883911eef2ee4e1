"""The people of one roadmap: listed, added, given another place, taken off."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import access, actor_of
from accounts.domain.errors import Refused
from accounts.models import User
from accounts.web.forms.refusal import add_refusal
from roadmap.domain.assigning import PLACES, assign, unassign
from roadmap.models import Assignment, Roadmap
from roadmap.web.lookups import roadmap as roadmap_of
from roadmap.web.people.forms import AddForm, RoleForm

ASSIGN = "roadmap.assign"


def assignment_of(user: User, key: str, person: UUID) -> Assignment:
    rows = Assignment.objects.select_related("roadmap", "user")
    found: Assignment = get_object_or_404(rows, roadmap=roadmap_of(user, key), user__uid=person)
    return found


@access(ASSIGN, lookup=roadmap_of)
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest, roadmap: Roadmap) -> HttpResponse:
    """Who works on it; a POST adds one."""
    form = AddForm(_free(request, roadmap), request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            person = form.chosen()
            try:
                assign(roadmap=roadmap, person=person, role=form.cleaned_data["role"], actor=actor_of(request))
            except Refused as refused:
                status = add_refusal(form, refused)
            else:
                messages.success(request, _("%(person)s works on this roadmap now.") % {"person": person})
                return redirect("roadmap_people", key=roadmap.key)
    return _page(request, roadmap, form, status=status)


@access(ASSIGN, lookup=assignment_of)
@require_POST
def change(request: HttpRequest, assignment: Assignment) -> HttpResponse:
    """Give another place; a refusal is said beside it."""
    roadmap = assignment.roadmap
    form = RoleForm(assignment, request.POST)
    status = 400
    if form.is_valid():
        try:
            assign(roadmap=roadmap, person=assignment.user, role=form.cleaned_data["role"], actor=actor_of(request))
        except Refused as refused:
            form.add_error("role", str(refused.message))
            status = refused.status
        else:
            messages.success(request, _("The changes have been saved."))
            return redirect("roadmap_people", key=roadmap.key)
    return _page(request, roadmap, AddForm(_free(request, roadmap)), status=status, changed=(assignment.pk, form))


@access(ASSIGN, lookup=assignment_of)
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, assignment: Assignment) -> HttpResponse:
    """Asks once more; the only lead stays."""
    roadmap = assignment.roadmap
    if request.method != "POST":
        return render(request, "roadmap/people/remove.html", {"roadmap": roadmap, "person": assignment.user})
    try:
        unassign(assignment=assignment, actor=actor_of(request))
    except Refused as refused:
        messages.error(request, str(refused.message))
    else:
        messages.success(request, _("%(person)s no longer works on this roadmap.") % {"person": assignment.user})
    return redirect("roadmap_people", key=roadmap.key)


def _free(request: HttpRequest, roadmap: Roadmap) -> list[User]:
    """Who could be added."""
    able = User.objects.visible_to(request.user).active().filter(role__in=PLACES)
    return list(able.exclude(assignments__roadmap=roadmap).order_by("display_name", "email"))


def _page(
    request: HttpRequest, roadmap: Roadmap, form: AddForm, *, status: int, changed: tuple[int, RoleForm] | None = None
) -> HttpResponse:
    assignments = roadmap.assignments.select_related("user").order_by("user__display_name", "user__email")
    known = dict([changed]) if changed else {}
    context: dict[str, Any] = {
        "roadmap": roadmap,
        "rows": [{"assignment": each, "form": known.get(each.pk) or RoleForm(each)} for each in assignments],
        "form": form,
        "crumbs": [(reverse("draft", args=[roadmap.key]), str(roadmap))],
    }
    return render(request, "roadmap/people/index.html", context, status=status)
