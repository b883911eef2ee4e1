"""Stakeholder groups: the office sees them, administrators see and manage their members."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import access, actor_of
from accounts.domain import groups
from accounts.domain.editing import ChangedMeanwhile, fingerprint
from accounts.domain.errors import Refused
from accounts.enums import Language
from accounts.lookups import visible_group, visible_membership
from accounts.models import Group, Membership
from accounts.models.text import LANGUAGES, MultilingualText
from accounts.web.forms.groups import GroupFilter, GroupForm, MemberForm
from accounts.web.forms.refusal import add_refusal
from accounts.web.listing import listing

VIEW = "accounts.view_groups"
MANAGE = "accounts.manage_groups"


@access(VIEW)
@require_safe
def group_list(request: HttpRequest) -> HttpResponse:
    form = GroupFilter(request.GET)
    form.is_valid()
    found = Group.objects.visible_to(request.user).matching(form.cleaned_data.get("q", ""))
    if form.cleaned_data.get("kind"):
        found = found.filter(kind=form.cleaned_data["kind"])
    context = listing(request, form, found.with_member_counts())
    return render(request, "accounts/groups/list.html", context | {"may_manage": request.user.has_perm(MANAGE)})


@access(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def group_add(request: HttpRequest) -> HttpResponse:
    form = GroupForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                group = groups.add_group(details=form.details(), actor=actor_of(request))
            except Refused as refused:
                status = add_refusal(form, refused)
            else:
                messages.success(request, _("The group has been added. Now add its members."))
                return redirect("group_detail", uid=group.uid)
    return render(request, "accounts/groups/form.html", {"form": form, "crumbs": _crumbs()}, status=status)


@access(VIEW, lookup=visible_group)
@require_safe
def group_detail(request: HttpRequest, group: Group) -> HttpResponse:
    return render(request, "accounts/groups/detail.html", _context(request, group, MemberForm()))


@access(MANAGE, lookup=visible_group)
@require_http_methods(["GET", "HEAD", "POST"])
def group_edit(request: HttpRequest, group: Group) -> HttpResponse:
    before = groups.GroupDetails.of(group)
    form = GroupForm(request.POST or None, initial=GroupForm.initial_for(group) | {"seen": fingerprint(before)})
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                seen = form.cleaned_data["seen"]
                groups.edit_group(group=group, details=form.details(), actor=actor_of(request), seen=seen)
            except Refused as refused:
                status = add_refusal(form, refused)
                if isinstance(refused, ChangedMeanwhile):
                    form.show_again(before)
            else:
                messages.success(request, _("The changes have been saved."))
                return redirect("group_detail", uid=group.uid)
    context = {"form": form, "group": group, "crumbs": _crumbs(group)}
    return render(request, "accounts/groups/form.html", context, status=status)


@access(MANAGE, lookup=visible_group)
@require_http_methods(["GET", "HEAD", "POST"])
def group_remove(request: HttpRequest, group: Group) -> HttpResponse:
    """Asks once more; a group that was ever used stays."""
    if request.method != "POST":
        return render(request, "accounts/groups/remove.html", {"group": group, "crumbs": _crumbs(group)})
    try:
        groups.remove_group(group=group, actor=actor_of(request))
    except Refused as refused:
        messages.error(request, str(refused.message))
        return redirect("group_detail", uid=group.uid)
    messages.success(request, _("The group has been removed."))
    return redirect("group_list")


@access(MANAGE, lookup=visible_group)
@require_POST
def member_add(request: HttpRequest, group: Group) -> HttpResponse:
    form = MemberForm(request.POST)
    status = 400
    if form.is_valid():
        try:
            groups.add_member(group=group, actor=actor_of(request), **form.cleaned_data)
        except Refused as refused:
            status = add_refusal(form, refused)
        else:
            messages.success(request, _("The member has been added."))
            return redirect("group_detail", uid=group.uid)
    return render(request, "accounts/groups/detail.html", _context(request, group, form), status=status)


@access(MANAGE, lookup=visible_membership)
@require_POST
def member_focal_point(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Posts ``is_focal_point`` as 1 or 0."""
    speaks = request.POST.get("is_focal_point") == "1"
    groups.set_focal_point(membership=membership, is_focal_point=speaks, actor=actor_of(request))
    messages.success(request, _("The changes have been saved."))
    return redirect("group_detail", uid=membership.group.uid)


@access(MANAGE, lookup=visible_membership)
@require_http_methods(["GET", "HEAD", "POST"])
def member_remove(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Asks once more."""
    group = membership.group
    if request.method != "POST":
        context = {"group": group, "person": membership.user, "crumbs": _crumbs(group)}
        return render(request, "accounts/groups/remove_member.html", context)
    groups.remove_member(membership=membership, actor=actor_of(request))
    messages.success(request, _("The member has been taken out of the group."))
    return redirect("group_detail", uid=group.uid)


def _context(request: HttpRequest, group: Group, form: MemberForm) -> dict[str, Any]:
    """Names and addresses are fetched only for those who may see them."""
    may_manage = request.user.has_perm(MANAGE)
    members = group.memberships.select_related("user").order_by("user__display_name", "user__email")
    return {
        "group": group,
        "names": _in_all_languages(group.name),
        "notes": _in_all_languages(group.note),
        "form": form,
        "may_manage": may_manage,
        "members": members if may_manage else Membership.objects.none(),
        "crumbs": _crumbs(),
    }


def _in_all_languages(text: MultilingualText) -> list[tuple[str, str, str]]:
    """Code, name of the language and text, for each language that has one."""
    return [(code, str(Language(code).label), text[code]) for code in LANGUAGES if text.get(code)]


def _crumbs(group: Group | None = None) -> list[tuple[str, str]]:
    crumbs = [(reverse("group_list"), _("Groups"))]
    if group is not None:
        crumbs.append((reverse("group_detail", kwargs={"uid": group.uid}), str(group)))
    return crumbs
