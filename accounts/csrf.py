"""Forgery protection that agrees with ``Referrer-Policy: no-referrer``.

Under that policy browsers send ``Origin: null`` and no Referer with every form, which Django refuses. What tells a page of ours
from a foreign one then is ``Sec-Fetch-Site``, which no script can set; browsers too old to send it are left with the token, whose
cookie is SameSite and, in production, bound to the host.
"""

from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import CsrfViewMiddleware


class CsrfMiddleware(CsrfViewMiddleware):
    def _origin_verified(self, request: HttpRequest) -> bool:
        if request.META.get("HTTP_ORIGIN") == "null":
            return _from_our_own_page(request)
        return bool(super()._origin_verified(request))  # type: ignore[misc]

    def _check_referer(self, request: HttpRequest) -> Any:
        if "HTTP_REFERER" not in request.META and _from_our_own_page(request):
            return None
        return super()._check_referer(request)  # type: ignore[misc]


def _from_our_own_page(request: HttpRequest) -> bool:
    return bool(request.META.get("HTTP_SEC_FETCH_SITE", "same-origin") == "same-origin")
