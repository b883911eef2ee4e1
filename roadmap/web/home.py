"""Where a person lands after signing in."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from accounts.access import SIGNED_IN, access, open_to_invited
from accounts.enums import Role


@open_to_invited
@access(SIGNED_IN)
def home(request: HttpRequest) -> HttpResponseBase:
    """The office works on roadmaps; a member reviews."""
    return redirect("invitations" if request.user.role == Role.REVIEWER else "roadmaps")
