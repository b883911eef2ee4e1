"""Where a person lands after signing in."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from accounts.access import SIGNED_IN, access
from accounts.enums import Role


@access(SIGNED_IN)
def home(request: HttpRequest) -> HttpResponseBase:
    """The office works on roadmaps; a member reviews."""
    return redirect("invitations" if request.user.role == Role.REVIEWER else "roadmaps")
