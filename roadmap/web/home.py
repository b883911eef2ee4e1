"""Where a person lands after signing in."""

from django.http import HttpResponseBase
from django.shortcuts import redirect

from accounts.access import SIGNED_IN, access, open_to_invited
from accounts.enums import Role
from accounts.http import SignedInRequest

#: Where each role begins; the office, which works on roadmaps, begins there.
_FIRST_PAGES = {Role.REVIEWER: "invitations", Role.MONITOR: "profile"}


def begin_at(role: Role, route: str) -> None:
    """Let an app that has pages for a role say where it begins; called once when the app is ready."""
    _FIRST_PAGES[role] = route


@open_to_invited
@access(SIGNED_IN)
def home(request: SignedInRequest) -> HttpResponseBase:
    """The office works on roadmaps; a member reviews; a monitor begins where an app says."""
    return redirect(_FIRST_PAGES.get(Role(request.user.role), "roadmaps"))
