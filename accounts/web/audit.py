"""The audit trail, for administrators."""

import time

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import access, actor_of
from accounts.domain.errors import Refused
from accounts.domain.identities import read_identities
from accounts.domain.trail import lines
from accounts.models import AuditEntry
from accounts.web.forms.audit import AuditFilter, ReasonForm

PAGE_SIZE = 50
#: Session key: until when (seconds since 1970) names behind reviewers are shown, after a reason was given.
IDENTITIES_UNTIL = "identities_until"
IDENTITIES_FOR = 15 * 60


@access("accounts.view_audit")
@require_safe
def audit_list(request: HttpRequest) -> HttpResponse:
    """Newest first; ``before`` is the id with which the page before ended, so that new entries move nothing."""
    form = AuditFilter(request.GET)
    form.is_valid()
    with_identities = _may_see_identities(request)
    found = AuditEntry.objects.visible_to(request.user).matching(**form.cleaned_data, with_identities=with_identities)
    rows = list(found.older_than(_before(request)).order_by("-id")[: PAGE_SIZE + 1])
    shown = rows[:PAGE_SIZE]
    context = {
        "form": form,
        "lines": lines(shown, with_identities=with_identities),
        "next_before": shown[-1].pk if len(rows) > PAGE_SIZE else None,
        "is_filtered": any(form.cleaned_data.values()),
        "with_identities": with_identities,
        "reason_form": ReasonForm() if request.user.has_perm("accounts.read_identities") else None,
    }
    return render(request, "accounts/audit/list.html", context)


@access("accounts.read_identities")
@require_POST
def audit_identities(request: HttpRequest) -> HttpResponse:
    """Show who reviewers are for a quarter of an hour; the reason given is written into the trail first."""
    try:
        read_identities(subject="audit", reason=request.POST.get("reason", ""), actor=actor_of(request))
    except Refused as refused:
        messages.error(request, str(refused.message))
    else:
        request.session[IDENTITIES_UNTIL] = time.time() + IDENTITIES_FOR
        messages.warning(request, _("Names are shown for 15 minutes. This has been written down."))
    return redirect("audit_list")


def _may_see_identities(request: HttpRequest) -> bool:
    until = float(request.session.get(IDENTITIES_UNTIL, 0))
    return until > time.time() and request.user.has_perm("accounts.read_identities")


def _before(request: HttpRequest) -> int | None:
    given = request.GET.get("before", "")
    return int(given) if given.isdecimal() and len(given) < 19 else None
