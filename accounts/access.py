"""The declared rule of every route. A route without one fails the tests (design: Authorisation)."""

import functools
from collections.abc import Callable
from typing import Any, Final

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from accounts.kept import signed_out, typed
from accounts.models import User

View = Callable[..., HttpResponseBase]
PUBLIC: Final = "public"
SIGNED_IN: Final = "signed in"
#: Marks for the second factor: reached only while none is set up, only to prove the one that is.
TO_SET_UP: Final = "set up"
TO_PROVE: Final = "prove"


def access(rule: str, *, lookup: Callable[..., Any] | None = None, door: str = "") -> Callable[[View], View]:
    """Declare who may call a view.

    ``rule`` is PUBLIC, SIGNED_IN or a permission. ``lookup(user, **kwargs)`` fetches the object from what is
    visible to the person, or raises ``Http404``: what one may not see answers exactly as what does not exist.
    The view is then called with the object in place of the address's arguments; seen but not allowed: 403.
    ``door``: the route where somebody who is not signed in is sent, if not the sign-in by password. Words that were posted
    are shown to whoever wrote them instead (:mod:`accounts.kept`).
    """

    def declare(view: View) -> View:
        @functools.wraps(view)
        def inner(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            if rule == PUBLIC:
                return view(request, **kwargs)
            if not request.user.is_authenticated:
                if request.method == "POST" and typed(request):
                    return signed_out(request, door or "account_login")
                return redirect(door) if door else redirect_to_login(request.get_full_path())
            if lookup is None:
                require(request, rule, None)
                return view(request, **kwargs)
            target = lookup(request.user, **kwargs)
            require(request, rule, target)
            return view(request, target)

        inner.access_rule = rule  # type: ignore[attr-defined]
        return inner

    return declare


def on_the_way(mark: str) -> Callable[[View], View]:
    """Mark a view that the office reaches before a second factor is proven: TO_SET_UP or TO_PROVE."""

    def declare(view: View) -> View:
        view.on_the_way = mark  # type: ignore[attr-defined]
        return view

    return declare


def open_to_invited(view: View) -> View:
    """Mark a view for anybody signed in that is reached also by who came in with an invitation's link."""
    view.open_to_invited = True  # type: ignore[attr-defined]
    return view


def actor_of(request: HttpRequest) -> User:
    """The signed-in person behind a request, for views whose rule lets nobody else in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def require(request: HttpRequest, rule: str, target: Any) -> None:
    """Raise PermissionDenied unless the person may do ``rule`` on ``target``."""
    if rule != SIGNED_IN and not request.user.has_perm(rule, target):
        raise PermissionDenied
