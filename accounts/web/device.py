"""What concerns this device: the language shown, the way out in a hurry, the sessions."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from accounts.access import PUBLIC, SIGNED_IN, access, actor_of
from accounts.domain.people import choose_language
from accounts.domain.sessions import end_other_sessions, end_session, signed_in_devices


@access(PUBLIC)
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Show this language on this device, and remember it for the signed-in person. Back to ``next``."""
    response = redirect(_back(request))
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        return response
    if request.user.is_authenticated:
        choose_language(person=actor_of(request), language=language, actor=actor_of(request))
    return remember_language(request, response, language)


def remember_language(request: HttpRequest, response: HttpResponse, language: str) -> HttpResponse:
    """This device shows this language from now on, signed in or not."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=60 * 60 * 24 * 365,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    if request.user.is_authenticated:
        request.session["language"] = language
    return response


@csrf_exempt
@access(PUBLIC)
@require_POST
def quick_exit(request: HttpRequest) -> HttpResponse:
    """Sign out and leave for a page that tells nothing (design: Reviewers); the browser forgets what it kept.

    No token is asked for: whoever leaves from a page that was open for too long must get away all the same. A page elsewhere
    signs nobody out by it, since the cookie of the session does not come along from there (SameSite).
    """
    logout(request)
    response = redirect(settings.QUICK_EXIT_URL)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@access(SIGNED_IN)
@require_safe
def session_list(request: HttpRequest) -> HttpResponse:
    devices = signed_in_devices(person=actor_of(request), current_key=request.session.session_key)
    return render(request, "accounts/profile/sessions.html", {"devices": devices})


@access(SIGNED_IN)
@require_POST
def session_end(request: HttpRequest, uid: UUID) -> HttpResponse:
    """End one session; one that is over already gives the same answer."""
    end_session(uid=uid, actor=actor_of(request))
    messages.success(request, _("The session has been ended."))
    return redirect("session_list")


@access(SIGNED_IN)
@require_POST
def session_end_others(request: HttpRequest) -> HttpResponse:
    end_other_sessions(current_key=request.session.session_key, actor=actor_of(request))
    messages.success(request, _("You are signed in on this device only."))
    return redirect("session_list")


def _back(request: HttpRequest) -> str:
    """``next``, if it leads to this site."""
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return "/"
