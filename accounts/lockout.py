"""Lock-out by account and address together, without keeping either.

django-axes counts failed sign-ins. What it is given are marks: keyed digests of the account and of the address. A reader
of the table learns neither, and the rows are removed when the window has passed.
"""

import hashlib
import hmac
import ipaddress
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render


def client_address(request: HttpRequest) -> str:
    """The address of the client: the one that the outermost trusted proxy saw (setting TRUSTED_PROXIES)."""
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    trusted: int = settings.TRUSTED_PROXIES
    if trusted and len(hops) >= trusted:
        return str(hops[-trusted])
    return str(request.META.get("REMOTE_ADDR") or "local")


def address_mark(request: HttpRequest) -> str:
    """A stand-in for the client's address, in the form of an address of the range that nobody routes (fd00::/8)."""
    return str(ipaddress.IPv6Address(b"\xfd" + _digest("address", client_address(request))[:15]))


def account_mark(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """A stand-in for the account that somebody tried to enter, existing or not."""
    given = credentials or {}
    login = given.get("email") or given.get("login") or request.POST.get("login") or ""
    return _digest("account", str(login).strip().lower()).hex()


def locked_out(request: HttpRequest, *_: object) -> HttpResponse:
    """The answer to every further attempt, right or wrong, from this address on this account."""
    minutes = int(settings.LOCK_OUT_WINDOW.total_seconds() // 60)
    return render(request, "accounts/locked.html", {"minutes": minutes}, status=429)


class LockOutHandler(AxesDatabaseHandler):  # type: ignore[misc]
    """Counts; keeps neither what was typed nor the kind of browser."""

    def user_login_failed(self, sender: Any, credentials: dict[str, Any], request: Any = None, **options: Any) -> None:
        if request is None:
            return
        request.axes_user_agent = request.axes_http_accept = request.axes_path_info = ""
        typed, asked = request.POST, request.GET
        request.POST = request.GET = QueryDict()
        try:
            super().user_login_failed(sender, credentials, request, **options)
        finally:
            request.POST, request.GET = typed, asked


def _digest(purpose: str, value: str) -> bytes:
    key = f"lock-out:{purpose}:{settings.SECRET_KEY}".encode()
    return hmac.new(key, value.encode(), hashlib.sha256).digest()
