"""Per-request safety: headers, language, second factor."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.access import PUBLIC, SIGNED_IN, TO_PROVE, TO_SET_UP
from accounts.domain.second_factor import factor_kinds, is_proven, requires_second_factor
from accounts.web.entering import INVITATION_BACKEND, PROVEN

Handler = Callable[[HttpRequest], HttpResponse]


class SafetyHeadersMiddleware:
    """No copy of a page stays in a shared cache or in the history."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        return response


class LanguageMiddleware:
    """The language chosen on this device, else the signed-in person's, else the browser's."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        translation.activate(self._language(request))
        request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        return response

    @staticmethod
    def _language(request: HttpRequest) -> str:
        known = dict(settings.LANGUAGES)
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        if chosen in known:
            return chosen
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            own = request.session.get("language")
            if own in known:
                return str(own)
        return translation.get_language_from_request(request)


class WrongMethodMiddleware:
    """Says in a page, not with an empty screen, that an address is where a form goes: people come to it by the Back button."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and request.method == "GET" and not response.content:
            page = render(request, "405.html", status=response.status_code)
            page.headers["Allow"] = response.headers["Allow"]
            return page
        return response


class SecondFactorMiddleware:
    """Facilitators and administrators reach nothing before a second factor is set up and proven in this session.

    Public views stay public; views on the way there carry a mark (``accounts.access.on_the_way``). Once proven, the session
    says so and nothing is asked of the database. A request with an API token has no session: the token was made behind both
    locks.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], _args: Any, _kwargs: Any) -> HttpResponseBase | None:
        if getattr(view, "access_rule", "") == PUBLIC or not request.user.is_authenticated:
            return None
        if not requires_second_factor(request.user) or self._is_proven(request):
            return None
        kinds = factor_kinds(request.user)
        if getattr(view, "on_the_way", "") == (TO_PROVE if kinds else TO_SET_UP):
            return None
        if request.path.startswith("/api/"):
            return _problem(
                _("A second factor is needed"), _("Sign in with your second factor, or use an API token."), "second-factor-needed"
            )
        return _prove(request, kinds) if kinds else redirect("mfa_index")

    @staticmethod
    def _is_proven(request: HttpRequest) -> bool:
        if request.session.get(PROVEN) == request.user.pk:
            return True
        if not is_proven(get_authentication_records(request, request.user)):
            return False
        request.session[PROVEN] = request.user.pk
        return True


class InvitationSessionMiddleware:
    """Who came in with an invitation's link reaches the review, and nothing of an account: whoever holds the phone for an
    hour makes no token, sets no password and adds no passkey.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], _args: Any, _kwargs: Any) -> HttpResponseBase | None:
        of_api = request.path.startswith("/api/")
        rule = getattr(view, "access_rule", "")
        if not of_api and (rule != SIGNED_IN or getattr(view, "open_to_invited", False)):
            return None
        if not request.user.is_authenticated or request.session.get(BACKEND_SESSION_KEY) != INVITATION_BACKEND:
            return None
        if of_api:
            return _problem(
                _("Not with an invitation's link"), _("Sign in with your password, or use an API token."), "invited-only"
            )
        raise PermissionDenied


def _prove(request: HttpRequest, kinds: set[str]) -> HttpResponseBase:
    """To the page that asks for the factor which the person has, and back."""
    page = "mfa_reauthenticate" if "totp" in kinds else "mfa_reauthenticate_webauthn"
    return redirect(f"{resolve_url(page)}?{urlencode({'next': request.get_full_path()})}")


def _problem(title: str, detail: str, code: str) -> JsonResponse:
    body = {"type": "about:blank", "title": title, "status": 403, "detail": detail, "code": code}
    return JsonResponse(body, status=403, content_type="application/problem+json")
