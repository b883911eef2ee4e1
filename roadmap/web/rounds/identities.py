"""Who is behind the pseudonyms of a round: a permission of its own, and each look is written down before it is shown."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access import access, actor_of
from accounts.domain.identities import read_identities
from accounts.web.forms.words import WordsField
from roadmap.models import Invitation
from roadmap.web.rounds.lookups import invitation as invitation_of
from roadmap.web.rounds.replies import crumbs, round_url


class ReasonForm(forms.Form):
    reason = WordsField(
        label=_("Why you need to know"),
        max_length=300,
        help_text=_("It is written into the audit trail with your name, before anything is shown."),
    )


@never_cache
@require_http_methods(["GET", "POST"])
@access("roadmap.read_identity", lookup=invitation_of)
def read(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Ask why; note it; show the person."""
    form = ReasonForm(request.POST or None)
    person = None
    if request.method == "POST" and form.is_valid():
        subject = f"invitation {invitation.uid}"
        read_identities(subject=subject, reason=form.cleaned_data["reason"], actor=actor_of(request))
        person = invitation.user
    round_ = invitation.round
    context = {
        "form": form,
        "person": person,
        "invitation": invitation,
        "round": round_,
        "crumbs": crumbs(round_),
        "cancel_url": round_url(round_, "round_group", invitation.round_group.group.uid),
    }
    return render(request, "roadmap/rounds/identity.html", context, status=422 if form.errors else 200)
