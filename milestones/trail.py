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
            "milestones_evidencefile": _("File of evidence"),
        },
        verbs={
            "record_evidence": _("recorded evidence"),
            "withdraw_evidence": _("withdrew evidence"),
            "report_crossing": _("reported on a crossing"),
            "confirm_suspension": _("confirmed a suspension"),
            "lift_suspension": _("lifted a suspension"),
        },
    )
