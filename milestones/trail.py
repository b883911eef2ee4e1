"""How the audit trail names what happens to milestones."""

from django.utils.translation import gettext_lazy as _

from accounts.domain.trail import describe


def register() -> None:
    describe(tables={"milestones_milestone": _("Milestone")})
