"""What is noted in a session when somebody comes in, by whichever door."""

import functools
from collections.abc import Callable
from typing import Any

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponseBase

from accounts.access import View
from accounts.domain.acting import acting
from accounts.domain.sessions import device_word
from accounts.domain.signin import check_may_enter_by_invitation
from accounts.models import User

#: Session key: the id of the person who proved a second factor in this session.
PROVEN = "second_factor"
INVITATION_BACKEND = "accounts.backends.InvitationBackend"


def recorded(name: str) -> Callable[[View], View]:
    """Let the audit trail know who posts to a view that is not ours, as if it were the verb ``name``."""

    def declare(view: View) -> View:
        @functools.wraps(view)
        def inner(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            if request.method != "POST" or not request.user.is_authenticated:
                return view(request, **kwargs)
            with acting(request.user, name):
                return view(request, **kwargs)

        return inner

    return declare


def enter_by_invitation(request: HttpRequest, person: User) -> None:
    """Sign in somebody whose invitation has just been used up; the session gets a new key.

    Raises Forbidden for one of the office and for a deactivated person.
    """
    check_may_enter_by_invitation(person=person)
    login(request, person, backend=INVITATION_BACKEND)
    mark_session(request, person)


def mark_session(request: HttpRequest, person: User) -> None:
    """A coarse word for the list of devices, and the language in which the person is addressed."""
    request.session["device"] = device_word(request.headers.get("User-Agent", ""))
    request.session["language"] = person.language
