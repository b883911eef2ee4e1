"""What was typed into a form that cannot be taken, since nobody is signed in any more: shown, and sent again after signing in."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.views.csrf import csrf_failure

#: Names of fields that are never shown again: what proves who somebody is. No other form may use one of these names.
SECRET = frozenset({"password", "oldpassword", "password1", "password2", "code", "credential", "csrfmiddlewaretoken"})
#: Shorter values are choices and keys: they are sent again, but are nothing that anybody would copy.
_WORDS = 12


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Names and values of the fields that were sent, without secrets; empty fields are left out."""
    return [
        (name, str(value))
        for name, values in request.POST.lists()
        if name not in SECRET
        for value in values
        if str(value).strip()
    ]


def names_of_files(request: HttpRequest) -> list[str]:
    """What the files were called that came with a form. No browser keeps them in a form that comes back."""
    return [str(each.name) for _field, sent in request.FILES.lists() for each in sent]


def signed_out(request: HttpRequest, door: str = "account_login") -> HttpResponse:
    """401 with what was typed. ``door``: the route by which the person comes in again."""
    return _kept(request, 401, door=resolve_url(door))


def refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form without a true token, such as one that was open while its sender signed in again.

    A page elsewhere cannot say that it is ours (``Sec-Fetch-Site``): what it sends is not offered to be sent again.
    """
    ours = request.META.get("HTTP_SEC_FETCH_SITE") == "same-origin"
    if ours and typed(request):
        return _kept(request, 403)
    return csrf_failure(request, reason=reason)


def _kept(request: HttpRequest, status: int, **context: Any) -> HttpResponse:
    fields = typed(request)
    words = [value for _name, value in fields if len(value) >= _WORDS and any(char.isspace() for char in value)]
    kept = {**context, "fields": fields, "words": words, "files": names_of_files(request)}
    return render(request, "accounts/kept.html", kept, status=status)
