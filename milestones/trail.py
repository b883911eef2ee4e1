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
            "milestones_scenario": _("Scenario"),
            "milestones_areachange": _("Change of areas"),
            "milestones_evidencefile": _("File of evidence"),
            "milestones_packagesearch": _("Search for packages"),
        },
        verbs={
            "open_gate": _("opened a gate of an exchange"),
            "put_back": _("put back an exchange"),
            "save_conflict": _("kept a conflict between positions"),
            "keep_conflict": _("kept a conflict between positions"),
            "take_over_subjects": _("named what is never exchanged"),
            "request_search": _("asked for packages"),
            "claim_search": _("started a search for packages"),
            "complete_search": _("finished a search for packages"),
            "release_search": _("gave up a search for packages"),
            "take_package": _("took over a proposed exchange"),
            "record_evidence": _("recorded evidence"),
            "keep_scenario": _("kept a scenario"),
            "rename_scenario": _("renamed a scenario"),
            "edit_scenario": _("edited a scenario"),
            "delete_scenario": _("deleted a scenario"),
            "withdraw_evidence": _("withdrew evidence"),
            "report_crossing": _("reported on a crossing"),
            "withdraw_crossing_report": _("withdrew a report on a crossing"),
            "confirm_suspension": _("confirmed a suspension"),
            "lift_suspension": _("lifted a suspension"),
            "end_area": _("ended an area"),
            "name_successor": _("named an area's successor"),
            "split_area": _("split an area"),
            "merge_areas": _("merged areas"),
            "undo_area_change": _("undid a change of areas"),
        },
    )
