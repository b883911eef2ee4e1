"""Coming in: by the link of a mail, or by a code handed over in person. A GET shows a button and changes nothing."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.http import require_http_methods

from accounts.access import PUBLIC, access
from accounts.domain.errors import Refused
from accounts.web.entering import enter_by_invitation
from roadmap.domain.links import ask_for_new_link, peek_link, use_link
from roadmap.web.review.attempts import note_attempt, too_many
from roadmap.web.review.forms import CodeForm, EmailForm

#: Who came by a mail can have another one; who was handed a code may not meet the one who handed it soon.
BY_LINK = timedelta(hours=12)
BY_CODE = timedelta(days=7)
_methods = require_http_methods(["GET", "HEAD", "POST"])


@access(PUBLIC)
@_methods
def invitation_link(request: HttpRequest, token: str) -> HttpResponse:
    """A page that tells nothing, with one button; pressing it uses the link up."""
    if request.method != "POST":
        _speak_to_holder(request, token)
        return render(request, "roadmap/review/enter.html")
    return _enter(request, token, BY_LINK)


@access(PUBLIC)
@_methods
def invitation_code(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.POST or None)
    if request.method != "POST":
        return render(request, "roadmap/review/code.html", {"form": form})
    if too_many(request, "code"):
        minutes = int(settings.LOCK_OUT_WINDOW.total_seconds() // 60)
        return render(request, "roadmap/review/code.html", {"form": form, "locked_for": minutes}, status=429)
    if not form.is_valid():
        return render(request, "roadmap/review/code.html", {"form": form}, status=400)
    note_attempt(request, "code")
    return _enter(request, form.cleaned_data["code"], BY_CODE)


@access(PUBLIC)
@_methods
def invitation_again(request: HttpRequest) -> HttpResponse:
    """Ask for a new link. The answer is the same for everyone, invited or not."""
    form = EmailForm(request.POST or None)
    if request.method != "POST":
        return render(request, "roadmap/review/again.html", {"form": form})
    if not form.is_valid():
        return render(request, "roadmap/review/again.html", {"form": form}, status=400)
    if not too_many(request, "new-link"):
        note_attempt(request, "new-link")
        ask_for_new_link(email=form.cleaned_data["email"])
    return redirect("invitation_asked")


@access(PUBLIC)
@require_http_methods(["GET", "HEAD"])
def invitation_asked(request: HttpRequest) -> HttpResponse:
    return render(request, "roadmap/review/asked.html")


def _enter(request: HttpRequest, secret: str, lasting: timedelta) -> HttpResponse:
    try:
        invitation = use_link(token=secret)
        enter_by_invitation(request, invitation.user)
    except Refused as refused:
        return render(request, "roadmap/review/refused.html", {"refused": refused}, status=refused.status)
    request.session.set_expiry(lasting)
    return redirect("review", uid=invitation.uid)


def _speak_to_holder(request: HttpRequest, token: str) -> None:
    """In the member's language, unless one was chosen on this device."""
    if request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME):
        return
    invitation = peek_link(token)
    if invitation is not None:
        translation.activate(invitation.user.language)
        request.LANGUAGE_CODE = invitation.user.language
