"""How the audit trail names what happens to milestones."""

from django.utils.translation import gettext_lazy as _

from accounts.domain.trail import describe


def register() -> None:
    describe(
        tables={
            "milestones_milestone": _("Milestone"),
            "milestones_exchange": _("Exchange"),
            "milestones_policyline": _("Policy line"),
            "milestones_protectedsubject": _("Protected subject"),
            "milestones_orderconflict": _("Conflict between positions"),
            "milestones_evidence": _("Evidence"),
        }
    )
