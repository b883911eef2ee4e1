"""What the navigation of a roadmap offers of the plan. Names of routes begin with the name of the page that they belong to."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from milestones.web.days import AS_OF
from roadmap.web.home import begin_at
from roadmap.web.navigation import Page, add_pages


def register() -> None:
    """Called once when the app is ready."""
    add_pages(
        Page("plan", _("Plan"), 20, ("plan",), keeps=AS_OF),
        Page("exchanges", _("Exchanges"), 30, ("exchange",)),
        Page("progress", _("Progress"), 40, ("progress", "evidence"), keeps=AS_OF),
        Page("pictures", _("Pictures"), 45, ("picture",), keeps=AS_OF),
    )
    begin_at(Role.MONITOR, "reporting")
