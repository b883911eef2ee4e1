"""Per-request safety: headers, language, second factor."""

from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, resolve_url
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.access import PUBLIC, TO_PROVE, TO_SET_UP
from accounts.domain.second_factor import factor_kinds, is_proven, requires_second_factor
from accounts.web.entering import PROVEN

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
            return _problem()
        return _prove(request, kinds) if kinds else redirect("mfa_index")

    @staticmethod
    def _is_proven(request: HttpRequest) -> bool:
        if request.session.get(PROVEN) == request.user.pk:
            return True
        if not is_proven(get_authentication_records(request, request.user)):
            return False
        request.session[PROVEN] = request.user.pk
        return True


def _prove(request: HttpRequest, kinds: set[str]) -> HttpResponseBase:
    """To the page that asks for the factor which the person has, and back."""
    page = "mfa_reauthenticate" if "totp" in kinds else "mfa_reauthenticate_webauthn"
    return redirect(f"{resolve_url(page)}?{urlencode({'next': request.get_full_path()})}")


def _problem() -> JsonResponse:
    body = {
        "type": "about:blank",
        "title": _("A second factor is needed"),
        "status": 403,
        "detail": _("Sign in with your second factor, or use an API token."),
        "code": "second-factor-needed",
    }
    return JsonResponse(body, status=403, content_type="application/problem+json")
