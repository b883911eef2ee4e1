"""Where a person lands after signing in."""

from django.http import HttpResponseBase
from django.shortcuts import redirect

from accounts.access import SIGNED_IN, access, open_to_invited
from accounts.enums import Role
from accounts.http import SignedInRequest


@open_to_invited
@access(SIGNED_IN)
def home(request: SignedInRequest) -> HttpResponseBase:
    """The office works on roadmaps; a member reviews."""
    return redirect("invitations" if request.user.role == Role.REVIEWER else "roadmaps")
