"""People, for administrators."""

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import access, actor_of
from accounts.domain import people
from accounts.domain.editing import ChangedMeanwhile, fingerprint
from accounts.domain.errors import Refused
from accounts.domain.mail import request_password_mail
from accounts.domain.second_factor import factor_kinds, remove_second_factors
from accounts.enums import MailKind
from accounts.lookups import visible_person
from accounts.models import User
from accounts.querysets.user import UserQuerySet
from accounts.web.forms.people import NewPersonForm, PersonFilter, PersonForm
from accounts.web.forms.refusal import add_refusal
from accounts.web.listing import listing

MANAGE = "accounts.manage_people"


@access(MANAGE)
@require_safe
def person_list(request: HttpRequest) -> HttpResponse:
    form = PersonFilter(request.GET)
    found = _found(User.objects.visible_to(request.user), form)
    return render(request, "accounts/people/list.html", listing(request, form, found))


@access(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def person_add(request: HttpRequest) -> HttpResponse:
    form = NewPersonForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                send_mail = form.cleaned_data["send_mail"]
                person = people.add_person(details=form.details(), send_mail=send_mail, actor=actor_of(request))
            except Refused as refused:
                status = add_refusal(form, refused)
            else:
                messages.success(request, _("The person has been added."))
                return redirect("person_edit", uid=person.uid)
    return render(request, "accounts/people/add.html", {"form": form, "crumbs": _crumbs()}, status=status)


@access(MANAGE, lookup=visible_person)
@require_http_methods(["GET", "HEAD", "POST"])
def person_edit(request: HttpRequest, person: User) -> HttpResponse:
    before = people.PersonDetails.of(person)
    form = PersonForm(request.POST or None, initial=asdict(before) | {"seen": fingerprint(before)})
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                seen = form.cleaned_data["seen"]
                people.edit_person(person=person, details=form.details(), actor=actor_of(request), seen=seen)
            except Refused as refused:
                status = add_refusal(form, refused)
                if isinstance(refused, ChangedMeanwhile):
                    form.show_again(before)
            else:
                messages.success(request, _("The changes have been saved."))
                return redirect("person_edit", uid=person.uid)
    return render(request, "accounts/people/edit.html", _context(person, form), status=status)


@access(MANAGE, lookup=visible_person)
@require_http_methods(["GET", "HEAD", "POST"])
def person_deactivate(request: HttpRequest, person: User) -> HttpResponse:
    """Asks once more; what the person wrote stays."""
    if request.method == "POST":
        return _carry_out(request, person, people.deactivate_person, _("The person can no longer sign in."))
    return render(request, "accounts/people/deactivate.html", {"person": person, "crumbs": _crumbs()})


@access(MANAGE, lookup=visible_person)
@require_POST
def person_reactivate(request: HttpRequest, person: User) -> HttpResponse:
    return _carry_out(request, person, people.reactivate_person, _("The person can sign in again."))


@access(MANAGE, lookup=visible_person)
@require_POST
def person_send_password(request: HttpRequest, person: User) -> HttpResponse:
    request_password_mail(email=person.email, kind=MailKind.RESET, actor=actor_of(request))
    messages.success(request, _("A link for setting a password will be sent, unless a group of the person gets no mail."))
    return redirect("person_edit", uid=person.uid)


@access(MANAGE, lookup=visible_person)
@require_http_methods(["GET", "HEAD", "POST"])
def person_remove_factors(request: HttpRequest, person: User) -> HttpResponse:
    """Asks once more; for somebody who lost the phone and the codes."""
    if request.method == "POST":
        return _carry_out(request, person, remove_second_factors, _("The second factors have been removed."))
    return render(request, "accounts/people/remove_factors.html", {"person": person, "crumbs": _crumbs()})


def _carry_out(request: HttpRequest, person: User, verb: Any, done: str) -> HttpResponse:
    try:
        verb(person=person, actor=actor_of(request))
    except Refused as refused:
        messages.error(request, str(refused.message))
    else:
        messages.success(request, done)
    return redirect("person_edit", uid=person.uid)


def _found(people_seen: UserQuerySet, form: PersonFilter) -> UserQuerySet:
    form.is_valid()
    wanted = form.cleaned_data
    found = people_seen.matching(wanted.get("q", ""))
    if wanted.get("role"):
        found = found.filter(role=wanted["role"])
    if wanted.get("state") != "all":
        found = found.filter(is_active=wanted.get("state") != "inactive")
    return found.prefetch_related("memberships__group").order_by("display_name", "email")


def _context(person: User, form: PersonForm) -> dict[str, Any]:
    return {
        "person": person,
        "form": form,
        "crumbs": _crumbs(),
        "factor_kinds": sorted(factor_kinds(person)),
        "memberships": person.memberships.select_related("group"),
    }


def _crumbs() -> list[tuple[str, str]]:
    return [(reverse("person_list"), _("People"))]
