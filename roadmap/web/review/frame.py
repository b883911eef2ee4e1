"""What every page inside a round knows: the ways between its pages, and whether one can still write."""

from typing import Any, Final

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from roadmap.enums import RoundState
from roadmap.models import Invitation

#: Where a member whose session is over finds the ways back in.
DOOR: Final = "invitation_code"


def frame(invitation: Invitation, current: str) -> dict[str, Any]:
    """Context of ``templates/roadmap/review/base.html``. ``current`` is the name of the page's route."""
    names = [
        ("review", _("Start")),
        ("review_items", _("Text")),
        ("review_comments", _("My comments")),
    ]
    if invitation.is_focal_point:
        names.append(("review_group", _("My group")))
    return {
        "invitation": invitation,
        "round": invitation.round,
        "is_open": is_open(invitation),
        "is_answered": invitation.round.state == RoundState.ANSWERED,
        "icons": static("img/icons.svg"),
        "nav_items": [(reverse(name, args=[invitation.uid]), label, name == current) for name, label in names],
    }


def is_open(invitation: Invitation) -> bool:
    """Whether forms are offered. The domain decides by the database's clock when something is sent."""
    return invitation.round.state == RoundState.OPEN
